"""JSON Schemas (2020-12) of the engine's values, and of the cases that a vocabulary knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from springstep.engine.language.vocabulary import MOMENT, Vocabulary
from springstep.engine.record import adapter
from springstep.engine.rulebase.case_model import case_model

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_UNKNOWN: Mapping[str, Any] = {"enum": [None, "unknown"]}
_UNTOLD: Mapping[str, Any] = {"properties": {MOMENT: _UNKNOWN}}
"""That the moment is not given."""


def schema_of(kind: Any, mode: Any = "serialization") -> dict[str, Any]:
    """Return the schema of a type."""
    standard: dict[str, Any] = _standard({"$schema": DIALECT, **adapter(kind).json_schema(mode=mode)})
    return standard


def case_schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the schema of a case; it says which facts must and which may be given at which moment."""
    found = schema_of(case_model(vocabulary), "validation")
    found["allOf"] = [*_at_each_moment(vocabulary)]
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


def _at_each_moment(vocabulary: Vocabulary) -> Iterator[dict[str, Any]]:
    """Yield what holds of a case at each moment, given or as its facts say, and that there is one that fits."""
    fitting = {moment: _fitting(moment, vocabulary) for moment in vocabulary.moments}
    earlier: list[dict[str, Any]] = []
    for moment, fits in fitting.items():
        told = {"properties": {MOMENT: {"const": moment}}, "required": [MOMENT]}
        names = [info.name for info in vocabulary.facts.values() if moment in info.required_at]
        stated = {"properties": {name: {"not": _UNKNOWN} for name in names}, "required": names}
        here = {"anyOf": [told, {"allOf": [_UNTOLD, *({"not": each} for each in earlier), fits]}]}
        yield {"if": here, "then": {"allOf": [stated, fits]}}
        earlier.append(fits)
    yield {"anyOf": [{"not": _UNTOLD}, *fitting.values()]}


def _fitting(moment: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return that every fact given may be given at a moment."""
    others = [info.name for info in vocabulary.facts.values() if moment not in info.moments]
    return {"properties": dict.fromkeys(others, _UNKNOWN)}
