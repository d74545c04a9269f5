"""``diary check`` names what is not as it was written, and ``delete`` and ``import`` are the ways out."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from springstep.diary.storage.store import Diary
from tests.cli.conftest import Invoke
from tests.diary.conftest import entry_by_hand

GOOD, BAD = entry_by_hand(uid="ab" * 16), entry_by_hand(uid="cd" * 16, note="knee")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "diary.db"
    monkeypatch.setenv("SPRINGSTEP_DIARY", str(found))
    with Diary.open(found) as diary:
        diary.merge([GOOD, BAD])
    return found


def flip(place: Path) -> None:
    with closing(sqlite3.connect(place)) as raw, raw:
        raw.execute("UPDATE entries SET note = 'knef' WHERE note = 'knee'")


def test_a_sound_diary_is_said_to_be(springstep: Invoke, place: Path) -> None:
    result = springstep("diary", "check")
    assert (result.exit_code, result.stdout) == (0, "2 entries, all as written\n")
    assert json.loads(springstep("diary", "check", "--json").stdout) == {"entries": 2, "recordings": 0, "faults": []}


def test_a_damaged_entry_is_named(springstep: Invoke, place: Path) -> None:
    flip(place)
    result = springstep("diary", "check")
    assert result.exit_code == 1 and "the entry cdcdcdcd cannot be read: it is not as it was written" in result.stdout
    (fault,) = json.loads(springstep("diary", "check", "--json").stdout)["faults"]
    assert fault["code"] == "damaged" and "import --replace" in fault["allowed"]
    assert springstep("diary", "list").exit_code == 2
    assert springstep("diary", "show", "abab").exit_code == 0


def test_a_damaged_entry_is_deleted(springstep: Invoke, place: Path) -> None:
    flip(place)
    asked = springstep("diary", "delete", "cdcd", given="no\n")
    assert asked.exit_code == 2 and "it is not as it was written" in asked.output
    assert springstep("diary", "delete", "cdcd", "--yes").stdout == "deleted cdcdcdcd\n"
    assert springstep("diary", "check").stdout == "1 entry, all as written\n"


def test_a_damaged_entry_comes_back_from_an_export(springstep: Invoke, place: Path, tmp_path: Path) -> None:
    assert springstep("diary", "export", tmp_path / "out").exit_code == 0
    flip(place)
    result = springstep("diary", "import", tmp_path / "out", "--replace", "--today", "2026-03-09")
    assert result.exit_code == 0, result.output
    with Diary.open(place) as diary:
        assert diary.entries() == (GOOD, BAD)


def test_a_damaged_profile_is_named(springstep: Invoke, place: Path) -> None:
    place.with_suffix(".profile.json").write_text('{"format": "springstep-profile/1", "facts": {"goal": ')
    result = springstep("diary", "check")
    assert result.exit_code == 1 and "diary.profile.json" in result.stdout.replace("\n  ", "")
