"""Hypothesis strategies for cases, built from the vocabulary: a new fact or value is tested from its first day.

The counts in the tests are for a thorough search; a usual run takes a third of them. Set SPRINGSTEP_EXAMPLES=20 to
search with twenty times as many.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Literal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from springstep.engine.inference.derived_facts import mended
from springstep.engine.language.fact_info import FactInfo, Item
from springstep.installed import default_rule_base

BASE = default_rule_base()
VOCABULARY = BASE.vocabulary
FACTS = VOCABULARY.facts
HISTORY = VOCABULARY.groups["history"]
DRILLS = tuple(row.id for row in BASE.tables["drills"].rows)
SETS = BASE.tables["sets"].rows
WAY_UP = tuple(
    next(row for row in SETS if (row["efforts"], row["effort_s"]) == step)
    for step in ((3, 8), (3, 10), (4, 10), (4, 12), (5, 12), (5, 15), (6, 15))
)
"""The steps of the usual way up, smallest first."""
RUN_FACTS = ("duration_min", "distance", "pace")

Moment = Literal["before", "during", "after"]
MOMENTS: tuple[Moment, ...] = ("before", "during", "after")
SECONDS_A_MILE = (215, 1195)
"""The paces that count as running, with a margin for rounding: 3:35 to 19:55 a mile."""

_KM_PER_MILE = 1.609344
_USUAL_MOST = {"sessions_done": 14, "weeks_at_step": 4, "sessions_at_step": 5, "weeks_since_last_session": 5}
_USUAL_MOST |= {"easy_runs_since_bursts": 4, "step_efforts": 8, "step_effort_s": 20}


def examples(count: int) -> settings:
    """Search with this many examples, the same each time; the environment may ask for a multiple, drawn at random."""
    asked = os.environ.get("SPRINGSTEP_EXAMPLES")
    most = max(1, round(count * float(asked or "0.33")))
    slow = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    return settings(max_examples=most, deadline=None, suppress_health_check=slow, derandomize=asked is None)


def volunteered(moment: str) -> set[str]:
    """Return the facts that may be given at a moment and are not asked then."""
    return {info.name for info in FACTS.values() if moment in info.volunteered_at}


def valid_case(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return a case without what it leaves open and without what its other answers contradict."""
    return mended(VOCABULARY, {name: value for name, value in case.items() if value is not None})


def values(name: str) -> st.SearchStrategy[Any]:
    """Draw an allowed value of one fact; numbers are drawn most often where rules tell them apart."""
    info = FACTS[name]
    match info.kind:
        case "word":
            return st.sampled_from(info.values)
        case "flag":
            return st.booleans()
        case "row":
            return st.sampled_from(tuple(BASE.tables[info.table].by_id))
        case "items":
            scope = VOCABULARY.list_scopes[name]
            return st.lists(items(scope.name), max_size=3, unique=scope.plain)
        case "number":
            return _numbers(info)
    raise AssertionError(f"{name} is drawn together with the other facts of the run")


def items(scope: str) -> st.SearchStrategy[Item]:
    """Draw one item of a list, such as an injury or a cue."""
    fields = VOCABULARY.scopes[scope].fields.values()
    return st.tuples(*(st.sampled_from(info.values) for info in fields)).map(VOCABULARY.scopes[scope].item)


def _numbers(info: FactInfo) -> st.SearchStrategy[Any]:
    assert info.minimum is not None and info.maximum is not None
    if not info.integer:
        return st.floats(info.minimum, info.maximum) | st.integers(int(info.minimum), int(info.maximum))
    whole = st.integers(int(info.minimum), int(info.maximum))
    most = _USUAL_MOST.get(info.name)
    return whole if most is None else st.integers(int(info.minimum), most) | whole


@st.composite
def runs(draw: st.DrawFn, *, minutes: st.SearchStrategy[float] | None = None) -> dict[str, Any]:
    """Draw the length of a run in one of the ways in which it can be given, always at a plausible pace."""
    length = draw(minutes if minutes is not None else st.integers(5, 180) | st.floats(2, 500))
    pace_s = draw(st.integers(*SECONDS_A_MILE))
    metric = draw(st.booleans())
    unit = "km" if metric else "mi"
    pace_of_unit_s = round(pace_s / _KM_PER_MILE) if metric else pace_s
    pace = f"{pace_of_unit_s // 60}:{pace_of_unit_s % 60:02}/{unit}"
    distance = f"{length * 60 / pace_of_unit_s:.3f} {unit}"
    ways: list[dict[str, Any]] = [
        {"duration_min": length, "pace": pace},
        {"duration_min": length, "distance": distance},
        {"distance": distance, "pace": pace},
        {"duration_min": length},
    ]
    return draw(st.sampled_from(ways))


def _any_run() -> st.SearchStrategy[dict[str, Any]]:
    """Draw a run as ``runs`` does, or so sparsely that its length stays unknown."""
    sparse = st.sampled_from([{}, {"pace": "6:10/km"}, {"distance": "8 km"}])
    return st.integers(0, 7).flatmap(lambda pick: runs() if pick else sparse)


def _facts_of(moment: Moment) -> list[str]:
    return [name for name, info in FACTS.items() if moment in info.moments and name not in (*RUN_FACTS, "moment")]


@st.composite
def cases(draw: st.DrawFn, moment: Moment | None = None) -> dict[str, Any]:
    """Draw a valid case: every required fact given, each other fact given or left out independently."""
    at: Moment = moment or draw(st.sampled_from(MOMENTS))
    names = _facts_of(at)
    required = {name: values(name) for name in names if at in FACTS[name].required_at}
    optional = {name: values(name) for name in names if name not in required}
    run = draw(_any_run()) if at == "before" else {}
    return valid_case({"moment": at, **draw(st.fixed_dictionaries(required, optional=optional)), **run})


_LAST_DOSES = st.sampled_from([(rung["efforts"], rung["effort_s"]) for rung in SETS]) | st.tuples(
    st.integers(2, 8), st.integers(6, 20)
)


@st.composite
def healthy_cases(draw: st.DrawFn, moment: Moment = "before", *, most_changes: int = 3) -> dict[str, Any]:
    """Draw a case near a standard runner, who is cleared for bursts: another run and history, and a few changes."""
    case: dict[str, Any] = {k: v for k, v in BASE.standard_cases[moment].items() if k not in RUN_FACTS}
    if moment == "before":
        case |= draw(runs(minutes=st.integers(18, 150) | st.floats(18, 90)))
        case["easy_runs_since_bursts"] = draw(st.integers(1, 3))
    if moment != "during":
        case["step_efforts"], case["step_effort_s"] = draw(_LAST_DOSES)
        case["every_nth_easy_run"] = draw(st.integers(1, 3))
        case["sessions_done"] = draw(st.integers(3, 30))
        case |= draw(st.sampled_from([{}, {}, {"has_coach": True, "experience": "regular"}]))
    names = _facts_of(moment)
    for name in draw(st.lists(st.sampled_from(names), max_size=most_changes, unique=True)):
        leave_out = moment not in FACTS[name].required_at and draw(st.integers(0, 3)) == 0
        case[name] = None if leave_out else draw(values(name))
    return valid_case(case)


def all_cases(moment: Moment | None = None) -> st.SearchStrategy[dict[str, Any]]:
    """Draw cases of any kind, half of them near a runner who is cleared for bursts."""
    if moment is not None:
        return healthy_cases(moment) | cases(moment)
    return st.sampled_from(MOMENTS).flatmap(lambda at: healthy_cases(at) | cases(at))
