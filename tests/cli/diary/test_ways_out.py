"""No dead ends: a distance is taken after a run, an example is no default, and a pace without its unit is told so."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from springstep.cli import main as command
from springstep.dialogue import Dialogue
from springstep.diary.storage.store import Diary
from springstep.engine.consultation.events import Refused
from tests.diary.conftest import entry_by_hand, plan_by_hand


def add(place: Path, *lines: str) -> Result:
    given = "".join(f"{line}\n" for line in lines)
    return CliRunner().invoke(command.main, ["diary", "add", "--diary", str(place)], input=given)


@pytest.mark.parametrize(
    ("said", "kind", "noted"),
    [
        ("easy 5 miles", "easy", "5 miles"),
        ("easy, 5 mi", "easy", "5 mi"),
        ("10 km long", "long", "10 km"),
        ("long, half marathon", "long", "half marathon"),
    ],
)
def test_a_distance_is_noted_and_the_minutes_stay_open(said: str, kind: str, noted: str, tmp_path: Path) -> None:
    result = add(tmp_path / "diary.db", said, "no", "")
    assert result.exit_code == 0 and f"Noted: {noted}" in result.output
    with Diary.open(tmp_path / "diary.db", create=False) as diary:
        assert [(one.run_kind, one.duration_min, one.note) for one in diary.entries()] == [(kind, None, noted)]


@pytest.mark.parametrize(("said", "why"), [("5 miles", "the kind of run is missing"), ("easy bananas", "bananas")])
def test_what_gives_no_kind_of_run_is_still_refused(said: str, why: str, tmp_path: Path) -> None:
    result = add(tmp_path / "diary.db", said)
    assert result.exit_code == 2 and why in result.output


def test_the_beginnings_that_the_runners_page_names_log_a_planned_session(tmp_path: Path) -> None:
    place, day = tmp_path / "diary.db", date.today()
    nothing: dict[str, Any] = {"drill": None, "efforts": None, "effort_s": None}
    with Diary.open(place) as diary:
        diary.add(entry_by_hand(1, uid="ab" * 16, day=day, bursts="planned", plan=plan_by_hand(), **nothing))
    assert add(place, "a", "", "f 2", "y", "4 4").exit_code == 0
    with Diary.open(place, create=False) as diary:
        (one,) = diary.entries()
    assert (one.bursts, one.pain, one.felt_after, one.fatigue_after) == ("done", "none", "fresh", 2)
    assert (one.form_held, one.cadence, one.stride) == (True, 4, 4)


def test_the_example_after_the_first_question_does_not_look_like_a_default(tmp_path: Path) -> None:
    result = add(tmp_path / "diary.db", "")
    assert "Such as easy 45." in result.output and "(easy 45)" not in result.output


def test_an_empty_answer_to_what_must_be_answered_is_told_the_way_out() -> None:
    dialogue = Dialogue()
    state, _ = dialogue.begin("before")
    state, _ = dialogue.respond(state, "nothing")
    assert state.asking == "injuries"
    state, events = dialogue.respond(state, "")
    assert isinstance(events[0], Refused) and "say `none` if there is none" in events[0].what
    state, _ = dialogue.respond(state, "none")
    assert state.answers["injuries"] == []


@pytest.mark.parametrize("said", ["easy, 5 miles, 9:30", "easy, 45 min, 6:00"])
def test_a_pace_without_its_unit_is_told_the_units(said: str) -> None:
    dialogue = Dialogue()
    state, _ = dialogue.begin("before")
    told = {"background": "5 runs, regular", "place": "grass, flat, solid", "aims": "endurance, build, no coach"}
    while state.asking not in ("run", None):
        state, _ = dialogue.respond(state, told.get(state.asking, "none"))
    assert state.asking == "run"
    _, events = dialogue.respond(state, said)
    pace = said.rpartition(" ")[2]
    assert isinstance(events[0], Refused)
    assert f"{pace}/mi" in events[0].what and f"{pace}/km" in events[0].what


def by_options(place: Path, *options: str) -> Result:
    words = ["diary", "add", "--diary", str(place), "--today", "2026-11-30", "--kind", "easy", "--bursts", "none"]
    return CliRunner().invoke(command.main, [*words, *options])


def test_a_run_of_long_ago_is_added_on_purpose_only(tmp_path: Path) -> None:
    place = tmp_path / "diary.db"
    refused = by_options(place, "--day", "1970-01-01")
    assert refused.exit_code != 0 and not place.exists()
    assert "1970-01-01 is 56 years ago; --long-ago adds it all the same" in " ".join(refused.output.split())
    assert by_options(place, "--day", "1970-01-01", "--long-ago").exit_code == 0
    assert by_options(place, "--day", "29/11/2025").exit_code == 0


def test_a_day_that_is_none_is_told_with_all_else_and_keeps_no_danger_from_being_heard(tmp_path: Path) -> None:
    refused = by_options(tmp_path / "diary.db", "--day", "31.11.2026", "--drill", "kangaroo", "--pain", "sharp")
    assert "Stop: no bursts" in refused.output
    assert "the calendar has no day 31.11.2026" in " ".join(refused.output.split()) and "kangaroo" in " ".join(
        refused.output.split()
    )
