"""The table of recordings, row by row, each sealed by a checksum; who writes holds a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from springstep.diary.storage.rows import DamagedError, check_day, checksum_of
from springstep.diary.watched import WatchedRun
from springstep.engine.errors import Fault, RecordError
from springstep.engine.record import read_record

TABLE = """
CREATE TABLE recordings (
    digest TEXT PRIMARY KEY CHECK (length(digest) = 64 AND digest NOT GLOB '*[^0-9a-f]*'),
    entry TEXT CHECK (length(entry) = 32 AND entry NOT GLOB '*[^0-9a-f]*'),
    day TEXT NOT NULL CHECK (day IS date(day, '+0 days')),
    kept TEXT NOT NULL CHECK (kept GLOB '{*}'),
    checksum TEXT NOT NULL
) STRICT
"""
_STORED = ("digest", "entry", "day", "kept", "checksum")
_SELECT = f"SELECT {', '.join(_STORED)} FROM recordings"
_PUT = f"INSERT OR REPLACE INTO recordings ({', '.join(_STORED)}) VALUES (?, ?, ?, ?, ?)"
_WAY_OUT = "import the watch's file again, or delete it"


class Recordings:
    """The rows of an open diary; each failure is an ``sqlite3.Error``, or a ``DamagedError`` of the row."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[list[WatchedRun], list[Fault]]:
        """Return the recordings that are as they were written, by day, and what is wrong with the others."""
        sound: list[WatchedRun] = []
        damaged: list[Fault] = []
        for row in self._connection.execute(f"{_SELECT} ORDER BY day, digest").fetchall():
            try:
                sound.append(_run_of_row(row))
            except DamagedError as error:
                damaged += error.faults
        return sorted(sound, key=lambda run: (run.day, run.began_at, run.digest)), damaged

    def put(self, run: WatchedRun) -> None:
        """Write a recording, over the one with its digest; raises ``DiaryError`` for a day too far."""
        check_day(run.day)
        values = (run.digest, run.entry, run.day.isoformat(), run.to_json())
        self._connection.execute(_PUT, (*values, checksum_of(dict(zip(_STORED, values, strict=False)))))

    def digests(self, start: str) -> list[str]:
        """Return the digests that begin so, be the rows damaged."""
        where = "WHERE substr(digest, 1, ?) = ? ORDER BY digest"
        found = self._connection.execute(f"SELECT digest FROM recordings {where}", (len(start), start))
        return [str(digest) for (digest,) in found]

    def delete(self, digest: str) -> None:
        """Delete one recording."""
        self._connection.execute("DELETE FROM recordings WHERE digest = ?", (digest,))

    def delete_of(self, uid: str) -> None:
        """Delete the recordings of an entry."""
        self._connection.execute("DELETE FROM recordings WHERE entry = ?", (uid,))

    def delete_all(self) -> None:
        """Delete every recording."""
        self._connection.execute("DELETE FROM recordings")


def _run_of_row(row: Sequence[Any]) -> WatchedRun:
    """Return the recording of a row; raises ``DamagedError``."""
    values = dict(zip(_STORED, row, strict=True))
    try:
        "".join(each for each in values.values() if isinstance(each, str)).encode()
        if values["checksum"] != checksum_of(values):
            raise ValueError
        found = read_record(WatchedRun, values["kept"])
        if (found.digest, found.entry, found.day.isoformat()) != (values["digest"], values["entry"], values["day"]):
            raise ValueError
    except (RecordError, ValueError, TypeError):
        name = str(values["digest"])[:8].encode("ascii", "backslashreplace").decode()
        what = f"the recording {name} cannot be read: it is not as it was written, the disk may be failing"
        raise DamagedError([Fault("damaged", what, allowed=_WAY_OUT)]) from None
    return found
