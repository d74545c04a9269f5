"""The cells of a workbook: texts and nothing else, each with the place that a person finds it by."""

from __future__ import annotations

import io
import pathlib
import warnings
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from springstep.engine.characters import why_unfit
from springstep.engine.errors import Fault, SpringstepError
from springstep.sheets.errors import SheetError, needs_openpyxl, refused
from springstep.sheets.package import read_package
from springstep.sheets.plain_text import plain, tidy

MOST_ROWS = 2_000
"""How far down a sheet may go, empty rows counted."""
MOST_COLUMNS = 60
MOST_SHEETS = 100
MOST_CELLS = 500_000
"""How many cells all sheets may have together, empty ones between others counted."""
MOST_CHARACTERS = 10_000
"""How long the text of a cell may be."""


class SheetRow(NamedTuple):
    """A row of a sheet that is not empty."""

    number: int
    cells: Mapping[str, str]
    """Its texts by the title of their column; empty ones are left out."""
    letters: Mapping[str, str]
    """The letters of the columns."""

    def at(self, title: str) -> str:
        """Return the name of a cell, as in ``E12``."""
        return f"{self.letters.get(title, 'A')}{self.number}"


class Sheet(NamedTuple):
    """A sheet: the titles of its columns, and its rows."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_workbook(path: pathlib.Path) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook file; raises ``SheetError`` with every cell that holds no text."""
    needs_openpyxl(str(path))
    name = str(path)
    data = read_package(path)
    faults: list[Fault] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what a program adds and nobody reads here is no matter for a coach
            return _read(data, name, faults)
    except SpringstepError:
        raise
    except RecursionError:
        raise refused(name, "malformed", "is nested too deeply") from None
    except Exception:  # a broken part fails in as many ways as there are parts
        raise refused(name, "malformed", "is a broken workbook", "save it again as .xlsx, or export anew") from None


def _read(data: bytes, name: str, faults: list[Fault]) -> tuple[Sheet, ...]:
    from openpyxl import load_workbook  # an extra

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    if len(book.worksheets) > MOST_SHEETS or len(book.sheetnames) != len(book.worksheets):
        raise refused(name, "not_allowed", "holds sheets that are none of cells, or very many", "keep those exported")
    found = []
    left = MOST_CELLS
    for sheet in book.worksheets:
        read, used = _sheet(sheet, name, faults, left)
        left -= used
        if sheet.sheet_state != "visible" and (read.rows or read.columns):
            where = f"sheet {sheet.title}"
            faults.append(Fault("not_allowed", "is hidden and not empty", where, "show it, or take it out", name))
        found.append(read)
    if faults:
        raise SheetError(faults)
    return tuple(found)


def _sheet(sheet: Any, name: str, faults: list[Fault], most: int) -> tuple[Sheet, int]:
    """Return a sheet, and how many cells it has; ``most`` are allowed."""
    used = 0
    head: dict[int, str] = {}
    letters: dict[str, str] = {}
    rows: list[SheetRow] = []
    sheet.reset_dimensions()  # what a file says of its size may leave rows out
    for number, cells in enumerate(sheet.iter_rows(), 1):
        used += len(cells)
        if number > MOST_ROWS or used > most:
            what = f"goes on below row {MOST_ROWS:,}" if number > MOST_ROWS else "has very many cells"
            raise refused(name, "too_large", what, "", f"sheet {sheet.title}")
        texts = dict(_texts(cells, number, sheet.title, name, faults))
        if max(texts, default=0) >= MOST_COLUMNS:
            raise refused(name, "too_large", f"has more than {MOST_COLUMNS} columns", "", f"sheet {sheet.title}")
        if number == 1:
            head = {place: " ".join(plain(text).lower().split()) for place, text in texts.items()}
            letters = {title: _letters(place) for place, title in head.items()}
            if len(letters) < len(head):
                raise refused(name, "duplicate", "two columns have one title", "", f"sheet {sheet.title}, row 1")
            continue
        faults += [
            Fault(
                "out_of_place", "stands under no title", f"{sheet.title}!{_letters(place)}{number}", "take it out", name
            )
            for place in texts
            if place not in head
        ]
        if texts:
            rows.append(
                SheetRow(number, {head[place]: text for place, text in texts.items() if place in head}, letters)
            )
    return Sheet(sheet.title, tuple(head.values()), tuple(rows)), used


def _texts(cells: Any, number: int, sheet: str, name: str, faults: list[Fault]) -> Iterator[tuple[int, str]]:
    for place, cell in enumerate(cells):
        value = cell.value
        if value is None:
            continue
        where = f"{sheet}!{_letters(place)}{number}"
        what, allowed = _refusal(value, getattr(cell, "data_type", "s"))
        if what:
            faults.append(Fault("not_allowed", what, where, allowed, name))
            continue
        text = tidy(_written(value))
        if why := why_unfit(text):
            faults.append(Fault("malformed", why, where, "write the text without that", name))
        elif text:
            yield place, text


def _refusal(value: Any, kind: str) -> tuple[str, str]:
    """Say why a cell is refused, and what is right; nothing where it is not."""
    if kind == "f" or not isinstance(value, (str, int, float, bool, date)):
        return "holds a formula, which is not worked out", "write the value itself"
    if kind == "e":
        return f"holds the error {value}", "write the value itself"
    if isinstance(value, str) and len(value) > MOST_CHARACTERS:
        return f"holds {len(value):,} characters", f"at most {MOST_CHARACTERS:,}"
    return "", ""


def _written(value: Any) -> str:
    """Write a cell's value as a person would have typed it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute or value.second) else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def _letters(place: int) -> str:
    """Return the letters of a column, counted from 0.

    >>> _letters(0), _letters(27)
    ('A', 'AB')
    """
    before, last = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)
