"""The standard case of each moment, checked: there is one, of facts that there are, with values they may have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from springstep.engine.errors import Fault, nearest
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.vocabulary import Vocabulary
from springstep.engine.rulebase.case_model import case_model
from springstep.engine.text.source import Document
from springstep.engine.text.validation import validate


def standard_case_faults(
    document: Document, cases: Mapping[str, Mapping[str, Any]], vocabulary: Vocabulary
) -> Iterator[Fault]:
    """Yield what is wrong with the standard cases, each at its place."""
    for moment in vocabulary.moments:
        if moment not in cases:
            yield document.fault("missing", (), f"the moment '{moment}' has no standard case")
    for moment, case in cases.items():
        if moment not in vocabulary.moments:
            near = nearest(moment, vocabulary.moments)
            yield document.fault("unknown_name", (moment,), f"no moment is called '{moment}'", allowed=near)
        for name, value in case.items():
            if name != MOMENT:
                yield from _value_faults(document, (moment, name), value, vocabulary)


def _value_faults(document: Document, place: tuple[str, str], value: Any, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Yield what is wrong with one fact of a standard case, as a case would be told it."""
    _, found = validate(case_model(vocabulary), Document(document.name, {place[1]: value}, {}))
    for fault in found:
        yield replace(document.fault(fault.code, place, fault.what), allowed=fault.allowed)
