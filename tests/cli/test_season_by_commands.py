"""A whole season through the real commands: plan, run, log, forty times, with a setback on the way."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from springstep import RuleBase
from springstep.cli.main import main
from springstep.installed import default_rule_base
from tests.season.conftest import level_of

BASE: RuleBase = default_rule_base()
RUNS = 40
FIRST = date(2026, 3, 2)
TIRED = range(24, 28)
"""The runs of a hard month at work, whose sessions leave the runner drained."""

TODAY: dict[str, Any] = {
    "pain": "none",
    "injuries": [],
    "screening": [],
    "goal": "endurance",
    "experience": "some",
    "has_coach": False,
    "season_phase": "build",
    "run_kind": "easy",
    "duration_min": 60,
    "pace": "6:00/km",
    "surface": "grass",
    "terrain": "flat",
    "shoes": "solid",
    "fatigue": 1,
    "legs": "fresh",
    "stiffness": [],
    "sleep": "enough",
    "fuel": "fed",
    "today": [],
}


def command(*arguments: object, given: Any = None) -> str:
    result = CliRunner().invoke(main, [str(word) for word in arguments], input=json.dumps(given))
    assert result.exit_code == 0, result.output
    return result.stdout


def morning(diary: Path, day: date, number: int) -> dict[str, Any]:
    """Plan the run; what the diary knows is not told by hand."""
    case = {**TODAY, "sessions_done": 0} if number == 0 else {**TODAY, "recovery_between_sessions": "full"}
    asked = ("recommend", "-", "--diary", diary, "--today", day, "--save", "--json")
    return dict(json.loads(command(*asked, given=case)))


def evening(diary: Path, day: date, number: int, plan: dict[str, Any]) -> None:
    """Log what was done: all that was planned, and how it was."""
    entry: dict[str, Any] = {"day": str(day), "run_kind": "easy", "duration_min": 60, "bursts": "none"}
    session = plan["session"]
    if session is not None:
        tired = number in TIRED
        entry |= {"bursts": "done", "efforts": session["efforts"], "effort_s": session["effort_s"]}
        entry |= {"drill": session["drill"], "felt_after": "drained" if tired else "normal", "form_held": True}
        entry |= {"fatigue_after": 6 if tired else 2, "cadence": 3 if tired else 4, "stride": 4}
        entry |= {"spring": 4, "return_to_pace": 4}
    command("diary", "add", "--json", "-", "--diary", diary, "--today", day, given=entry)


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    diary = tmp_path_factory.mktemp("season") / "diary.db"
    plans = []
    for number in range(RUNS):
        day = FIRST + timedelta(days=2 * number)
        plans.append(morning(diary, day, number))
        evening(diary, day, number, plans[-1])
    return plans


def levels(season: list[dict[str, Any]]) -> list[int]:
    steps = [plan["step"] for plan in season if plan["step"] is not None]
    return [level_of(step["efforts"], step["effort_s"]) for step in steps]


def progression(plan: dict[str, Any]) -> dict[str, Any]:
    return dict(next(decision for decision in plan["decisions"] if decision["name"] == "progression"))


def test_dose_and_frequency_rise_by_single_steps_and_never_both(season: list[dict[str, Any]]) -> None:
    steps = [plan["step"] for plan in season if plan["step"] is not None]
    assert len(steps) >= 12
    risen = levels(season)
    assert max(risen) >= 3, "the season gets somewhere"
    for place in range(1, len(steps)):
        up, oftener = risen[place] - risen[place - 1], steps[place - 1]["frequency"] - steps[place]["frequency"]
        assert up <= 1 and oftener <= 1 and up + oftener <= 1


def test_a_step_on_comes_only_after_three_full_sessions_and_two_weeks(season: list[dict[str, Any]]) -> None:
    for plan in season:
        if progression(plan)["value"] != "advance":
            continue
        facts = {fact["fact"]: fact for fact in plan["facts"]}
        assert facts["sessions_at_step"]["value"] >= 3 and facts["weeks_at_step"]["value"] >= 2
        assert facts["last_completed"]["value"] == "all" and facts["response_logged"]["value"] is True


def test_every_step_has_its_reason_from_the_diary(season: list[dict[str, Any]]) -> None:
    for number, plan in enumerate(season):
        facts = {fact["fact"]: fact for fact in plan["facts"]}
        if number == 0:
            assert not plan["history"]
            continue
        for name in ("sessions_done", "step_efforts", "weeks_at_step", "sessions_at_step", "last_completed"):
            assert facts[name]["source"] == "diary" and "2026" in facts[name]["note"]
        for reason in progression(plan)["reasons"]:
            assert not reason["assumed"], f"run {number}: {reason['rule']} rests on what was not told"


def test_a_setback_lowers_the_dose_and_the_way_up_is_by_single_steps_again(season: list[dict[str, Any]]) -> None:
    before = max(levels(season[: TIRED.start]))
    back = [plan for plan in season[TIRED.start :] if progression(plan)["value"] == "step_back"]
    assert back, "drained sessions turn it back"
    rules = {reason["rule"] for plan in back for reason in progression(plan)["reasons"]}
    assert {"PRG-070", "PRG-080"} & rules
    after = levels(season[TIRED.stop :])
    assert min(after) < before
    assert after[-1] > min(after), "and it goes on again once the sessions are taken well"


def test_no_run_breaks_a_limit(season: list[dict[str, Any]]) -> None:
    easy_runs_since: int | None = None
    for plan in season:
        session = plan["session"]
        if session is None:
            easy_runs_since = None if easy_runs_since is None else easy_runs_since + 1
            continue
        assert 3 <= session["efforts"] <= 6 and 8 <= session["effort_s"] <= 15
        assert session["total_s"] < 2 * TODAY["duration_min"]
        if easy_runs_since is not None:
            frequency = next(d["value"] for d in plan["decisions"] if d["name"] == "frequency")
            assert easy_runs_since >= frequency - 1
        easy_runs_since = 0


def test_an_old_plan_can_be_replayed(tmp_path: Path) -> None:
    from springstep.diary.plan import plan_of, replay
    from springstep.diary.storage.store import Diary

    diary = tmp_path / "diary.db"
    for number in range(4):
        day = FIRST + timedelta(days=2 * number)
        made = morning(diary, day, number)
        evening(diary, day, number, made)
    with Diary.open(diary) as book:
        for entry in book.entries():
            assert entry.plan is not None and entry.plan.rules_digest == BASE.digest
            assert plan_of(replay(entry.plan, BASE)) == entry.plan
