"""Tables as spreadsheets write them: their separators, decimal commas, words for true and for nothing, and days.

What is plain in one program is not in another, so a table is read as a whole: its first line tells what parts the
cells, and one day after the twelfth tells for all of them whether the day or the month comes first.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from springstep.diary.errors import DiaryError
from springstep.engine.errors import Fault, shown

_SEPARATORS = ",;\t"
_TOLD_SEPARATOR = re.compile(r"\ufeff?\"?sep=([,;\t])\"?\r?\n")
"""The line before the first, with which Excel is told what parts the cells."""

MOST_COLUMNS = 200
"""How many columns a table may have."""
_MOST_LOOKED_AT = 5_000
"""How many characters the separator is looked for in."""
_NOTHING = frozenset(["", "null", "nil", "na", "n/a", "nan", "nat", "<na>", "#n/a", "#nv", "-"])
_TRUE = ("true", "wahr", "vrai", "vero", "verdadero", "waar", "yes", "ja", "oui", "1", "1.0", "1,0")
_FALSE = ("false", "falsch", "faux", "falso", "onwaar", "no", "nein", "non", "0", "0.0", "0,0")
_FLAGS = {**dict.fromkeys(_TRUE, "true"), **dict.fromkeys(_FALSE, "false")}
_ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_DAY = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*[-/.]\s*([1-9]\d{3})(?:[T ]0{1,2}:00(?::00)?)?", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}", re.ASCII)
_MONTHS = 12

Row = tuple[int, dict[str, str]]
"""The line on which a row begins, counted from 1, and its cells by column; empty ones are left out."""


Line = tuple[int, "list[str] | Fault"]
"""The line on which a row begins, counted from 1, and its cells; or what is wrong with the row."""


def read_rows(text: str, *, name: str) -> tuple[list[str], list[Row]]:
    """Return the columns and the rows of a table; raises ``DiaryError`` where it is none, with the line.

    Columns are told whatever their case, and with spaces for underscores. Empty lines are passed over.
    """
    header, lines = read_lines(text, name=name)
    columns = [column_name(cell) for cell in header]
    rows: list[Row] = []
    for line, cells in lines:
        if isinstance(cells, Fault):
            raise DiaryError([cells])
        rows.append((line, {key: cell for key, cell in zip(columns, cells, strict=True) if cell != ""}))
    return _named(columns, rows, name)


def column_name(cell: str) -> str:
    """Return the name that a column is told by, whatever its case, and with spaces or hyphens for underscores.

    >>> column_name(" Felt-After ")
    'felt_after'
    """
    return "_".join(cell.lower().replace("-", " ").split())


def read_lines(text: str, *, name: str) -> tuple[list[str], list[Line]]:
    """Return the cells of the first line, and those of each row or what is wrong with it; empty lines are passed over.

    Raises ``DiaryError`` where it is no table, with the line.
    """
    told = _TOLD_SEPARATOR.match(text)
    before = 1 if told else 0
    text = text[told.end() :] if told else text
    separator = told[1] if told else _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    header: list[str] = []
    lines: list[Line] = []
    line = 1
    try:
        for cells in reader:
            where, line = line + before, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                if len(cells) > MOST_COLUMNS:
                    what = f"has {len(cells):,} columns"
                    raise DiaryError([Fault("too_large", what, "", f"at most {MOST_COLUMNS}", name, where)])
                header = cells
            elif len(cells) != len(header):
                what = f"has {len(cells)} cells, the first line {len(header)}"
                lines.append((where, Fault("malformed", what, source=name, line=where)))
            else:
                lines.append((where, cells))
    except csv.Error as error:
        raise DiaryError([Fault("malformed", f"not valid CSV: {error}", source=name, line=line + before)]) from None
    return header, lines


def _named(columns: list[str], rows: list[Row], name: str) -> tuple[list[str], list[Row]]:
    """Pass over a column without a name that is empty or only counts the rows; raises ``DiaryError`` for another."""
    if "" not in columns:
        return columns, rows
    held = [cells.get("", "") for _, cells in rows]
    counts = [[str(first + place) for place in range(len(held))] for first in (0, 1)]
    if any(held) and held not in counts:
        raise DiaryError([Fault("missing", f"column {columns.index('') + 1} has no name", source=name, line=1)])
    named = [(line, {column: cell for column, cell in cells.items() if column}) for line, cells in rows]
    return [column for column in columns if column], named


def _separator(text: str) -> str:
    """Return what parts the cells, as the first line shows; a comma where it has only one column."""
    first = next((line for line in text[:_MOST_LOOKED_AT].splitlines() if line.strip()), "")
    try:
        return csv.Sniffer().sniff(first, _SEPARATORS).delimiter
    except csv.Error:
        return ","


def is_nothing(cell: str, words: Iterable[str]) -> bool:
    """Tell whether a cell says that there is no value; ``none`` does so where it is not one of the field's words."""
    said = cell.strip().lower()
    return said in _NOTHING or (said == "none" and "none" not in words)


def flag_of(cell: str) -> str:
    """Return ``true`` or ``false`` for what a spreadsheet writes for it, in its language; anything else unchanged."""
    return _FLAGS.get(cell.strip().lower(), cell)


class DayOrder:
    """Whether the day or the month comes first in the days of a table, as far as its rows tell.

    Days with points are written day first everywhere; of the others one after the twelfth settles it for all.
    """

    def __init__(self, cells: Iterable[str]) -> None:
        found = [told for told in map(_DAY.fullmatch, (cell.strip() for cell in cells)) if told and told[2] != "."]
        self._day_first = any(int(told[1]) > _MONTHS for told in found)
        self._month_first = any(int(told[3]) > _MONTHS for told in found)

    def read(self, cell: str) -> tuple[str, str]:
        """Return a day as YYYY-MM-DD, and what is wrong with it; what is no day is returned unchanged."""
        cell = cell.strip()
        iso, told = _ISO_DAY.fullmatch(cell), _DAY.fullmatch(cell)
        if iso is not None:
            return f"{iso[1]}-{int(iso[2]):02}-{int(iso[3]):02}", ""
        if told is None:
            return cell, f"{shown(cell)} has no full year" if _SHORT_YEAR.fullmatch(cell) else ""
        first, second, year = int(told[1]), int(told[3]), told[4]
        if told[2] == "." or first == second:
            return f"{year}-{second:02}-{first:02}", ""
        if self._day_first and self._month_first:
            return cell, f"{shown(cell)}: some days of this table have the day first, others the month"
        if not (self._day_first or self._month_first):
            return cell, f"{shown(cell)} could be {_either(first, second, year)}"
        day, month = (first, second) if self._day_first else (second, first)
        return f"{year}-{month:02}-{day:02}", ""


def _either(first: int, second: int, year: str) -> str:
    days = (date(int(year), month, day) for day, month in ((first, second), (second, first)))
    return " or ".join(f"{day.day} {day:%B}" for day in days)


def cells_of(rows: Iterable[Row], column: str) -> Iterator[str]:
    """Yield the cells of one column."""
    return (cells[column] for _, cells in rows if column in cells)


def without_nothing(cells: Mapping[str, str], words: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return the cells that hold a value; those of columns that ``words`` does not name stay as they are."""
    return {name: cell for name, cell in cells.items() if name not in words or not is_nothing(cell, words[name])}
