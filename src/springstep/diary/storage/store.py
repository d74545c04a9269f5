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
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from types import TracebackType

from springstep.diary.check import differing
from springstep.diary.entry import Entry
from springstep.diary.errors import DiaryError
from springstep.diary.storage import migrations, rows
from springstep.diary.storage.copies import copies
from springstep.diary.storage.entries_table import Entries
from springstep.diary.storage.files import guarded
from springstep.diary.storage.one_plan import second_plan
from springstep.diary.storage.opening import Opened, opened
from springstep.diary.storage.recordings_table import Recordings
from springstep.diary.storage.transactions import transaction
from springstep.diary.storage.wellness_table import WellnessDays
from springstep.diary.watched import WatchedRun
from springstep.diary.wellness import Wellness, first_day_kept
from springstep.engine.characters import why_unfit
from springstep.engine.errors import Fault, shown
from springstep.engine.frozen import Frozen

WAIT_S = 10.0
"""How long a write waits for another program to finish its own; it says so after a second."""

_REPLACE = "--replace takes the incoming one"
_PREFIX = re.compile("[0-9a-f]{4,32}")
_ENTRIES_FROM = "SELECT uid FROM entries WHERE substr(uid, 1, ?) = ? ORDER BY day, id"


class Merged(Frozen):
    """What became of entries that were merged in."""

    added: int
    replaced: int
    unchanged: int
    gave_way: tuple[str, ...] = ()
    """The plans that a later one for the same day and kind of run took the place of, by the start of their uids."""


class Held(Frozen):
    """How much a diary holds, what is damaged with it."""

    entries: int
    recordings: int
    days: int
    """Days of which a watch or a health app says something."""


class Diary:
    """An open diary; use it in a ``with`` statement. Every failure is a ``DiaryError``."""

    def __init__(self, path: pathlib.Path, found: Opened, wait_s: float) -> None:
        self.path = path
        self._connection = found.connection
        self._entries = Entries(found.connection)
        self._recordings = Recordings(found.connection)
        self._wellness = WellnessDays(found.connection)
        self._refused = found.refused
        self._wait_s = wait_s

    @classmethod
    def open(
        cls,
        path: pathlib.Path | str,
        *,
        create: bool = True,
        wait_s: float = WAIT_S,
        steps: Sequence[migrations.Step] = migrations.MIGRATIONS,
    ) -> Diary:
        """Open the diary at a path, and create one there if there is none and ``create`` is set.

        One that cannot be written can be read: on read-only media, in a folder of somebody else, on a full disk.
        """
        place = pathlib.Path(path)
        return cls(place, opened(place, make=create, wait_s=wait_s, steps=steps), wait_s)

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

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Let what is read and written inside be one: all or nothing, and no other program writes meanwhile."""
        if self._refused is not None:
            raise self._refused
        with guarded(self.path), transaction(self._connection, self.path, self._wait_s):
            yield

    def add(self, entry: Entry) -> None:
        """Write a new entry; once this returns it is saved for good."""
        with self.writing():
            if self._entries.numbers(entry.uid):
                raise DiaryError([Fault("exists", f"entry {entry.short} is already in the diary")])
            self._entries.check_only_plan(entry)
            self._entries.insert(entry)

    def update(self, entry: Entry) -> None:
        """Write an entry over the one with its uid."""
        with self.writing():
            if not self._entries.numbers(entry.uid):
                raise DiaryError([Fault("not_found", f"there is no entry {entry.short} in the diary")])
            self._entries.check_only_plan(entry)
            self._entries.write_over(entry)

    def change(self, uid: str, changed: Callable[[Entry], Entry]) -> Entry:
        """Write what is made of an entry as it is by now over it; return that."""
        with self.writing():
            entry = changed(self.get(uid))
            self.update(entry)
            return entry

    def merge(self, entries: Iterable[Entry], *, replace: bool = False, complete: bool = False) -> Merged:
        """Merge entries in, all or none.

        One already there with other content is refused unless ``replace`` is set; ``complete`` lets an entry take the
        place of its own plan. Of several plans that come in for one day and kind of run the last one stays; one that
        is there gives way to it only if ``replace`` is set.
        """
        added = replaced = unchanged = 0
        faults: list[Fault] = []
        gave_way: list[str] = []
        come: set[str] = set()
        with self.writing():
            for entry in entries:
                there = self._entries.found(entry.uid, or_damaged=replace)
                other = self._entries.other_plan(entry)
                if there == entry:
                    unchanged += 1
                elif other is not None and not replace and other not in come:
                    faults.append(second_plan(entry, other, _REPLACE))
                elif there is not None and not (replace or (complete and there.bursts == "planned")):
                    faults.append(_differs(there, entry))
                else:
                    if other is not None:
                        self._connection.execute("DELETE FROM entries WHERE uid = ?", (other,))
                        gave_way.append(other[:8])
                    if self._entries.numbers(entry.uid):
                        self._entries.write_over(entry)
                        replaced += 1
                    else:
                        self._entries.insert(entry)
                        added += 1
                    come.add(entry.uid)
            if faults:
                raise DiaryError(faults)
        return Merged(added, replaced, unchanged, tuple(gave_way))

    def get(self, uid: str) -> Entry:
        """Return the entry with this uid, or with the only uid that starts with it (at least four characters)."""
        with guarded(self.path):
            whole = self.uid_of(uid)
            return rows.entry_of_row(self._connection.execute(f"{rows.SELECT} WHERE uid = ?", (whole,)).fetchone())

    def uid_of(self, uid: str) -> str:
        """Return the whole uid of the only entry that starts with it, be that one damaged."""
        with guarded(self.path):
            told = "" if why_unfit(uid) else uid  # SQLite cannot even be asked for half a character
            rows_found = self._connection.execute(_ENTRIES_FROM, (len(uid), told))
            found = [str(whole) for (whole,) in rows_found]
        if len(uid) < 4 or not (found or _PREFIX.fullmatch(uid)):
            raise DiaryError(
                [
                    Fault(
                        "not_understood",
                        f"{shown(uid)} is not the id of an entry",
                        allowed="`springstep diary list` shows them, such as 3f2a9c01",
                    )
                ]
            )
        if len(found) > 1:
            raise DiaryError([Fault("ambiguous", f"{len(found)} entries start with {uid}: {', '.join(found)}")])
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
            found = self._connection.execute(f"{rows.SELECT}{where} ORDER BY day, id", values).fetchall()
            return tuple(rows.entry_of_row(row) for row in found)

    def planned_on(self, day: date, run_kind: str = "") -> Entry | None:
        """Return the plan of a day that has no log yet: of the kind of run if there is one, else the latest."""
        where = " WHERE day = ? AND bursts = 'planned' ORDER BY run_kind = ? DESC, id DESC LIMIT 1"
        with guarded(self.path):
            row = self._connection.execute(rows.SELECT + where, (day.isoformat(), run_kind)).fetchone()
            return None if row is None else rows.entry_of_row(row)

    def race(self) -> date | None:
        """Return the day of the next race, if the diary keeps one."""
        with guarded(self.path):
            row = self._connection.execute("SELECT day, checksum FROM next_race").fetchone()
            return None if row is None else rows.race_of_row(row)

    def keep_race(self, day: date | None) -> None:
        """Keep the day of the next race in place of the one before; ``None`` forgets it."""
        with self.writing():
            self._connection.execute("DELETE FROM next_race")
            if day is not None:
                insert = "INSERT INTO next_race (only, day, checksum) VALUES (1, ?, ?)"
                self._connection.execute(insert, rows.race_row(day))

    def recordings(self) -> tuple[WatchedRun, ...]:
        """Return what watches recorded, by day; raises ``DiaryError`` where one is not as it was written."""
        with guarded(self.path):
            sound, damaged = self._recordings.all()
        if damaged:
            raise DiaryError(damaged)
        return tuple(sound)

    def sound_recordings(self) -> tuple[WatchedRun, ...]:
        """Return the recordings that are as they were written, by day."""
        with guarded(self.path):
            return tuple(self._recordings.all()[0])

    def keep_recordings(self, runs: Iterable[WatchedRun], *, gone: Iterable[str] = ()) -> None:
        """Write recordings, each over the one with its digest, and delete those of other digests; all or none."""
        with self.writing():
            for digest in gone:
                self._recordings.delete(digest)
            for run in runs:
                self._recordings.put(run)

    def recording_of(self, start: str) -> str | None:
        """Return the digest of the only recording that begins so (at least four characters); ``None`` for none.

        Raises ``DiaryError`` where several do, or an entry, too.
        """
        with guarded(self.path):
            found = self._recordings.digests(start) if _PREFIX.match(start) and not why_unfit(start) else []
            entries = self._connection.execute(_ENTRIES_FROM, (len(start), start)).fetchall() if found else []
        if len(found) + len(entries) > 1:
            each = ", ".join([*(str(uid) for (uid,) in entries), *(digest[:32] for digest in found)])
            raise DiaryError([Fault("ambiguous", f"{len(found) + len(entries)} ids start with {start}: {each}")])
        return found[0] if found else None

    def delete_recording(self, digest: str) -> None:
        """Delete one recording, and leave nothing of it in the diary's files."""
        with guarded(self.path):
            with self.writing():
                self._recordings.delete(digest)
            self._truncate_log()

    def wellness(self) -> tuple[Wellness, ...]:
        """Return what watches say of days, in order; what is not as it was written is left out."""
        with guarded(self.path):
            return tuple(self._wellness.all()[0])

    def keep_wellness(self, days: Iterable[Wellness]) -> None:
        """Keep what watches say of days in place of all that was kept."""
        with self.writing():
            self._wellness.put_all(days)

    def forget_old_days(self, today: date) -> None:
        """Delete what watches say of days that are kept no longer on a day."""
        with self.writing():
            self._wellness.delete_before(first_day_kept(today))

    def count(self) -> int:
        """Return how many entries there are, damaged ones with them."""
        with guarded(self.path):
            return int(self._connection.execute("SELECT count(*) FROM entries").fetchone()[0])

    def held(self) -> Held:
        """Return how much the diary holds."""
        entries = self.count()
        with guarded(self.path):
            runs, days = self._recordings.all(), self._wellness.all()
            return Held(entries, *(len(sound) + len(damaged) for sound, damaged in (runs, days)))

    def sound_entries(self) -> tuple[Entry, ...]:
        """Return the entries that are as they were written, by day."""
        return self._looked_through()[0]

    def faults(self) -> tuple[Fault, ...]:
        """Return what is not as it was written, entry by entry."""
        found = list(self._looked_through()[1])
        with guarded(self.path):
            found += [*self._recordings.all()[1], *self._wellness.all()[1]]
            try:
                self.race()
            except rows.DamagedError as error:
                found += error.faults
        return tuple(found)

    def delete(self, uid: str) -> None:
        """Delete one entry with its recording; nothing of it is left but in copies of earlier versions."""
        with guarded(self.path):
            with self.writing():
                if self._connection.execute("DELETE FROM entries WHERE uid = ?", (uid,)).rowcount == 0:
                    raise DiaryError([Fault("not_found", f"there is no entry {uid[:8]} in the diary")])
                self._recordings.delete_of(uid)
            self._truncate_log()

    def delete_all(self) -> int:
        """Delete every entry, recording and day's figures, the race and every copy of an earlier version, for good.

        Return how many entries there were.
        """
        with guarded(self.path):
            with self.writing():
                count = self._connection.execute("DELETE FROM entries").rowcount
                self._connection.execute("DELETE FROM next_race")
                self._recordings.delete_all()
                self._wellness.put_all(())
            for copy in copies(self.path):
                copy.unlink()
            self._truncate_log()  # from here on everything is overwritten with zeros; the rest makes the file small
            with contextlib.suppress(sqlite3.OperationalError):  # no room for it, or a reader
                self._connection.execute("VACUUM")
            self._truncate_log()
        return count

    def _looked_through(self) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
        sound: list[Entry] = []
        damaged: list[Fault] = []
        with guarded(self.path):
            for row in self._connection.execute(rows.SELECT + " ORDER BY day, id").fetchall():
                try:
                    sound.append(rows.entry_of_row(row))
                except rows.DamagedError as error:
                    damaged += error.faults
        return tuple(sound), tuple(damaged)

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


def _differs(there: Entry, entry: Entry) -> Fault:
    names = ", ".join(differing(entry, there))
    what = f"the entry {entry.short} of {there.day} is in the diary with a different {names}"
    return Fault("conflict", what, allowed=_REPLACE)
