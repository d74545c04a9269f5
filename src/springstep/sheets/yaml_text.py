"""Parts of a rule as lines of YAML, in the way in which the knowledge files are written."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from typing import Any

from springstep.engine.text.source import SourceError, parse_yaml
from springstep.sheets.cells import entries, flow

_WIDTH = 120


def entry_lines(key: str, value: Any, indent: int) -> list[str]:
    """Return the lines of one entry of a mapping, without line ends."""
    stem = " " * indent
    if key == "then":
        return [f"{stem}then:", *(conclusion_line(line, indent + 2) for line in value)]
    if not isinstance(value, str):
        return [f"{stem}{key}: {'[' + ', '.join(map(_quoted, value)) + ']' if key == 'guide' else flow(value)}"]
    line = f"{stem}{key}: {value}"
    if not _reads_as(key, value, line.strip()):
        line = f"{stem}{key}: {json.dumps(value, ensure_ascii=False)}"
    elif len(line) > _WIDTH:
        width = _WIDTH - indent - 2
        folded = textwrap.wrap(value, width, break_long_words=False, break_on_hyphens=False)
        lines = [f"{stem}{key}: >-", *(f"{stem}  {each}" for each in folded)]
        if _reads_as(key, value, textwrap.dedent("\n".join(lines))):
            return lines
    return [line]


def conclusion_line(conclusion: Mapping[str, Any], indent: int) -> str:
    """Return the line of a conclusion."""
    return f"{' ' * indent}- {', '.join(entries(conclusion))}"


def item_lines(entry: Mapping[str, Any], indent: int) -> list[str]:
    """Return the lines of a mapping that is an item of a list."""
    lines = [line for key, value in entry.items() for line in entry_lines(key, value, indent + 2)]
    return [f"{' ' * indent}- {lines[0].lstrip()}", *lines[1:]]


def _quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _reads_as(key: str, value: str, text: str) -> bool:
    try:
        return parse_yaml(text, name="").value == {key: value}
    except SourceError:
        return False
