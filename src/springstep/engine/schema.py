"""The published JSON Schemas: what a case may hold, and what comes back."""

from __future__ import annotations

from typing import Any

from springstep.engine.explanation import Change, Explanation
from springstep.engine.recommendation import Recommendation
from springstep.engine.record import adapter
from springstep.engine.vocabulary import case_facts
from springstep.knowledge.facts import Case

_MODELS: dict[str, type] = {
    "case": Case,
    "recommendation": Recommendation,
    "explanation": Explanation,
    "change": Change,
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(which: str) -> dict[str, Any]:
    """Return a JSON Schema (2020-12) by name: case, recommendation, explanation or change.

    A case's schema says for each moment which facts must be told, which its plain field list cannot.
    """
    mode: Any = "validation" if which == "case" else "serialization"
    found = {"$schema": DIALECT, **adapter(_MODELS[which]).json_schema(mode=mode)}
    if which == "case":
        found["allOf"] = [_required_at(moment) for moment in ("before", "during", "after")]
    return found


def _required_at(moment: str) -> dict[str, Any]:
    names = [info.name for info in case_facts().values() if moment in info.required_at]
    at = {"properties": {"moment": {"const": moment}}}
    condition = at if moment == "before" else {**at, "required": ["moment"]}
    told = {"properties": {name: {"not": {"type": "null"}} for name in names}, "required": names}
    return {"if": condition, "then": told}
