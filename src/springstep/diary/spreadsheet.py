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
from itertools import islice

from springstep.diary.errors import DiaryError
from springstep.engine.errors import Fault, shown

_SEPARATORS = ",;\t"
_TOLD_SEPARATOR = re.compile(r"\ufeff?\"?sep=([,;\t])\"?\r?\n")
"""The line before the first, with which Excel is told what parts the cells."""

MOST_COLUMNS = 200
"""How many columns a table may have."""
_MOST_BROKEN = 20
"""How many broken rows are passed over: the end of each is looked for as far as the table goes."""
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
    for line, cells in _of_one_length(lines, len(header), name):
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


def read_lines(text: str, *, name: str) -> tuple[list[str], Iterator[Line]]:
    """Return the cells of the first line, and those of each row or what is wrong with it; empty lines are passed over.

    A row may have fewer cells than the first line, or more.

    Raises ``DiaryError`` where it is no table, with the line, and so does what is returned after very many broken rows.
    """
    told = _TOLD_SEPARATOR.match(text)
    before = 1 if told else 0
    text = text[told.end() :] if told else text
    separator = told[1] if told else _separator(text)
    rows = _filled(list(io.StringIO(text, newline="")), separator, before, name)
    first, header = next(rows, (1, []))
    if isinstance(header, Fault):
        raise DiaryError([header])
    if len(header) > MOST_COLUMNS:
        what = f"has {len(header):,} columns"
        raise DiaryError([Fault("too_large", what, "", f"at most {MOST_COLUMNS}", name, first)])
    return header, rows


def _of_one_length(rows: Iterable[Line], wide: int, name: str) -> Iterator[Line]:
    for where, cells in rows:
        if not isinstance(cells, Fault) and len(cells) != wide:
            yield where, Fault("malformed", other_length(len(cells), wide), source=name, line=where)
        else:
            yield where, cells


def other_length(cells: int, wide: int) -> str:
    """Say that a row has another number of cells than there are columns."""
    return f"has {cells} cell{'' if cells == 1 else 's'}, the first line {wide}"


def _filled(physical: list[str], separator: str, before: int, name: str) -> Iterator[Line]:
    """Yield each row that is not empty, or what is wrong with it; raises ``DiaryError`` after very many such."""
    broken = 0
    for line, cells in _csv_rows(physical, separator):
        if isinstance(cells, csv.Error):
            broken += 1
            fault = Fault("malformed", f"not valid CSV: {cells}", source=name, line=line + before)
            if broken > _MOST_BROKEN:
                raise DiaryError([fault])
            yield line + before, fault
        elif any(cell.strip() for cell in cells):
            yield line + before, cells


def _csv_rows(physical: list[str], separator: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Yield each row with the line on which it begins; after one that is broken it goes on in the line after that."""
    start = 0
    while start < len(physical):
        reader = csv.reader(islice(physical, start, None), delimiter=separator, strict=True)
        line = start + 1
        try:
            for cells in reader:
                yield line, cells
                line = start + reader.line_num + 1
            return
        except csv.Error as error:
            yield line, error
            start = line


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
