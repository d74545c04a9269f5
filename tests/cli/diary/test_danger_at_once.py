"""A danger told in the log: answered before anything else is asked, and kept even if the person leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from springstep.cli import main as command
from springstep.diary.storage.store import Diary
from tests.cli.diary.conftest import kept
from tests.diary.conftest import entry_by_hand, plan_by_hand

TODAY = "2026-03-31"
NOTHING: dict[str, Any] = {"drill": None, "efforts": None, "effort_s": None}
PLANNED = entry_by_hand(1, uid="ab" * 16, day=date(2026, 3, 31), bursts="planned", plan=plan_by_hand(), **NOTHING)
Say = Callable[..., Result]


@pytest.fixture
def say(place: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Answer ``springstep diary add``, or another of its commands, line by line."""
    monkeypatch.setenv("SPRINGSTEP_DIARY", str(place))

    def invoke(*lines: str, words: tuple[str, ...] = ("add",)) -> Result:
        given = "".join(f"{line}\n" for line in lines)
        return CliRunner().invoke(command.main, ["diary", *words, "--today", TODAY], input=given)

    return invoke


@pytest.mark.parametrize("told", ["chest pain", "dizzy", "hip stiffness, chest pain"])
@pytest.mark.parametrize(("leaving", "code"), [((), 2), (("quit",), 130), (("",), 2)])
def test_a_danger_named_is_answered_at_once_and_kept_however_the_person_leaves(
    told: str, leaving: tuple[str, ...], code: int, say: Say, place: Path
) -> None:
    result = say("easy 45", "no", told, *leaving)
    assert result.exit_code == code
    assert result.output.index("Stop:") < result.output.index("Does anything hurt now")
    (entry,) = kept(place)
    assert entry.cues and entry.pain is None
    assert "nothing was saved" not in result.output.lower()
    assert f"springstep diary edit {entry.short} --ask" in result.output


def test_the_entry_kept_is_completed_by_the_rest_of_the_answers_and_nothing_is_said_twice(
    say: Say, place: Path
) -> None:
    result = say("easy 45", "no", "chest pain", "none")
    assert result.exit_code == 0
    assert result.output.count("Stop:") == 1
    assert [(entry.cues, entry.pain) for entry in kept(place)] == [(("chest_pain",), "none")]


def test_what_was_kept_is_completed_by_edit(say: Say, place: Path) -> None:
    say("easy 45", "no", "chest pain", "quit")
    (entry,) = kept(place)
    assert say("", "", "", "ache", "", words=("edit", entry.short, "--ask")).exit_code == 0
    assert [(each.cues, each.pain) for each in kept(place)] == [(("chest_pain",), "ache")]


@pytest.mark.parametrize(
    ("lines", "pain"), [(("knee pain",), "sharp"), (("knee pain", "ache"), "ache"), (("knee pain", "sharp"), "sharp")]
)
def test_pain_told_is_kept_and_the_worse_while_its_kind_is_open(
    lines: tuple[str, ...], pain: str, say: Say, place: Path
) -> None:
    say("easy 45", "no", *lines)
    assert [(entry.pain, entry.pain_site) for entry in kept(place)] == [(pain, "knee")]


@pytest.mark.parametrize("told", ["hip stiffness", "form slipping"])
def test_what_is_no_danger_is_not_kept_by_halves(told: str, say: Say, place: Path) -> None:
    result = say("easy 45", "no", told, "quit")
    assert "nothing was saved" in result.output.lower()
    assert "Stop:" not in result.output and kept(place) == ()


def test_the_days_plan_is_completed_by_what_is_kept_and_open_again_for_another_run(say: Say, place: Path) -> None:
    with Diary.open(place) as diary:
        diary.add(PLANNED)
    left = say("all", "chest pain", "back", "back", "another run", "easy 45", "no", "dizzy", "none")
    assert left.exit_code == 0, left.output
    plan, other = sorted(kept(place), key=lambda entry: entry.bursts != "planned")
    assert plan == PLANNED and other.cues == ("dizzy",)


def test_a_danger_told_on_editing_is_kept_too(say: Say, place: Path) -> None:
    say("easy 45", "no", "")
    (entry,) = kept(place)
    assert "Stop:" in say("", "", "chest pain", "quit", words=("edit", entry.short, "--ask")).output
    assert kept(place)[0].cues == ("chest_pain",)
