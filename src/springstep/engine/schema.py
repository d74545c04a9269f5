"""JSON Schemas (2020-12) of the engine's values, and of the cases that a vocabulary knows."""

from __future__ import annotations

from typing import Any

from springstep.engine.language.vocabulary import MOMENT, Vocabulary
from springstep.engine.record import adapter
from springstep.engine.rulebase.case_model import case_model

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(kind: Any, mode: Any = "serialization") -> dict[str, Any]:
    """Return the schema of a type."""
    standard: dict[str, Any] = _standard({"$schema": DIALECT, **adapter(kind).json_schema(mode=mode)})
    return standard


def case_schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the schema of a case; it says for each moment which facts must be given, which no list of fields can."""
    found = schema_of(case_model(vocabulary), "validation")
    found["allOf"] = [_required_at(moment, vocabulary) for moment in vocabulary.moments]
    found["properties"] = {name: _with_unknown(schema) for name, schema in found["properties"].items()}
    return found


def _with_unknown(schema: dict[str, Any]) -> dict[str, Any]:
    """Admit the word ``unknown`` wherever null is admitted; both mean that the fact is unknown."""
    if {"type": "null"} not in schema.get("anyOf", ()):
        return schema
    return {**schema, "anyOf": [*schema["anyOf"], {"const": "unknown"}]}


def _standard(node: Any) -> Any:
    """Write bounds by JSON Schema's own names where a validator before them kept pydantic from doing so."""
    if isinstance(node, dict):
        return {{"ge": "minimum", "le": "maximum"}.get(key, key): _standard(value) for key, value in node.items()}
    return [_standard(value) for value in node] if isinstance(node, list) else node


def _required_at(moment: str, vocabulary: Vocabulary) -> dict[str, Any]:
    names = [info.name for info in vocabulary.facts.values() if moment in info.required_at]
    at = {"properties": {MOMENT: {"const": moment}}}
    first = vocabulary.facts[MOMENT].values[0]
    condition = at if moment == first else {**at, "required": [MOMENT]}
    stated = {"properties": {name: {"not": {"enum": [None, "unknown"]}} for name in names}, "required": names}
    return {"if": condition, "then": stated}
