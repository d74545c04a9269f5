"""Read the tables of a knowledge folder: what their columns hold, and their rows, each checked against that."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, create_model

from springstep.engine.errors import Fault
from springstep.engine.language.evaluate import test
from springstep.engine.language.parse import ConditionError, parse_condition
from springstep.engine.language.tables import Column, Row, Table
from springstep.engine.rulebase.reading import KnowledgeReader
from springstep.engine.rulebase.shapes import Shape
from springstep.engine.rulebase.vocabulary_shapes import ColumnShape, TableShape
from springstep.engine.text.source import Document


def read_tables(reader: KnowledgeReader, folder: Path) -> dict[str, Table]:
    """Read ``tables.yaml`` and the file of each table; faults go to the reader."""
    document, shapes = reader.read(folder / "tables.yaml", tuple[TableShape, ...])
    tables: dict[str, Table] = {}
    for index, shape in enumerate(shapes or ()):
        rows_document, rows = reader.read(folder / f"{shape.table}.yaml", tuple[_row_model(shape), ...])  # type: ignore[misc]
        if rows is None:
            continue
        tables[shape.table] = table = _table(shape, rows)
        if shape.key:
            reader.faults += _twice(rows_document, [row.id for row in table.rows])
        if shape.rises is not None:
            reader.faults += _rising(table, shape, document, index, rows_document)
    return tables


def _row_model(shape: TableShape) -> Any:
    """Return the model of one row, for pydantic to check and to word what is wrong."""
    fields: dict[str, Any] = {name: (_column_type(column), ...) for name, column in shape.columns.items()}
    return create_model(shape.row, __config__=ConfigDict(frozen=True, extra="forbid"), **fields)


def _column_type(column: ColumnShape) -> Any:
    match column.kind:
        case "word":
            return Literal[column.values]  # the words are data
        case "number":
            return Annotated[int, Field(ge=column.minimum, le=column.maximum)]
        case "sentences":
            return tuple[str, ...]
    return str


def _table(shape: TableShape, rows: tuple[Shape, ...]) -> Table:
    columns = {
        name: Column(name, column.kind, column.values, column.minimum, column.maximum, column.label, column.unit)
        for name, column in shape.columns.items()
    }
    made = []
    for place, row in enumerate(rows, 1):
        cells = {name: getattr(row, name) for name in columns}
        made.append(Row(shape.table, place, cells[shape.key] if shape.key else str(place), cells))
    title = shape.title or shape.table.replace("_", " ").capitalize()
    return Table(shape.table, shape.row, shape.key, columns, tuple(made), title, shape.intro, shape.told)


def _rising(
    table: Table, shape: TableShape, document: Document, index: int, rows_document: Document
) -> Iterator[Fault]:
    """Yield the rows that do not follow the one before them as they must."""
    assert shape.rises is not None
    before = {f"before.{name.split('.')[1]}": info for name, info in table.names.items()}
    try:
        condition = parse_condition(shape.rises.always, {**table.names, **before})
    except ConditionError as error:
        yield document.fault((index, "rises", "always"), str(error))
        return
    holds = test(condition)
    for place, (low, high) in enumerate(pairwise(table.rows), start=1):
        if holds({**table.values_of(high), **table.values_of(low, called="before")}) is not True:
            yield rows_document.fault((place,), shape.rises.says)


def _twice(document: Document, names: list[str]) -> list[Fault]:
    seen: dict[str, int] = {}
    return [
        document.fault((index,), f"'{name}' stands twice")
        for index, name in enumerate(names)
        if seen.setdefault(name, index) != index
    ]
