"""What holds for every runner: limits of a session, caution that only adds up, and a complete trace."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, dataclass, fields, replace
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from springstep import CaseError, Recommendation, SpringstepError, recommend
from springstep.engine.advice.recommend import build
from springstep.engine.explain.explanation import Explanation
from springstep.engine.inference.case import case_of
from springstep.engine.inference.derived_facts import unasked
from springstep.engine.inference.examples import example_case
from springstep.engine.language.conclusions import Select
from springstep.engine.language.conditions import All, AnyItem, Condition, Either, Not, names_in
from springstep.engine.language.rules import effective_condition
from springstep.engine.language.wording import fact_words, plain, value_words
from tests.strategies import (
    BASE,
    DRILLS,
    FACTS,
    HISTORY,
    SETS,
    VOCABULARY,
    WAY_UP,
    Moment,
    all_cases,
    cases,
    examples,
    healthy_cases,
    valid_case,
    values,
)

Facts = dict[str, Any]

_OTHER_THREAD = ThreadPoolExecutor(1)

DECIDED = {
    "before": [
        "burden",
        "clearance",
        "due",
        "room",
        "progression",
        "frequency",
        "reached_every",
        "reached_efforts",
        "reached_effort_s",
        "efforts",
        "effort_s",
        "total_s",
        "dose",
        "contact",
        "rest_s",
        "warm_up_min",
        "cool_down_min",
    ],
    "after": [
        "clearance",
        "progression",
        "frequency",
        "reached_every",
        "reached_efforts",
        "reached_effort_s",
        "efforts",
        "effort_s",
        "dose",
        "contact",
        "rest_s",
        "session_taken",
        "warns_of",
    ],
    "during": ["next_action", "contact", "rest_s"],
}


def minutes_of(case: Facts) -> float:
    """Work out the minutes of a run from its case."""
    if "duration_min" in case:
        return float(case["duration_min"])
    return _amount(case["distance"]) * _minutes_a_unit(case["pace"])


def miles_a_minute(case: Facts) -> float | None:
    if "pace" in case:
        return 1 / _minutes_a_unit(case["pace"]) / _units_a_mile(case["pace"])
    if "distance" in case:
        return _amount(case["distance"]) / _units_a_mile(case["distance"]) / minutes_of(case)
    return None


def _amount(distance: str) -> float:
    return float(distance.split()[0])


def _minutes_a_unit(pace: str) -> float:
    minutes, seconds = pace.split("/")[0].split(":")
    return int(minutes) + int(seconds) / 60


def _units_a_mile(text: str) -> float:
    return 1.609344 if text.endswith("km") else 1.0


def dose_of(text: str) -> tuple[int, int]:
    """Read ``4 x 10 s``; ``none`` is no effort of no length."""
    found = re.fullmatch(r"(\d+) x (\d+) s", text)
    return (int(found[1]), int(found[2])) if found else (0, 0)


# A session keeps to the guide's limits.


@examples(40)
@given(healthy_cases())
def test_a_session_stays_under_two_minutes_an_hour_and_thirty_seconds_a_mile(case: Facts) -> None:
    session = recommend(case).session
    assume(session is not None)
    assert session is not None
    minutes = minutes_of(case)
    assert session.total_s == session.efforts * session.effort_s
    assert session.total_s < 2 * minutes
    speed = miles_a_minute(case)
    miles = minutes * speed if speed is not None else minutes / 20
    assert session.total_s <= 30 * miles + 0.02
    assert 3 <= session.efforts <= 6
    assert 8 <= session.effort_s <= 15


@examples(40)
@given(healthy_cases())
def test_the_timeline_covers_the_run_with_warm_up_recoveries_and_easy_end(case: Facts) -> None:
    plan = recommend(case)
    session = plan.session
    assume(session is not None)
    assert session is not None
    line = session.timeline
    assert line[0].start_s == 0
    assert line[-1].end_s == pytest.approx(minutes_of(case) * 60, abs=1.5)
    assert all(one.end_s == following.start_s for one, following in pairwise(line))
    assert all(segment.start_s < segment.end_s for segment in line)

    bursts = [segment for segment in line if segment.kind == "burst"]
    assert [burst.number for burst in bursts] == list(range(1, session.efforts + 1))
    assert {burst.end_s - burst.start_s for burst in bursts} == {session.effort_s}
    assert bursts[0].start_s >= 60 * plan.decision("warm_up_min").value
    recoveries = [line[line.index(burst) + 1] for burst in bursts]
    assert all(recovery.kind == "recovery" for recovery in recoveries)
    assert all(recovery.end_s - recovery.start_s >= session.rest_s for recovery in recoveries)
    assert session.rest_s == plan.decision("rest_s").value
    assert recoveries[-1].end_s <= line[-1].end_s - 60 * plan.decision("cool_down_min").value


@examples(30)
@given(healthy_cases())
def test_the_timeline_tells_distances_exactly_when_the_pace_is_known(case: Facts) -> None:
    session = recommend(case).session
    assume(session is not None)
    assert session is not None
    speed = miles_a_minute(case)
    for segment in session.timeline:
        if speed is None:
            assert segment.start_mi is None
            assert segment.start_km is None
        else:
            miles = segment.start_s / 60 * speed
            assert segment.start_mi == pytest.approx(miles, rel=0.001, abs=0.006)
            assert segment.start_km == pytest.approx(miles * 1.609344, rel=0.001, abs=0.006)


@examples(40)
@given(all_cases("before"))
def test_a_cleared_runner_whose_bursts_are_due_has_a_drill_left_or_no_dose_fits(case: Facts) -> None:
    plan = recommend(case)
    cleared = plan.decision("clearance").value in ("go", "modify", "strides_instead")
    open_today = cleared and plan.decision("due").value == "due"
    assert (plan.session is not None) == (open_today and plan.decision("dose").value != "none")
    if plan.session is not None:
        assert plan.session.drill not in excluded(plan)
        strides = plan.decision("clearance").value == "strides_instead"
        assert plan.session.kind == ("strides" if strides else "bursts")
        assert (plan.session.drill == "strides") == strides


def said(plan: Recommendation, topic: str) -> set[str]:
    return {advice.say for advice in plan.advice if advice.topic == topic}


STOP_SIGNALS = said(recommend(BASE.standard_cases["before"]), "stop")


@pytest.mark.parametrize("left_out", [name for name in BASE.standard_cases["before"] if not FACTS[name].required_at])
def test_an_answer_left_out_takes_no_stop_signal_from_a_session(left_out: str) -> None:
    plan = recommend({name: value for name, value in BASE.standard_cases["before"].items() if name != left_out})
    if plan.session is not None:
        assert STOP_SIGNALS - said(plan, "stop") == set()


@examples(40)
@given(healthy_cases())
def test_every_session_comes_with_its_stop_signals_what_to_watch_and_how_to_do_it(case: Facts) -> None:
    plan = recommend(case)
    assume(plan.session is not None)
    assert len(STOP_SIGNALS) >= 5
    assert STOP_SIGNALS - said(plan, "stop") == set()
    assert said(plan, "watch")
    assert said(plan, "technique")


# The order of facts and of firings never matters.


def outcome(plan: Recommendation) -> Any:
    """Reduce a recommendation to what must not depend on the order of rules."""
    decisions = {d.name: (repr(d.value), frozenset(d.rules), frozenset(d.dominated)) for d in plan.decisions}
    advice = {(a.topic, a.say, frozenset(a.rules), frozenset(a.guide)) for a in plan.advice}
    fired = {(f.rule, repr(f.item)) for f in plan.trace.firings}
    return plan.verdict, plan.headline, decisions, plan.session, plan.next_step, advice, fired


@examples(20)
@given(st.data())
def test_facts_in_another_order_give_the_same_bytes(data: st.DataObject) -> None:
    case = data.draw(all_cases())
    shuffled = dict(data.draw(st.permutations(list(case.items()))))
    assert recommend(shuffled).to_json() == recommend(case).to_json()


@examples(25)
@given(case=all_cases("before"), data=st.data())
def test_injuries_and_stiff_places_in_another_order_give_the_same_outcome(case: Facts, data: st.DataObject) -> None:
    case |= {name: data.draw(values(name)) for name in ("injuries", "stiffness")}
    shuffled = {**case, **{name: data.draw(st.permutations(case[name])) for name in ("injuries", "stiffness")}}
    assert outcome(recommend(shuffled)) == outcome(recommend(case))


@examples(20)
@given(case=all_cases() | st.just({"pain": "none", "injuries": []}), seed=st.integers(0, 2**32))
def test_rules_in_another_order_give_the_same_outcome(case: Facts, seed: int) -> None:
    shuffled = list(BASE.rules)
    random.Random(seed).shuffle(shuffled)
    other = replace(BASE, rules=tuple(shuffled))
    assert outcome(recommend(case, rule_base=other)) == outcome(recommend(case))


def test_a_rule_base_that_was_made_from_another_one_runs_its_own_rules() -> None:
    recommend(BASE.standard_cases["before"])
    fewer = replace(BASE, rules=tuple(rule for rule in BASE.rules if rule.id != "COA-030"))
    plan = recommend(BASE.standard_cases["before"], rule_base=fewer)
    assert plan.trace.firings_of("COA-030") == ()


@examples(20)
@given(all_cases())
def test_the_same_case_gives_the_same_bytes_again_and_in_another_thread(case: Facts) -> None:
    here = recommend(case).to_json()
    assert recommend(case).to_json() == here
    assert _OTHER_THREAD.submit(lambda: recommend(case).to_json()).result() == here


_IN_A_PROCESS = """
import json, sys
from springstep import recommend
for case in json.load(sys.stdin):
    print(recommend(case).to_json())
"""


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_another_process_with_another_hash_seed_gives_the_same_bytes(seed: str) -> None:
    several = [
        *(dict(case) for case in BASE.standard_cases.values()),
        {"pain": "none", "injuries": []},
        {"moment": "after", "pain": "ache", "injuries": [{"site": "knee", "status": "resolved"}]},
        *(example_case(BASE, rule, rule.fires_for) for rule in BASE.rules[::20]),
    ]
    done = subprocess.run(
        [sys.executable, "-c", _IN_A_PROCESS],
        input=json.dumps(several),
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [recommend(case).to_json() for case in several]


# Caution only adds up.


@dataclass(frozen=True)
class Posture:
    """How cautious a recommendation is; each number is higher for more caution, and only ``allowed`` is a set."""

    clearance: int
    progression: int
    contact: int
    frequency: int
    reached_every: int
    reached_efforts: int
    reached_effort_s: int
    fewer_efforts: int
    shorter_efforts: int
    smaller_set: int
    less_in_all: int
    rest_s: int
    warm_up_min: int
    cool_down_min: int
    allowed: frozenset[str]

    def looser_than(self, other: Posture) -> dict[str, Any]:
        """Return where this is less cautious than another; empty if nowhere."""
        found: dict[str, Any] = {}
        for field in fields(self):
            mine, others = getattr(self, field.name), getattr(other, field.name)
            if field.name == "allowed":
                found |= {field.name: sorted(mine - others)} if mine - others else {}
            elif mine < others:
                found[field.name] = (others, mine)
        return found


ORDER = [(0, 0), *((row["efforts"], row["effort_s"]) for row in SETS)]
"""The sets from none to the largest."""


def posture(case: Facts) -> Posture:
    plan = build(BASE, case_of(case, BASE), look_ahead=False)
    decided = {decision.name: decision.value for decision in plan.decisions}
    efforts, effort_s = dose_of(decided["dose"])

    def rank(name: str) -> int:
        return list(BASE.decisions[name].steps).index(decided[name])

    return Posture(
        clearance=rank("clearance"),
        progression=rank("progression"),
        contact=rank("contact"),
        frequency=decided["frequency"],
        reached_every=decided["reached_every"],
        reached_efforts=-decided["reached_efforts"],
        reached_effort_s=-decided["reached_effort_s"],
        fewer_efforts=-min(decided["efforts"], decided["reached_efforts"]),
        shorter_efforts=-min(decided["effort_s"], decided["reached_effort_s"]),
        smaller_set=-ORDER.index((efforts, effort_s)),
        less_in_all=-efforts * effort_s,
        rest_s=decided["rest_s"],
        warm_up_min=decided.get("warm_up_min", 0),
        cool_down_min=decided.get("cool_down_min", 0),
        allowed=frozenset(DRILLS) - excluded(plan),
    )


def excluded(plan: Recommendation) -> frozenset[str]:
    """Read off the trace which drills the rules that fired exclude."""
    selects = [
        conclusion.where
        for firing in plan.trace.firings
        for conclusion in BASE.by_id[firing.rule].conclusions
        if isinstance(conclusion, Select) and conclusion.kind == "exclude"
    ]
    return frozenset(
        drill.id
        for drill in BASE.tables["drills"].rows
        if any(all(drill[name] in wanted for name, wanted in where) for where in selects)
    )


_TREND = [("better", "same", "worse"), ("better", "too_early", "worse")]
SAFE_TO_RISKY: dict[str, list[tuple[Any, ...]]] = {
    "pain": [("none", "ache", "sharp")],
    "experience": [("regular", "some", "none")],
    "has_coach": [(True, False)],
    "coach_agrees": [(True, False)],
    "cleared_to_hop": [(True, False)],
    "weeks_since_healed": [(52, 26, 25, 18, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 0)],
    "season_phase": [
        ("build", "early"),
        ("no_season", "competition", "race_week"),
        ("build", "competition", "race_week"),
        ("build", "transition"),
    ],
    "days_to_race": [(400, 8, 7, 1, 0)],
    "run_kind": [("recovery", "long"), ("easy", "workout"), ("easy", "race"), ("run_walk", "long")],
    "surface": [
        ("grass", "asphalt", "slippery"),
        ("dirt_path", "concrete", "slippery"),
        ("track", "sand", "slippery"),
        ("track", "treadmill", "slippery"),
    ],
    "terrain": [("flat", "rolling", "hilly"), ("flat", "rolling", "technical")],
    "shoes": [("solid", "minimal"), ("solid", "worn"), ("solid", "barefoot")],
    "fatigue": [tuple(range(11))],
    "legs": [("fresh", "heavy", "flooding")],
    "sleep": [("enough", "short", "poor")],
    "fuel": [("fed", "light", "empty")],
    "mindset": [("calm", "overthinking"), ("calm", "competitive")],
    "sessions_done": [(30, 8, 7, 6, 5, 3, 2, 1)],
    "easy_runs_since_bursts": [(4, 3, 2, 1, 0)],
    "last_completed": [("all", "partly", "none")],
    "response_logged": [(True, False)],
    "form_held": [(True, False)],
    "felt_after": [("fresh", "normal", "drained")],
    "recovery_between_sessions": [("full", "slow", "poor"), ("full", "too_early", "poor")],
    "weeks_at_step": [(9, 3, 2, 1, 0)],
    "sessions_at_step": [(9, 4, 3, 2, 1, 0)],
    "weeks_since_last_session": [(0, 1, 2, 3, 4, 5, 7, 8, 60)],
    "fatigue_trend": _TREND,
    "cadence_trend": _TREND,
    "stride_trend": _TREND,
    "spring_trend": _TREND,
    "return_to_pace_trend": _TREND,
    "last_taken": [("well", "not_shown"), ("well", "badly")],
    "pelvis": [("steady", "unsteady")],
    "weight_shift": [("even", "uneven")],
    "landings": [("soft", "hard")],
    "logged_warning": [
        ("none", "ache", "sharp_pain"),
        ("none", "ache", "injury"),
        ("none", "dizziness"),
        ("none", "chest_pain"),
    ],
    "warning_gone": [(True, False)],
}
"""Values of a fact in chains, each value a greater risk than those before it."""


def planned_at(name: str) -> st.SearchStrategy[Moment]:
    """Draw a moment at which a fact is asked and a session is planned."""
    at: list[Moment] = [moment for moment in ("before", "after") if moment in FACTS[name].moments]
    return st.sampled_from(at)


def with_history(case: Facts, name: str) -> Facts:
    """Make room for a fact of the history in a case that has none."""
    return {**case, "sessions_done": 4} if name in HISTORY and case.get("sessions_done") == 0 else case


@pytest.mark.parametrize("name", SAFE_TO_RISKY)
def test_a_riskier_value_never_loosens_the_plan_of_a_standard_runner(name: str) -> None:
    for moment in sorted({"before", "after"} & set(FACTS[name].moments)):
        runner = BASE.standard_cases[moment]
        for chain in SAFE_TO_RISKY[name]:
            plans = {value: posture(valid_case({**runner, name: value})) for value in chain}
            for safe, risky in combinations(chain, 2):
                assert plans[risky].looser_than(plans[safe]) == {}, f"{moment}: {safe} to {risky}"


@pytest.mark.parametrize("name", SAFE_TO_RISKY)
@examples(4)
@given(data=st.data())
def test_a_riskier_value_never_loosens_the_plan(name: str, data: st.DataObject) -> None:
    case = with_history(data.draw(planned_at(name).flatmap(all_cases)), name)
    pairs = [pair for chain in SAFE_TO_RISKY[name] for pair in combinations(chain, 2)]
    safe, risky = data.draw(st.sampled_from(pairs))
    safer, riskier = (posture(valid_case({**case, name: value})) for value in (safe, risky))
    assert riskier.looser_than(safer) == {}


@pytest.mark.parametrize("name", ["injuries", "stiffness", "screening", "today"])
@examples(25)
@given(data=st.data())
def test_one_more_injury_stiff_place_limit_or_thing_out_of_the_ordinary_never_loosens_the_plan(
    name: str, data: st.DataObject
) -> None:
    case = data.draw(planned_at(name).flatmap(all_cases))
    few, one_more = data.draw(values(name).filter(lambda found: len(found) < 3)), data.draw(values(name).filter(bool))
    place = data.draw(st.integers(0, len(few)))
    more = [*few[:place], one_more[0], *few[place:]]
    assert posture({**case, name: more}).looser_than(posture({**case, name: few})) == {}


@examples(20)
@given(case=all_cases("before"), data=st.data())
def test_more_severe_stiffness_never_loosens_the_plan(case: Facts, data: st.DataObject) -> None:
    places = data.draw(values("stiffness").filter(bool))
    mild, marked = ([{**places[0], "severity": how}, *places[1:]] for how in ("mild", "marked"))
    assert posture({**case, "stiffness": marked}).looser_than(posture({**case, "stiffness": mild})) == {}


@examples(25)
@given(data=st.data())
def test_an_injury_less_far_healed_never_loosens_the_plan(data: st.DataObject) -> None:
    case = data.draw(planned_at("injuries").flatmap(all_cases))
    injuries = data.draw(values("injuries").filter(bool))
    stages = data.draw(st.sampled_from(list(combinations(("resolved", "returning", "active"), 2))))
    safe, risky = ([{**injuries[0], "status": status}, *injuries[1:]] for status in stages)
    assert posture({**case, "injuries": risky}).looser_than(posture({**case, "injuries": safe})) == {}


@examples(25)
@given(case=healthy_cases(), shorter=st.floats(0.05, 1))
def test_a_shorter_run_never_earns_more(case: Facts, shorter: float) -> None:
    run = {"duration_min": minutes_of(case), "pace": case.get("pace", "6:30/km")}
    long = {name: value for name, value in case.items() if name != "distance"} | run
    short = {**long, "duration_min": max(1.0, run["duration_min"] * shorter)}
    assert posture(short).looser_than(posture(long)) == {}


MILDEST = {
    "mindset": "calm",
    "days_to_race": 400,
    "last_taken": "well",
    "pelvis": "steady",
    "weight_shift": "even",
    "landings": "soft",
    "logged_warning": "none",
    "came_up": "all_well",
    "felt_during": "fresh",
}
"""What is told only where there is something to tell, so that nobody is asked for it: its answer that says nothing."""

OPTIONAL = [
    name
    for name, info in FACTS.items()
    if name != "moment" and not info.required_at and set(info.moments) & {"before", "after"} and name not in MILDEST
]

TAKES_A_STEP_AWAY = {"fatigue_trend", "felt_after", "recovery_between_sessions", "weeks_since_last_session"}
"""Answers that can lower the step reached. Only what was told does so; today asks for as much caution either way."""


def looser_without(names: set[str], case: Facts) -> dict[str, Any]:
    """Return where a case without some answers is less cautious than with them, a step that is then kept aside."""
    without, told = posture({fact: value for fact, value in case.items() if fact not in names}), posture(case)
    hold = list(BASE.decisions["progression"].steps).index("hold")
    if names & TAKES_A_STEP_AWAY:
        reached = {name: getattr(without, name) for name in ("reached_every", "reached_efforts", "reached_effort_s")}
        told = replace(told, progression=min(told.progression, hold), **reached)
    return without.looser_than(told)


@pytest.mark.parametrize("name", MILDEST)
@examples(4)
@given(data=st.data())
def test_what_is_told_only_where_it_is_so_never_loosens_and_is_nothing_where_it_is_not(
    name: str, data: st.DataObject
) -> None:
    case = with_history(data.draw(planned_at(name).flatmap(all_cases)), name)
    without = valid_case({fact: value for fact, value in case.items() if fact != name})
    told = valid_case({**without, name: data.draw(values(name))})
    assume(name not in {each.fact for each in recommend(without).assumed})
    assert posture(told).looser_than(posture(without)) == {}
    assert posture(valid_case({**without, name: MILDEST[name]})) == posture(without)


@pytest.mark.parametrize("name", OPTIONAL)
def test_an_answer_left_out_never_loosens_the_plan_of_a_standard_runner(name: str) -> None:
    for moment in sorted({"before", "after"} & set(FACTS[name].moments)):
        runner = BASE.standard_cases[moment]
        if name in runner:
            for value in FACTS[name].values if FACTS[name].kind == "word" else (runner[name],):
                assert looser_without({name}, {**runner, name: value}) == {}, f"{moment}: {value}"


@pytest.mark.parametrize("name", OPTIONAL)
@examples(4)
@given(data=st.data())
def test_an_answer_left_out_never_loosens_the_plan(name: str, data: st.DataObject) -> None:
    case = with_history(data.draw(planned_at(name).flatmap(all_cases)), name)
    if name not in ("duration_min", "distance", "pace"):
        case = valid_case({**case, name: data.draw(values(name))})
    assume(name in case and name not in unasked(VOCABULARY, case))
    assert looser_without({name}, case) == {}


@examples(30)
@given(data=st.data())
def test_several_answers_left_out_never_loosen_the_plan(data: st.DataObject) -> None:
    case = data.draw(healthy_cases("before", most_changes=1) | healthy_cases("after", most_changes=1))
    asked = [name for name in case if name in OPTIONAL and name not in unasked(VOCABULARY, case)]
    gone = data.draw(st.sets(st.sampled_from(asked), min_size=2, max_size=6))
    assert looser_without(gone, case) == {}


def next_action(case: Facts) -> int:
    return list(BASE.decisions["next_action"].steps).index(recommend(case).decision("next_action").value)


@examples(25)
@given(case=cases("during"), more=st.integers(0, 6))
def test_a_warning_that_came_back_or_one_more_burst_never_loosens_what_to_do_now(case: Facts, more: int) -> None:
    case |= {"cue_repeated": False, "bursts_done": case.get("bursts_done", 1)}
    here = next_action(case)
    assert next_action({**case, "cue_repeated": True}) >= here
    assert next_action({fact: value for fact, value in case.items() if fact != "cue_repeated"}) >= here
    assert next_action({**case, "bursts_done": min(30, case["bursts_done"] + more)}) >= here


@examples(80)
@given(cases("during"))
def test_the_drill_during_a_run_is_never_harder_than_the_present_one_and_none_when_bursts_end(case: Facts) -> None:
    plan = recommend(case)
    drills = {decision.name: decision.value for decision in plan.decisions}
    if plan.verdict in ("end_bursts", "stop"):
        assert drills.get("drill", "none") == "none"
    elif plan.verdict == "strides_instead":
        assert drills["drill"] == "strides"
    elif plan.verdict == "gentler_drill" and "current_drill" in case:
        assert DRILLS.index(drills["drill"]) < max(1, DRILLS.index(case["current_drill"]))


# The progression changes one thing at a time.


def counted(efforts: int, seconds: float) -> tuple[int, int]:
    """Work out how a step counts: long efforts split if that keeps as much, one or two as three, within the limits."""
    if efforts == 1 or (efforts == 2 and seconds <= 15):
        efforts, seconds = 3, seconds * efforts / 3
    elif 15 < seconds <= 30 and min(6, 2 * efforts) * int(seconds / 2) >= min(6, efforts) * 15:
        efforts, seconds = 2 * efforts, seconds / 2
    if efforts < 3 or seconds < 8:
        return (max(3, min(6, efforts)), 8) if seconds >= 8 else (3, 8)
    return min(6, efforts), min(15, int(seconds))


def grows_by_one_thing(last: tuple[int, int], then: tuple[int, int]) -> bool:
    """Tell whether a set has at most one effort more, or longer efforts, and is at most a third more in all."""
    more, longer = then[0] - last[0], then[1] - last[1]
    return more <= 1 and not (more > 0 and longer > 0) and 3 * then[0] * then[1] <= 4 * last[0] * last[1]


STEPS = st.tuples(st.integers(0, 30), st.integers(0, 120))


@examples(200)
@given(STEPS | st.tuples(st.integers(0, 8), st.integers(5, 32)))
def test_a_step_counts_within_the_limits_and_with_no_more_seconds_than_it_has(step: tuple[int, int]) -> None:
    plan = recommend({**BASE.standard_cases["after"], "step_efforts": step[0], "step_effort_s": step[1]})
    facts = {fact.fact: fact.value for fact in plan.facts}
    found = facts["counted_efforts"], facts["counted_effort_s"]
    assert found == counted(*step)
    assert facts["counted_s"] == found[0] * found[1]
    assert facts["counted_s"] <= max(24, step[0] * step[1])


@pytest.mark.parametrize("row", SETS, ids=lambda row: f"{row['efforts']}x{row['effort_s']}")
def test_one_step_on_grows_by_one_thing_and_one_back_shrinks_by_one_and_every_step_stays_on_hold(row: Any) -> None:
    here = row["efforts"], row["effort_s"]
    step = {"step_efforts": here[0], "step_effort_s": here[1], "every_nth_easy_run": 2}
    on, held, back = (
        dose_of(recommend({**BASE.standard_cases["after"], **step, **changes}).decision("dose").value)
        for changes in ({}, {"response_logged": False}, {"fatigue_trend": "worse"})
    )
    assert held == here
    assert grows_by_one_thing(here, on) and (on != here) == (here != (6, 15))
    assert sum(later != sooner for later, sooner in zip(back, here, strict=True)) == (here != (3, 8))
    assert back[0] <= here[0] and back[1] <= here[1]


def test_the_way_up_and_the_way_back_are_the_same() -> None:
    way = [(row["efforts"], row["effort_s"]) for row in WAY_UP]
    assert (way[0], way[-1]) == ((3, 8), (6, 15))
    for here, there in pairwise(way):
        for sooner, later, changes in ((here, there, {}), (there, here, {"fatigue_trend": "worse"})):
            step = {"step_efforts": sooner[0], "step_effort_s": sooner[1], "every_nth_easy_run": 2}
            plan = recommend({**BASE.standard_cases["after"], **step, **changes})
            assert dose_of(plan.decision("dose").value) == later


@examples(60)
@given(data=st.data())
def test_the_next_session_grows_in_one_thing_at_most_and_never_with_the_frequency(data: st.DataObject) -> None:
    moment = data.draw(st.sampled_from(["before", "after"]))
    case = data.draw(healthy_cases(moment, most_changes=2))
    assume({"step_efforts", "step_effort_s", "every_nth_easy_run"} <= case.keys())
    last = counted(case["step_efforts"], case["step_effort_s"])
    plan = recommend(case)
    then = dose_of(plan.decision("dose").value)
    assert grows_by_one_thing(last, then)
    reached = tuple(plan.decision(name).value for name in ("reached_efforts", "reached_effort_s"))
    assert grows_by_one_thing(last, reached)
    for name in ("frequency", "reached_every"):
        oftener = case["every_nth_easy_run"] - plan.decision(name).value
        assert oftener <= 1
        if oftener == 1:
            assert then[0] <= last[0] and then[1] <= last[1]
            assert reached[0] <= last[0] and reached[1] <= last[1]


@examples(60)
@given(case=healthy_cases("after", most_changes=1), last=STEPS)
def test_whatever_was_done_last_the_next_session_is_one_of_the_sets(case: Facts, last: tuple[int, int]) -> None:
    case |= {"step_efforts": last[0], "step_effort_s": last[1]}
    plan = recommend(case)
    if plan.verdict == "stop":
        assert plan.next_step is None, "first the present step is judged"
        return
    step = plan.next_step
    assert step is not None
    assert (step.efforts, step.effort_s) in [(row["efforts"], row["effort_s"]) for row in SETS]
    assert 1 <= step.frequency <= 3


@examples(40)
@given(healthy_cases())
def test_the_step_ahead_differs_from_today_in_one_thing_at_most(case: Facts) -> None:
    plan = recommend(case)
    assume(plan.next_step is not None and plan.session is not None)
    assert plan.next_step is not None
    assert plan.session is not None
    facts = {fact.fact: fact.value for fact in plan.facts}
    today = plan.session.efforts, plan.session.effort_s
    if "counted_efforts" in facts:  # a day made smaller is no step back
        today = max(today, (facts["counted_efforts"], facts["counted_effort_s"]), key=lambda step: step[0] * step[1])
    ahead = plan.next_step.efforts, plan.next_step.effort_s
    assert grows_by_one_thing(today, ahead)
    oftener = plan.decision("reached_every").value - plan.next_step.frequency
    assert oftener <= (1 if ahead == today else 0)
    assert plan.next_step.frequency <= plan.decision("frequency").value, "only today may ask for a rarer one"
    if "with the same dose" in plan.next_step.say:
        assert plan.step is not None and ahead == (plan.step.efforts, plan.step.effort_s)
    if " as now" in plan.next_step.say:
        assert plan.next_step.frequency == plan.decision("frequency").value


@pytest.mark.parametrize("moment", ["before", "after"])
@examples(25)
@given(data=st.data())
def test_a_runner_without_a_session_gets_the_smallest_set_and_the_rarest_frequency(
    moment: Moment, data: st.DataObject
) -> None:
    case = valid_case({**data.draw(healthy_cases(moment)), "sessions_done": 0})
    plan = recommend(case)
    assert plan.decision("dose").value in ("3 x 8 s", "none")
    assert plan.decision("frequency").value == 3
    assert plan.decision("progression").value != "advance"


# The trace tells every reason.


@pytest.mark.parametrize("moment", DECIDED)
@examples(25)
@given(data=st.data())
def test_every_decision_of_the_moment_has_a_value_and_rules_that_fired(moment: Moment, data: st.DataObject) -> None:
    plan = recommend(data.draw(all_cases(moment)))
    decided = {decision.name: decision for decision in plan.decisions}
    assert [name for name in DECIDED[moment] if name not in decided or decided[name].value is None] == []
    for name, decision in decided.items():
        if name in BASE.decisions and BASE.decisions[name].kind == "sum":
            added = plan.trace.added(name)
            assert (set(decision.rules), decision.value) == (set(added), sum(added.values()))
            continue
        assert decision.rules, name
        for rule in decision.rules:
            firings = plan.trace.firings_of(rule)
            assert firings, f"{name} names {rule}, which did not fire"
            if name in BASE.decisions:
                concluded = [c for firing in firings for c in firing.conclusions if c.target == name]
                assert any(c.carried and c.value == decision.value for c in concluded)


@examples(50)
@given(all_cases())
def test_what_carried_is_at_least_as_cautious_as_what_it_dominates(case: Facts) -> None:
    plan = recommend(case)
    for decision in plan.decisions:
        if decision.name not in BASE.decisions:
            continue
        scheme = BASE.decisions[decision.name]
        steps = list(scheme.steps)
        found = [c for firing in plan.trace.firings for c in firing.conclusions if c.target == decision.name]
        if scheme.kind == "sum":
            assert decision.value == sum(conclusion.value for conclusion in found)
            assert all(conclusion.carried and not conclusion.dominated_by for conclusion in found)
            continue
        for conclusion in found:
            ahead = (
                steps.index(decision.value) - steps.index(conclusion.value)
                if scheme.kind == "scale"
                else (conclusion.value - decision.value) * (1 if scheme.kind == "cap" else -1)
            )
            assert ahead >= 0
            assert (ahead == 0) == conclusion.carried
            assert bool(conclusion.dominated_by) != conclusion.carried
            assert set(conclusion.dominated_by) <= set(decision.rules)


@examples(50)
@given(all_cases())
def test_every_matched_fact_is_given_derived_assumed_by_a_rule_that_fired_or_decided(case: Facts) -> None:
    plan = recommend(case)
    assumed = {(a.fact, repr(a.value)): a.rule for a in plan.assumed}
    for fact in plan.facts:
        if fact.source == "given":
            assert fact.value == case[fact.fact]
        assert (fact.fact in case) == (fact.source == "given"), f"{fact.fact} was given but is {fact.source}"
    for firing in plan.trace.firings:
        for matched in firing.matched:
            match matched.source:
                case "given":
                    given_values = [case.get(matched.fact)]
                    if "." in matched.fact:
                        scope, name = matched.fact.split(".")
                        read = VOCABULARY.scopes[scope]
                        given_values = [read.fields_in(item)[name] for item in case[read.list_fact]]
                    assert matched.value in given_values
                case "assumed":
                    assert plan.trace.firings_of(matched.note)
                    if "." not in matched.fact:
                        assert assumed[matched.fact, repr(matched.value)] == matched.note
                case "decided":
                    assert matched.value == plan.decision(matched.fact).value


def test_a_given_distance_is_never_replaced_by_an_assumption() -> None:
    plan = recommend({"pain": "none", "injuries": [], "distance": "10 km"})
    miles = next(fact for fact in plan.facts if fact.fact == "distance_mi")
    assert (miles.value, miles.source) == (pytest.approx(6.214, abs=0.001), "derived")


def nodes(explanation: Explanation) -> list[Explanation]:
    return [explanation, *(node for part in explanation.parts for node in nodes(part))]


def shown(label: str, name: str, value: Any) -> str:
    return f"{label}: {value_words(name, value, BASE.facts)}"


def labelled(known: Mapping[str, Any]) -> set[str]:
    """Write facts as explanations do, the fields of each list item too."""
    found = {shown(fact_words(name, BASE.facts), name, value) for name, value in known.items()}
    for scope in VOCABULARY.scopes.values():
        for item in known.get(scope.list_fact) or ():
            read = scope.element_facts(item)
            found |= {shown(fact_words(name, BASE.facts), name, value) for name, value in read.items()}
    return found


@pytest.mark.parametrize("depth", ["short", "mid", "long"])
@examples(20)
@given(data=st.data())
def test_why_explains_every_decision_with_rules_that_fired_and_values_of_the_case(
    depth: Any, data: st.DataObject
) -> None:
    case = data.draw(all_cases())
    plan = recommend(case)
    facts = {fact.fact: fact.value for fact in plan.facts}
    known = {
        "you said so": labelled(case),
        "from ": labelled({fact.fact: fact.value for fact in plan.facts if fact.source == "derived"}),
        "not answered": labelled({a.fact: a.value for a in plan.assumed}),
        "decided before": labelled({d.name: d.value for d in plan.decisions}),
    }
    for decision in plan.decisions:
        explanation = plan.why(decision.name, depth=depth)
        assert decision.text in explanation.text
        explained = {part.rule for part in explanation.parts}
        on_answers = {reason.rule for reason in decision.reasons if not reason.assumed}
        assert explained >= (set(decision.rules) if depth == "long" or not on_answers else on_answers)
        assert all(rule in str(explanation) for rule in decision.rules)
        for node in nodes(explanation):
            assert node.rule is None or plan.trace.firings_of(node.rule)
            found = re.match(r"(.*: .*?) \((you said so|from |not answered|decided before)", node.text)
            if found and not node.text.startswith(("nothing counts against it", "chosen")):
                assert found[1] in known[found[2]], node.text
            if node.text.startswith("nothing counts against it: "):
                listed = node.text.removeprefix("nothing counts against it: ").split("; ")
                assert set(listed) <= {
                    f"{fact_words(name, BASE.facts)} {value_words(name, value, BASE.facts)}"
                    for name, value in facts.items()
                }


def parts_of(condition: Condition) -> list[Condition]:
    match condition:
        case All(items) | Either(items):
            return [condition, *(part for item in items for part in parts_of(item))]
        case Not(item) | AnyItem(condition=item):
            return [condition, *parts_of(item)]
    return [condition]


def yours_of(name: str, value: Any, *, alone: bool) -> str:
    """Write the value of a fact as a part of a condition that is not met shows it, a list among others by name."""
    words = value_words(name, value, BASE.facts) if value is not None else "not answered"
    return words if alone or name not in VOCABULARY.list_scopes else f"{fact_words(name, BASE.facts)}: {words}"


@examples(10)
@given(all_cases())
def test_why_not_answers_for_every_drill_and_step_with_the_values_of_the_case(case: Facts) -> None:
    plan = recommend(case)
    known = {fact.fact: fact.value for fact in plan.facts} | {d.name: d.value for d in plan.decisions}
    steps = [
        f"{d.name}={step}" for d in plan.decisions if d.name in BASE.decisions for step in BASE.decisions[d.name].steps
    ]
    for target in [*DRILLS, *steps]:
        for node in nodes(plan.why_not(target)):
            if node.rule is None:
                continue
            rule = BASE.by_id[node.rule]
            if not node.text.startswith("not met: "):
                assert plan.trace.firings_of(node.rule)
                continue
            read = [
                ", ".join(yours_of(name, known.get(name), alone=len(names) == 1) for name in names)
                for names in map(names_in, parts_of(effective_condition(rule, BASE.by_id)))
            ]
            lists = [plain(known.get(name) or ()) for name in VOCABULARY.list_scopes]
            for yours in re.findall(r"\(yours: (.*?)\)", node.text):
                assert yours in (lists if rule.for_each else read), node.text


# What comes back.


@examples(40)
@given(all_cases())
def test_json_out_in_and_out_again_is_the_same_text_and_value(case: Facts) -> None:
    plan = recommend(case)
    text = plan.to_json()
    again = Recommendation.from_json(text)
    assert again == plan
    assert again.to_json() == text
    assert json.loads(text)["schema_version"] == "2.0"


@pytest.mark.parametrize("name", [field.name for field in fields(Recommendation)])
def test_no_field_of_a_recommendation_can_be_set(name: str) -> None:
    plan = recommend(BASE.standard_cases["before"])
    with pytest.raises(FrozenInstanceError):
        setattr(plan, name, None)


def test_what_a_recommendation_holds_is_frozen_all_the_way_down() -> None:
    plan = recommend(BASE.standard_cases["before"])
    for part in (plan.session, plan.decisions[0], plan.advice[0], plan.trace, plan.trace.firings[0], plan.facts[0]):
        assert part is not None
        with pytest.raises(FrozenInstanceError):
            setattr(part, fields(part)[0].name, None)


# Whatever is fed in.


def nested(depth: int) -> list[Any]:
    found: list[Any] = []
    for _ in range(depth):
        found = [found]
    return found


_text = st.text(st.characters(), max_size=12)
_near_misses = st.sampled_from([word for info in FACTS.values() for word in info.values]).flatmap(
    lambda word: st.sampled_from([word, word.upper(), f"{word} ", word[:-1], word.replace("_", " ")])
)
_plain_values = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | _text
    | _near_misses
    | st.sampled_from(["unknown", "10 km", "6:00/km", "0:00/km", "0 km", "99:59/mi", "999.999 km", b"fresh", 10**300])
)
_junk = st.recursive(
    _plain_values,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(_text | st.sampled_from(["site", "status"]), inner, max_size=3)
    ),
    max_leaves=6,
)
_keys = (
    st.sampled_from(list(FACTS))
    | st.sampled_from(list(FACTS)).map(lambda name: name[:-1])
    | st.sampled_from(list(FACTS)).map(str.upper)
    | _text
    | st.integers()
    | st.none()
)


def answered(case: Mapping[Any, Any]) -> None:
    """Check that a mapping is answered by a recommendation or by an error that names the faults in printable words."""
    try:
        plan = recommend(case)
    except SpringstepError as error:
        assert error.faults
        assert all(fault.what for fault in error.faults)
        str(error).encode("utf-8")
    else:
        assert isinstance(plan, Recommendation)
        plan.to_json()


@examples(120)
@given(case=all_cases(), junk=st.dictionaries(_keys, _junk, max_size=4))
def test_a_case_with_anything_mixed_in_gives_a_recommendation_or_a_springstep_error(
    case: Facts, junk: dict[Any, Any]
) -> None:
    answered({**case, **junk})


@examples(100)
@example(junk={"list[": []})
@given(junk=st.dictionaries(_keys, _junk, max_size=8))
def test_any_mapping_gives_a_recommendation_or_a_springstep_error(junk: dict[Any, Any]) -> None:
    answered(junk)


HOSTILE = {
    "infinite": float("inf"),
    "a huge whole number": 10**5000,
    "a huge fraction": 1e308,
    "nested lists": nested(3000),
    "a long text": "x" * 100_000,
    "half a character": "\ud800",
    "bytes": b"fresh",
    "a set": {1, 2},
    "a complex number": 1j,
    "a class": object,
}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize(
    "name", ["pain", "injuries", "fatigue", "duration_min", "distance", "last_drill", "has_coach", "nought"]
)
def test_a_hostile_value_is_refused_with_its_fact_named(name: str, value: Any) -> None:
    with pytest.raises(CaseError) as caught:
        recommend({"pain": "none", "injuries": [], name: value})
    assert name in str(caught.value)
    str(caught.value).encode("utf-8")


@pytest.mark.parametrize("key", ["", " pain", "\ud800", "pain\n", 1, 1.5, None, ("a", "b"), b"pain", True], ids=repr)
def test_a_hostile_key_is_refused(key: Any) -> None:
    with pytest.raises(CaseError) as caught:
        recommend({"pain": "none", "injuries": [], key: "none"})
    str(caught.value).encode("utf-8")


@examples(150)
@given(all_cases())
def test_what_decides_by_itself_waits_for_no_other_answer(case: Facts) -> None:
    """What is said to decide does so among all other answers, and with everything else left out."""
    moment = case["moment"]
    required = [name for name, info in FACTS.items() if moment in info.required_at]
    for name, value in case.items():
        if name != "moment" and FACTS[name].settled_by(value):
            whole = recommend(case)
            assert whole.verdict == "stop"
            assert recommend({"moment": moment, name: value}).verdict == "stop"
            less = {fact: told for fact, told in case.items() if fact == name or fact not in required}
            assert recommend(less).verdict == "stop"
