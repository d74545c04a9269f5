"""What a failing disk changes in a diary is told, entry by entry, and never taken for what was written."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from springstep.diary.entry import Entry
from springstep.diary.errors import DiaryError
from springstep.diary.storage.migrations import MIGRATIONS
from springstep.diary.storage.rows import checksum_of
from springstep.diary.storage.store import Diary
from tests.diary.conftest import entry_by_hand, plan_by_hand

RACE = date(2026, 5, 1)
FLIPS = 300


def entries() -> tuple[Entry, ...]:
    return tuple(
        entry_by_hand(number, day=date(2026, 1, 1) + timedelta(days=number), plan=plan_by_hand(), note=f"nö {number}")
        for number in range(1, 13)
    )


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    place = tmp_path_factory.mktemp("sound") / "diary.db"
    with Diary.open(place) as diary:
        diary.merge(entries())
        diary.keep_race(RACE)
    return place.read_bytes()


@pytest.fixture
def place(tmp_path: Path, sound: bytes) -> Path:
    (tmp_path / "diary.db").write_bytes(sound)
    return tmp_path / "diary.db"


def flipped(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes with a few of their bits turned over."""
    changed = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 8])):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def changed(place: Path, sql: str) -> None:
    """Change rows as a failing disk would: without their checksums, and without the table's own conditions."""
    with closing(sqlite3.connect(place)) as raw, raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute(sql)


@pytest.mark.parametrize("seed", range(4))
def test_no_flipped_bit_passes_for_what_was_written(tmp_path: Path, sound: bytes, seed: int) -> None:
    chance = random.Random(seed)
    told = 0
    for number in range(FLIPS // 4):
        place = tmp_path / str(number) / "diary.db"
        place.parent.mkdir()
        place.write_bytes(flipped(sound, chance))
        try:
            with Diary.open(place, create=False) as diary:
                assert (diary.entries(), diary.race()) == (entries(), RACE)
        except DiaryError as error:
            assert "SQLite refuses" not in str(error)
            told += 1
    assert told > FLIPS // 10


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_a_flipped_bit_in_an_earlier_diary_is_no_traceback(tmp_path: Path, version: int) -> None:
    Diary.open(tmp_path / "old.db", steps=MIGRATIONS[:version]).close()
    values = f"('{'ab' * 16}', '2026-03-02', 'easy', 'done', 3, 8, 'nö')"
    changed(
        tmp_path / "old.db",
        f"INSERT INTO entries (uid, day, run_kind, bursts, efforts, effort_s, note) VALUES {values}",
    )
    chance, data = random.Random(version), (tmp_path / "old.db").read_bytes()
    for number in range(40):
        place = tmp_path / str(number) / "diary.db"
        place.parent.mkdir()
        place.write_bytes(flipped(data, chance))
        try:
            with Diary.open(place, create=False) as diary:
                diary.entries()
        except DiaryError:
            pass


@pytest.mark.parametrize(
    "change",
    [
        "note = 'other'",
        "day = '2027-01-02'",
        "plan = NULL",
        "efforts = 5",
        "run_kind = 'jog'",
        "id = 999",
        "checksum = ''",
        "uid = 'x' || uid",
    ],
)
def test_a_changed_entry_is_told_by_its_name_and_the_others_are_counted(place: Path, change: str) -> None:
    changed(place, f"UPDATE entries SET {change} WHERE id = 3")
    with Diary.open(place) as diary:
        with pytest.raises(DiaryError, match=r"the entry \w+ cannot be read: it is not as it was written"):
            diary.entries()
        (fault,) = diary.faults()
        assert "the disk may be failing" in str(fault) and diary.count() == 12
        assert diary.get(entries()[7].uid) == entries()[7]


def test_a_changed_race_is_told(place: Path) -> None:
    changed(place, "UPDATE next_race SET day = '2027-05-01'")
    with Diary.open(place) as diary:
        with pytest.raises(DiaryError, match="the day of the next race cannot be read: '2027-05-01' is not as"):
            diary.race()
        assert len(diary.faults()) == 1 and diary.entries() == entries()
        diary.keep_race(RACE)
        assert diary.faults() == () and diary.race() == RACE


def test_a_changed_entry_comes_back_from_an_export_or_is_deleted(place: Path) -> None:
    changed(place, "UPDATE entries SET note = 'other' WHERE id IN (3, 4)")
    third, fourth = entries()[2:4]
    with Diary.open(place) as diary:
        with pytest.raises(DiaryError, match="cannot be read"):
            diary.merge([third])
        assert diary.merge([third], replace=True).replaced == 1
        diary.delete(diary.uid_of(fourth.uid))
        assert diary.entries() == tuple(entry for entry in entries() if entry != fourth)


def test_a_sealed_row_that_no_diary_writes_is_refused(place: Path) -> None:
    with closing(sqlite3.connect(place)) as raw, raw:
        raw.row_factory = sqlite3.Row
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute("UPDATE entries SET run_kind = 'jog' WHERE id = 3")
        row = dict(raw.execute("SELECT * FROM entries WHERE id = 3").fetchone())
        raw.execute("UPDATE entries SET checksum = ? WHERE id = 3", (checksum_of(row),))
    with pytest.raises(DiaryError, match="is damaged"):
        Diary.open(place)


def text_that_is_none(place: Path) -> None:
    changed(place, "UPDATE entries SET note = CAST(x'ff41' AS TEXT) WHERE id = 3")


def test_what_is_no_text_is_told(place: Path) -> None:
    text_that_is_none(place)
    with Diary.open(place) as diary, pytest.raises(DiaryError, match="the entry 00000000 cannot be read"):
        diary.entries()


@pytest.mark.parametrize(
    "sql",
    [
        "PRAGMA user_version = 0",
        "PRAGMA user_version = 1",
        "PRAGMA user_version = 2",
        "PRAGMA user_version = -7",
        "DROP INDEX one_plan",
        "DROP TABLE next_race",
        "ALTER TABLE entries RENAME COLUMN note TO notes",
        "CREATE TABLE other (x)",
        "CREATE VIEW other AS SELECT * FROM entries",
        "CREATE TRIGGER other AFTER INSERT ON entries BEGIN DELETE FROM entries; END",
    ],
)
def test_tables_that_are_not_those_of_the_version_are_refused(place: Path, sql: str) -> None:
    changed(place, sql)
    before = place.read_bytes()
    with pytest.raises(DiaryError, match=r"is damaged: its tables are not those of version -?\d"):
        Diary.open(place)
    assert place.read_bytes() == before


def test_a_diary_brought_up_to_date_is_sealed(tmp_path: Path) -> None:
    place = tmp_path / "diary.db"
    Diary.open(place, steps=MIGRATIONS[:2]).close()
    values = f"('{'ab' * 16}', '2026-03-02', 'easy', 'none', 'knee')"
    changed(place, f"INSERT INTO entries (uid, day, run_kind, bursts, note) VALUES {values}")
    changed(place, "INSERT INTO next_race VALUES (1, '2026-05-01')")
    with Diary.open(place) as diary:
        assert [entry.note for entry in diary.entries()] == ["knee"] and diary.race() == RACE
        assert diary.faults() == ()
    changed(place, "UPDATE entries SET note = 'calf'")
    with Diary.open(place) as diary, pytest.raises(DiaryError, match="cannot be read"):
        diary.entries()
