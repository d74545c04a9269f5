"""A diary of an earlier version is brought up to date with every entry, and a copy of it is kept."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from springstep.diary.entry import Entry
from springstep.diary.errors import DiaryError
from springstep.diary.storage.migrations import MIGRATIONS, Step
from springstep.diary.storage.store import Diary
from tests.diary.conftest import entry_by_hand, fork, plan_by_hand

ENTRIES = tuple(entry_by_hand(number, note=f"number {number}", plan=plan_by_hand()) for number in range(30))

NOW = len(MIGRATIONS)
REBUILT: Step = (
    "CREATE TABLE fresh AS SELECT * FROM entries",
    "DROP TABLE entries",
    "ALTER TABLE fresh RENAME TO entries",
)
SHOES: Step = ("ALTER TABLE entries ADD COLUMN shoes TEXT", "UPDATE entries SET shoes = 'solid'")
CHAIN = (*MIGRATIONS, REBUILT, SHOES)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Write a diary of the present version."""
    with Diary.open(tmp_path / "diary.db") as diary:
        for entry in ENTRIES:
            diary.add(entry)
    return tmp_path / "diary.db"


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def kept(path: Path) -> tuple[Entry, ...]:
    with Diary.open(path, create=False) as diary:
        return diary.entries()


def test_every_entry_is_kept_through_several_steps(place: Path) -> None:
    with Diary.open(place, steps=CHAIN) as diary:
        assert diary.entries() == ENTRIES
    assert version(place) == NOW + 2
    with closing(sqlite3.connect(place)) as connection:
        assert connection.execute("SELECT DISTINCT shoes FROM entries").fetchall() == [("solid",)]


def test_a_copy_of_the_diary_before_is_kept_for_its_owner_only(place: Path) -> None:
    mask = os.umask(0)
    try:
        Diary.open(place, steps=CHAIN).close()
    finally:
        os.umask(mask)
    copy = place.with_name(f"diary.db.v{NOW}.bak")
    assert sorted(path.name for path in place.parent.iterdir()) == ["diary.db", f"diary.db.v{NOW}.bak"]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert version(copy) == NOW
    assert kept(copy) == ENTRIES


def test_a_copy_is_never_written_over(place: Path) -> None:
    copy = place.with_name(f"diary.db.v{NOW}.bak")
    copy.write_text("mine")
    Diary.open(place, steps=CHAIN).close()
    assert copy.read_text() == "mine"
    assert kept(place.with_name(f"diary.db.v{NOW}.2.bak")) == ENTRIES


def test_nothing_is_copied_when_there_is_nothing_to_do(place: Path) -> None:
    Diary.open(place).close()
    Diary.open(place.with_name("new.db"), steps=CHAIN).close()
    assert sorted(path.name for path in place.parent.iterdir()) == ["diary.db", "new.db"]


def test_a_step_that_fails_leaves_the_version_before_it(place: Path) -> None:
    broken = (*MIGRATIONS, REBUILT, ("DELETE FROM entries", "ALTER TABLE nowhere ADD COLUMN x"))
    with pytest.raises(DiaryError, match="nowhere"):
        Diary.open(place, steps=broken)
    assert version(place) == NOW + 1
    with Diary.open(place, steps=CHAIN[: NOW + 1]) as diary:
        assert diary.entries() == ENTRIES


def test_an_earlier_springstep_refuses_what_a_later_one_brought_up_to_date(place: Path) -> None:
    Diary.open(place, steps=CHAIN).close()
    before = place.read_bytes()
    with pytest.raises(DiaryError, match=rf"newer springstep \(version {NOW + 2}"):
        Diary.open(place)
    assert place.read_bytes() == before


def test_deleting_all_deletes_the_copies_too(place: Path) -> None:
    other = place.with_name(f"diary.db.v{NOW}.bak.txt")
    other.write_text("mine")
    with Diary.open(place, steps=CHAIN) as diary:
        diary.delete_all()
    assert sorted(path.name for path in place.parent.iterdir()) == ["diary.db", f"diary.db.v{NOW}.bak.txt"]


def test_two_programs_bring_a_diary_up_to_date_only_once(place: Path) -> None:
    children = []
    for _ in range(2):
        pid = fork()
        if pid == 0:
            status = 1
            try:
                Diary.open(place, steps=CHAIN).close()
                status = 0
            finally:
                os._exit(status)
        children.append(pid)
    assert [os.waitpid(pid, 0)[1] for pid in children] == [0, 0]
    assert sorted(path.name for path in place.parent.iterdir()) == ["diary.db", f"diary.db.v{NOW}.bak"]
    with Diary.open(place, steps=CHAIN) as diary:
        assert diary.entries() == ENTRIES


OF_VERSION_1 = (
    "INSERT INTO entries (uid, day, run_kind, bursts, efforts, effort_s, felt_after, form_held, pain, note) "
    f"VALUES ('{'ab' * 16}', '2026-03-02', 'easy', 'done', 3, 8, 'fresh', 1, 'sharp', 'knee swollen')"
)


def test_a_diary_of_the_first_version_still_loads(tmp_path: Path) -> None:
    place = tmp_path / "old.db"
    Diary.open(place, steps=MIGRATIONS[:1]).close()
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute(OF_VERSION_1)
    (entry,) = kept(place)
    assert (entry.pain, entry.note, entry.form_held) == ("sharp", "knee swollen", True)
    assert (entry.cues, entry.felt_during, entry.pain_site, entry.injury, entry.warning_gone) == (None,) * 5
    assert version(place) == NOW and place.with_name("old.db.v1.bak").exists()
