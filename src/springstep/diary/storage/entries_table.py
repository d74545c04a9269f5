"""The table of the diary's entries, row by row; who writes holds a transaction."""

from __future__ import annotations

import sqlite3

from springstep.diary.entry import Entry
from springstep.diary.errors import DiaryError
from springstep.diary.storage import rows
from springstep.diary.storage.one_plan import second_plan


class Entries:
    """The rows of an open diary; each failure is an ``sqlite3.Error``, or a ``DamagedError`` of the row."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def numbers(self, uid: str) -> list[int]:
        """Return the number of the entry with a uid, be it damaged; nothing where there is none."""
        return [number for (number,) in self._connection.execute("SELECT id FROM entries WHERE uid = ?", (uid,))]

    def uids(self, start: str) -> list[str]:
        """Return the uids that begin so, by day, be the entries damaged."""
        where = "WHERE substr(uid, 1, ?) = ? ORDER BY day, id"
        found = self._connection.execute(f"SELECT uid FROM entries {where}", (len(start), start))
        return [str(uid) for (uid,) in found]

    def found(self, uid: str, *, or_damaged: bool) -> Entry | None:
        """Return the entry with a uid; nothing where there is none, or for a damaged one if that is as good."""
        row = self._connection.execute(rows.SELECT + " WHERE uid = ?", (uid,)).fetchone()
        try:
            return None if row is None else rows.entry_of_row(row)
        except rows.DamagedError:
            if or_damaged:
                return None
            raise

    def insert(self, entry: Entry) -> None:
        """Add an entry after all others; raises ``DiaryError`` for a day too far."""
        (last,) = self._connection.execute("SELECT ifnull(max(id), 0) FROM entries").fetchone()
        self._connection.execute(rows.INSERT, rows.row_of(entry, last + 1))

    def write_over(self, entry: Entry) -> None:
        """Write an entry over the one with its uid; raises ``DiaryError`` for a day too far."""
        (number,) = self.numbers(entry.uid)
        self._connection.execute(rows.UPDATE, (*rows.row_of(entry, number), number))

    def delete(self, uid: str) -> bool:
        """Delete the entry with a uid, be it damaged; return whether there was one."""
        return self._connection.execute("DELETE FROM entries WHERE uid = ?", (uid,)).rowcount > 0

    def other_plan(self, entry: Entry) -> str | None:
        """Return the uid of another plan for the day and kind of run of a plan, if there is one."""
        if entry.bursts != "planned":
            return None
        where = "bursts = 'planned' AND day = ? AND run_kind = ? AND uid <> ?"
        wanted = (entry.day.isoformat(), entry.run_kind, entry.uid)
        row = self._connection.execute(f"SELECT uid FROM entries WHERE {where}", wanted).fetchone()
        return None if row is None else str(row[0])

    def check_only_plan(self, entry: Entry) -> None:
        """Raise ``DiaryError`` for a plan where there is another one for its day and kind of run."""
        other = self.other_plan(entry)
        if other is not None:
            raise DiaryError([second_plan(entry, other)])
