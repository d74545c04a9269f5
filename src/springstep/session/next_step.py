"""What comes next: after a run the next session, before it the step after some good weeks, by the same rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from springstep.engine.advice.completeness import check_decided
from springstep.engine.advice.messages import Message, in_words, inner
from springstep.engine.advice.plan import plan_of
from springstep.engine.advice.recommend import RecommendationBuilder
from springstep.engine.inference.case import Case, case_from, facts_of
from springstep.engine.inference.forward import Inference, infer
from springstep.engine.language.tables import Row
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized
from springstep.engine.text.source import Document
from springstep.session.look_ahead import enough, look_ahead
from springstep.session.sets import NextStep, ProgressionStep
from springstep.session.texts import counted, session_texts

_LONGEST_MIN = 600


class Coming(NamedTuple):
    """What comes next, and what is said of it."""

    frequency: int
    row: Row
    messages: tuple[Message, ...]

    def step(self, base: RuleBase) -> NextStep:
        """Return it as a plan shows it."""
        texts = session_texts(base)
        say = " ".join(in_words(each, texts) for each in self.messages)
        return NextStep(frequency=self.frequency, efforts=self.row["efforts"], effort_s=self.row["effort_s"], say=say)


def what_comes_next(made: RecommendationBuilder) -> Coming | None:
    """Return the next session after a run, and before it the step after some good weeks."""
    if made.case.moment == "after":
        return _next_session(made)
    session = made.part("session")
    step = present_step(made) if session is not None and made.look_ahead else None
    return _step_after_good_weeks(made, step) if step is not None else None


def present_step(made: RecommendationBuilder) -> ProgressionStep | None:
    """Return the step of today's session: the step reached, or the present one where today's set is less than that."""
    dose = made.plan.chosen["dose"].row
    if dose is None:
        return None
    step = {name: int(made.decided(f"reached_{name}")) for name in ("efforts", "effort_s")}
    if any(dose[name] < reached for name, reached in step.items()):
        present = made.plan.facts
        step = {name: min(reached, int(present.get(f"counted_{name}", dose[name]))) for name, reached in step.items()}
    return ProgressionStep(frequency=int(made.decided("reached_every")), **step)


def _next_session(made: RecommendationBuilder) -> Coming | None:
    """Return the next session after a run; none where there are to be none, or something has to be looked at first."""
    row = made.plan.chosen["dose"].row
    clearance = made.decided("clearance")
    if row is None or made.plan.verdict.name in ("stop", "none"):
        return None
    frequency = int(made.decided("frequency"))
    key = "once_well" if clearance == "no_bursts_today" else "next_time"
    params = {"set": _set(row), "frequency": frequency, "minutes": shortest_run_min(made.base, row)}
    return Coming(frequency, row, (_message(key, params),))


def _step_after_good_weeks(made: RecommendationBuilder, step: ProgressionStep) -> Coming | None:
    """Work out the step after some good weeks at the present one."""
    base = made.base
    ahead = infer(base, facts_of(_after_good_weeks(made, step), base))
    check_decided(ahead)
    row = plan_of(base, ahead).chosen["dose"].row
    if row is None:
        return None
    there = int(ahead.decided["frequency"][0])
    if ahead.decided["progression"][0] != "advance":
        return Coming(there, row, tuple(_staying(made, there, row)))
    longer = () if _fits_today(made, row) else (_message("longer_run", {}),)
    return Coming(there, row, (_moving_up(made, step, there, row), *longer))


@memoized
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


def _staying(made: RecommendationBuilder, frequency: int, row: Row) -> Iterator[Message]:
    """Say that the dose stays for now, and that a passing limit does not take a step away."""
    yield _message("stay", {"set": _set(row), "frequency": frequency})
    reached = {name: int(made.decided(f"reached_{name}")) for name in ("efforts", "effort_s")}
    if made.decided("progression") == "hold" and any(row[name] < most for name, most in reached.items()):
        yield _message("keep", {"set": _set(reached)})


def _earned(made: RecommendationBuilder, step: ProgressionStep) -> bool:
    """Tell whether sessions and weeks at the step are already enough, so that only today speaks against more."""
    facts, needed = made.plan.facts, enough(made.base, step.total_s)
    done = all(name in facts and facts[name] >= least for name, least in needed.items())
    return done and made.decided("progression") == "hold"


def _moving_up(made: RecommendationBuilder, step: ProgressionStep, there: int, row: Row) -> Message:
    as_often = there == int(made.decided("frequency"))
    same = (row["efforts"], row["effort_s"]) == (step.efforts, step.effort_s)
    key = "more_often" if same and not as_often else "larger_as_often" if as_often else "larger"
    params: dict[str, Any] = {"frequency": there} if key == "more_often" else {"set": _set(row), "frequency": there}
    change = inner(_message(key, params))
    if _earned(made, step):
        return _message("unhindered", {"change": change})
    needed = enough(made.base, step.total_s)
    weeks, sessions = counted(needed["weeks_at_step"], "weeks"), counted(needed["sessions_at_step"], "sessions")
    return _message("after_good_weeks", {"weeks": weeks, "sessions": sessions, "change": change})


def _message(key: str, params: Mapping[str, Any]) -> Message:
    return Message(id=f"next_step.{key}", params=dict(params))


def _set(row: Row | Mapping[str, int]) -> str:
    return f"{row['efforts']} x {row['effort_s']} s"
