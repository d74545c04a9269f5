"""A table of athletes as spreadsheets write it: a line for each, and what is wrong with single cells."""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from springstep.diary.spreadsheet import MOST_COLUMNS, other_length, read_lines
from springstep.engine.characters import why_unfit
from springstep.engine.errors import Fault, SpringstepError
from springstep.engine.text.source import read_file_unchecked
from springstep.group.errors import GroupError
from springstep.group.workbook import MOST_BYTES, workbook_lines

MOST_ATHLETES = 500
"""How many athletes a group may have."""
WORKBOOKS = (".xlsx", ".xlsm")
TABLES = (".csv", ".tsv", ".txt", *WORKBOOKS)
"""What the name of a table may end in."""
_TOO_FEW = "the cells that are missing are taken as not told"
_TOO_MANY = "a cell with the separator in it stands in quotes"


class TableLine(NamedTuple):
    """One line of a table below the first: its cells by place, those left empty aside, and what is wrong with it."""

    number: int
    cells: dict[int, Any]
    fault: Fault | None = None
    doubtful: bool = False
    """Whether a cell may stand in the column of another, as where there are too many."""


class GroupTable(NamedTuple):
    """A table as it stands: what its first line says, and the lines below that."""

    source: str
    header_line: int
    header: tuple[str, ...]
    lines: tuple[TableLine, ...]


def read_group_table(path: pathlib.Path) -> GroupTable:
    """Return a table, a CSV or a workbook by its name; raises ``GroupError`` where it is none or holds too much."""

    def lines() -> Iterator[tuple[int, Any]]:
        if path.suffix.lower() in WORKBOOKS:
            return iter(workbook_lines(path, most=MOST_ATHLETES + 2))
        return _csv_lines(read_file_unchecked(path, max_bytes=MOST_BYTES), str(path))

    return _table(lines, str(path), MOST_ATHLETES, as_text=path.suffix.lower() not in WORKBOOKS)


def pasted_table(text: str, *, name: str, most: int) -> GroupTable:
    """Return a table from its text; raises ``GroupError`` where it is none or has more than so many lines."""
    return _table(lambda: _csv_lines(text, name), name, most, as_text=True)


def _table(read: Callable[[], Iterator[tuple[int, Any]]], source: str, most: int, *, as_text: bool) -> GroupTable:
    """Read a table; ``as_text`` it has a cell for each column in every line, in a workbook as many as are filled."""
    try:
        lines = read()
        number, first = next(lines, (1, []))
        header = _header(number, first, source)
        found: list[TableLine] = []
        for below, cells in lines:
            if len(found) == most:
                what = f"has more than {most:,} lines"
                raise GroupError([Fault("too_large", what, source=source, allowed="share it among several tables")])
            found.append(_line(below, cells, len(first) if as_text else 0, source))
    except SpringstepError as error:
        raise GroupError(error.faults) from None
    return GroupTable(source, number, header, tuple(found))


def _csv_lines(text: str, name: str) -> Iterator[tuple[int, Any]]:
    header, lines = read_lines(text, name=name)
    if header:
        yield 1, header
    yield from lines


def _header(number: int, cells: Sequence[Any], source: str) -> tuple[str, ...]:
    """Return what the first line says; raises ``GroupError`` for more columns than a table may have."""
    header = ["" if cell is None else _cell(cell) for cell in cells]
    while header and not header[-1]:
        header.pop()
    if len(header) > MOST_COLUMNS:
        what = f"has more than {MOST_COLUMNS} columns"
        raise GroupError([Fault("too_large", what, source=source, line=number)])
    if not header:
        allowed = "the first line names the columns, the lines below it the athletes"
        raise GroupError([Fault("malformed", "is empty", source=source, allowed=allowed)])
    faults = [
        replace(cell, source=source, line=number, column=place)
        for place, cell in enumerate(header, 1)
        if isinstance(cell, Fault)
    ]
    if faults:
        raise GroupError(faults)
    return tuple(map(str, header))


def _line(number: int, cells: Any, wide: int, source: str) -> TableLine:
    if isinstance(cells, Fault):
        return TableLine(number, {}, cells)
    plain = ((place, _cell(cell)) for place, cell in enumerate(cells))
    found = {place: cell for place, cell in plain if cell not in (None, "")}
    more = 0 < wide <= max(found, default=0)
    if not more and len(cells) >= wide:
        return TableLine(number, found)
    allowed = _TOO_MANY if more else _TOO_FEW
    fault = Fault("malformed", other_length(len(cells), wide), source=source, line=number, allowed=allowed)
    return TableLine(number, found, fault, doubtful=more)


def _cell(cell: Any) -> Any:
    """Return a cell without spaces around it, and a ``Fault`` for a character that no text may hold."""
    if not isinstance(cell, str):
        return cell
    unfit = why_unfit(cell)
    return Fault("malformed", unfit, allowed="remove it") if unfit else cell.strip()
