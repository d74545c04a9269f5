"""Read the tables of a knowledge folder: what their columns hold, and their rows, each checked against that."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, create_model

from springstep.engine.errors import Fault
from springstep.engine.language.condition_text import ConditionError
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.parse import parse_condition
from springstep.engine.language.tables import Column, Row, Table
from springstep.engine.rulebase.knowledge_reader import KnowledgeReader
from springstep.engine.rulebase.rule_schema import FileSchema
from springstep.engine.rulebase.vocabulary_schema import ColumnSchema, TableSchema
from springstep.engine.text.source import Document


def read_tables(reader: KnowledgeReader, folder: Path) -> dict[str, Table]:
    """Read ``tables.yaml`` and the file of each table; faults go to the reader."""
    document, schemas = reader.read(folder / "tables.yaml", tuple[TableSchema, ...])
    tables: dict[str, Table] = {}
    for index, schema in enumerate(schemas or ()):
        rows_document, rows = reader.read(folder / f"{schema.table}.yaml", tuple[_row_model(schema), ...])  # type: ignore[misc]
        if rows is None:
            continue
        tables[schema.table] = table = _table(schema, rows)
        if schema.key:
            reader.faults += _twice(rows_document, [row.id for row in table.rows])
        if schema.rises is not None:
            reader.faults += _rising(table, schema, document, index, rows_document)
    return tables


def _row_model(schema: TableSchema) -> Any:
    """Return the model of one row, for pydantic to check and to word what is wrong."""
    fields: dict[str, Any] = {name: (_column_type(column), ...) for name, column in schema.columns.items()}
    return create_model(schema.row, __config__=ConfigDict(frozen=True, extra="forbid"), **fields)


def _column_type(column: ColumnSchema) -> Any:
    match column.kind:
        case "word":
            return Literal[column.values]  # the words are data
        case "number":
            return Annotated[int, Field(ge=column.minimum, le=column.maximum)]
        case "sentences":
            return tuple[str, ...]
    return str


def _table(schema: TableSchema, rows: tuple[FileSchema, ...]) -> Table:
    columns = {
        name: Column(name, column.kind, column.values, column.minimum, column.maximum, column.label, column.unit)
        for name, column in schema.columns.items()
    }
    made = []
    for place, row in enumerate(rows, 1):
        cells = {name: getattr(row, name) for name in columns}
        made.append(Row(schema.table, place, cells[schema.key] if schema.key else str(place), cells))
    title = schema.title or schema.table.replace("_", " ").capitalize()
    return Table(schema.table, schema.row, schema.key, columns, tuple(made), title, schema.intro, schema.words)


def _rising(
    table: Table, schema: TableSchema, document: Document, index: int, rows_document: Document
) -> Iterator[Fault]:
    """Yield the rows that do not follow the one before them as they must."""
    assert schema.rises is not None
    before = {f"before.{name.split('.')[1]}": info for name, info in table.names.items()}
    try:
        condition = parse_condition(schema.rises.always, {**table.names, **before})
    except ConditionError as error:
        yield document.fault("bad_condition", (index, "rises", "always"), str(error))
        return
    holds = predicate(condition)
    for place, (low, high) in enumerate(pairwise(table.rows), start=1):
        if holds({**table.values_of(high), **table.values_of(low, called="before")}) is not True:
            yield rows_document.fault("contradiction", (place,), schema.rises.says)


def _twice(document: Document, names: list[str]) -> list[Fault]:
    seen: dict[str, int] = {}
    return [
        document.fault("duplicate", (index,), f"'{name}' stands twice")
        for index, name in enumerate(names)
        if seen.setdefault(name, index) != index
    ]
