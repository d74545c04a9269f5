"""``springstep cue`` beside the diary: today's plan bounds what comes up, before its run is written down and after."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Invoke

DAY = "2026-12-01"


@pytest.fixture
def diary(springstep: Invoke, tmp_path: Path, examples: Path) -> tuple[object, ...]:
    given = ("--diary", tmp_path / "diary.db", "--today", DAY)
    assert springstep("recommend", examples / "first-session.yaml", "--save", *given).exit_code == 0
    return given


@pytest.mark.parametrize("log", [("--bursts", "done"), ("--bursts", "skipped")])
def test_the_plan_bounds_a_cue_after_its_run_was_written_down_as_before(
    springstep: Invoke, diary: tuple[object, ...], log: tuple[str, ...]
) -> None:
    ask = ("cue", "all", "well", "--bursts-done", 1, *diary)
    before = springstep(*ask).stdout
    added = springstep("diary", "add", *log, *diary[:2], "--today", DAY)
    assert added.exit_code == 0, added.stderr
    assert "Light, with plenty of spring held back" in before
    assert springstep(*ask).stdout == before


def test_the_plan_of_another_day_bounds_nothing(springstep: Invoke, diary: tuple[object, ...]) -> None:
    made = springstep("cue", "all", "well", "--bursts-done", 1, "--json", *diary[:2], "--today", "2026-12-02")
    assert json.loads(made.stdout)["history"] == []


def test_what_two_rules_say_alike_is_said_once(springstep: Invoke, diary: tuple[object, ...]) -> None:
    shown = " ".join(springstep("cue", "tired", "legs", "--bursts-done", 7, *diary).stdout.split())
    assert "CUE-160" in shown and "CUE-165" in shown
    assert shown.count("Enjoy the rest of the run at an easy pace.") == 1
