"""Write the published schemas anew: ``python -m tests.rewrite_schemas``, then read the difference.

Where one refuses what it took before, its version in ``engine/schema/dialect.py`` goes up, and CHANGELOG.md says it.
"""

from __future__ import annotations

import json
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


if __name__ == "__main__":
    for name in NAMES:
        place_of(name).write_text(text_of(json_schema(name)), encoding="utf-8")
