"""The diary in one SQLite file: once an entry is acknowledged it stays, whatever happens next.

Every write is one transaction that is on the disk before it returns (WAL, ``synchronous=FULL``). Only its owner can
read the file, and what is deleted is overwritten. A file that is not a diary is recognised by its header, before
SQLite could change a byte of it.
"""

from __future__ import annotations

import contextlib
import pathlib
import re
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from types import TracebackType
from typing import Any

from springstep.diary import migrations
from springstep.diary.check import fields_of_entry
from springstep.diary.entry import FLAGS, Entry, PlannedSession
from springstep.diary.errors import DiaryError
from springstep.diary.files import connect, create, guarded
from springstep.engine.errors import Fault, RecordError, shown
from springstep.engine.frozen import Frozen

WAIT_S = 5.0
"""How long a write waits for another program to finish its own."""

_COLUMNS = Entry._names
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM entries"
_INSERT = f"INSERT INTO entries ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_UPDATE = f"UPDATE entries SET {', '.join(f'{name} = ?' for name in _COLUMNS)} WHERE uid = ?"
_PREFIX = re.compile("[0-9a-f]{4,32}")


class Merged(Frozen):
    """What became of entries that were merged in."""

    added: int
    replaced: int
    unchanged: int


class Diary:
    """An open diary; use it in a ``with`` statement. Every failure is a ``DiaryError``."""

    def __init__(self, path: pathlib.Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def open(
        cls,
        path: pathlib.Path | str,
        *,
        create: bool = True,
        wait_s: float = WAIT_S,
        steps: Sequence[migrations.Step] = migrations.MIGRATIONS,
    ) -> Diary:
        """Open the diary at a path, and create one there if there is none and ``create`` is set."""
        place = pathlib.Path(path)
        return cls(place, _opened(place, make=create, wait_s=wait_s, steps=steps))

    def __enter__(self) -> Diary:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        with guarded(self.path):
            self._connection.close()

    def add(self, entry: Entry) -> None:
        """Write a new entry; once this returns it is saved for good."""
        with guarded(self.path), migrations.transaction(self._connection):
            if self._found(entry.uid) is not None:
                raise DiaryError([Fault("exists", f"entry {entry.short} is already in the diary")])
            self._connection.execute(_INSERT, _row(entry))

    def update(self, entry: Entry) -> None:
        """Write an entry over the one with its uid."""
        with guarded(self.path), migrations.transaction(self._connection):
            if self._connection.execute(_UPDATE, (*_row(entry), entry.uid)).rowcount == 0:
                raise DiaryError([Fault("not_found", f"there is no entry {entry.short} in the diary")])

    def merge(self, entries: Iterable[Entry], *, replace: bool = False, complete: bool = False) -> Merged:
        """Merge entries in, all or none.

        One already there with other content is refused unless ``replace`` is set; ``complete`` lets an entry take the
        place of its own plan.
        """
        added = replaced = unchanged = 0
        faults: list[Fault] = []
        with guarded(self.path), migrations.transaction(self._connection):
            for entry in entries:
                there = self._found(entry.uid)
                if there is None:
                    self._connection.execute(_INSERT, _row(entry))
                    added += 1
                elif there == entry:
                    unchanged += 1
                elif replace or (complete and there.bursts == "planned"):
                    self._connection.execute(_UPDATE, (*_row(entry), entry.uid))
                    replaced += 1
                else:
                    faults.append(_differs(there, entry))
            if faults:
                raise DiaryError(faults)
        return Merged(added, replaced, unchanged)

    def get(self, uid: str) -> Entry:
        """Return the entry with this uid, or with the only uid that starts with it (at least four characters)."""
        if not _PREFIX.fullmatch(uid):
            raise DiaryError(
                [
                    Fault(
                        "not_understood",
                        f"{shown(uid)} is not the id of an entry",
                        allowed="`springstep diary list` shows them, such as 3f2a9c01",
                    )
                ]
            )
        with guarded(self.path):
            where = " WHERE substr(uid, 1, ?) = ? ORDER BY day, id"
            found = [_entry(row) for row in self._connection.execute(_SELECT + where, (len(uid), uid))]
        if len(found) > 1:
            raise DiaryError(
                [Fault("ambiguous", f"{len(found)} entries start with {uid}: {', '.join(one.uid for one in found)}")]
            )
        if not found:
            raise DiaryError(
                [Fault("not_found", f"no entry starts with {uid}", allowed="`springstep diary list` shows them all")]
            )
        return found[0]

    def entries(self, until: date | None = None) -> tuple[Entry, ...]:
        """Return the entries by day, within a day in the order added; only up to the day ``until`` if given."""
        where = "" if until is None else " WHERE day <= ?"
        values = () if until is None else (until.isoformat(),)
        with guarded(self.path):
            rows = self._connection.execute(f"{_SELECT}{where} ORDER BY day, id", values)
            return tuple(_entry(row) for row in rows)

    def planned_on(self, day: date) -> Entry | None:
        """Return the plan of a day that has no log yet, the latest if there are several."""
        where = " WHERE day = ? AND bursts = 'planned' ORDER BY id DESC LIMIT 1"
        with guarded(self.path):
            row = self._connection.execute(_SELECT + where, (day.isoformat(),)).fetchone()
            return None if row is None else _entry(row)

    def race(self) -> date | None:
        """Return the day of the next race, if the diary keeps one."""
        with guarded(self.path):
            row = self._connection.execute("SELECT day FROM next_race").fetchone()
            return None if row is None else date.fromisoformat(row[0])

    def keep_race(self, day: date | None) -> None:
        """Keep the day of the next race in place of the one before; ``None`` forgets it."""
        with guarded(self.path), migrations.transaction(self._connection):
            self._connection.execute("DELETE FROM next_race")
            if day is not None:
                self._connection.execute("INSERT INTO next_race (only, day) VALUES (1, ?)", (day.isoformat(),))

    def delete(self, uid: str) -> None:
        """Delete one entry, and leave nothing of it in the diary's files (copies of earlier versions stay)."""
        with guarded(self.path):
            with migrations.transaction(self._connection):
                if self._connection.execute("DELETE FROM entries WHERE uid = ?", (uid,)).rowcount == 0:
                    raise DiaryError([Fault("not_found", f"there is no entry {uid[:8]} in the diary")])
            self._truncate_log()

    def delete_all(self) -> int:
        """Delete every entry, the race and every copy of an earlier version; nothing readable is left.

        Return how many entries there were.
        """
        with guarded(self.path):
            with migrations.transaction(self._connection):
                count = self._connection.execute("DELETE FROM entries").rowcount
                self._connection.execute("DELETE FROM next_race")
            for copy in migrations.copies(self.path):
                copy.unlink()
            self._truncate_log()  # from here on everything is overwritten with zeros; the rest makes the file small
            with contextlib.suppress(sqlite3.OperationalError):  # no room for it, or a reader
                self._connection.execute("VACUUM")
            self._truncate_log()
        return count

    def _truncate_log(self) -> None:
        """Move everything out of the write-ahead log and cut it to nothing, since it holds what was deleted."""
        busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            what = "deleted, but another program has the diary open and traces stay in its log until it is closed"
            raise DiaryError(
                [
                    Fault(
                        "cannot_write",
                        what,
                        source=str(self.path),
                        allowed="close it there and open the diary once more",
                    )
                ]
            )

    def _found(self, uid: str) -> Entry | None:
        row = self._connection.execute(_SELECT + " WHERE uid = ?", (uid,)).fetchone()
        return None if row is None else _entry(row)


def _opened(path: pathlib.Path, *, make: bool, wait_s: float, steps: Sequence[migrations.Step]) -> sqlite3.Connection:
    with guarded(path):
        if not path.exists():
            if not make:
                raise DiaryError(
                    [
                        Fault(
                            "not_found",
                            "there is no diary here yet",
                            "",
                            "`springstep diary add` starts one",
                            str(path),
                        )
                    ]
                )
            create(path, lambda connection: migrations.migrate(connection, None, steps))
        connection = connect(path, wait_s=wait_s)
        try:
            version = migrations.version_of(connection)
            if version > len(steps):
                what = (
                    f"was written by a newer springstep (version {version} of the diary, this one knows {len(steps)})"
                )
                raise DiaryError(
                    [Fault("other_version", what, "", "update springstep; the file was not changed", str(path))]
                )
            migrations.migrate(connection, path, steps)
        except BaseException:
            connection.close()
            raise
        return connection


def _row(entry: Entry) -> tuple[Any, ...]:
    values = fields_of_entry(entry)
    values["day"] = entry.day.isoformat()
    values["plan"] = entry.plan.to_json() if entry.plan is not None else None
    values["cues"] = None if entry.cues is None else " ".join(entry.cues)
    return tuple(values[name] for name in _COLUMNS)


def _entry(row: Sequence[Any]) -> Entry:
    values = dict(zip(_COLUMNS, row, strict=True))
    try:
        values["day"] = date.fromisoformat(values["day"])
        values["plan"] = None if values["plan"] is None else PlannedSession.from_json(values["plan"])
    except (RecordError, ValueError):
        raise DiaryError(
            [
                Fault(
                    "damaged", f"the entry {str(values['uid'])[:8]} cannot be read: its plan is not one of springstep's"
                )
            ]
        ) from None
    for name in FLAGS:
        values[name] = None if values[name] is None else bool(values[name])
    values["cues"] = None if values["cues"] is None else tuple(values["cues"].split())
    return Entry(**values)


def _differs(there: Entry, entry: Entry) -> Fault:
    names = [name for name in _COLUMNS if getattr(there, name) != getattr(entry, name)]
    what = f"the entry {entry.short} of {there.day} is in the diary with a different {', '.join(names)}"
    return Fault("conflict", what, allowed="--replace takes the incoming one")
