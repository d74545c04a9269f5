"""What a watch says of days comes into the diary, and before a run the runner is asked; nothing answers for them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from springstep.diary.storage.store import Diary
from springstep.diary.wellness import DAYS_KEPT, Wellness
from tests.cli.conftest import Invoke
from tests.cli.terminals import Start
from tests.formats.making.health import apple_export, garmin_table, intervals_table

TODAY = date(2026, 6, 1)
USUAL = [7.3] * 14


@pytest.fixture
def take(springstep: Invoke, place: Path, tmp_path: Path) -> Invoke:
    """Import exports into the diary of the test."""

    def run(*words: object, today: str = "2026-06-01") -> Any:
        return springstep("diary", "import-wellness", *words, "--today", today, "--diary", place)

    return run


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "wellness.csv"
    path.write_text(intervals_table(TODAY, [*USUAL, 5.17]), encoding="utf-8")
    return path


def flat(text: str) -> str:
    return " ".join(text.split())


def begun(springstep: Invoke, place: Path, *said: str, today: str = "2026-06-01") -> str:
    """Return what a consultation before a run says until the answers run out."""
    words = ("consult", "--moment", "before", "--diary", place, "--today", today)
    return flat(springstep(*words, "--state", place.with_name("state.json"), given="\n".join((*said, ""))).output)


def test_days_come_in_and_what_they_give_reason_to_ask_is_said(take: Invoke, table: Path) -> None:
    found = take(table)
    assert found.exit_code == 0, found.output
    said = flat(found.output)
    assert "intervals.icu: 15 days, 2026-05-18 to 2026-06-01: sleep of 15, HRV of 15." in said
    assert "Your watch says 5 h 10 min of sleep, usually 7 h 18 min. Was it a short night?" in said


def test_the_same_file_twice_changes_nothing(take: Invoke, table: Path) -> None:
    assert json.loads(take(table, "--json").output) == json.loads(take(table, "--json").output)


def test_every_kind_of_export_is_taken(take: Invoke, table: Path, tmp_path: Path) -> None:
    garmin, apple = tmp_path / "Sleep.csv", tmp_path / "export.xml"
    garmin.write_text(garmin_table(TODAY, [7.0]), encoding="utf-8")
    apple.write_text("".join(apple_export(TODAY, [6.0])), encoding="utf-8")
    found = json.loads(take(table, garmin, apple, "--json").output)
    assert {each["source"] for each in found["days"]} == {"intervals.icu", "garmin", "apple_health"}


def test_wrong_files_cost_a_line_each_and_the_rest_is_taken(take: Invoke, table: Path, tmp_path: Path) -> None:
    wrong = {
        "none.csv": "there is no such file",
        "empty.csv": "is empty",
        "photo.csv": "is neither a table",
        "zeros.xml": "is larger than 16 MB",
        "bomb.xml": "defines entities",
    }
    (tmp_path / "empty.csv").touch()
    (tmp_path / "photo.csv").write_bytes(b"\xff\xd8\xff\xe0 a photo")
    with (tmp_path / "zeros.xml").open("wb") as sparse:
        sparse.truncate(4 << 30)
    (tmp_path / "bomb.xml").write_text('<!DOCTYPE a [<!ENTITY b "c">]><HealthData>&b;</HealthData>')
    found = take(*(tmp_path / name for name in [*wrong][:2]), table, *(tmp_path / name for name in [*wrong][2:]))
    assert found.exit_code == 1
    assert found.stdout == take(table).stdout
    said = "".join(found.stderr.split())
    assert all(said.count(f"{name}: {words}".replace(" ", "")) == 1 for name, words in wrong.items()), said
    told = json.loads(take(table, tmp_path / "empty.csv", "--json").stdout)
    assert len(told["days"]) == 15 and [each["code"] for each in told["left"]] == ["malformed"]


def test_where_every_file_is_wrong_nothing_is_kept(take: Invoke, place: Path) -> None:
    found = take(place.with_name("none.csv"))
    assert (found.exit_code, found.stdout) == (1, "") and not place.exists()


def test_on_a_terminal_a_long_export_shows_how_far_it_is(on_terminal: Start, place: Path, tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text("".join(apple_export(TODAY, [7.0] * 10, beats=200)), encoding="utf-8")
    child = on_terminal("diary", "import-wellness", str(path), "--today", TODAY.isoformat(), "--diary", str(place))
    child.expect_exact("100%")
    child.expect_exact("Apple Health: 10 days")


def test_days_of_long_ago_are_not_kept(take: Invoke, table: Path, place: Path) -> None:
    found = take(table, today="2027-06-01")
    assert found.exit_code == 0 and "Nothing to keep" in found.output
    assert not place.exists()


def test_a_consultation_says_so_and_asks_although_nothing_was_said_to_be_off(
    springstep: Invoke, take: Invoke, table: Path, place: Path
) -> None:
    take(table)
    said = begun(springstep, place, "nothing")
    assert "Your watch says 5 h 10 min of sleep, usually 7 h 18 min. Was it a short night?" in said
    assert "How did you sleep?" in said and "Press Enter for: short" in said
    assert begun(springstep, place, "nothing", today="2026-06-02").count("Your watch") == 0


def test_what_the_runner_names_in_the_check_in_is_not_asked_again(
    springstep: Invoke, take: Invoke, table: Path, place: Path
) -> None:
    take(table)
    assert "How did you sleep?" not in begun(springstep, place, "slept badly")


def test_the_runners_own_answer_stands(springstep: Invoke, take: Invoke, table: Path, place: Path) -> None:
    take(table)
    said = begun(springstep, place, "nothing", "well", "review")
    assert "sleep enough" in said


def test_a_noted_illness_is_asked_about_and_nothing_is_offered(
    springstep: Invoke, take: Invoke, tmp_path: Path, place: Path
) -> None:
    noted = tmp_path / "noted.csv"
    noted.write_text(intervals_table(TODAY, USUAL, note="down with flu"), encoding="utf-8")
    take(noted)
    said = begun(springstep, place, "nothing")
    assert "speak of illness. Only you can tell how it is now." in said
    asked = said[said.index("Is anything else out of the ordinary today?") :]
    assert "Press Enter for" not in asked


def test_a_case_is_advised_by_what_it_says_and_the_watch_is_told_beside_it(
    springstep: Invoke, take: Invoke, table: Path, place: Path, examples: Path
) -> None:
    case = examples / "first-session.yaml"
    words = ("recommend", case, "--json", "--no-trace", "--today", "2026-06-01", "--diary", place)
    take(table)
    found, without = springstep(*words), springstep(*words[:-2], "--no-diary")
    assert "Was it a short night?" in flat(found.stderr) and "The case says: sleep enough." in flat(found.stderr)
    assert json.loads(found.stdout)["facts"] == json.loads(without.stdout)["facts"]


def test_whatever_is_kept_next_deletes_the_days_that_are_kept_no_longer(
    springstep: Invoke, place: Path, examples: Path
) -> None:
    last = TODAY - timedelta(days=DAYS_KEPT - 1)
    days = [Wellness(day=last + timedelta(days=by), sleep_h=7, source="garmin") for by in (-30, -1, 0, 1)]
    at = ("--today", TODAY.isoformat(), "--diary", place)
    for words in (
        ("recommend", examples / "first-session.yaml", "--save"),
        ("diary", "add", "--kind", "easy", "--bursts", "none", "--minutes", "40", "--apart"),
    ):
        with Diary.open(place) as diary:
            diary.days.keep(days)
        assert springstep(*words, *at).exit_code == 0
        with Diary.open(place) as diary:
            assert [each.day for each in diary.days.sound()] == [last, last + timedelta(days=1)]
