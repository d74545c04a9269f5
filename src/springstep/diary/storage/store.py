"""The diary in one SQLite file: once an entry is acknowledged it stays, whatever happens next.

Every write is one transaction that is on the disk before it returns (WAL, ``synchronous=FULL``). Only its owner can
read the file, and what is deleted is overwritten. A file that is not a diary is recognised by its header, before
SQLite could change a byte of it.
"""

from __future__ import annotations

import contextlib
import pathlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from types import TracebackType

from springstep.diary.entry import Entry
from springstep.diary.errors import DiaryError
from springstep.diary.storage import migrations, rows
from springstep.diary.storage.entries_table import Entries
from springstep.diary.storage.ids import entry_meant, recording_meant
from springstep.diary.storage.merging import Merged, merged_into
from springstep.diary.storage.open_file import OpenFile
from springstep.diary.storage.opening import opened
from springstep.diary.storage.recordings_table import Recordings
from springstep.diary.storage.wellness_table import WellnessDays
from springstep.engine.errors import Fault
from springstep.engine.frozen import Frozen

WAIT_S = 10.0
"""How long a write waits for another program to finish its own; it says so after a second."""


class Held(Frozen):
    """How much a diary holds, what is damaged with it."""

    entries: int
    recordings: int
    days: int
    """Days of which a watch or a health app says something."""


class Diary:
    """An open diary; use it in a ``with`` statement. Every failure is a ``DiaryError``."""

    recordings: Recordings
    """What watches recorded."""
    days: WellnessDays
    """What watches say of days."""

    def __init__(self, file: OpenFile) -> None:
        self.path = file.path
        self.recordings = Recordings(file)
        self.days = WellnessDays(file)
        self._file = file

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
        return cls(opened(pathlib.Path(path), make=create, wait_s=wait_s, steps=steps))

    def __enter__(self) -> Diary:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Let what is read and written inside be one: all or nothing, and no other program writes meanwhile."""
        with self._file.writing():
            yield

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Let all that is read inside be of one moment, whatever other programs write meanwhile."""
        with self._file.at_one_moment():
            yield

    def add(self, entry: Entry) -> None:
        """Write a new entry; once this returns it is saved for good."""
        with self._file.writing() as tables:
            entries = Entries(tables)
            if entries.numbers(entry.uid):
                raise DiaryError([Fault("exists", f"entry {entry.short} is already in the diary")])
            entries.check_only_plan(entry)
            entries.insert(entry)

    def update(self, entry: Entry) -> None:
        """Write an entry over the one with its uid."""
        with self._file.writing() as tables:
            entries = Entries(tables)
            if not entries.numbers(entry.uid):
                raise _missing(entry.uid)
            entries.check_only_plan(entry)
            entries.write_over(entry)

    def change(self, uid: str, changed: Callable[[Entry], Entry]) -> Entry:
        """Write what is made of an entry as it is by now over it; return that."""
        with self.writing():
            entry = changed(self.get(uid))
            self.update(entry)
            return entry

    def merge(self, entries: Iterable[Entry], *, replace: bool = False, complete: bool = False) -> Merged:
        """Merge entries in, all or none.

        One already there with other content is refused unless ``replace`` is set; ``complete`` lets an entry take the
        place of its own plan.
        """
        with self._file.writing() as tables:
            return merged_into(Entries(tables), entries, replace=replace, complete=complete)

    def get(self, uid: str) -> Entry:
        """Return the entry with this uid, or with the only uid that starts with it (at least four characters)."""
        with self._file.reading() as tables:
            entries = Entries(tables)
            whole = entry_meant(uid, entries)
            found = entries.found(whole, or_damaged=False)
        if found is None:  # another program has deleted it since
            raise _missing(whole)
        return found

    def uid_of(self, start: str) -> str:
        """Return the whole uid of the only entry that starts so (at least four characters), be that one damaged."""
        with self._file.reading() as tables:
            return entry_meant(start, Entries(tables))

    def digest_of(self, start: str) -> str | None:
        """Return the whole digest of the only recording that starts so (at least four characters); ``None`` for none.

        Raises ``DiaryError`` where several do, or an entry, too.
        """
        with self._file.reading() as tables:
            return recording_meant(start, self.recordings, Entries(tables))

    def entries(self, until: date | None = None) -> tuple[Entry, ...]:
        """Return the entries by day, within a day in the order added; only up to the day ``until`` if given."""
        where = "" if until is None else " WHERE day <= ?"
        values = () if until is None else (until.isoformat(),)
        with self._file.reading() as tables:
            found = tables.execute(f"{rows.SELECT}{where} ORDER BY day, id", values).fetchall()
            return tuple(rows.entry_of_row(row) for row in found)

    def sound_entries(self) -> tuple[Entry, ...]:
        """Return the entries that are as they were written, by day."""
        return tuple(self._looked_through()[0])

    def planned_on(self, day: date, run_kind: str = "") -> Entry | None:
        """Return the plan of a day that has no log yet: of the kind of run if there is one, else the latest."""
        where = " WHERE day = ? AND bursts = 'planned' ORDER BY run_kind = ? DESC, id DESC LIMIT 1"
        with self._file.reading() as tables:
            row = tables.execute(rows.SELECT + where, (day.isoformat(), run_kind)).fetchone()
            return None if row is None else rows.entry_of_row(row)

    def race(self) -> date | None:
        """Return the day of the next race, if the diary keeps one."""
        with self._file.reading() as tables:
            row = tables.execute("SELECT day, checksum FROM next_race").fetchone()
            return None if row is None else rows.race_of_row(row)

    def keep_race(self, day: date | None) -> None:
        """Keep the day of the next race in place of the one before; ``None`` forgets it."""
        with self._file.writing() as tables:
            tables.execute("DELETE FROM next_race")
            if day is not None:
                insert = "INSERT INTO next_race (only, day, checksum) VALUES (1, ?, ?)"
                tables.execute(insert, rows.race_row(day))

    def count(self) -> int:
        """Return how many entries there are, damaged ones with them."""
        with self._file.reading() as tables:
            return int(tables.execute("SELECT count(*) FROM entries").fetchone()[0])

    def held(self) -> Held:
        """Return how much the diary holds."""
        return Held(entries=self.count(), recordings=self.recordings.count(), days=self.days.count())

    def faults(self) -> tuple[Fault, ...]:
        """Return what is not as it was written: of entries, recordings and days, and of the race."""
        found = [*self._looked_through()[1], *self.recordings.faults(), *self.days.faults()]
        try:
            self.race()
        except rows.DamagedError as error:
            found += error.faults
        return tuple(found)

    def delete(self, uid: str) -> None:
        """Delete one entry with its recording; nothing of it is left but in copies of earlier versions."""
        with self._file.erasing() as tables:
            if not Entries(tables).delete(uid):
                raise _missing(uid)
            self.recordings.delete_of(uid)

    def delete_all(self, *, only: Held | None = None) -> Held:
        """Delete every entry, recording and day's figures, the race and every copy of an earlier version, for good.

        Return how much that was. Where it is not what somebody agreed to, ``only``, nothing is deleted.
        """

        def agreed() -> Held:
            held = self.held()
            if only not in (None, held):
                what = "was written by another program meanwhile: it does not hold what was to be deleted"
                allowed = "look what it holds now and delete it then; nothing was deleted"
                raise DiaryError([Fault("conflict", what, "", allowed, str(self.path))])
            return held

        return self._file.empty(agreed)

    def _looked_through(self) -> tuple[list[Entry], list[Fault]]:
        with self._file.reading() as tables:
            found = tables.execute(rows.SELECT + " ORDER BY day, id").fetchall()
            return rows.sound_and_damaged(found, rows.entry_of_row)


def _missing(uid: str) -> DiaryError:
    return DiaryError([Fault("not_found", f"there is no entry {uid[:8]} in the diary")])
