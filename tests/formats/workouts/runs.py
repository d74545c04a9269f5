"""Plans to be written: those of random runners, and one made by hand to stand at a limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from springstep import recommend
from springstep.formats.workouts.named_run import NamedRun, NamedStep
from springstep.formats.workouts.naming import named_run
from springstep.installed import default_rule_base
from tests.strategies import cases, healthy_cases, valid_case

BASE = default_rule_base()
DAY = date(2026, 11, 29)
CASE = {**BASE.standard_cases["before"], "duration_min": 50, "pace": "6:00/km"}
RUNNERS = (
    healthy_cases()
    | healthy_cases().map(lambda case: {**case, "fatigue": 5})
    | healthy_cases().map(lambda case: valid_case({**case, "run_kind": "run_walk"}))
    | healthy_cases().map(lambda case: valid_case({**case, "terrain": "hilly"}))
    | cases("before")
)
"""Most are cleared for bursts, some in a place to wait for; others for strides or easy running, some for nothing."""


def run_of(case: Any, *, day: date = DAY) -> NamedRun | None:
    return named_run(recommend(case, rule_base=BASE), BASE, day=day)


def run_here(**changes: Any) -> NamedRun:
    """Return the run of the usual runner, with parts of it changed by hand."""
    run = run_of(CASE)
    assert run is not None
    return replace(run, **changes)


def step(**changes: Any) -> NamedStep:
    """Return a step of easy running, changed by hand."""
    return replace(NamedStep("easy", "Easy run", "", 60), **changes)
