"""Entries as a table of texts, for spreadsheets and options: CSV without loss, and safe to open.

A cell that starts like a formula (``= + - @``, a tab, or one of these after spaces) or with an apostrophe gets an
apostrophe in front, so that no spreadsheet runs it; reading takes exactly that one apostrophe off again.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from springstep.diary.check import fields_of_entry
from springstep.diary.entry import FLAGS, Entry
from springstep.diary.errors import DiaryError
from springstep.engine.errors import Fault, nearest
from springstep.engine.text.plain_values import Refusal, read_json

NAMES: tuple[str, ...] = Entry._names
NUMBERS = ("duration_min", "efforts", "effort_s", "fatigue_after", "cadence", "stride", "spring", "return_to_pace")
_FORMULA = re.compile(r"'|\s*[=+\-@\t\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,25})?", re.ASCII)
_FLAGS = {"true": True, "false": False}
# What JSON may hold but no text file should.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def json_line(entry: Entry) -> str:
    """Write an entry as one line of JSON, all characters plain text.

    >>> from datetime import date
    >>> json_line(Entry(uid="0" * 32, day=date(2026, 3, 31), run_kind="easy", bursts="none"))[41:78]
    ',"day":"2026-03-31","run_kind":"easy"'
    """
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", entry.to_json())


def write_table(entries: Iterable[Entry]) -> str:
    """Write entries as CSV: one row each, the plan as JSON in its cell."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(NAMES)
    for entry in entries:
        rows.writerow([guard(_cell(name, value)) for name, value in fields_of_entry(entry).items()])
    return text.getvalue()


def read_table(text: str, *, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each row of a CSV with its line and the plain fields it gives; raises ``DiaryError``."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        columns = next(rows, [])
        _check_columns(columns, name)
        line = rows.line_num + 1
        for row in rows:
            if row and len(row) != len(columns):
                what = f"has {len(row)} cells, the first line {len(columns)}"
                raise DiaryError([Fault(what, source=name, line=line)])
            cells = {column: unguard(cell) for column, cell in zip(columns, row, strict=False) if cell != ""}
            if cells:
                yield line, {column: from_text(column, cell) for column, cell in cells.items()}
            line = rows.line_num + 1
    except csv.Error as error:
        raise DiaryError([Fault(f"not valid CSV: {error}", source=name, line=line)]) from None


def guard(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet might run.

    >>> guard("=1+1"), guard("4 x 10 s"), guard("'tis")
    ("'=1+1", '4 x 10 s', "''tis")
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguard(cell: str) -> str:
    """Take the apostrophe off again."""
    return cell.removeprefix("'")


def from_text(name: str, text: str) -> Any:
    """Return the plain value that a cell or option means for a field; text that means none is returned unchanged."""
    if name in NUMBERS and _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    if name in FLAGS:
        return _FLAGS.get(text.strip().lower(), text)
    if name == "cues":
        return ["_".join(part.replace("-", " ").replace("_", " ").split()) for part in text.split(",")]
    if name == "plan":
        value, refusals = read_json(text)
        first: Refusal | None = next(iter(refusals), None)
        return text if first is not None else value
    return text


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(value)
    if name == "plan":
        return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", value.to_json())
    return json.dumps(value) if isinstance(value, float) else str(value)


def _check_columns(columns: list[str], name: str) -> None:
    if not columns:
        raise DiaryError([Fault("is empty", "", f"the first line names the columns: {', '.join(NAMES)}", name)])
    faults = [
        Fault("unknown column", column, nearest(column, NAMES), name, 1) for column in columns if column not in NAMES
    ]
    faults += [
        Fault("this column is given twice", column, "", name, 1) for column in NAMES if columns.count(column) > 1
    ]
    if faults:
        raise DiaryError(faults)


def plain_entry(entry: Entry) -> Mapping[str, Any]:
    """Return an entry as plain JSON values."""
    fields: dict[str, Any] = json.loads(entry.to_json())
    return fields
