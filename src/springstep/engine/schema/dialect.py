"""Which JSON Schema it is, how each published schema is named, and what says that a fact is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Schema: TypeAlias = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
UNKNOWN: Mapping[str, Any] = {"enum": [None, "unknown"]}
NEVER: Mapping[str, Any] = {"not": {}}


def named(name: str, schema: Mapping[str, Any], version: str = "1.0") -> Schema:
    """Return a schema under its public name, an identifier that is no address."""
    return {"$schema": DIALECT, "$id": f"urn:springstep:schema:{name}:{version}", **schema}


def all_of(parts: list[Schema]) -> Schema:
    """Return the schema of what all parts take."""
    return parts[0] if len(parts) == 1 else {"allOf": parts} if parts else {}


def any_of(parts: list[Schema]) -> Schema:
    """Return the schema of what any part takes."""
    return parts[0] if len(parts) == 1 else {"anyOf": parts} if parts else dict(NEVER)


def known(fact: str, schema: Mapping[str, Any]) -> Schema:
    """Return the schema of an object that tells a fact, with a value that a schema takes."""
    return {"type": "object", "properties": {fact: dict(schema)}, "required": [fact]}


def unknown(facts: tuple[str, ...] | list[str]) -> Schema:
    """Return the schema of an object that tells none of some facts."""
    return {"type": "object", "properties": {fact: dict(UNKNOWN) for fact in facts}}
