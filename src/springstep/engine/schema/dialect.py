"""Which JSON Schema it is, how each published schema is named, and what says that a fact is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Schema: TypeAlias = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
VERSIONS: Mapping[str, str] = {
    "recommendation": "2.0",
    "consultation": "2.0",
    "events": "2.0",
    "profile-file": "2.0",
    "changes": "1.1",
    "group-difference": "1.1",
    "profile": "1.1",
    "season": "1.1",
    "what-if": "1.1",
}
"""Of each published schema that has changed since it was first published; of every other it is 1.0.

The first number goes up where who reads or writes by the old schema has to change something: a field that is removed,
renamed, needed or no longer needed, or may hold other values. The second goes up where something was only added that
may be passed over, or left out.
"""
UNKNOWN: Mapping[str, Any] = {"enum": [None, "unknown"]}
NEVER: Mapping[str, Any] = {"not": {}}


def named(name: str, schema: Mapping[str, Any]) -> Schema:
    """Return a schema under its public name, an identifier that is no address."""
    version = VERSIONS.get(name, "1.0")
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
