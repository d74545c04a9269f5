"""Each published schema is as it stands in the documents, under a name and a version, and strict validators take it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from springstep import QueryError, json_schema
from springstep.schemas import NAMES
from tests.rewrite_schemas import FOLDER, place_of, text_of

KEYWORDS = {
    "$schema", "$id", "$defs", "$ref", "$comment", "title", "description", "examples", "type", "const", "enum",
    "format", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems", "maxItems", "items",
    "contains", "prefixItems", "properties", "required", "additionalProperties", "allOf", "anyOf", "not", "if", "then",
}  # fmt: skip
"""What JSON Schema knows and these schemas use: a strict validator refuses any other word."""


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield a schema and every schema in it."""
    if not isinstance(schema, dict):
        return
    yield schema
    for keyword in ("properties", "$defs"):
        for part in schema.get(keyword, {}).values():
            yield from parts(part)
    for keyword in ("allOf", "anyOf", "prefixItems"):
        for part in schema.get(keyword, ()):
            yield from parts(part)
    for keyword in ("items", "contains", "additionalProperties", "not", "if", "then"):
        yield from parts(schema.get(keyword))


@pytest.mark.parametrize("which", NAMES)
def test_a_published_schema_is_as_it_stands_in_the_documents(which: str) -> None:
    assert place_of(which).read_text(encoding="utf-8") == text_of(json_schema(which)), "python -m tests.rewrite_schemas"


def test_no_other_schema_is_published() -> None:
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(NAMES)


@pytest.mark.parametrize("which", NAMES)
def test_a_published_schema_says_which_it_is(which: str) -> None:
    schema = json_schema(which)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert re.fullmatch(rf"urn:springstep:schema:{which}:[1-9][0-9]*\.[0-9]+", schema["$id"])


@pytest.mark.parametrize("which", NAMES)
def test_a_strict_validator_takes_a_published_schema(which: str) -> None:
    for part in parts(json_schema(which)):
        assert part.keys() <= KEYWORDS
        assert isinstance(part.get("type", ""), str)
        assert set(part.get("required", ())) <= part.get("properties", {}).keys()
        assert "pattern" not in part or part["type"] == "string"
        assert not part.keys() & {"minimum", "maximum"} or part["type"] in ("number", "integer")
        assert not part.keys() & {"properties", "required"} or part["type"] == "object"


@pytest.mark.parametrize("which", ["seasons", "", None, 1, [], "case\n"])
def test_a_name_that_no_schema_has_is_refused(which: Any) -> None:
    with pytest.raises(QueryError, match="no schema is called"):
        json_schema(which)
