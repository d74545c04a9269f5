"""Cases worked out by hand from the guide's numbers and our own, with the rules that decide them."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from springstep import Case, CaseError, QueryError, Recommendation, recommend
from springstep.engine.inference.examples import example_case
from springstep.installed import default_rule_base

BASE = default_rule_base()
HISTORY = BASE.vocabulary.groups["history"]
DRILL = BASE.tables["drills"].by_id
HOLD = {"response_logged": False}
TOP = {"step_efforts": 6, "step_effort_s": 15}
SIXTY = {"step_efforts": 5, "step_effort_s": 12}


def before(**changes: Any) -> Recommendation:
    return recommend({**BASE.standard_cases["before"], **changes})


def after(**changes: Any) -> Recommendation:
    return recommend({**BASE.standard_cases["after"], **changes})


def newcomer(moment: str) -> Recommendation:
    runner = BASE.standard_cases[moment]
    return recommend({k: v for k, v in runner.items() if k not in HISTORY} | {"sessions_done": 0})


def during(cue: str, **changes: Any) -> Recommendation:
    return recommend({"moment": "during", "cue": cue, "cue_repeated": False, "bursts_done": 2, **changes})


def value(plan: Recommendation, name: str) -> Any:
    return plan.decision(name).value


def drills_ruled_out(plan: Recommendation) -> set[str]:
    return {o.value for c in plan.trace.choices if c.decision == "drill" for o in c.options if o.refused_by}


# Dose.


def test_the_standard_runner_gets_bursts() -> None:
    plan = before()
    assert (plan.verdict, plan.headline) == ("bursts", "Bursts today: 4 x 10 s of light hops.")
    assert (value(plan, "clearance"), value(plan, "frequency"), value(plan, "dose")) == ("go", 2, "4 x 10 s")


@pytest.mark.parametrize(
    ("minutes", "dose"),
    [
        (19.8, "none"),
        (19.9, "3 x 8 s"),
        (20, "3 x 10 s"),
        (20.1, "3 x 12 s"),
        (21.6, "3 x 12 s"),
        (21.7, "4 x 10 s"),
        (22.5, "4 x 10 s"),
        (22.6, "3 x 15 s"),
        (24, "3 x 15 s"),
        (30, "5 x 10 s"),
        (30.1, "5 x 12 s"),
        (36, "5 x 12 s"),
        (36.1, "6 x 12 s"),
        (37.5, "6 x 12 s"),
        (37.6, "5 x 15 s"),
        (45, "5 x 15 s"),
        (45.1, "6 x 15 s"),
        (60, "6 x 15 s"),
        (600, "6 x 15 s"),
    ],
)
def test_the_set_stays_under_two_seconds_a_minute_and_fits_into_the_run(minutes: float, dose: str) -> None:
    assert value(before(duration_min=minutes, **TOP, **HOLD), "dose") == dose


def test_just_two_minutes_an_hour_are_already_too_much() -> None:
    plan = before(duration_min=45, **TOP, **HOLD)
    assert plan.decision("total_s").text == "less than 90 s of bursts in all"
    assert plan.decision("dose").rules == ("DOS-010",)
    assert plan.decision("dose").guide == ("5.1", "1.3")


def test_at_a_walking_pace_thirty_seconds_a_mile_are_the_tighter_cap() -> None:
    # 30 minutes at 19 minutes a mile are 1.58 miles, so 47 seconds; two seconds a minute would leave 60.
    plan = before(duration_min=30, pace="19:00/mi", **TOP, **HOLD)
    assert value(plan, "dose") == "3 x 15 s"
    assert plan.decision("dose").rules == ("DOS-030",)
    easier = before(duration_min=30, pace="14:00/mi", **TOP, **HOLD)
    assert (value(easier, "dose"), easier.decision("dose").rules) == ("5 x 10 s", ("DOS-010",))


@pytest.mark.parametrize(
    ("answers", "minutes"),
    [
        ({"distance": "8 km", "pace": "6:00/km"}, 48),
        ({"distance": "5 mi", "pace": "9:30/mi"}, 47.5),
        ({"distance": "8 km", "pace": "9:39/mi"}, 47.97),
    ],
)
def test_distance_and_pace_stand_in_for_the_minutes(answers: dict[str, str], minutes: float) -> None:
    run = {k: v for k, v in BASE.standard_cases["before"].items() if k not in ("duration_min", "pace")} | answers
    found = next(fact for fact in recommend(run).facts if fact.fact == "duration_min")
    assert found.value == pytest.approx(minutes, abs=0.01)
    assert found.source == "derived"


def test_a_first_session_is_the_smallest_set_spread_over_the_run() -> None:
    plan = newcomer("before")
    assert plan.session is not None
    assert (plan.session.efforts, plan.session.effort_s, plan.session.total_s) == (3, 8, 24)
    assert value(plan, "frequency") == 3
    assert plan.decision("dose").rules == ("DOS-040", "DOS-042")
    assert [s.start_s for s in plan.session.timeline if s.kind == "burst"] == [600, 1290, 1980]
    assert plan.session.timeline[-1].end_s == 3000
    assert DRILL[plan.session.drill]["difficulty"] == "basic"


def test_after_a_run_a_runner_without_any_session_is_told_the_smallest_set_next() -> None:
    assert value(newcomer("after"), "dose") == "3 x 8 s"


# Progression.


@pytest.mark.parametrize(
    ("last", "every_nth", "dose", "frequency"),
    [
        ((3, 8), 3, "3 x 10 s", 3),
        ((3, 8), 2, "3 x 10 s", 2),
        ((3, 10), 3, "3 x 10 s", 2),
        ((3, 10), 2, "4 x 10 s", 2),
        ((4, 10), 3, "4 x 10 s", 2),
        ((4, 10), 2, "4 x 12 s", 2),
        ((4, 12), 2, "5 x 12 s", 2),
        ((5, 12), 2, "5 x 15 s", 2),
        ((5, 15), 2, "6 x 15 s", 2),
        ((6, 15), 3, "6 x 15 s", 2),
        ((5, 10), 2, "5 x 12 s", 2),
        ((4, 20), 2, "6 x 12 s", 2),
    ],
)
def test_after_good_weeks_one_thing_grows(last: tuple[int, int], every_nth: int, dose: str, frequency: int) -> None:
    plan = after(step_efforts=last[0], step_effort_s=last[1], every_nth_easy_run=every_nth)
    assert plan.verdict == "advance"
    assert (value(plan, "dose"), value(plan, "frequency")) == (dose, frequency)


ALL_THAT_EVERY_EASY_RUN_NEEDS: dict[str, Any] = {
    **TOP,
    "every_nth_easy_run": 2,
    "has_coach": True,
    "coach_agrees": True,
    "experience": "regular",
    "fatigue_trend": "better",
}


def test_bursts_in_every_easy_run_come_one_step_after_the_largest_set() -> None:
    plan = after(**ALL_THAT_EVERY_EASY_RUN_NEEDS)
    assert (plan.verdict, value(plan, "frequency"), value(plan, "dose")) == ("advance", 1, "6 x 15 s")


@pytest.mark.parametrize(
    "lacking",
    [
        {"has_coach": False, "coach_agrees": None},
        {"coach_agrees": False},
        {"coach_agrees": None},
        {"experience": "some"},
        {"fatigue_trend": "same"},
        {"fatigue_trend": "too_early"},
    ],
    ids=str,
)
def test_bursts_in_every_easy_run_need_practice_a_coach_who_agrees_and_less_fatigue(lacking: dict[str, Any]) -> None:
    plan = after(**{**ALL_THAT_EVERY_EASY_RUN_NEEDS, **lacking})
    assert (plan.verdict, value(plan, "frequency"), value(plan, "dose")) == ("hold", 2, "6 x 15 s")
    assert plan.decision("progression").rules == ("PRG-175",)


@pytest.mark.parametrize(
    ("changes", "frequency", "dose"),
    [({"step_effort_s": 12}, 2, "6 x 15 s"), ({"every_nth_easy_run": 3}, 2, "6 x 15 s")],
    ids=str,
)
def test_the_dose_and_every_second_easy_run_come_before_every_easy_run(
    changes: dict[str, Any], frequency: int, dose: str
) -> None:
    plan = after(**{**ALL_THAT_EVERY_EASY_RUN_NEEDS, **changes})
    assert (plan.verdict, value(plan, "frequency"), value(plan, "dose")) == ("advance", frequency, dose)


@pytest.mark.parametrize(
    ("changes", "step", "rule", "dose"),
    [
        ({"sessions_at_step": 2}, "hold", "PRG-050", "4 x 10 s"),
        ({"weeks_at_step": 1}, "hold", "PRG-060", "4 x 10 s"),
        ({"response_logged": False}, "hold", "PRG-040", "4 x 10 s"),
        ({"last_completed": "partly"}, "hold", "PRG-030", "4 x 10 s"),
        ({"form_held": False}, "hold", "PRG-150", "4 x 10 s"),
        ({"cadence_trend": "worse"}, "hold", "PRG-110", "4 x 10 s"),
        ({"stride_trend": "worse"}, "hold", "PRG-120", "4 x 10 s"),
        ({"season_phase": "competition"}, "hold", "SEA-030", "4 x 10 s"),
        ({"season_phase": "early"}, "hold", "SEA-010", "4 x 10 s"),
        ({"fatigue_trend": "worse"}, "step_back", "PRG-070", "3 x 10 s"),
        ({"felt_after": "drained"}, "step_back", "PRG-080", "3 x 10 s"),
        ({"recovery_between_sessions": "poor"}, "step_back", "PRG-100", "3 x 10 s"),
        ({"pain": "ache"}, "step_back", "INJ-020", "3 x 10 s"),
        ({"pain": "sharp"}, "restart", "INJ-010", "3 x 8 s"),
    ],
)
def test_what_the_log_says_holds_or_turns_back(changes: dict[str, Any], step: str, rule: str, dose: str) -> None:
    plan = after(**changes)
    assert (value(plan, "progression"), value(plan, "dose")) == (step, dose)
    assert rule in plan.decision("progression").rules


@pytest.mark.parametrize(
    ("weeks", "step", "dose", "frequency"),
    [
        (1, "advance", "4 x 10 s", 2),
        (2, "hold", "4 x 10 s", 3),
        (3, "hold", "4 x 10 s", 3),
        (4, "hold", "4 x 10 s", 3),
        (5, "step_back", "3 x 10 s", 3),
        (7, "step_back", "3 x 10 s", 3),
        (8, "restart", "3 x 8 s", 3),
    ],
)
def test_a_week_missed_holds_five_away_cost_a_step_and_two_months_cost_all(
    weeks: int, step: str, dose: str, frequency: int
) -> None:
    plan = before(weeks_since_last_session=weeks)
    assert (value(plan, "progression"), value(plan, "dose"), value(plan, "frequency")) == (step, dose, frequency)


def test_a_step_back_from_the_smallest_set_makes_it_rarer() -> None:
    smallest = {"step_efforts": 3, "step_effort_s": 8, "fatigue_trend": "worse"}
    plan = after(**smallest, every_nth_easy_run=2)
    assert (value(plan, "dose"), value(plan, "frequency")) == ("3 x 8 s", 3)


@pytest.mark.parametrize(
    ("every_nth", "easy_runs", "verdict"), [(3, 2, "bursts"), (3, 1, "not_due"), (2, 1, "bursts"), (2, 0, "not_due")]
)
def test_bursts_are_due_after_enough_easy_runs(every_nth: int, easy_runs: int, verdict: str) -> None:
    plan = before(every_nth_easy_run=every_nth, easy_runs_since_bursts=easy_runs, **HOLD)
    assert plan.verdict == verdict
    assert (plan.session is None) == (verdict == "not_due")


# Readiness.


@pytest.mark.parametrize(
    ("changes", "clearance", "rule", "dose"),
    [
        ({"fatigue": 2}, "go", "RDY-010", "4 x 10 s"),
        ({"fatigue": 3}, "go", "RDY-010", "4 x 10 s"),
        ({"fatigue": 4}, "modify", "RDY-020", "4 x 10 s"),
        ({"fatigue": 5}, "strides_instead", "RDY-030", "3 x 10 s"),
        ({"fatigue": 7}, "no_bursts_today", "RDY-040", "none"),
        ({"legs": "heavy"}, "modify", "RDY-050", "3 x 10 s"),
        ({"legs": "flooding"}, "no_bursts_today", "RDY-060", "none"),
        ({"sleep": "short"}, "go", "RDY-010", "4 x 10 s"),
        ({"sleep": "poor"}, "modify", "SUP-020", "3 x 10 s"),
        ({"fuel": "empty"}, "modify", "SUP-040", "3 x 10 s"),
        ({"stiffness": [{"site": "hips", "severity": "mild"}]}, "modify", "STF-010", "3 x 10 s"),
        ({"stiffness": [{"site": "lower_back", "severity": "marked"}]}, "strides_instead", "STF-020", "3 x 10 s"),
        ({"stiffness": [{"site": "achilles", "severity": "marked"}]}, "no_bursts_today", "STF-060", "none"),
        ({"season_phase": "race_week", "days_to_race": 3}, "modify", "SEA-040", "3 x 8 s"),
        ({"run_kind": "workout"}, "go", "RDY-010", "none"),
        ({"run_kind": "long"}, "go", "RDY-010", "none"),
        ({"run_kind": "recovery"}, "go", "RDY-010", "4 x 10 s"),
        ({"surface": "slippery"}, "no_bursts_today", "SRF-040", "none"),
        ({"surface": "asphalt"}, "modify", "SRF-020", "4 x 10 s"),
        ({"shoes": "worn"}, "modify", "SRF-090", "4 x 10 s"),
        ({"pain": "ache"}, "no_bursts_today", "INJ-020", "none"),
        ({"pain": "sharp"}, "stop_and_refer", "INJ-010", "none"),
        ({"injuries": [{"site": "calf", "status": "active"}]}, "stop_and_refer", "INJ-030", "none"),
        ({"injuries": [{"site": "knee", "status": "returning"}]}, "modify", "INJ-040", "3 x 10 s"),
        ({"injuries": [{"site": "knee", "status": "resolved"}]}, "go", "RDY-010", "3 x 10 s"),
        (
            {"injuries": [{"site": "knee", "status": "resolved"}], "weeks_since_healed": 20},
            "go",
            "RDY-010",
            "4 x 10 s",
        ),
    ],
)
def test_how_the_runner_is_today_decides_the_clearance(
    changes: dict[str, Any], clearance: str, rule: str, dose: str
) -> None:
    plan = before(**changes)
    assert value(plan, "clearance") == clearance
    assert rule in plan.decision("clearance").rules
    assert (plan.session is not None) == (dose != "none")
    # A hold lets the bursts stay at every third easy run, for which the standard runner has done enough of them.
    assert value(plan, "dose") == dose


def test_a_returning_knee_gets_few_low_efforts_on_two_feet_after_a_long_warm_up() -> None:
    plan = before(injuries=[{"site": "knee", "status": "returning"}])
    assert plan.session is not None
    drill = DRILL[plan.session.drill]
    assert (drill["impact"], drill["landing"] != "single_leg") == ("low", True)
    assert (plan.session.efforts, value(plan, "frequency"), value(plan, "warm_up_min")) == (3, 3, 15)
    assert "12.2" in plan.decision("clearance").guide


def test_several_cautions_add_up() -> None:
    plan = before(fatigue=4, legs="heavy", sleep="poor")
    assert value(plan, "clearance") == "modify"
    assert value(plan, "burden") == 8
    assert set(plan.decision("clearance").rules) == {"BUR-020", "RDY-020", "RDY-050", "SUP-020"}
    assert (value(plan, "efforts"), value(plan, "contact"), value(plan, "rest_s")) == (3, "gentle", 120)


def test_a_tired_runner_gets_strides_at_the_gentlest_contact() -> None:
    plan = before(fatigue=6)
    assert plan.session is not None
    assert (plan.verdict, plan.session.drill, plan.session.contact) == ("strides", "strides", "gentle")
    assert plan.headline.startswith("Gentle strides instead of bursts today")


SMALLEST = {"step_efforts": 3, "step_effort_s": 8}
WOULD_DO_STRIDES: tuple[tuple[dict[str, Any], str], ...] = (
    ({"fatigue": 5}, "INJ-065"),
    ({"stiffness": [{"site": "hips", "severity": "marked"}]}, "INJ-065"),
    ({**SMALLEST, "felt_after": "drained"}, "INJ-066"),
    ({**SMALLEST, "recovery_between_sessions": "poor"}, "INJ-066"),
    ({**SMALLEST, "fatigue_trend": "worse"}, "INJ-066"),
)


@pytest.mark.parametrize("site", ["hamstring", "calf", "achilles"])
@pytest.mark.parametrize(("changes", "rule"), WOULD_DO_STRIDES)
def test_who_would_do_strides_does_none_on_a_returning_hamstring_calf_or_achilles(
    changes: dict[str, Any], rule: str, site: str
) -> None:
    others = [{"site": "knee", "status": "resolved"}, {"site": "hip", "status": "returning"}]
    plan = before(**changes, injuries=[*others, {"site": site, "status": "returning"}])
    assert (plan.verdict, value(plan, "clearance")) == ("none", "no_bursts_today")
    assert rule in plan.decision("clearance").rules
    over = before(**changes, injuries=[*others, {"site": site, "status": "resolved"}])
    assert (over.verdict, value(over, "clearance")) == ("strides", "strides_instead")


def test_a_bare_case_is_answered_with_every_assumption_told() -> None:
    plan = recommend({"pain": "none", "injuries": []})
    assert plan.verdict == "stop"
    assert (
        plan.headline == "No bursts planned: too much is left open. Answer first: screening, out of the ordinary today."
    )
    taken = {assumed.fact: assumed.value for assumed in plan.assumed}
    assert (taken["fatigue"], taken["legs"], taken["surface"], taken["has_coach"]) == (
        10,
        "flooding",
        "slippery",
        False,
    )
    assert {assumed.rule for assumed in plan.assumed} <= {firing.rule for firing in plan.trace.firings}


# Drills.


@pytest.mark.parametrize(
    ("last", "step", "then"),
    [
        ("pogo_hops", SIXTY, "quick_steps"),
        ("quick_feet", {**SIXTY, "sessions_done": 16}, "diagonal_bounding"),
        ("quick_feet", {**SIXTY, "experience": "regular"}, "diagonal_bounding"),
        ("quick_feet", {**SIXTY, "sessions_done": 15}, "short_bounds"),
        ("quick_steps", {**SIXTY, "sessions_done": 16}, "diagonal_bounding"),
        ("quick_feet", {}, "short_bounds"),
        ("quick_feet", {"step_efforts": 3}, "pogo_hops"),
        ("diagonal_bounding", SIXTY, "pogo_hops"),
        ("short_bounds", {}, "pogo_hops"),
    ],
)
def test_drills_rotate_by_purpose(last: str, step: dict[str, Any], then: str) -> None:
    plan = before(last_drill=last, **step)
    assert plan.session is not None
    assert plan.session.drill == then


MAXIMAL = {"tuck_jumps", "depth_jumps"}
HIGH = MAXIMAL | {"bounding", "diagonal_bounding"}


@pytest.mark.parametrize(
    ("changes", "out"),
    [
        (SIXTY, MAXIMAL),
        ({}, HIGH),
        ({"step_efforts": 3}, HIGH | {"short_bounds"}),
        ({"goal": "endurance", **SIXTY}, MAXIMAL | {"bounding"}),
        ({"sessions_done": 7, **SIXTY}, HIGH),
        ({"terrain": "rolling", **SIXTY}, MAXIMAL | {"diagonal_bounding"}),
        ({"surface": "concrete", **SIXTY}, HIGH | {"pogo_hops", "short_bounds"}),
    ],
)
def test_what_a_situation_rules_out(changes: dict[str, Any], out: set[str]) -> None:
    assert drills_ruled_out(before(**changes)) == out


def test_next_to_a_treadmill_only_drills_on_the_spot_are_left() -> None:
    plan = before(surface="treadmill")
    left = {drill.id for drill in DRILL.values() if drill["role"] == "burst"} - drills_ruled_out(plan)
    assert left
    assert {DRILL[drill]["direction"] for drill in left} == {"in_place"}


def test_an_intended_drill_is_taken_unless_something_excludes_it() -> None:
    soft, hard = (before(intended_drill="bounding", surface=surface, **SIXTY) for surface in ("grass", "asphalt"))
    assert soft.session is not None
    assert hard.session is not None
    assert (soft.session.drill, hard.session.drill == "bounding") == ("bounding", False)
    barring = {part.rule for part in hard.why_not("bounding").parts}
    assert {"SRF-020", "SRF-060"} <= barring


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"intended_effort_s": 20}, "INT-010"),
        ({"intended_efforts": 7}, "INT-020"),
        ({"intended_efforts": 5, "intended_effort_s": 20}, "INT-030"),
        ({"intended_efforts": 5, "intended_effort_s": 12}, "INT-040"),
    ],
)
def test_a_larger_set_in_mind_is_answered_with_advice(changes: dict[str, Any], rule: str) -> None:
    assert any(rule in advice.rules for advice in before(**changes).advice if advice.topic == "intent")


# During a run.


@pytest.mark.parametrize(
    ("cue", "action"),
    [
        ("all_well", "go_on"),
        ("overthinking", "go_on"),
        ("heart_rate_high", "rest_longer"),
        ("sharp_fatigue", "pause"),
        ("form_slipping", "pause"),
        ("hip_stiffness", "gentler_drill"),
        ("building_fatigue", "strides_instead"),
        ("flooding_legs", "end_bursts"),
        ("ache", "end_bursts"),
        ("sharp_pain", "stop"),
        ("dizzy", "stop"),
    ],
)
def test_a_cue_has_its_answer(cue: str, action: str) -> None:
    assert during(cue, current_drill="light_hops").verdict == action


@pytest.mark.parametrize("cue", ["hip_stiffness", "other_stiffness", "hard_landing", "unsteady_pelvis"])
def test_a_drill_left_out_earns_no_more_than_strides(cue: str) -> None:
    untold, strides, hops = (
        during(cue, **told) for told in ({}, *({"current_drill": d} for d in ("strides", "pogo_hops")))
    )
    assert untold.verdict == strides.verdict == "end_bursts" and hops.verdict == "gentler_drill"
    assert "CUE-087" in [firing.rule for firing in untold.trace.firings]


@pytest.mark.parametrize("cue", ["all_well", "overthinking", "heart_rate_high", "building_fatigue", "tense_upper_body"])
def test_a_drill_left_out_costs_nothing_where_it_cannot_matter(cue: str) -> None:
    untold, told = during(cue), during(cue, current_drill="light_hops")
    assert [each.value for each in untold.decisions] == [each.value for each in told.decisions]


def test_a_warning_that_comes_back_ends_the_bursts_and_so_do_six_of_them() -> None:
    assert during("hip_stiffness", cue_repeated=True).verdict == "end_bursts"
    assert during("all_well", bursts_done=5).verdict == "go_on"
    assert during("all_well", bursts_done=6).verdict == "end_bursts"


@pytest.mark.parametrize("cue", ["building_fatigue", "hip_stiffness", "flooding_legs"])
def test_a_warning_never_sends_a_runner_on_to_a_harder_drill(cue: str) -> None:
    plan = during(cue, current_drill="quick_feet")
    drills = list(DRILL)
    named = [decision.value for decision in plan.decisions if decision.name == "drill" and decision.value != "none"]
    assert all(drills.index(drill) < drills.index("quick_feet") for drill in named)


# Giving and asking.


def test_a_case_may_be_a_model_a_mapping_or_a_file(tmp_path: Path) -> None:
    facts = dict(BASE.standard_cases["during"])
    path = tmp_path / "case.yaml"
    path.write_text("\n".join(f"{name}: {str(fact).lower()}" for name, fact in facts.items()), encoding="utf-8")
    plans = [recommend(given) for given in (facts, Case(**facts), path)]
    assert [plan.to_json() for plan in plans] == [plans[0].to_json()] * 3


@pytest.mark.parametrize("nothing", [None, "unknown"])
def test_unknown_and_null_are_the_same_as_not_given(nothing: str | None) -> None:
    without = {k: v for k, v in BASE.standard_cases["before"].items() if k != "sleep"}
    assert recommend({**without, "sleep": nothing}) == recommend(without)


@pytest.mark.parametrize(
    ("case", "faults"),
    [
        ({}, ["pain: must be answered before a run", "injuries: must be answered before a run"]),
        ({"moment": "during"}, ["cue: must be answered during a run"]),
        ({"pain": "none", "injuries": [], "fatige": 3}, ["fatige: unknown field; did you mean 'fatigue'?"]),
        ({"pain": "nome", "injuries": []}, ["did you mean 'none'?"]),
        ({"pain": "none", "injuries": [], "fatigue": 11}, ["fatigue: 11 is too large; at most 10"]),
        ({"pain": "none", "injuries": [], "fatigue": True}, ["fatigue: must be a whole number"]),
        ({"pain": "none", "injuries": [], "fatigue": "much"}, ["fatigue: must be a whole number"]),
        ({"pain": "none", "injuries": [{"site": "knee"}]}, ["injuries[0].status: is required"]),
        ({"pain": "none", "injuries": [], "last_drill": "boundin"}, ["did you mean 'bounding'?"]),
        ({"pain": "none", "injuries": [], "sessions_done": 0, "form_held": True}, ["leave out form_held"]),
        (
            {"pain": "none", "injuries": [], "duration_min": 60, "distance": "5 km", "pace": "6:00/km"},
            ["distance and pace make 30 minutes, duration_min says 60"],
        ),
        ({"pain": "none", "injuries": [], "duration_min": 60, "distance": "50 km"}, ["is no running pace"]),
        ({"pain": "none", "injuries": [], "pace": "0:30/km"}, ["is no running pace"]),
        ({"pain": "awful", "injuries": "tail", "fatigue": -1}, ["pain: ", "injuries: ", "fatigue: "]),
    ],
)
def test_a_case_with_mistakes_is_refused_with_all_of_them(case: dict[str, Any], faults: list[str]) -> None:
    with pytest.raises(CaseError) as caught:
        recommend(case)
    assert [words for words in faults if words not in str(caught.value)] == []


@pytest.mark.parametrize("question", ["clearence", "next_action", ""])
def test_a_question_about_no_decision_names_the_nearest(question: str) -> None:
    plan = before()
    with pytest.raises(QueryError, match="no decision is called"):
        plan.decision(question)
    with pytest.raises(QueryError):
        plan.why(question)
    with pytest.raises(QueryError):
        plan.what_would_change(question)


@pytest.mark.parametrize(
    "target", ["bouncing", "clearance=fine", "efforts=many", "dose=2 x 8 s", "colour=red", "", "="]
)
def test_why_not_refuses_what_does_not_exist(target: str) -> None:
    with pytest.raises(QueryError):
        before().why_not(target)


def test_why_not_names_what_was_recommended_as_such() -> None:
    plan = before()
    assert plan.session is not None
    assert "is what was recommended" in plan.why_not(plan.session.drill).text
    assert "is what was recommended" in plan.why_not("dose=4 x 10 s").text
    assert plan.why_not("Clearance = go".lower()).text == "Readiness is go"


# Threads and imports.


def test_eight_threads_get_what_one_gets() -> None:
    several = [example_case(BASE, rule, rule.fires_for) for rule in BASE.rules[::20]]
    alone = [recommend(case).to_json() for case in several]
    together = threading.Barrier(8)

    def work(start: int) -> list[str]:
        together.wait(timeout=60)
        turned = several[start:] + several[:start]
        found = [recommend(case).to_json() for case in turned]
        return found[len(several) - start :] + found[: len(several) - start]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(8))) == [alone] * 8


def test_importing_the_package_imports_neither_experta_nor_pydantic() -> None:
    inside = "springstep.engine.inference.experta_parts"
    code = f"import sys, springstep; print([name for name in ('{inside}', 'pydantic', 'yaml') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_race_week_makes_the_day_smaller_and_leaves_the_step_where_it_was() -> None:
    near = {"season_phase": "race_week", "days_to_race": 3}
    runner = {**BASE.standard_cases["before"], **near, "step_efforts": 6, "step_effort_s": 15}
    plan = recommend(runner)
    assert plan.session is not None and (plan.session.efforts, plan.session.effort_s) == (3, 8)
    assert plan.step is not None and (plan.step.efforts, plan.step.effort_s) == (6, 15)


def test_a_returning_injury_takes_the_step_back_so_that_healing_climbs_again_step_by_step() -> None:
    runner = {**BASE.standard_cases["before"], "step_efforts": 6, "step_effort_s": 15}
    plan = recommend({**runner, "injuries": [{"site": "calf", "status": "returning"}]})
    assert plan.step is not None and (plan.step.efforts, plan.step.effort_s) == (3, 10)


@pytest.mark.parametrize("given", ["1800-01-01", "2026-05-04", 20260504])
def test_a_day_that_is_no_date_is_told_which_type_is_wanted(given: Any) -> None:
    with pytest.raises(CaseError, match=r"^on: must be a datetime\.date, not .*; such as datetime\.date\("):
        recommend({"pain": "none", "injuries": []}, on=given)
