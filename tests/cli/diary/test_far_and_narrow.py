"""The diary where a clock is wrong by hundreds of years, and in a narrow terminal: few lines, and whole words."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from springstep.diary.entry import EARLIEST, LATEST
from springstep.diary.errors import DiaryError
from springstep.diary.storage.store import Diary
from tests.cli.conftest import Invoke
from tests.cli.terminals import Start, to_the_end
from tests.diary.conftest import entry_by_hand, plan_by_hand
from tests.places import EXAMPLES

NARROW = 44


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "diary.db"
    monkeypatch.setenv("SPRINGSTEP_DIARY", str(found))
    return found


def keep(place: Path, *days: date) -> None:
    with Diary.open(place) as diary:
        for number, day in enumerate(days, 1):
            plan = plan_by_hand()
            diary.add(entry_by_hand(number, day=day, plan=plan, felt_after="normal", fatigue_after=3, cadence=4))


@pytest.mark.parametrize("far", [LATEST, LATEST - timedelta(days=4), date(2126, 3, 2)])
@pytest.mark.parametrize("options", [[], ["--plain"]])
def test_a_wrong_clock_gives_no_endless_page(springstep: Invoke, place: Path, far: date, options: list[str]) -> None:
    keep(place, date(2026, 3, 2), date(2026, 3, 9), far)
    result = springstep("diary", "trend", *options)
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    away = ((far.toordinal() - far.weekday()) - date(2026, 3, 9).toordinal()) // 7 - 1
    assert len(lines) < 12 and f"{away:,} weeks without a run" in lines
    rows = json.loads(springstep("diary", "trend", "--json").stdout)
    assert [row["runs"] for row in rows] == [1, 1, 1]


def test_so_it_is_with_a_picture(springstep: Invoke, place: Path, tmp_path: Path) -> None:
    keep(place, date(2026, 3, 2), LATEST)
    result = springstep("diary", "trend", "--svg", tmp_path / "weeks.svg")
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "weeks.svg").read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize(
    "arguments",
    [
        ["recommend", EXAMPLES / "first-session.yaml"],
        ["cue", "dizzy"],
        ["card"],
        ["week", "--runs", "tue"],
        ["diary", "race"],
        ["diary", "add", "--bursts", "none"],
    ],
)
def test_a_day_before_or_after_any_diary_is_refused(springstep: Invoke, place: Path, arguments: list[str]) -> None:
    keep(place, date(2026, 3, 2))
    for today, told in (
        ("0001-01-01", "is too long ago; at the earliest 1970-01-01"),
        ("1969-12-31", "is too long ago; at the earliest 1970-01-01"),
        ("2200-01-01", "is too far ahead; at the latest 2199-12-31"),
        ("9999-12-31", "is too far ahead; at the latest 2199-12-31"),
    ):
        result = springstep(*arguments, "--today", today)
        assert result.exit_code == 2 and f"{today} {told}" in result.stderr


@pytest.mark.parametrize("day", [date.min, EARLIEST - timedelta(days=1), LATEST + timedelta(days=1), date.max])
def test_no_day_gets_into_the_diary_that_cannot_be_imported_again(place: Path, day: date) -> None:
    keep(place, date(2026, 3, 2))
    with Diary.open(place) as diary:
        for write in (
            lambda: diary.add(entry_by_hand(2, day=day)),
            lambda: diary.update(entry_by_hand(1, day=day)),
            lambda: diary.merge([entry_by_hand(3), entry_by_hand(2, day=day)]),
            lambda: diary.keep_race(day),
        ):
            with pytest.raises(DiaryError, match=f"{day} is no day of a diary; from 1970-01-01 to 2199-12-31"):
                write()
        assert [entry.day for entry in diary.entries()] == [date(2026, 3, 2)] and diary.race() is None


def test_what_was_written_at_the_edges_of_time_is_exported_and_imported(
    springstep: Invoke, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(place, EARLIEST, LATEST)
    assert springstep("diary", "export", tmp_path / "out").exit_code == 0
    monkeypatch.setenv("SPRINGSTEP_DIARY", str(tmp_path / "other.db"))
    result = springstep("diary", "import", tmp_path / "out", "--today", LATEST)
    assert result.exit_code == 0 and "imported 2 entries: 2 added" in result.stdout, result.stderr


@pytest.mark.parametrize("arguments", [["diary", "list"], ["diary", "trend"], ["rules", "list", "--topic", "cue"]])
def test_a_narrow_terminal_breaks_no_word(
    springstep: Invoke, on_terminal: Start, place: Path, arguments: list[str]
) -> None:
    keep(place, date(2026, 3, 2), date(2026, 3, 9))
    whole = set(springstep(*arguments).stdout.split()) | set(
        springstep(*arguments, *_in_words(arguments)).stdout.split()
    )
    output, code = to_the_end(on_terminal(*arguments, columns=NARROW, TERM="dumb", NO_COLOR="1"))
    assert code == 0, output
    lines = [re.sub(r"\x1b\[[\d;]*m", "", line).rstrip("\r") for line in output.split("\n")]
    assert max(map(len, lines)) <= NARROW
    assert len(lines) > 3
    said = re.sub(r"springstep: reads the rules .*?\b[0-9a-f]{12}\b", "", "\n".join(lines), flags=re.S)
    assert set(said.split()) <= whole


def _in_words(arguments: list[str]) -> list[str]:
    return ["--plain"] if "trend" in arguments else []
