"""Cases kept in files beside the rules, as changes to the standard case of their moment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from springstep.engine.errors import Fault, KnowledgeError
from springstep.engine.inference.examples import laid_over
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.wording import listed
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import SourceError, parse_json, read_file
from springstep.engine.text.validation import validate

_MOST_BYTES = 20_000_000


def read_kept(path: Path, kind: Any) -> Any:
    """Return what a file holds, checked against a type; raises ``KnowledgeError`` with every fault."""
    try:
        document = parse_json(read_file(path, max_bytes=_MOST_BYTES), name=path.name)
    except SourceError as error:
        raise KnowledgeError(error.faults) from None
    found, faults = validate(kind, document)
    if faults:
        raise KnowledgeError(faults)
    return found


def whole_case(changes: Mapping[str, Any], base: RuleBase, *, source: str) -> dict[str, Any]:
    """Return a kept case as a whole; raises ``KnowledgeError`` where it has no moment."""
    moment = changes.get(MOMENT)
    if not isinstance(moment, str) or moment not in base.standard_cases:
        what = "a case kept here has no moment" if moment is None else "a case kept here has an unknown moment"
        allowed = listed(base.standard_cases)
        raise KnowledgeError([Fault("missing", what, MOMENT, allowed=f"one of {allowed}", source=source)])
    return laid_over(base, moment, changes)
