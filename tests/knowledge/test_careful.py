"""What small things come to, and the ways back: after healing, after a break, after days that nobody told of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from springstep import CaseError, Recommendation, recommend
from springstep.diary.entry import Entry
from springstep.diary.history import history_of
from springstep.diary.plan import plan_of
from tests.strategies import BASE

DRILL = BASE.tables["drills"].by_id
SIXTY = {"step_efforts": 5, "step_effort_s": 12}
TOP = {"step_efforts": 6, "step_effort_s": 15, "every_nth_easy_run": 2}


def before(**changes: Any) -> Recommendation:
    return recommend({**BASE.standard_cases["before"], **changes})


def after(**changes: Any) -> Recommendation:
    return recommend({**BASE.standard_cases["after"], **changes})


def value(plan: Recommendation, name: str) -> Any:
    return plan.decision(name).value


def reached(plan: Recommendation) -> tuple[int, int, int]:
    """Return the step reached: every n-th easy run, efforts, seconds an effort."""
    return value(plan, "reached_every"), value(plan, "reached_efforts"), value(plan, "reached_effort_s")


def has(kind: str, status: str) -> list[dict[str, str]]:
    return [{"site": kind, "status": status}]


def impacts_left(plan: Recommendation) -> set[str]:
    """Return the impacts of the bursts that nothing rules out."""
    options = [option for choice in plan.trace.choices if choice.decision == "drill" for option in choice.options]
    left = [DRILL[option.value] for option in options if not option.refused_by]
    return {row["impact"] for row in left if row["role"] == "burst"}


def landings_left(plan: Recommendation) -> set[str]:
    options = [option for choice in plan.trace.choices if choice.decision == "drill" for option in choice.options]
    return {DRILL[option.value]["landing"] for option in options if not option.refused_by}


# Steps off the usual way.


@pytest.mark.parametrize(
    ("step", "held", "one_on", "one_back"),
    [
        ((6, 10), "6 x 10 s", "6 x 12 s", "5 x 10 s"),
        ((5, 8), "5 x 8 s", "5 x 10 s", "4 x 8 s"),
        ((4, 9), "4 x 9 s", "4 x 10 s", "3 x 9 s"),
        ((3, 20), "6 x 10 s", "6 x 12 s", "5 x 10 s"),
        ((3, 12), "3 x 12 s", "4 x 12 s", "3 x 10 s"),
        ((2, 15), "3 x 10 s", "4 x 10 s", "3 x 8 s"),
        ((8, 10), "6 x 10 s", "6 x 12 s", "5 x 10 s"),
        ((5, 7), "3 x 8 s", "3 x 10 s", "3 x 8 s"),
    ],
)
@pytest.mark.parametrize("plan_at", [before, after])
def test_a_step_off_the_usual_way_stays_and_goes_on_and_back_by_one(
    plan_at: Any, step: tuple[int, int], held: str, one_on: str, one_back: str
) -> None:
    here = {"step_efforts": step[0], "step_effort_s": step[1], "every_nth_easy_run": 2}
    assert value(plan_at(**here, response_logged=False), "dose") == held
    assert value(plan_at(**here), "dose") == one_on
    assert value(plan_at(**here, fatigue_trend="worse"), "dose") == one_back


@pytest.mark.parametrize(
    ("step", "every", "turn"),
    [((3, 8), 3, "dose"), ((3, 10), 3, "frequency"), ((4, 9), 3, "frequency"), ((3, 10), 2, "dose")],
)
def test_the_frequency_has_its_turn_once_the_dose_is_thirty_seconds(
    step: tuple[int, int], every: int, turn: str
) -> None:
    plan = after(step_efforts=step[0], step_effort_s=step[1], every_nth_easy_run=every)
    grown = value(plan, "reached_efforts") * value(plan, "reached_effort_s") > step[0] * step[1]
    assert (grown, value(plan, "frequency")) == (turn == "dose", every - (turn == "frequency"))


# Small things add up.

AGAINST = {"shoes": "minimal", "surface": "concrete", "terrain": "hilly", "sleep": "short", "fuel": "light"}


@pytest.mark.parametrize(
    ("points", "clearance", "contact", "dose"),
    [
        (2, "modify", "light", "5 x 12 s"),
        (4, "modify", "light", "5 x 12 s"),
        (6, "modify", "light", "4 x 12 s"),
        (8, "modify", "gentle", "3 x 12 s"),
        (10, "strides_instead", "gentle", "3 x 12 s"),
    ],
)
def test_small_things_against_the_day_hold_the_step_and_make_the_set_smaller(
    points: int, clearance: str, contact: str, dose: str
) -> None:
    plan = before(**SIXTY, **dict(list(AGAINST.items())[: points // 2]))
    assert (value(plan, "burden"), value(plan, "clearance"), value(plan, "contact")) == (points, clearance, contact)
    assert (value(plan, "dose"), value(plan, "progression"), reached(plan)) == (dose, "hold", (3, 5, 12))


def test_fourteen_points_leave_an_easy_run_alone() -> None:
    plan = before(**SIXTY, **AGAINST | {"sleep": "poor", "fuel": "empty"})
    assert (value(plan, "burden"), value(plan, "clearance"), plan.session) == (14, "no_bursts_today", None)
    assert reached(plan) == (3, 5, 12)


@pytest.mark.parametrize("surface", ["asphalt", "concrete", "sand", "treadmill"])
def test_hard_or_loose_ground_holds_and_costs_no_step(surface: str) -> None:
    plan = before(surface=surface)
    assert (value(plan, "burden"), value(plan, "progression"), value(plan, "dose")) == (2, "hold", "4 x 10 s")
    assert plan.decision("progression").rules == ("BUR-010",)
    assert reached(plan) == (3, 4, 10)


def test_risks_that_come_to_eight_points_leave_three_low_and_careful_efforts() -> None:
    """The several risks of the example, on a better night and fed: a calf on its way back bars calf load."""
    tired = {"fatigue": 4, "legs": "heavy", "surface": "asphalt", "shoes": "worn"}
    plan = before(**tired, injuries=has("calf", "returning"), step_efforts=3, step_effort_s=10)
    assert (value(plan, "burden"), value(plan, "clearance"), value(plan, "dose")) == (8, "modify", "3 x 8 s")
    options = {option.value: option for choice in plan.trace.choices for option in choice.options}
    assert {row.id for row in DRILL.values() if row["role"] == "burst" and not options[row.id].refused_by} == {
        "quick_feet",
        "quick_steps",
        "march_and_hold",
    }
    assert "INJ-050" in options["light_hops"].refused_by and "SRF-060" in options["bounding"].refused_by
    assert reached(plan) == (3, 3, 10)


def test_a_fatigue_of_three_is_an_ordinary_day() -> None:
    rested, plain, tired = (before(fatigue=fatigue) for fatigue in (1, 3, 4))
    assert {d.name: d.value for d in plain.decisions} == {d.name: d.value for d in rested.decisions}
    assert (value(tired, "burden"), value(tired, "clearance"), value(tired, "contact")) == (2, "modify", "light")


@pytest.mark.parametrize(
    ("kind", "burden", "clearance", "contact", "rest_s", "progression"),
    [
        ("fever", 0, "no_bursts_today", "crisp", 90, "hold"),
        ("race_yesterday", 0, "no_bursts_today", "crisp", 90, "hold"),
        ("hard_yesterday", 1, "go", "light", 90, "advance"),
        ("strength_yesterday", 2, "go", "light", 90, "hold"),
        ("sore", 2, "go", "light", 90, "hold"),
        ("second_run", 1, "go", "light", 90, "advance"),
        ("heat", 1, "go", "crisp", 120, "advance"),
        ("dark", 1, "go", "crisp", 90, "advance"),
        ("wet", 2, "go", "light", 90, "hold"),
        ("overthinking", 0, "go", "crisp", 90, "advance"),
        ("competitive", 0, "go", "light", 90, "advance"),
    ],
)
def test_what_is_out_of_the_ordinary_today(
    kind: str, burden: int, clearance: str, contact: str, rest_s: int, progression: str
) -> None:
    plan = before(today=[kind])
    found = [value(plan, name) for name in ("burden", "clearance", "contact", "rest_s", "progression")]
    assert found == [burden, clearance, contact, rest_s, progression]
    assert (plan.session is None) == (clearance == "no_bursts_today")


@pytest.mark.parametrize(
    ("limit", "clearance", "verdict"),
    [
        ("pregnant", "stop_and_refer", "stop"),
        ("heart", "stop_and_refer", "stop"),
        ("bones", "stop_and_refer", "stop"),
        ("forbidden", "stop_and_refer", "stop"),
        ("under_16", "no_bursts_today", "none"),
        ("no_base", "no_bursts_today", "none"),
    ],
)
def test_whom_bursts_are_not_for(limit: str, clearance: str, verdict: str) -> None:
    plan = before(screening=[limit])
    assert (value(plan, "clearance"), plan.verdict, plan.session) == (clearance, verdict, None)
    assert (value(plan, "progression"), reached(plan)) == ("hold", (3, 4, 10))
    assert value(after(screening=[limit]), "clearance") == clearance


# The run and the race.


@pytest.mark.parametrize("days", [2, 7])
def test_a_race_within_a_week_leaves_a_reminder_and_the_step_reached(days: int) -> None:
    plan = before(**SIXTY, days_to_race=days)
    assert (value(plan, "clearance"), value(plan, "dose"), value(plan, "contact")) == ("modify", "3 x 8 s", "light")
    assert (value(plan, "progression"), reached(plan)) == ("hold", (3, 5, 12))
    assert impacts_left(plan) == {"low"}


@pytest.mark.parametrize("days", [0, 1])
def test_the_day_before_a_race_and_its_own_are_without_bursts(days: int) -> None:
    plan = before(**SIXTY, days_to_race=days)
    assert (value(plan, "clearance"), plan.session) == ("no_bursts_today", None)


def test_a_race_in_eight_days_is_not_yet_that_week_and_one_new_to_it_starts_nothing() -> None:
    assert value(before(days_to_race=8), "progression") == "advance"
    for done, clearance in ((1, "no_bursts_today"), (2, "modify")):
        plan = before(days_to_race=7, sessions_done=done, sessions_at_step=1)
        assert value(plan, "clearance") == clearance


@pytest.mark.parametrize("kind", ["long", "workout", "race"])
def test_a_run_of_another_kind_has_no_place_for_bursts_and_nothing_is_wrong(kind: str) -> None:
    plan = before(run_kind=kind)
    assert (value(plan, "room"), value(plan, "clearance"), plan.verdict) == ("wrong_kind", "go", "none")
    assert plan.headline == "Do it as planned, without bursts."
    assert plan.decision("dose").rules == ("RUN-010",)


def test_a_run_with_walking_breaks_carries_bursts_as_an_easy_run_does() -> None:
    easy, walked = before(), before(run_kind="run_walk")
    assert {d.name: d.value for d in walked.decisions} == {d.name: d.value for d in easy.decisions}
    assert any("TDY-090" in advice.rules for advice in walked.advice)
    slow = before(run_kind="run_walk", duration_min=60, pace="30:00/mi")
    assert (value(slow, "total_s"), value(slow, "dose")) == (60, "4 x 10 s")
    with pytest.raises(CaseError, match="running with walking breaks"):
        before(run_kind="easy", duration_min=60, pace="30:00/mi")


# Injuries.


@pytest.mark.parametrize(
    ("weeks", "dose", "impacts", "contact"),
    [
        (0, "3 x 10 s", {"low"}, "light"),
        (2, "3 x 10 s", {"low"}, "light"),
        (3, "4 x 10 s", {"low"}, "light"),
        (4, "4 x 10 s", {"low"}, "light"),
        (5, "4 x 12 s", {"low"}, "light"),
        (6, "4 x 12 s", {"low"}, "light"),
        (7, "5 x 12 s", {"low", "moderate"}, "light"),
        (8, "5 x 12 s", {"low", "moderate"}, "light"),
        (9, "5 x 15 s", {"low", "moderate"}, "light"),
        (10, "5 x 15 s", {"low", "moderate"}, "light"),
        (11, "6 x 15 s", {"low", "moderate"}, "light"),
        (12, "6 x 15 s", {"low", "moderate", "high"}, "crisp"),
    ],
)
def test_the_way_back_after_healing_week_by_week(weeks: int, dose: str, impacts: set[str], contact: str) -> None:
    plan = before(**TOP, injuries=has("calf", "resolved"), weeks_since_healed=weeks)
    assert (value(plan, "dose"), impacts_left(plan), value(plan, "contact")) == (dose, impacts, contact)
    assert (value(plan, "clearance"), reached(plan)) == ("go", (2, 6, 15))


def test_when_it_healed_is_not_told_it_has_just_healed() -> None:
    told, untold = (
        before(**TOP, injuries=has("calf", "resolved"), weeks_since_healed=0),
        before(**TOP, injuries=has("calf", "resolved")),
    )
    assert {d.name: d.value for d in untold.decisions} == {d.name: d.value for d in told.decisions}


@pytest.mark.parametrize(
    ("weeks", "dose", "impacts"),
    [
        (0, "3 x 8 s", {"low"}),
        (5, "3 x 8 s", {"low"}),
        (6, "3 x 10 s", {"low"}),
        (11, "3 x 10 s", {"low"}),
        (12, "4 x 10 s", {"low"}),
        (17, "4 x 10 s", {"low"}),
        (18, "4 x 12 s", {"low"}),
        (25, "4 x 12 s", {"low"}),
        (26, "6 x 15 s", {"low", "moderate", "high"}),
    ],
)
def test_the_way_back_of_a_bone_is_the_longest(weeks: int, dose: str, impacts: set[str]) -> None:
    healed = {"injuries": has("bone_stress", "resolved"), "weeks_since_healed": weeks, "cleared_to_hop": True}
    plan = before(**TOP, **healed)
    assert (value(plan, "dose"), impacts_left(plan), value(plan, "clearance")) == (dose, impacts, "go")
    assert reached(plan) == (2, 6, 15)


@pytest.mark.parametrize("cleared", [False, None])
@pytest.mark.parametrize(
    ("status", "weeks", "clearance"),
    [("active", None, "stop_and_refer"), ("returning", None, "stop_and_refer"), ("resolved", 25, "stop_and_refer")],
)
def test_a_bone_that_nobody_cleared_is_for_a_doctor(
    status: str, weeks: int | None, clearance: str, cleared: bool | None
) -> None:
    bone = {"injuries": has("bone_stress", status), "weeks_since_healed": weeks, "cleared_to_hop": cleared}
    assert value(before(**bone), "clearance") == value(after(**bone), "clearance") == clearance
    if status == "resolved":
        assert value(before(**{**bone, "weeks_since_healed": 26}), "clearance") == "go"


def test_a_cleared_bone_on_its_way_back_gets_the_smallest_set_low_and_gently() -> None:
    plan = before(**TOP, injuries=has("bone_stress", "returning"), cleared_to_hop=True)
    assert (value(plan, "dose"), value(plan, "contact"), value(plan, "clearance")) == ("3 x 8 s", "gentle", "modify")
    assert (impacts_left(plan), reached(plan), value(plan, "frequency")) == ({"low"}, (3, 3, 10), 3)


@pytest.mark.parametrize(
    ("sites", "drills"),
    [
        (["ankle"], {"march_and_hold", "hop_and_hold"}),
        (["knee"], {"march_and_hold", "hop_and_hold"}),
        (["ankle", "achilles"], {"march_and_hold"}),
        (["knee", "calf"], {"march_and_hold"}),
    ],
)
@pytest.mark.parametrize("last", [None, *(row.id for row in DRILL.values() if row["role"] == "burst")])
def test_a_returning_ankle_or_knee_gets_a_drill_for_stability_whatever_else_returns(
    last: str | None, sites: list[str], drills: set[str]
) -> None:
    plan = before(injuries=[{"site": site, "status": "returning"} for site in sites], last_drill=last)
    assert plan.session is not None and plan.session.drill in drills
    assert DRILL[plan.session.drill]["purpose"] == "stability"


# Breaks, told and not told.


@pytest.mark.parametrize(
    ("weeks", "dose", "progression", "step", "single_leg"),
    [
        (2, "6 x 15 s", "hold", (2, 6, 15), True),
        (3, "4 x 10 s", "hold", (2, 4, 10), False),
        (4, "4 x 10 s", "hold", (2, 4, 10), False),
        (5, "3 x 10 s", "step_back", (2, 3, 10), False),
        (7, "3 x 10 s", "step_back", (2, 3, 10), False),
        (8, "3 x 8 s", "restart", (3, 3, 8), False),
        (None, "3 x 8 s", "hold", (2, 6, 15), False),
    ],
)
def test_the_longer_the_break_the_smaller_the_set_and_only_what_was_told_takes_the_step(
    weeks: int | None, dose: str, progression: str, step: tuple[int, int, int], single_leg: bool
) -> None:
    plan = before(**TOP, weeks_since_last_session=weeks)
    assert (value(plan, "dose"), value(plan, "progression"), reached(plan)) == (dose, progression, step)
    assert ("single_leg" in landings_left(plan)) == single_leg


@pytest.mark.parametrize("untold", ["fatigue_trend", "felt_after", "recovery_between_sessions"])
@pytest.mark.parametrize("plan_at", [before, after])
def test_what_is_not_told_makes_todays_set_smaller_and_leaves_the_step(plan_at: Any, untold: str) -> None:
    plan = plan_at(**SIXTY, **{"every_nth_easy_run": 2, untold: None})
    assert (value(plan, "dose"), value(plan, "progression"), reached(plan)) == ("4 x 12 s", "hold", (2, 5, 12))
    assert "PRG-065" in plan.decision("dose").rules
    smallest = plan_at(**{"step_efforts": 3, "step_effort_s": 8, "every_nth_easy_run": 2, untold: None})
    assert (value(smallest, "dose"), value(smallest, "frequency")) == ("3 x 8 s", 3)
    assert reached(smallest) == (2, 3, 8)


AFTER_BURSTS: dict[str, Any] = {
    "felt_after": "normal",
    "form_held": True,
    "fatigue_after": 2,
    "cadence": 4,
    "stride": 4,
}
AFTER_BURSTS |= {"spring": 4, "return_to_pace": 4}
TOLD = {**AFTER_BURSTS, "recovery": "full"}
FIRST = date(2026, 3, 2)


def run(days: list[Entry], day: date, told: dict[str, Any], **changes: Any) -> Recommendation:
    """Plan an easy run by the diary and write it down as done."""
    asked = {name: fact for name, fact in BASE.standard_cases["before"].items() if not BASE.facts[name].remembered}
    history = history_of(days, day=day, moment="before", base=BASE)
    plan = recommend({**asked, **changes}, history=history)
    done: dict[str, Any] = {"bursts": "none", **{name: told[name] for name in told if name not in AFTER_BURSTS}}
    if plan.session is not None:
        session = plan.session
        done = {"bursts": "done", "efforts": session.efforts, "effort_s": session.effort_s, "drill": session.drill}
        done |= told
    days.append(Entry(uid=f"{len(days):032x}", day=day, run_kind="easy", plan=plan_of(plan), **done))
    return plan


def six_weeks(told: dict[str, Any]) -> list[tuple[str, tuple[int, int, int]]]:
    """Live three easy runs a week by the diary, from 5 x 12 s every second; return each session's set and step."""
    days: list[Entry] = []
    start = {**BASE.standard_cases["before"], **SIXTY, "every_nth_easy_run": 2, "sessions_done": 12}
    start["response_logged"] = False
    run(days, FIRST, told, **start)
    found = []
    for week in range(6):
        for weekday in (2, 4, 6):
            plan = run(days, FIRST + timedelta(days=7 * week + weekday), told)
            if plan.session is not None:
                assert plan.step is not None
                step = plan.step.frequency, plan.step.efforts, plan.step.effort_s
                found.append((value(plan, "dose"), step))
    return found


@pytest.mark.parametrize(
    ("left_out", "dose"),
    [
        (("felt_after",), "4 x 12 s"),
        (("recovery",), "4 x 12 s"),
        (("fatigue_after",), "4 x 12 s"),
        (("form_held",), "5 x 12 s"),
        (("cadence", "stride"), "5 x 12 s"),
        (("spring", "return_to_pace"), "5 x 12 s"),
        (tuple(TOLD), "4 x 12 s"),
    ],
    ids=str,
)
def test_six_weeks_of_a_diary_that_tells_less_never_lower_the_step(left_out: tuple[str, ...], dose: str) -> None:
    lived = six_weeks({name: answer for name, answer in TOLD.items() if name not in left_out})
    assert len(lived) == 9
    assert {step for _, step in lived} == {(2, 5, 12)}
    assert lived[-1][0] == dose


def test_six_weeks_of_a_diary_that_tells_all_lead_on() -> None:
    lived = six_weeks(TOLD)
    assert [step for _, step in lived] == sorted(step for _, step in lived)
    assert lived[0] == ("5 x 12 s", (2, 5, 12))
    assert lived[-1] == ("5 x 15 s", (2, 5, 15))
