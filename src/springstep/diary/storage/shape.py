"""Which tables, columns and indexes a diary of a version has: those, and nothing that somebody else put there."""

from __future__ import annotations

import contextlib
import functools
import sqlite3

from springstep.diary.storage.migrations import Step, migrate

Shape = frozenset[tuple[object, ...]]


def shape_of(connection: sqlite3.Connection) -> Shape:
    """Return every table, index, view and trigger with its columns."""
    return frozenset(
        (kind, name, table, *_columns(connection, kind, name))
        for kind, name, table in connection.execute("SELECT type, name, tbl_name FROM sqlite_schema").fetchall()
    )


@functools.cache
def made_by(steps: tuple[Step, ...]) -> Shape:
    """Return the shape to which these steps lead."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, None, steps)
        return shape_of(connection)


def _columns(connection: sqlite3.Connection, kind: str, name: str) -> list[tuple[object, ...]]:
    columns = 'name, type, "notnull", pk FROM pragma_table_xinfo' if kind == "table" else "name FROM pragma_index_info"
    return connection.execute(f"SELECT {columns}(?)", (name,)).fetchall()
