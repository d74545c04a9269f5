"""What watches recorded, as an open diary keeps it: a table of its own, each row sealed by a checksum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from springstep.diary.errors import DiaryError
from springstep.diary.storage.open_file import OpenFile
from springstep.diary.storage.rows import check_day, checksum_of, sealed_record, shown_start, sound_and_damaged
from springstep.diary.watched import WatchedRun
from springstep.engine.errors import Fault

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
_SELECT = f"SELECT {', '.join(_STORED)} FROM recordings ORDER BY day, digest"
_PUT = f"INSERT OR REPLACE INTO recordings ({', '.join(_STORED)}) VALUES (?, ?, ?, ?, ?)"
_DELETE = "DELETE FROM recordings WHERE digest = ?"
_WAY_OUT = "import the watch's file again, or delete it"


class Recordings:
    """The recordings of an open diary; every failure is a ``DiaryError``, each write one transaction."""

    def __init__(self, file: OpenFile) -> None:
        self._file = file

    def all(self) -> tuple[WatchedRun, ...]:
        """Return the recordings by day; raises ``DiaryError`` where one is not as it was written."""
        sound, damaged = self._looked_through()
        if damaged:
            raise DiaryError(damaged)
        return sound

    def sound(self) -> tuple[WatchedRun, ...]:
        """Return the recordings that are as they were written, by day."""
        return self._looked_through()[0]

    def faults(self) -> tuple[Fault, ...]:
        """Return what is wrong with the others."""
        return self._looked_through()[1]

    def count(self) -> int:
        """Return how many recordings there are, damaged ones with them."""
        with self._file.reading() as tables:
            return int(tables.execute("SELECT count(*) FROM recordings").fetchone()[0])

    def digests(self, start: str) -> list[str]:
        """Return the digests that begin so, be the recordings damaged."""
        where = "WHERE substr(digest, 1, ?) = ? ORDER BY digest"
        with self._file.reading() as tables:
            found = tables.execute(f"SELECT digest FROM recordings {where}", (len(start), start))
            return [str(digest) for (digest,) in found]

    def keep(self, runs: Iterable[WatchedRun], *, gone: Iterable[str] = ()) -> None:
        """Write recordings, each over the one with its digest, and delete those of other digests; all or none.

        Raises ``DiaryError`` for a day too far, too.
        """
        with self._file.writing() as tables:
            for digest in gone:
                tables.execute(_DELETE, (digest,))
            for run in runs:
                check_day(run.day)
                values = (run.digest, run.entry, run.day.isoformat(), run.to_json())
                tables.execute(_PUT, (*values, checksum_of(dict(zip(_STORED, values, strict=False)))))

    def delete(self, digest: str) -> None:
        """Delete one recording, and leave nothing of it in the diary's files."""
        with self._file.erasing() as tables:
            tables.execute(_DELETE, (digest,))

    def delete_of(self, uid: str) -> None:
        """Delete the recordings of an entry in the same way."""
        with self._file.erasing() as tables:
            tables.execute("DELETE FROM recordings WHERE entry = ?", (uid,))

    def _looked_through(self) -> tuple[tuple[WatchedRun, ...], tuple[Fault, ...]]:
        with self._file.reading() as tables:
            sound, damaged = sound_and_damaged(tables.execute(_SELECT).fetchall(), _run_of_row)
        return tuple(sorted(sound, key=lambda run: (run.day, run.began_at, run.digest))), tuple(damaged)


def _run_of_row(row: Sequence[Any]) -> WatchedRun:
    """Return the recording of a row; raises ``DamagedError``."""
    values = dict(zip(_STORED, row, strict=True))

    def damaged() -> Fault:
        name = shown_start(values["digest"], 8)
        what = f"the recording {name} cannot be read: it is not as it was written, the disk may be failing"
        return Fault("damaged", what, allowed=_WAY_OUT)

    return sealed_record(WatchedRun, values, _columns_of, damaged)


def _columns_of(run: WatchedRun) -> dict[str, Any]:
    return {"digest": run.digest, "entry": run.entry, "day": run.day.isoformat()}
