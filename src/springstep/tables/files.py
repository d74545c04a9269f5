"""Files of athletes, read piece by piece: Parquet, CSV, and JSON with one object a line.

A row that fits no column, as one with a cell too many or text that is no JSON, is told apart: what is wrong with it
stands in the row, and the others are read all the same. Cells that are missing at the end are taken as not told.
"""

from __future__ import annotations

import csv
import io
import json
import pathlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

from springstep.engine.errors import Fault
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.opening import open_to_read
from springstep.tables.advising import Apart, OtherLength, row_of
from springstep.tables.errors import TableError
from springstep.tables.nested import numbered

FORMS = (".parquet", ".csv", ".jsonl")
_MOST_CHARACTERS = 1_000_000
"""How long a line of JSON may be; a cell of CSV may be as long as Python reads one, some 130,000 characters."""
_ROWS_SOUGHT = 16_384
_TOO_FEW = "the cells that are missing are taken as not told"
_TOO_MANY = "a cell with a comma in it stands in quotes"
_NO_ROW = [""] * 100_000
"""Stands for what cannot be read as a row."""


class Piece(NamedTuple):
    """Some rows of a file."""

    rows: pa.RecordBatch
    apart: Mapping[int, Apart]


class TableFile(NamedTuple):
    """A file of athletes: the names of its columns, how many rows it has where that is known, and the rows."""

    names: tuple[str, ...]
    rows: int | None
    pieces: Callable[[int], Iterator[Piece]]
    """Yields the rows, so many at once; raises ``TableError`` where the file goes wrong as a whole."""


def table_file(path: pathlib.Path, base: RuleBase) -> TableFile:
    """Open a file of athletes by its ending; raises ``TableError``."""
    try:
        match form_of(path):
            case ".parquet":
                return _parquet(path)
            case ".csv":
                return _csv(path)
            case _:
                return _jsonl(path, base)
    except (OSError, pa.ArrowException, UnicodeError) as error:
        raise cannot_be_read(path, error) from None


def case_at(path: pathlib.Path, row: int, base: RuleBase) -> Mapping[str, Any]:
    """Return one row of a file as a case; raises ``TableError`` where there is none, or where it cannot be read."""
    file, before = table_file(path, base), 0
    for piece in file.pieces(_ROWS_SOUGHT):
        place = row - before
        if place < piece.rows.num_rows:
            told = piece.apart.get(place)
            if isinstance(told, OtherLength):
                if not told.sure:
                    raise TableError([told.fault]).in_row(row)
                told = None
            if isinstance(told, tuple):
                raise TableError(told).in_row(row)
            return row_of(piece.rows.slice(place, 1), base) if told is None else told
        before += piece.rows.num_rows
    allowed = f"from 0 to {before - 1}" if before else ""
    raise TableError([Fault("unknown_name", f"there is no row {row}", allowed=allowed, source=str(path))])


def form_of(path: pathlib.Path) -> str:
    """Return the ending of a file that says what it is; raises ``TableError`` for another."""
    form = path.suffix.lower()
    if form not in FORMS:
        allowed = f"a name ending in {', '.join(FORMS)}"
        raise TableError([Fault("not_allowed", "is no table by its name", allowed=allowed, source=str(path))])
    return form


def cannot_be_read(path: pathlib.Path, error: Exception) -> TableError:
    """Return the mistake that a file cannot be read."""
    said = getattr(error, "strerror", None) or str(error).partition("\n")[0] or type(error).__name__
    return TableError([Fault("unreadable", f"cannot be read: {said}", source=str(path))])


def _parquet(path: pathlib.Path) -> TableFile:
    with open_to_read(path) as stream, pq.ParquetFile(stream) as opened:
        names, rows = tuple(opened.schema_arrow.names), opened.metadata.num_rows

    def pieces(size: int) -> Iterator[Piece]:
        try:
            with open_to_read(path) as stream, pq.ParquetFile(stream) as opened:
                for batch in opened.iter_batches(batch_size=size):
                    yield Piece(batch, {})
        except (OSError, pa.ArrowException) as error:
            raise cannot_be_read(path, error) from None

    return TableFile(names, rows, pieces)


def _text(path: pathlib.Path) -> TextIO:
    """Open a file as text; what is no UTF-8 is replaced, and then refused in its row."""
    return io.TextIOWrapper(open_to_read(path), encoding="utf-8-sig", errors="replace", newline="")


def _csv(path: pathlib.Path) -> TableFile:
    with _text(path) as stream:
        names = tuple(next(_csv_rows(stream), []))

    def pieces(size: int) -> Iterator[Piece]:
        try:
            with _text(path) as stream:
                rows = _csv_rows(stream)
                next(rows, None)
                while listed := list(islice(rows, size)):
                    yield _csv_piece(names, listed)
        except (OSError, UnicodeError) as error:
            raise cannot_be_read(path, error) from None

    return TableFile(names, None, pieces)


def _csv_rows(stream: TextIO) -> Iterator[list[str]]:
    """Yield the rows that hold anything."""
    reader = csv.reader(stream)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            row = _NO_ROW
        if row:
            yield row


def _csv_piece(names: Sequence[str], rows: list[list[str]]) -> Piece:
    width = len(names)
    apart: dict[int, Apart] = {}
    for place, row in enumerate(rows):
        if row is _NO_ROW:
            apart[place] = (Fault("malformed", "cannot be read"),)
        elif len(row) < width or any(row[width:]):
            cells, sure = f"{len(row)} cell{'' if len(row) == 1 else 's'}", len(row) < width
            apart[place] = OtherLength(
                Fault(
                    "malformed", f"has {cells}, and there are {width} columns", allowed=_TOO_FEW if sure else _TOO_MANY
                ),
                sure,
            )
        rows[place] = [*row[:width], *[""] * (width - len(row))]
    columns = [pa.array([cell or None for cell in cells], pa.string()) for cells in zip(*rows, strict=True)]
    return Piece(pa.RecordBatch.from_arrays(columns, names=list(names)), apart)


def _jsonl(path: pathlib.Path, base: RuleBase) -> TableFile:
    names: dict[str, None] = {}
    with _text(path) as stream:
        for line in stream:
            told = _object(line)
            names.update(dict.fromkeys(told) if isinstance(told, dict) else {})

    def pieces(size: int) -> Iterator[Piece]:
        try:
            with _text(path) as stream:
                lines = (line for line in stream if line.strip())
                while listed := list(islice(lines, size)):
                    yield _json_piece(tuple(names), listed, base)
        except (OSError, UnicodeError) as error:
            raise cannot_be_read(path, error) from None

    return TableFile(tuple(names), None, pieces)


def _object(line: str) -> Any:
    """Return what stands in a line; ``None`` for what is no JSON."""
    try:
        return json.loads(line) if len(line) <= _MOST_CHARACTERS else None
    except (ValueError, RecursionError):
        return None


def _json_piece(names: Sequence[str], lines: list[str], base: RuleBase) -> Piece:
    facts = base.vocabulary.facts
    apart: dict[int, Apart] = {}
    rows: list[dict[str, Any]] = []
    for place, line in enumerate(lines):
        told = _object(line)
        if not isinstance(told, dict):
            apart[place] = (Fault("malformed", "is no JSON object"),)
            told = {}
        rows.append(told)
    columns = []
    for name in names:
        values = [row.get(name) for row in rows]
        if name in facts or numbered(name, base.vocabulary) is not None:
            for place, value in enumerate(values):
                if value is not None and not isinstance(value, str):
                    values[place] = _as_text(value)
        else:
            values = [v if v is None or isinstance(v, str) else json.dumps(v, ensure_ascii=False) for v in values]
        columns.append(pa.array(values, pa.string()))
    return Piece(pa.RecordBatch.from_arrays(columns, names=list(names)), apart)


def _as_text(value: Any) -> str:
    """Return a value of JSON as a cell of text holds it."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return json.dumps(value, ensure_ascii=False)
