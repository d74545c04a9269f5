"""All or nothing: what is read, changed and written in one transaction, of which there is one at a time."""

from __future__ import annotations

import contextlib
import pathlib
import sqlite3
from collections.abc import Iterator

from springstep.diary.storage.held import HeldConnection, gone
from springstep.engine.text.turns import TOLD_AFTER_S, tell_wait, waited


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection, path: pathlib.Path | None, wait_s: float) -> Iterator[None]:
    """Write all or nothing, taking the write lock at the start; within another transaction this one is part of it.

    Another program is waited for up to ``wait_s`` seconds, which is told after the first one. What would go into a
    file that was deleted or replaced meanwhile is refused with a ``DiaryError``.
    """
    if connection.in_transaction:
        yield
        return
    _begin(connection, path, wait_s)
    try:
        yield
        if path is not None and isinstance(connection, HeldConnection) and not connection.is_to(path):
            raise gone(path)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            with contextlib.suppress(sqlite3.Error):  # what failed first is told
                connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def one_moment(connection: sqlite3.Connection) -> Iterator[None]:
    """Read as of one moment, whatever others write meanwhile; within a transaction this is part of it."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("COMMIT")


def log_emptied(connection: sqlite3.Connection, path: pathlib.Path, wait_s: float) -> bool:
    """Move everything out of the write-ahead log and cut it to nothing; tell whether that was done.

    Programs that read the log are waited for, up to ``wait_s`` seconds, by turns with those that write to it.
    """

    def attempt() -> int | None:
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        return None if busy else 1

    return waited(attempt, path, wait_s) is not None


def _begin(connection: sqlite3.Connection, path: pathlib.Path | None, wait_s: float) -> None:
    """Take the write lock; the connection itself waits the first second."""
    rest = wait_s - TOLD_AFTER_S
    try:
        connection.execute("BEGIN IMMEDIATE")
        return
    except sqlite3.OperationalError as error:
        if "locked" not in str(error) or path is None or rest <= 0:
            raise
    tell_wait(path, wait_s)
    connection.execute(f"PRAGMA busy_timeout = {int(rest * 1000)}")
    try:
        connection.execute("BEGIN IMMEDIATE")
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(TOLD_AFTER_S * 1000)}")
