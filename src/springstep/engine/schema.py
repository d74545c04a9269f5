"""The published JSON Schemas: what a case may hold, what comes back, what a consultation keeps, what an audit finds."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from springstep.engine.advice.explanation import Change, Explanation
from springstep.engine.advice.recommendation import Recommendation
from springstep.engine.audit.report import Audit
from springstep.engine.audit.shifts import Difference
from springstep.engine.consultation.events import Event
from springstep.engine.consultation.state import State
from springstep.engine.explain.what_if import WhatIf
from springstep.engine.language.vocabulary import case_facts
from springstep.engine.record import adapter
from springstep.knowledge.facts import Case

_MODELS: dict[str, Any] = {
    "case": Case,
    "recommendation": Recommendation,
    "explanation": Explanation,
    "changes": tuple[Change, ...],
    "consultation": State,
    "events": tuple[Annotated[Event, Field(discriminator="event")], ...],
    "what-if": WhatIf,
    "audit": Audit,
    "difference": Difference,
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(which: str) -> dict[str, Any]:
    """Return a JSON Schema (2020-12) by name, such as case, recommendation, consultation or audit.

    A case's schema says for each moment which facts must be told, which its plain field list cannot.
    """
    mode: Any = "validation" if which == "case" else "serialization"
    found = schema_of(_MODELS[which], mode)
    if which == "case":
        found["allOf"] = [_required_at(moment) for moment in ("before", "during", "after")]
        found["properties"] = {name: _with_unknown(shape) for name, shape in found["properties"].items()}
    standard: dict[str, Any] = _standard(found)
    return standard


def schema_of(kind: Any, mode: Any = "serialization") -> dict[str, Any]:
    """Return the schema of a type."""
    return {"$schema": DIALECT, **adapter(kind).json_schema(mode=mode)}


def _with_unknown(shape: dict[str, Any]) -> dict[str, Any]:
    """Admit the word ``unknown`` wherever null is admitted; both mean that the fact is not told."""
    if {"type": "null"} not in shape.get("anyOf", ()):
        return shape
    return {**shape, "anyOf": [*shape["anyOf"], {"const": "unknown"}]}


def _standard(node: Any) -> Any:
    """Write bounds by JSON Schema's own names where a validator before them kept pydantic from doing so."""
    if isinstance(node, dict):
        return {{"ge": "minimum", "le": "maximum"}.get(key, key): _standard(value) for key, value in node.items()}
    return [_standard(value) for value in node] if isinstance(node, list) else node


def _required_at(moment: str) -> dict[str, Any]:
    names = [info.name for info in case_facts().values() if moment in info.required_at]
    at = {"properties": {"moment": {"const": moment}}}
    condition = at if moment == "before" else {**at, "required": ["moment"]}
    told = {"properties": {name: {"not": {"enum": [None, "unknown"]}} for name in names}, "required": names}
    return {"if": condition, "then": told}
