"""A plan as a workout: the same seconds, efforts and recoveries, whatever the device."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from springstep import json_schema, recommend, workout
from springstep.installed import default_rule_base
from springstep.session.workout import Workout, WorkoutRepeat, WorkoutStep
from tests.places import EXAMPLES
from tests.strategies import cases, examples

CASE = {**default_rule_base().standard_cases["before"], "duration_min": 50, "pace": "6:00/km"}
SCHEMA = Draft202012Validator(json_schema("workout"))


def steps_of(made: Workout) -> list[WorkoutStep]:
    """Return every step in order, repeats written out."""
    found: list[WorkoutStep] = []
    for part in made.parts:
        found += part.steps * part.times if isinstance(part, WorkoutRepeat) else (part,)
    return found


@examples(300)
@given(cases())
def test_a_workout_is_the_plan_step_by_step(case: dict[str, Any]) -> None:
    plan = recommend(case)
    made = workout(plan)
    if made is None:
        assert plan.session is None or plan.moment != "before"
        return
    SCHEMA.validate(json.loads(made.to_json()))
    assert Workout.from_json(made.to_json()) == made
    steps = steps_of(made)
    assert all(part.times > 1 for part in made.parts if isinstance(part, WorkoutRepeat))
    assert all((step.duration_s is None) == (step.role == "recovery") for step in steps if made.run_s is not None)
    assert sum(step.duration_s or step.least_s or 0 for step in steps) == (made.run_s or 0)
    if plan.session is None:
        assert (made.kind, [step.role for step in steps]) == ("easy_run", ["easy"])
        return
    session = plan.session
    efforts = [step for step in steps if step.role == "effort"]
    recoveries = [step for step in steps if step.role == "recovery"]
    assert made.kind == session.kind
    assert [(step.drill, step.duration_s) for step in efforts] == [(session.drill, session.effort_s)] * session.efforts
    assert [step.least_s for step in recoveries] == [session.rest_s] * session.efforts
    told = [segment for segment in session.timeline if segment.end_s > segment.start_s]
    assert [step.say for step in steps] == [segment.say for segment in told]


def test_the_pace_is_told_in_both_units() -> None:
    made = workout(recommend(CASE))
    assert made is not None and (made.pace_s_per_km, made.pace_s_per_mi, made.run_s) == (360, 579, 3000)
    by_distance = workout(recommend({**CASE, "pace": None, "distance": "10 km"}))
    assert by_distance is not None and by_distance.pace_s_per_km == 300
    untold = workout(recommend({**CASE, "pace": None}))
    assert untold is not None and untold.pace_s_per_km is None


def test_equal_stretches_are_repeated() -> None:
    made = workout(recommend(CASE))
    assert made is not None
    assert [getattr(part, "role", None) or getattr(part, "times", None) for part in made.parts][:2] == ["warm_up", 3]
    assert isinstance(made.parts[1], WorkoutRepeat)
    assert [step.role for step in made.parts[1].steps] == ["effort", "recovery", "easy"]


def test_a_length_that_had_to_be_assumed_is_not_told() -> None:
    made = workout(recommend({**CASE, "legs": "flooding", "duration_min": None, "pace": None}))
    assert made is not None and made.run_s is None
    assert [step.duration_s for step in steps_of(made)] == [None]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({}, "bursts"),
        ({"legs": "flooding"}, "easy_run"),
        ({"easy_runs_since_bursts": 0}, "easy_run"),
        ({"pain": "sharp"}, None),
        ({"today": ["fever"]}, None),
        ({"run_kind": "long"}, None),
    ],
)
def test_only_a_run_that_the_rules_know_is_a_workout(change: dict[str, Any], kind: str | None) -> None:
    made = workout(recommend({**CASE, **change}))
    assert (made.kind if made is not None else None) == kind


def test_strides_are_a_workout_too() -> None:
    plan = recommend(EXAMPLES / "tired-strides.yaml")
    made = workout(plan)
    assert made is not None and plan.session is not None and (made.kind, plan.session.kind) == ("strides", "strides")


def test_during_and_after_a_run_there_is_none() -> None:
    standard = default_rule_base().standard_cases
    assert all(workout(recommend({**standard[at], "moment": at})) is None for at in ("during", "after"))
