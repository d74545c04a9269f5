"""The moment of a case: as it is given, or as the other facts say; a fact of another moment is a fault, never lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from springstep.engine.errors import Fault
from springstep.engine.language.fact_info import MOMENT, FactInfo, is_unknown
from springstep.engine.language.vocabulary import Vocabulary
from springstep.engine.language.wording import listed
from springstep.engine.text.source import Document


def moment_of(given: Mapping[Any, Any], vocabulary: Vocabulary) -> str | None:
    """Return the moment that a case gives, else the first at which all of its facts may be given.

    ``None`` where there is none such, or where the given one is no moment.
    """
    told = given.get(MOMENT)
    if not is_unknown(told):
        return told if isinstance(told, str) and told in vocabulary.moments else None
    facts = _known(given, vocabulary)
    return next((moment for moment in vocabulary.moments if _fitting(facts, moment) == len(facts)), None)


def moment_faults(document: Document, vocabulary: Vocabulary) -> list[Fault]:
    """Return a fault for each fact that may not be given at the moment of a case.

    Where the moment is not given, the one that fits most of the facts is taken to be meant.
    """
    given: Mapping[Any, Any] = document.value  # type: ignore[assignment]
    facts = _known(given, vocabulary)
    moment = moment_of(given, vocabulary)
    if moment is None:
        if not is_unknown(given.get(MOMENT)):
            return []  # it is reported as a value that is not allowed
        moment = max(vocabulary.moments, key=lambda each: _fitting(facts, each))
        here = f"the other facts {vocabulary.moments[moment]}"
    else:
        here = f"this is {vocabulary.moments[moment]}"
    return [
        document.fault(
            "out_of_place",
            (info.name,),
            f"is asked {vocabulary.when(info.moments)}, and {here}",
            allowed=f"give it with moment: {listed(info.moments)}, or leave it out",
        )
        for info in facts
        if moment not in info.moments
    ]


def _known(given: Mapping[Any, Any], vocabulary: Vocabulary) -> list[FactInfo]:
    """Return the facts that a case gives, but for the moment."""
    return [
        vocabulary.facts[name]
        for name, value in given.items()
        if name in vocabulary.facts and name != MOMENT and not is_unknown(value)
    ]


def _fitting(facts: Iterable[FactInfo], moment: str) -> int:
    return sum(moment in info.moments for info in facts)
