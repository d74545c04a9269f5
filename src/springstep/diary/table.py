"""Entries as a table of texts, for spreadsheets and options: CSV without loss, and safe to open.

A cell that starts like a formula (``= + - @``, a tab, or one of these after spaces) or with an apostrophe gets an
apostrophe in front, so that no spreadsheet runs it; reading takes exactly that one apostrophe off again.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from springstep.diary.check import fields_of_entry
from springstep.diary.entry import FLAGS, Entry
from springstep.diary.errors import DiaryError
from springstep.diary.questions import BY_NAME
from springstep.diary.spreadsheet import DayOrder, cells_of, flag_of, read_rows, without_nothing
from springstep.engine.characters import visible
from springstep.engine.errors import Fault, nearest
from springstep.engine.text.plain_values import Refusal, read_json

NAMES: tuple[str, ...] = Entry._names
NUMBERS = ("duration_min", "efforts", "effort_s", "fatigue_after", "cadence", "stride", "spring", "return_to_pace")
_FORMULA = re.compile(r"'|\s*[=+\-@\t\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"-?\d{1,15}([.,]\d{1,25})?", re.ASCII)
_FLAGS = {"true": True, "false": False}
_AS_WRITTEN = ("uid", "day", "plan", "note")
_WORDS: Mapping[str, Sequence[str]] = {
    name: info.values if (info := BY_NAME.get(name)) is not None else () for name in NAMES if name != "note"
}
"""The words of each field but the note, in which any text is one."""


def json_line(entry: Entry) -> str:
    """Write an entry as one line of JSON, all characters plain text, what no note should hold as its escape.

    >>> from datetime import date
    >>> json_line(Entry(uid="0" * 32, day=date(2026, 3, 31), run_kind="easy", bursts="none"))[41:78]
    ',"day":"2026-03-31","run_kind":"easy"'
    """
    return replace(entry, note=visible(entry.note)).to_json()


def write_table(entries: Iterable[Entry]) -> str:
    """Write entries as CSV: one row each, the plan as JSON in its cell."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(NAMES)
    for entry in entries:
        rows.writerow([guard(_cell(name, value)) for name, value in fields_of_entry(entry).items()])
    return text.getvalue()


def read_table(text: str, *, name: str) -> Iterator[tuple[int, dict[str, Any] | list[Fault]]]:
    """Yield each row of a table with its line: the plain fields it gives, or what is wrong with its day.

    Raises ``DiaryError`` for what is no table of entries.
    """
    columns, rows = read_rows(text, name=name)
    _check_columns(columns, name)
    order = DayOrder(unguard(cell) for cell in cells_of(rows, "day"))
    for line, guarded in rows:
        cells = without_nothing({column: unguard(cell) for column, cell in guarded.items()}, _WORDS)
        day, wrong = order.read(cells.get("day", ""))
        if wrong:
            yield line, [Fault("not_a_date", wrong, "day", "write it as 2026-03-31", name, line, 1)]
        elif cells:
            fields = {column: _field(column, cell) for column, cell in cells.items()}
            yield line, {**fields, **({"day": day} if day else {})}


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
    if name in NUMBERS:
        return number_in(text)
    if name in FLAGS:
        return _FLAGS.get(text.strip().lower(), text)
    if name == "cues":
        return [_word(part) for part in text.split(",")]
    if name == "plan":
        value, refusals = read_json(text)
        first: Refusal | None = next(iter(refusals), None)
        return text if first is not None else value
    return text


def number_in(text: str) -> Any:
    """Return the number that a text is, with a decimal point or comma; any other text unchanged.

    >>> number_in("45,5"), number_in("3"), number_in("3 or 4")
    (45.5, 3, '3 or 4')
    """
    if not _NUMBER.fullmatch(text):
        return text
    number = text.replace(",", ".")
    return float(number) if "." in number else int(number)


def _field(name: str, cell: str) -> Any:
    """Return the plain value of a cell as spreadsheets write it."""
    if name in FLAGS:
        return from_text(name, flag_of(cell))
    if name in _AS_WRITTEN or name == "cues":
        return from_text(name, cell if name == "note" else cell.strip())
    if name in NUMBERS:
        return from_text(name, cell.strip())
    return _word(cell)


def _word(text: str) -> str:
    """Write a word as the fields hold it: small letters, joined."""
    return "_".join(text.lower().replace("-", " ").replace("_", " ").split())


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(value)
    if name == "plan":
        return str(value.to_json())
    return json.dumps(value) if isinstance(value, float) else visible(str(value))


def _check_columns(columns: list[str], name: str) -> None:
    if not columns:
        raise DiaryError(
            [Fault("malformed", "is empty", "", f"the first line names the columns: {', '.join(NAMES)}", name)]
        )
    faults = [
        Fault("unknown_name", "unknown column", column, nearest(column, NAMES), name, 1)
        for column in columns
        if column not in NAMES
    ]
    faults += [
        Fault("duplicate", "this column is given twice", column, "", name, 1)
        for column in NAMES
        if columns.count(column) > 1
    ]
    if faults:
        raise DiaryError(faults)


def plain_entry(entry: Entry) -> Mapping[str, Any]:
    """Return an entry as plain JSON values."""
    fields: dict[str, Any] = json.loads(entry.to_json())
    return fields
