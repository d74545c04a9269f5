"""Write the published schemas anew: ``python -m tests.rewrite_schemas``, then read the difference.

Where one changed, its version in ``engine/schema/dialect.py`` goes up as the test of compatibility asks for, and
CHANGELOG.md says it. When a version of the package is published, ``--published`` keeps its schemas to compare with.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from springstep import json_schema
from springstep.schemas import NAMES
from tests.places import ROOT

FOLDER = ROOT / "docs" / "reference" / "schemas"


def text_of(schema: dict[str, Any]) -> str:
    """Return a schema as the command prints it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def place_of(name: str) -> Path:
    """Return where a schema is published."""
    return FOLDER / f"{name}.json"


LAST_PUBLISHED = ROOT / "tests" / "engine" / "schema" / "last_published.json"
"""The schemas of the version of the package that was published last, without what only people read."""
_ONLY_READ = ("title", "description", "examples", "$comment")


def bare(schema: Any) -> Any:
    """Return a schema without what only people read."""
    if isinstance(schema, list):
        return [bare(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    named = ("properties", "$defs")
    return {
        key: {name: bare(each) for name, each in value.items()} if key in named else bare(value)
        for key, value in schema.items()
        if key not in _ONLY_READ
    }


def published() -> str:
    """Return all schemas as they are kept to compare with, one a line."""
    lines = (f"{json.dumps(name)}:{json.dumps(bare(json_schema(name)), separators=(',', ':'))}" for name in NAMES)
    return "{" + ",\n".join(lines) + "}\n"


if __name__ == "__main__":
    for name in NAMES:
        place_of(name).write_text(text_of(json_schema(name)), encoding="utf-8")
    if "--published" in sys.argv:
        LAST_PUBLISHED.write_text(published(), encoding="utf-8")
