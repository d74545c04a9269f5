"""A diary's file that is open: all that is read of it and written to it goes through here.

What fails is told as a ``DiaryError``, each write is one transaction, and of what is deleted for good nothing stays.
"""

from __future__ import annotations

import contextlib
import pathlib
import sqlite3
from collections.abc import Callable, Iterator
from typing import TypeVar

from springstep.diary.errors import DiaryError
from springstep.diary.storage.copies import copies
from springstep.diary.storage.files import guarded
from springstep.diary.storage.transactions import log_emptied, one_moment, transaction
from springstep.engine.errors import Fault

T = TypeVar("T")


class OpenFile:
    """An open file, and why nothing can be written to it where that is so."""

    def __init__(
        self, path: pathlib.Path, connection: sqlite3.Connection, *, wait_s: float, refused: DiaryError | None = None
    ) -> None:
        self.path = path
        self._connection = connection
        self._wait_s = wait_s
        self._refused = refused
        self._to_erase = False

    def close(self) -> None:
        """Close the file; raises ``DiaryError``."""
        with guarded(self.path):
            self._connection.close()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Read the tables inside; what the disk or SQLite reports there is raised as a ``DiaryError``."""
        with guarded(self.path):
            yield self._connection

    @contextlib.contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """Let all that is read inside be of one moment, whatever other programs write; raises as above."""
        with guarded(self.path), one_moment(self._connection):
            yield

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Write the tables inside: all or nothing, no other program writes meanwhile, and a write within is part of it.

        Raises ``DiaryError``, as for reading.
        """
        if self._refused is not None:
            raise self._refused
        with guarded(self.path):
            is_whole = not self._connection.in_transaction
            if is_whole:
                self._to_erase = False
            with transaction(self._connection, self.path, self._wait_s):
                yield self._connection
            if is_whole and self._to_erase:
                self._empty_log()

    @contextlib.contextmanager
    def erasing(self) -> Iterator[sqlite3.Connection]:
        """Write as above; when the whole write is done, nothing of what was deleted inside is left in the log."""
        with self.writing() as connection:
            yield connection
            self._to_erase = True

    def empty(self, first: Callable[[], T]) -> T:
        """Delete every row of every table and every copy of an earlier version, for good; raises ``DiaryError``.

        Return what ``first`` returns, which is asked before anything is deleted, and may refuse it.
        """
        with guarded(self.path):
            with self.writing() as connection:
                found = first()
                for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
                    connection.execute(f"DELETE FROM {table}")
            for copy in copies(self.path):
                copy.unlink()
            self._empty_log()  # from here on everything is overwritten with zeros; the rest makes the file small
            with contextlib.suppress(sqlite3.OperationalError):  # no room for it, or a reader
                self._connection.execute("VACUUM")
            self._empty_log()
        return found

    def _empty_log(self) -> None:
        """Move everything out of the write-ahead log and cut it to nothing, since it holds what was deleted."""
        if not log_emptied(self._connection, self.path, self._wait_s):
            what = "deleted, but another program has the diary open and traces stay in its log until it is closed"
            advice = "close it there and open the diary once more"
            raise DiaryError([Fault("cannot_write", what, source=str(self.path), allowed=advice)])
