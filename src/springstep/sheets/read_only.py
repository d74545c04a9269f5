"""Sheets that are there to be read: an entry of another knowledge file a row, which no import takes anything from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from springstep.engine.errors import Fault
from springstep.sheets.cells import entries, flow
from springstep.sheets.plain_text import plain
from springstep.sheets.reading import Sheet

_HEAD = re.compile(r"mark of (\d+)")
_ALLOWED = "leave it as it was exported; it is changed in the knowledge folder"


def read_only_rows(given: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Return the lines of such a sheet, its head first; the last column marks what was exported."""
    keys = list(dict.fromkeys(key for entry in given for key in entry))
    rows = [[_cell(entry.get(key)) for key in keys] for entry in given]
    return [[*keys, f"mark of {len(rows)}"], *([*row, _mark(row)] for row in rows)]


def changed_though_read_only(sheet: Sheet, name: str) -> Iterator[Fault]:
    """Yield the rows of such a sheet that say something else than was exported, and that rows are missing."""
    where = f"sheet {sheet.title}"
    marks = [title for title in sheet.columns if _HEAD.fullmatch(title)]
    if len(marks) != 1:
        yield Fault("missing", "has lost its column of marks", where, _ALLOWED, name)
        return
    others = [title for title in sheet.columns if title != marks[0]]
    for row in sheet.rows:
        if _mark([row.cells.get(title, "") for title in others]) != row.cells.get(marks[0], ""):
            what = "is changed, and this sheet is there to be read only"
            yield Fault("not_allowed", what, f"{sheet.title}!A{row.number}", _ALLOWED, name)
    if len(sheet.rows) < int(marks[0].split()[-1]):
        yield Fault("missing", "has lost rows, and it is there to be read only", where, _ALLOWED, name)


def _mark(row: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(map(plain, row)).encode()).hexdigest()[:12]


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(entries(value))
    return "" if value is None else value if isinstance(value, str) else flow(value)
