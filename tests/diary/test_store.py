"""The diary keeps what it acknowledged, for its owner only, and tells every trouble without touching the file."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, precondition, rule

from springstep.diary.entry import Entry
from springstep.diary.errors import DiaryError
from springstep.diary.storage.copies import copies
from springstep.diary.storage.merging import Merged
from springstep.diary.storage.migrations import MIGRATIONS
from springstep.diary.storage.store import Diary, Held
from springstep.diary.wellness import Wellness
from tests.diary.conftest import NOBODY, as_nobody, entry_by_hand, fork, in_child, plan_by_hand, watched_by_hand
from tests.diary.strategies import DAYS, TODAY, entries

SECRET = "knee-hurt-after-the-third"


def beside(place: Path) -> list[Path]:
    return sorted(path for path in place.parent.iterdir() if path.name.startswith((place.name, f".{place.name}")))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@contextlib.contextmanager
def raw(place: Path) -> Iterator[sqlite3.Connection]:
    """Open the file as any other program would."""
    with contextlib.closing(sqlite3.connect(place, isolation_level=None, timeout=0.05)) as connection:
        yield connection


# What is kept


def test_an_entry_comes_back_as_it_was(place: Path) -> None:
    entry = entry_by_hand(plan=plan_by_hand(), note="soft\nlandings", form_held=True, cadence=4)
    with Diary.open(place) as diary:
        diary.add(entry)
    with Diary.open(place, create=False) as diary:
        assert diary.entries() == (entry,)
        assert diary.get(entry.uid) == entry


def test_entries_come_by_day_then_as_they_were_added(place: Path) -> None:
    days = [date(2026, 3, 5), date(2026, 3, 2), date(2026, 3, 5), date(2026, 1, 1)]
    with Diary.open(place) as diary:
        for number, day in enumerate(days):
            diary.add(entry_by_hand(number, day=day))
        assert [entry.uid for entry in diary.entries()] == [f"{number:032x}" for number in (3, 1, 0, 2)]
        assert [entry.uid for entry in diary.entries(until=date(2026, 3, 2))] == [f"{number:032x}" for number in (3, 1)]


def test_an_update_keeps_the_place_of_the_entry(place: Path) -> None:
    with Diary.open(place) as diary:
        diary.add(entry_by_hand(1))
        diary.add(entry_by_hand(2))
        diary.update(entry_by_hand(1, efforts=5))
        assert diary.entries() == (entry_by_hand(1, efforts=5), entry_by_hand(2))


def test_the_same_uid_cannot_be_added_twice(place: Path) -> None:
    with Diary.open(place) as diary:
        diary.add(entry_by_hand())
        with pytest.raises(DiaryError, match="is already in the diary"):
            diary.add(entry_by_hand(efforts=5))
        assert diary.entries() == (entry_by_hand(),)


def test_only_what_is_there_can_be_updated_or_deleted(place: Path) -> None:
    with Diary.open(place) as diary:
        for attempt in (lambda: diary.update(entry_by_hand()), lambda: diary.delete("ab" * 16)):
            with pytest.raises(DiaryError, match=r"no entry \w+ in the diary"):
                attempt()
        assert diary.entries() == ()


def test_an_entry_is_found_by_the_start_of_its_uid(place: Path) -> None:
    one, other = entry_by_hand(uid="abcd1" + "0" * 27), entry_by_hand(uid="abcd2" + "0" * 27)
    with Diary.open(place) as diary:
        diary.add(one)
        diary.add(other)
        assert diary.get("abcd2") == other
        for prefix, words in {
            "abcd": "2 entries start with abcd",
            "ffff": "no entry starts with ffff",
            "abc": "is not the id of an entry",
            "%%%%": "is not the id of an entry",
            "": "is not the id of an entry",
        }.items():
            with pytest.raises(DiaryError, match=words):
                diary.get(prefix)


def test_the_latest_plan_of_a_day_waits_for_its_log(place: Path) -> None:
    nothing_done = {"drill": None, "efforts": None, "effort_s": None, "bursts": "planned", "plan": plan_by_hand()}
    kinds = {1: "recovery", 2: "easy"}
    planned = [entry_by_hand(number, run_kind=kind, **nothing_done) for number, kind in kinds.items()]
    with Diary.open(place) as diary:
        assert diary.planned_on(planned[0].day) is None
        diary.add(planned[0])
        diary.add(planned[1])
        assert diary.planned_on(planned[0].day) == planned[1]
        assert diary.planned_on(planned[0].day, "recovery") == planned[0]
        assert diary.planned_on(planned[0].day, "long") == planned[1]
        assert diary.planned_on(planned[0].day + timedelta(days=1)) is None
        diary.update(entry_by_hand(2, plan=plan_by_hand()))
        assert diary.planned_on(planned[0].day) == planned[0]


def test_entries_are_brought_in_all_or_none(place: Path) -> None:
    with Diary.open(place) as diary:
        diary.add(entry_by_hand(1))
        assert diary.merge([entry_by_hand(1), entry_by_hand(2)]) == Merged(added=1, replaced=0, unchanged=1)
        changed = [entry_by_hand(3), entry_by_hand(1, efforts=6, note="more")]
        with pytest.raises(DiaryError, match="00000000 of 2026-03-02 is in the diary with a different efforts, note"):
            diary.merge(changed)
        assert diary.entries() == (entry_by_hand(1), entry_by_hand(2))
        assert diary.merge(changed, replace=True) == Merged(added=1, replaced=1, unchanged=0)
        assert diary.entries() == (changed[1], entry_by_hand(2), changed[0])


class Model(RuleBasedStateMachine):
    """The diary does what a dict of entries, in the order of their adding, would do."""

    uids = Bundle("uids")

    @initialize()
    def start(self) -> None:
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.place = Path(self.folder.name) / "diary.db"
        self.diary = Diary.open(self.place)
        self.known: dict[str, Entry] = {}

    def teardown(self) -> None:
        if hasattr(self, "diary"):
            self.diary.close()
            self.folder.cleanup()

    @rule(target=uids, entry=entries())
    def add(self, entry: Entry) -> str:
        if self.is_second_plan(entry):
            with pytest.raises(DiaryError, match="there is another plan for the"):
                self.diary.add(entry)
        elif entry.uid not in self.known:
            self.diary.add(entry)
            self.known[entry.uid] = entry
        return entry.uid

    def is_second_plan(self, entry: Entry) -> bool:
        """Tell whether a plan is one too many for its day and kind of run."""
        return any(
            entry.bursts == one.bursts == "planned" and (entry.day, entry.run_kind) == (one.day, one.run_kind)
            for one in self.known.values()
            if one.uid != entry.uid
        )

    @rule(data=st.data(), uid=uids)
    def add_again(self, data: st.DataObject, uid: str) -> None:
        entry = data.draw(entries(uid=st.just(uid)))
        if uid in self.known:
            with pytest.raises(DiaryError):
                self.diary.add(entry)
        else:
            self.add(entry)

    @rule(data=st.data(), uid=uids)
    def update(self, data: st.DataObject, uid: str) -> None:
        entry = data.draw(entries(uid=st.just(uid)))
        if uid in self.known and not self.is_second_plan(entry):
            self.diary.update(entry)
            self.known[uid] = entry
        else:
            with pytest.raises(DiaryError):
                self.diary.update(entry)

    @rule(uid=uids)
    def delete(self, uid: str) -> None:
        if uid in self.known:
            self.diary.delete(uid)
            del self.known[uid]
        else:
            with pytest.raises(DiaryError):
                self.diary.delete(uid)

    @rule(many=st.lists(entries(), max_size=3, unique_by=lambda entry: entry.uid))
    def merge(self, many: list[Entry]) -> None:
        new = [entry for entry in many if entry.uid not in self.known and not self.is_second_plan(entry)]
        fresh = list({(one.day, one.run_kind) if one.bursts == "planned" else one.uid: one for one in new}.values())
        found = self.diary.merge([*fresh, *self.known.values()])
        assert found == Merged(added=len(fresh), replaced=0, unchanged=len(self.known))
        self.known.update({entry.uid: entry for entry in fresh})

    @precondition(lambda self: len(self.known) > 3)
    @rule()
    def delete_all(self) -> None:
        assert self.diary.delete_all().entries == len(self.known)
        self.known.clear()

    @rule()
    def close_and_open(self) -> None:
        self.diary.close()
        self.diary = Diary.open(self.place, create=False)

    @rule(uid=uids)
    def get(self, uid: str) -> None:
        if uid in self.known:
            assert self.diary.get(uid) == self.known[uid]
        else:
            with pytest.raises(DiaryError):
                self.diary.get(uid)

    @rule(day=DAYS)
    def until(self, day: date) -> None:
        assert self.diary.entries(day) == tuple(entry for entry in self._ordered() if entry.day <= day)

    @rule(uid=uids)
    def planned(self, uid: str) -> None:
        day = self.known[uid].day if uid in self.known else TODAY
        plans = [entry for entry in self._ordered() if entry.day == day and entry.bursts == "planned"]
        assert self.diary.planned_on(day) == (plans[-1] if plans else None)

    @invariant()
    def same(self) -> None:
        if hasattr(self, "diary"):
            assert self.diary.entries() == self._ordered()

    def _ordered(self) -> tuple[Entry, ...]:
        return tuple(sorted(self.known.values(), key=lambda entry: entry.day))


Model.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestModel = Model.TestCase


# Two programs at once


def test_two_programs_writing_at_once_lose_nothing(place: Path) -> None:
    each = 40

    def writes(first: int) -> None:
        with Diary.open(place) as diary:
            for number in range(first, first + each):
                diary.add(entry_by_hand(number))

    reading, writing = os.pipe()
    children = []
    for first in (0, each):
        pid = fork()
        if pid == 0:
            status = 1
            try:
                os.read(reading, 1)  # both start when the parent lets go
                writes(first)
                status = 0
            finally:
                os._exit(status)
        children.append(pid)
    os.write(writing, b"xx")
    statuses = [os.waitpid(pid, 0)[1] for pid in children]
    os.close(reading)
    os.close(writing)
    assert statuses == [0, 0]
    with Diary.open(place, create=False) as diary:
        assert {entry.uid for entry in diary.entries()} == {f"{number:032x}" for number in range(2 * each)}
    assert beside(place) == [place]


def test_a_diary_that_stays_locked_is_told(place: Path) -> None:
    with Diary.open(place) as diary, raw(place) as other:
        diary.add(entry_by_hand(1))
        other.execute("BEGIN IMMEDIATE")
        with Diary.open(place, wait_s=0.01) as hasty, pytest.raises(DiaryError, match="in use by another program"):
            hasty.add(entry_by_hand(2))
        other.execute("ROLLBACK")
        assert diary.entries() == (entry_by_hand(1),)


def test_a_wait_for_another_program_is_told(
    place: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for module in ("files", "transactions"):
        monkeypatch.setattr(f"springstep.diary.storage.{module}.TOLD_AFTER_S", 0.01)
    with Diary.open(place, wait_s=0.05) as diary, raw(place) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DiaryError, match="in use by another program"):
            diary.add(entry_by_hand(1))
        other.execute("ROLLBACK")
        diary.add(entry_by_hand(1))
    assert caplog.messages == [f"springstep: {place}: another program is writing it; waiting up to 0.05 s"]


def test_an_entry_that_another_program_deletes_meanwhile_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def meant_and_deleted(start: str, there: object) -> str:
        with raw(place) as other:
            other.execute("DELETE FROM entries")
        return entry_by_hand().uid

    monkeypatch.setattr("springstep.diary.storage.store.entry_meant", meant_and_deleted)
    with Diary.open(place) as diary:
        diary.add(entry_by_hand())
        with pytest.raises(DiaryError, match=f"there is no entry {entry_by_hand().short} in the diary"):
            diary.get(entry_by_hand().uid)


# For its owner only


def test_all_files_are_the_owners_only_whatever_the_umask(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "er" / "diary.db"
    before = os.umask(0)
    try:
        with Diary.open(place) as diary:
            diary.add(entry_by_hand())
            assert {path.name: mode(path) for path in beside(place)} == {
                "diary.db": 0o600,
                "diary.db-shm": 0o600,
                "diary.db-wal": 0o600,
            }
    finally:
        os.umask(before)
    assert (mode(place.parent), mode(place.parent.parent)) == (0o700, 0o700)


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with Diary.open(tmp_path / "diary.db"):
        assert mode(tmp_path) == 0o755


def holds(place: Path, text: str) -> list[str]:
    return [path.name for path in beside(place) if text.encode() in path.read_bytes()]


def test_nothing_readable_is_left_when_all_is_deleted(place: Path) -> None:
    with Diary.open(place) as diary:
        for number in range(200):
            diary.add(entry_by_hand(number, note=f"{SECRET} {number} " * 20, plan=plan_by_hand()))
        assert holds(place, SECRET)
        assert diary.delete_all().entries == 200
        assert diary.entries() == ()
        assert holds(place, SECRET) == holds(place, "light_hops") == []
        assert (place.parent / "diary.db-wal").stat().st_size == 0
    assert holds(place, SECRET) == []


def test_nothing_readable_is_left_of_one_that_is_deleted(place: Path) -> None:
    with Diary.open(place) as diary:
        diary.add(entry_by_hand(1, note=SECRET))
        diary.add(entry_by_hand(2, note="stays here"))
        diary.delete(entry_by_hand(1).uid)
        assert holds(place, SECRET) == []
        assert holds(place, "stays here")


def test_nothing_readable_is_left_of_what_a_wider_write_deletes(place: Path) -> None:
    run, entry = watched_by_hand(), entry_by_hand(1, note=SECRET)
    with Diary.open(place) as diary:
        diary.add(entry)
        diary.recordings.keep([run])
        with diary.writing():
            diary.recordings.delete(run.digest)
            diary.delete(entry.uid)
            diary.add(entry_by_hand(2, note="stays here"))
        assert holds(place, SECRET) == holds(place, run.digest) == []
        assert holds(place, "stays here") == ["diary.db"]
        assert (place.parent / "diary.db-wal").stat().st_size == 0


def test_a_wider_write_that_fails_deletes_nothing(place: Path) -> None:
    run, entry = watched_by_hand(), entry_by_hand(1)
    with Diary.open(place) as diary:
        diary.add(entry)
        diary.recordings.keep([run])
        with pytest.raises(ZeroDivisionError), diary.writing():
            diary.recordings.delete(run.digest)
            diary.delete(entry.uid)
            raise ZeroDivisionError
        assert (diary.entries(), diary.recordings.all()) == ((entry,), (run,))
        diary.add(entry_by_hand(2))
        assert (place.parent / "diary.db-wal").stat().st_size > 0, "what was not deleted needs no emptied log"


def test_every_table_is_emptied_when_all_is_deleted(place: Path) -> None:
    step = ("CREATE TABLE more (said TEXT) STRICT",)
    with Diary.open(place, steps=(*MIGRATIONS, step)) as diary, raw(place) as other:
        other.execute("INSERT INTO more VALUES (?)", (SECRET,))
        diary.keep_race(date(2026, 5, 1))
        diary.recordings.keep([watched_by_hand()])
        diary.days.keep([Wellness(day=date(2026, 3, 1), sleep_h=7, source="garmin")])
        assert diary.held() == Held(entries=0, recordings=1, days=1)
        assert diary.delete_all().entries == 0
        assert diary.race() is None and diary.held() == Held(entries=0, recordings=0, days=0)
        assert other.execute("SELECT count(*) FROM more").fetchone() == (0,)
        assert holds(place, SECRET) == []


def test_copies_are_gone_though_another_reader_keeps_the_log(place: Path) -> None:
    with Diary.open(place, steps=MIGRATIONS[:3]) as diary:
        diary.add(entry_by_hand(note=SECRET))
    with Diary.open(place, wait_s=0.01) as diary, raw(place) as other:
        assert copies(place)
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM entries").fetchone()
        with pytest.raises(DiaryError, match="traces stay in its log until it is closed"):
            diary.delete_all()
        assert copies(place) == [] and diary.entries() == ()


def test_traces_that_another_reader_keeps_are_told(place: Path) -> None:
    with Diary.open(place, wait_s=0.01) as diary, raw(place) as other:
        diary.add(entry_by_hand(note=SECRET))
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM entries").fetchone()
        with pytest.raises(DiaryError, match=r"another program has the diary open|in use by another program"):
            diary.delete_all()
        other.execute("ROLLBACK")
        diary.delete_all()
        assert holds(place, SECRET) == []


def test_another_reader_is_waited_for_before_traces_are_told(place: Path) -> None:
    with Diary.open(place) as diary, raw(place) as other:
        diary.add(entry_by_hand(note=SECRET))
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM entries").fetchone()
        waits = WaitTold(lambda: other.execute("ROLLBACK"))
        logging.getLogger("springstep").addHandler(waits)
        try:
            diary.delete(entry_by_hand().uid)
        finally:
            logging.getLogger("springstep").removeHandler(waits)
        assert waits.told == 1 and holds(place, SECRET) == []


class WaitTold(logging.Handler):
    """Does something when it is told that another program is waited for."""

    def __init__(self, then: Callable[[], object]) -> None:
        super().__init__()
        self.told, self._then = 0, then

    def emit(self, record: logging.LogRecord) -> None:
        self.told += 1
        self._then()


# Trouble


def test_a_diary_that_is_not_there_is_not_started_unasked(place: Path) -> None:
    with pytest.raises(DiaryError, match="there is no diary here yet"):
        Diary.open(place, create=False)
    assert not place.parent.exists()


def other_application(place: Path) -> None:
    with raw(place) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")


def other_application_in_wal(place: Path) -> None:
    """Leave a database with a log beside it, as a program does that was killed."""

    def write() -> None:
        connection = sqlite3.connect(place, isolation_level=None)
        connection.execute("PRAGMA application_id = 7")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE songs (name TEXT)")
        os._exit(0)

    assert in_child(write) == ""
    assert place.with_name("diary.db-wal").stat().st_size > 0


def newer_version(place: Path) -> None:
    Diary.open(place).close()
    with raw(place) as connection:
        connection.execute("PRAGMA user_version = 99")


def damaged(place: Path) -> None:
    with Diary.open(place) as diary:
        for number in range(100):
            diary.add(entry_by_hand(number, note="n" * 500))
    data = bytearray(place.read_bytes())
    data[8192:20480] = b"\xa5" * 12288
    place.write_bytes(data)


def cut_short(place: Path) -> None:
    damaged(place)
    place.write_bytes(place.read_bytes()[:5000])


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "an empty file": (lambda place: place.write_bytes(b""), "is empty, not a diary"),
    "a text file": (lambda place: place.write_text("Dear diary\n" * 50), "is damaged or not a diary"),
    "the first bytes of a database": (
        lambda place: place.write_bytes(b"SQLite format 3\0"),
        "is damaged or not a diary",
    ),
    "a folder": (lambda place: place.mkdir(), "is a folder, not a diary"),
    "another application's database": (other_application, "another application"),
    "another application's database with a log": (other_application_in_wal, "another application"),
    "a newer version": (newer_version, "newer springstep.*version 99"),
    "a damaged diary": (damaged, "is damaged"),
    "a diary cut short": (cut_short, "is damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_sound_diary_is_refused_and_not_touched(name: str, tmp_path: Path) -> None:
    make, words = REFUSED[name]
    place = tmp_path / "diary.db"
    make(place)
    before = {path: path.read_bytes() for path in beside(place) if path.is_file()}
    with pytest.raises(DiaryError, match=words):
        Diary.open(place)
    assert {path: path.read_bytes() for path in beside(place) if path.is_file()} == before


def test_a_plan_that_cannot_be_read_is_told(place: Path) -> None:
    with Diary.open(place) as diary:
        diary.add(entry_by_hand(plan=plan_by_hand()))
        with raw(place) as other:
            other.execute("""UPDATE entries SET plan = '{"kind": "x"}'""")
        with pytest.raises(DiaryError, match="the entry 00000000 cannot be read"):
            diary.entries()


@pytest.mark.parametrize(
    "change",
    [
        "day = '2026-02-30'",
        "day = 'today'",
        "run_kind = 'jog'",
        "bursts = 'planned'",
        "bursts = 'skipped'",
        "efforts = 0",
        "efforts = 31",
        "efforts = 'many'",
        "effort_s = NULL",
        "cadence = 6",
        "fatigue_after = 11",
        "plan = 'no json'",
        "uid = 'ABC'",
        "duration_min = 0",
    ],
)
def test_the_table_itself_refuses_what_is_unsound(change: str, place: Path) -> None:
    with Diary.open(place) as diary:
        diary.add(entry_by_hand())
        with raw(place) as other, pytest.raises(sqlite3.IntegrityError):
            other.execute(f"UPDATE entries SET {change}")
        assert diary.entries() == (entry_by_hand(),)


def test_a_full_disk_is_told_and_takes_nothing_of_an_entry(place: Path) -> None:
    import resource

    with Diary.open(place) as diary:
        diary.add(entry_by_hand(0))
    counted = place.with_name("count")

    def fill() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        with Diary.open(place) as diary:
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
            for number in range(1, 1000):
                diary.add(entry_by_hand(number, note="n" * 1500))
                counted.write_text(str(number))

    message = in_child(fill)
    assert "nothing of this was saved" in message and "full" in message
    kept = int(counted.read_text())
    with Diary.open(place, create=False) as diary:
        assert [entry.uid for entry in diary.entries()] == [f"{number:032x}" for number in range(kept + 1)]
        diary.add(entry_by_hand(5000))


def test_a_disk_too_full_to_start_a_diary_leaves_none(place: Path) -> None:
    import resource

    def start() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
        Diary.open(place)

    assert "full" in in_child(start)
    assert list(place.parent.iterdir()) == []


def give(path: Path) -> None:
    """Let it belong to the user who will try."""
    if os.getuid() == 0:
        os.chown(path, NOBODY, NOBODY)


def test_a_read_only_folder_is_told(open_folder: Path) -> None:
    folder = open_folder / "shelf"
    folder.mkdir(mode=0o500)
    give(folder)
    message = as_nobody(lambda: Diary.open(folder / "diary.db"))
    assert "permission denied" in message and "diary.db" in message
    assert list(folder.iterdir()) == []


def test_a_read_only_file_is_told_and_not_changed(open_folder: Path) -> None:
    folder = open_folder / "shelf"
    with Diary.open(folder / "diary.db") as diary:
        diary.add(entry_by_hand(1))
    before = (folder / "diary.db").read_bytes()
    for path in (folder / "diary.db", folder):
        give(path)
    (folder / "diary.db").chmod(0o400)

    def write() -> None:
        with Diary.open(folder / "diary.db") as diary:
            diary.add(entry_by_hand(2))

    assert "read-only" in as_nobody(write)
    assert (folder / "diary.db").read_bytes() == before


def test_someone_elses_diary_is_told(open_folder: Path) -> None:
    place = open_folder / "diary.db"
    place.touch(mode=0o000)
    give(place)
    assert "permission denied" in as_nobody(lambda: Diary.open(place))


def test_a_place_below_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DiaryError, match="not a directory"):
        Diary.open(tmp_path / "file" / "diary.db")


def test_an_old_sqlite_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    with pytest.raises(DiaryError, match=r"needs SQLite 3\.37 or later"):
        Diary.open(place)
    assert not place.parent.exists()


def test_the_path_may_hold_any_character(tmp_path: Path) -> None:
    place = tmp_path / "a b?mode=ro#%41 ü" / "my diary?.db"
    with Diary.open(place) as diary:
        diary.add(entry_by_hand())
    assert place.exists()
    with Diary.open(place, create=False) as diary:
        assert diary.entries() == (entry_by_hand(),)


def test_sqlite_is_recent_enough_here() -> None:
    assert sqlite3.sqlite_version_info >= (3, 37), sys.version


def test_the_next_race_is_kept_replaced_and_forgotten_with_all_the_rest(place: Path) -> None:
    with Diary.open(place) as diary:
        assert diary.race() is None
        for day in (date(2027, 4, 12), date(2027, 5, 1)):
            diary.keep_race(day)
            assert diary.race() == day
        diary.delete_all()
        assert diary.race() is None
