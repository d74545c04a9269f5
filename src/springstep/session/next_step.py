"""What comes next: after a run the next session, before it the step after some good weeks, by the same rules."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from springstep.engine.advice.completeness import check_decided
from springstep.engine.advice.plan import plan_of
from springstep.engine.advice.recommend import RecommendationBuilder
from springstep.engine.inference.case import Case, case_from, facts_of
from springstep.engine.inference.forward import Inference, infer
from springstep.engine.language.tables import Row
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document
from springstep.session.look_ahead import enough, look_ahead
from springstep.session.sets import NextStep, ProgressionStep

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_LONGEST_MIN = 600


def next_session(made: RecommendationBuilder) -> NextStep | None:
    """Return the next session after a run; none while something has to be looked at first."""
    row = made.plan.chosen["dose"].row
    clearance = made.decided("clearance")
    if row is None or clearance == "stop_and_refer":
        return None
    frequency = int(made.decided("frequency"))
    lead = "Once nothing hurts any more: " if clearance == "no_bursts_today" else "Next time: "
    least_min = shortest_run_min(made.base, row)
    say = f"{lead}{_set(row)}, {how_often(made.base, frequency)}, on a run of {least_min} min or more."
    return NextStep(frequency=frequency, efforts=row["efforts"], effort_s=row["effort_s"], say=say)


def step_after_good_weeks(made: RecommendationBuilder, step: ProgressionStep) -> NextStep | None:
    """Work out the step after some good weeks at the present one."""
    base = made.base
    ahead = infer(base, facts_of(_after_good_weeks(made, step), base))
    check_decided(ahead)
    row = plan_of(base, ahead).chosen["dose"].row
    if row is None:
        return None
    there = int(ahead.decided["frequency"][0])
    if ahead.decided["progression"][0] != "advance":
        say = _staying_words(made, there, row)
    else:
        longer = "" if _fits_today(made, row) else " It needs a longer run than today's."
        say = _step_words(made, step, there, row) + longer
    return NextStep(frequency=there, efforts=row["efforts"], effort_s=row["effort_s"], say=say)


def how_often(base: RuleBase, frequency: int) -> str:
    """Say how often bursts come: ``every third easy run``."""
    return base.decisions["frequency"].names[str(frequency)]


@lru_cache(maxsize=64)
def shortest_run_min(base: RuleBase, row: Row) -> int:
    """Return the fewest whole minutes in which the rules leave room for a set, for the standard runner."""
    low, high = 1, _LONGEST_MIN
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _has_room(base, row, middle) else (middle + 1, high)
    return low


def _has_room(base: RuleBase, row: Row, minutes: int) -> bool:
    case = {**base.standard_cases["before"], "duration_min": float(minutes)}
    inference = infer(base, facts_of(Case(case), base))
    check_decided(inference)
    return _fits(inference, row, minutes)


def _fits(inference: Inference, row: Row, minutes: Any) -> bool:
    """Tell whether a set stays within the cap on all bursts and fits into the time of a run."""
    (total_s, strict), amount = inference.decided["total_s"], row["efforts"] * row["effort_s"]
    within = amount < total_s or (amount == total_s and not strict)
    warm_up_min, cool_down_min, rest_s = (
        inference.decided[name][0] for name in ("warm_up_min", "cool_down_min", "rest_s")
    )
    needed_s = (warm_up_min + cool_down_min) * 60 + row["efforts"] * (row["effort_s"] + rest_s)
    return bool(within and needed_s <= minutes * 60)


def _fits_today(made: RecommendationBuilder, row: Row) -> bool:
    return _fits(made.inference, row, made.plan.facts["duration_min"])


def _after_good_weeks(made: RecommendationBuilder, step: ProgressionStep) -> Case:
    """Take the present step as done well for some weeks, everything else about the runner as it is."""
    base, given = made.base, made.case.given
    ahead = look_ahead(base)
    supposed: dict[str, Any] = {name: given[name] for name in ahead.keep if name in given}
    needed = enough(base, step.total_s)
    supposed |= {**ahead.suppose, **needed}
    supposed |= {
        "moment": ahead.moment,
        "sessions_done": given.get("sessions_done", 0) + max(1, needed["sessions_at_step"]),
        "every_nth_easy_run": step.frequency,
        "step_efforts": step.efforts,
        "step_effort_s": step.effort_s,
    }
    return case_from(Document("", supposed, {}), base, whole=False)


def _staying_words(made: RecommendationBuilder, frequency: int, row: Row) -> str:
    """Say that the dose stays for now, and that a passing limit does not take a step away."""
    say = f"Stay with {_set(row)}, {how_often(made.base, frequency)}, for now."
    reached = {name: int(made.decided(f"reached_{name}")) for name in ("efforts", "effort_s")}
    if made.decided("progression") == "hold" and any(row[name] < most for name, most in reached.items()):
        say += f" You keep your step of {_set(reached)}."
    return say


def _earned(made: RecommendationBuilder, step: ProgressionStep) -> bool:
    """Tell whether sessions and weeks at the step are already enough, so that only today speaks against more."""
    facts, needed = made.plan.facts, enough(made.base, step.total_s)
    done = all(name in facts and facts[name] >= least for name, least in needed.items())
    return done and made.decided("progression") == "hold"


def _step_words(made: RecommendationBuilder, step: ProgressionStep, there: int, row: Row) -> str:
    base = made.base
    often, as_now = how_often(base, there), " as now" if there == int(made.decided("frequency")) else ""
    same = (row["efforts"], row["effort_s"]) == (step.efforts, step.effort_s)
    change = f"{often}, with the same dose" if same and not as_now else f"{_set(row)}, {often}{as_now}"
    if _earned(made, step):
        return f"As soon as nothing holds you back: {change}."
    needed = enough(base, step.total_s)
    weeks, sessions = _counted(needed["weeks_at_step"], "week"), _counted(needed["sessions_at_step"], "good session")
    return f"After {weeks} and {sessions} at this step, all done in full and logged: {change}."


def _counted(number: int, unit: str) -> str:
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{word} {unit}" if number == 1 else f"{word} {unit}s"


def _set(row: Row | Mapping[str, int]) -> str:
    return f"{row['efforts']} x {row['effort_s']} s"
