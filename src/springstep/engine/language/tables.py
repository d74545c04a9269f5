"""The tables of a knowledge base: rows with named columns, which rules choose among and derived facts look up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from typing import Any, Literal, TypeAlias

from springstep.engine.frozen import Frozen
from springstep.engine.language.fact_info import FactInfo

ColumnKind: TypeAlias = Literal["key", "word", "number", "text", "sentences"]

PLACE = "place"
"""The column that every table has: a row's place in it, from 1."""


class Column(Frozen):
    """What one column holds."""

    name: str
    kind: ColumnKind
    values: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    label: str = ""
    """What people call it; its name where it has no label."""
    unit: str = ""

    @property
    def words(self) -> str:
        """Return what people call the column."""
        return self.label or self.name.replace("_", " ")


class Row(Frozen):
    """One row of a table; compared by identity, as there is one of each."""

    table: str
    place: int
    """From 1."""
    id: str
    """The key, or the place where the table has none."""
    cells: Mapping[str, Any] = field(default_factory=dict)

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __getitem__(self, column: str) -> Any:
        """Return what stands in a column."""
        return self.place if column == PLACE else self.cells[column]


class Table(Frozen):
    """One table."""

    name: str
    row: str
    """What one row is called; conditions read its columns as ``row.column``."""
    key: str
    """The column that names a row; empty when rows go by their place."""
    columns: Mapping[str, Column]
    rows: tuple[Row, ...]
    title: str = ""
    """What the table is called as a part of a document."""
    intro: str = ""
    """What there is to say about the whole table."""
    words: str = ""
    """How a row is worded for a person who has to name one."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def filled(self, template: str, row: Row) -> str:
        """Put a row's cells into a text: ``{row.name}``."""
        for column in self.columns:
            template = template.replace(f"{{{self.row}.{column}}}", str(row[column]))
        return template

    @cached_property
    def by_id(self) -> Mapping[str, Row]:
        """Index the rows by their keys."""
        return {row.id: row for row in self.rows}

    @cached_property
    def attributes(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns of words, each with the words that stand in it, in the order of the rows."""
        return {
            name: tuple(dict.fromkeys(row.cells[name] for row in self.rows))
            for name, column in self.columns.items()
            if column.kind == "word"
        }

    @cached_property
    def names(self) -> Mapping[str, FactInfo]:
        """Return what conditions may read of a row, by the names that they use."""
        found = [FactInfo(f"{self.row}.{PLACE}", "number", "place", minimum=1, maximum=len(self.rows), integer=True)]
        for column in self.columns.values():
            name = f"{self.row}.{column.name}"
            label = column.words
            if column.kind == "word":
                found.append(FactInfo(name, "word", label, values=column.values))
            elif column.kind == "number":
                low, high = column.minimum, column.maximum
                found.append(FactInfo(name, "number", label, minimum=low, maximum=high, integer=True))
            elif column.kind == "key":
                found.append(FactInfo(name, "row", label, table=self.name))
        return {info.name: info for info in found}

    def values_of(self, row: Row, *, called: str = "") -> dict[str, Any]:
        """Return what conditions read of one row, by the names that they use; ``called`` stands in for the row's."""
        columns = [name.split(".")[1] for name in self.names]
        return {f"{called or self.row}.{column}": row[column] for column in columns}
