"""A published schema that differs from the last one published has a version that says so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from springstep import json_schema
from springstep.schemas import NAMES
from tests.engine.schema.compatibility import Change, change
from tests.rewrite_schemas import LAST_PUBLISHED

READ = ("case", "consultation", "profile-file")
"""What springstep reads; the others it writes."""
LAST = json.loads(LAST_PUBLISHED.read_text(encoding="utf-8"))


def version(schema: dict[str, Any]) -> tuple[int, int]:
    first, second = schema["$id"].rpartition(":")[2].split(".")
    return int(first), int(second)


@pytest.mark.parametrize("which", NAMES)
def test_a_schema_that_changed_has_the_version_that_the_change_asks_for(which: str) -> None:
    now = json_schema(which)
    if which not in LAST:
        assert version(now) == (1, 0)
        return
    before = version(LAST[which])
    wanted: dict[Change, tuple[int, int]] = {
        "none": before,
        "added": (before[0], before[1] + 1),
        "changed": (before[0] + 1, 0),
    }
    assert version(now) == wanted[change(LAST[which], now, read=which in READ)]


def test_no_schema_that_was_published_is_gone() -> None:
    assert set(LAST) <= set(NAMES)


def test_a_plan_says_the_version_of_its_schema() -> None:
    schema = json_schema("recommendation")
    assert schema["properties"]["schema_version"]["const"] == "{}.{}".format(*version(schema))


def record(required: tuple[str, ...] = ("a",), **fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(required), "additionalProperties": False}


WORDS = {"type": "string", "enum": ["one", "two"]}
MORE_WORDS = {"type": "string", "enum": ["one", "two", "three"]}
TEXT = {"type": "string"}


@pytest.mark.parametrize(
    ("old", "new", "written", "read"),
    [
        (record(a=TEXT), record(a={**TEXT, "description": "In words."}), "none", "none"),
        (record(a=TEXT), record(a=TEXT, b=TEXT), "added", "added"),
        (record(a=TEXT), record(("a", "b"), a=TEXT, b=TEXT), "added", "changed"),
        (record(a=TEXT, b=TEXT), record(a=TEXT), "changed", "changed"),
        (record(a=TEXT), record((), a=TEXT), "changed", "added"),
        (record((), a=TEXT), record(a=TEXT), "added", "changed"),
        ({"properties": {"a": TEXT}}, {"properties": {}}, "changed", "added"),
        (record(a=TEXT), record(a={"type": "integer"}), "changed", "changed"),
        (record(a=WORDS), record(a=MORE_WORDS), "changed", "added"),
        (record(a=MORE_WORDS), record(a=WORDS), "added", "changed"),
        (record(a={}), record(a=TEXT), "added", "changed"),
        (record(a=TEXT), record(a={"description": "Anything."}), "changed", "added"),
        (record(a=TEXT), record(a=WORDS), "added", "changed"),
        (record(a=WORDS), record(a=TEXT), "changed", "added"),
        (record(a={"anyOf": [TEXT, WORDS]}), record(a={"anyOf": [TEXT, MORE_WORDS]}), "changed", "added"),
        (record(a={"anyOf": [TEXT]}), record(a={"anyOf": [TEXT, WORDS]}), "changed", "added"),
        (record(a=TEXT), record(a={"anyOf": [TEXT, {"type": "integer"}]}), "added", "added"),
        (record(a={"anyOf": [TEXT, WORDS]}), record(a={"anyOf": [TEXT, {"type": "integer"}, {}]}), "changed", "added"),
        (record(a={"anyOf": [TEXT, {"type": "integer"}]}), record(a={"anyOf": [TEXT]}), "changed", "changed"),
        (record(a={"type": "number", "minimum": 1}), record(a={"type": "number", "minimum": 2}), "changed", "changed"),
    ],
)
def test_each_kind_of_change_is_known(old: dict[str, Any], new: dict[str, Any], written: Change, read: Change) -> None:
    assert change(old, new, read=False) == written
    assert change(old, new, read=True) == read


def test_what_a_schema_refers_to_is_compared_by_what_it_is() -> None:
    def schema(name: str, inner: dict[str, Any]) -> dict[str, Any]:
        inner = {**inner, "properties": {**inner["properties"], "again": {"$ref": f"#/$defs/{name}"}}}
        return {**record(a={"$ref": f"#/$defs/{name}"}), "$defs": {name: inner}}

    assert change(schema("One", record(a=TEXT)), schema("Other", record(a=TEXT)), read=False) == "none"
    assert change(schema("One", record(a=TEXT)), schema("One", record(a=TEXT, b=TEXT)), read=False) == "added"
    assert change(schema("One", record(a=TEXT)), schema("One", record(b=TEXT)), read=False) == "changed"
