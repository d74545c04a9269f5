"""The reason of the dose is what keeps the runner from the set that would be hers on another day."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given

from springstep import Recommendation, recommend
from springstep.installed import default_rule_base
from tests.strategies import all_cases, examples, healthy_cases

STANDARD = default_rule_base().standard_cases["before"]
HEALED = {"injuries": [{"site": "achilles", "status": "resolved"}]}
STEP = {"step_efforts": 5, "step_effort_s": 10, "response_logged": False}


@pytest.mark.parametrize(
    ("changes", "dose", "passed_over", "rules"),
    [
        # four efforts are allowed: 12 s an effort are, too, but keep nobody from 5 x 10 s
        ({**STEP, **HEALED, "weeks_since_healed": 6}, "4 x 10 s", "5 x 10 s", ["INJ-084"]),
        ({**STEP, **HEALED, "weeks_since_healed": 8}, "5 x 10 s", "6 x 10 s", ["DOS-080", "INJ-086"]),
        # one step back, and four efforts at most besides
        (
            {**STEP, "step_effort_s": 12, **HEALED, "weeks_since_healed": 6, "fatigue_trend": "worse"},
            "4 x 12 s",
            "5 x 12 s",
            ["DOS-090", "INJ-084"],
        ),
        # a run of half an hour: the sum keeps her from 6 x 15 s, and 12 s an effort would leave her 5 x 12 s
        (
            {**STEP, "step_efforts": 6, "step_effort_s": 15, **HEALED, "weeks_since_healed": 8, "duration_min": 25},
            "4 x 12 s",
            "6 x 15 s",
            ["DOS-010"],
        ),
    ],
)
def test_the_reason_is_what_keeps_her_from_her_own_set(
    changes: dict[str, Any], dose: str, passed_over: str, rules: list[str]
) -> None:
    decision = recommend({**STANDARD, **changes}).decision("dose")
    assert decision.value == dose
    assert decision.text.startswith(f"{dose}, and not {passed_over}: ")
    assert sorted(decision.rules) == rules


@examples(200)
@given(healthy_cases() | all_cases("before"))
def test_every_reason_refuses_the_set_that_is_passed_over(case: dict[str, Any]) -> None:
    plan = recommend(case)
    dose = plan.decision("dose")
    assume(", and not " in dose.text)
    options = next(choice.options for choice in plan.trace.choices if choice.decision == "dose")
    refused = {option.value: option.refused_by for option in options}
    passed_over = dose.text.partition(", and not ")[2].partition(":")[0]
    order = list(refused)
    assert order.index(passed_over) < order.index(str(dose.value))
    assert dose.rules
    assert set(dose.rules) <= set(refused[passed_over])
    assert order.index(passed_over) <= order.index(step_reached(plan, otherwise=passed_over))


def step_reached(plan: Recommendation, *, otherwise: str) -> str:
    """Return the set of the step that the plan gives, but for the limits of the day."""
    decided = {each.name: each.value for each in plan.decisions}
    efforts, effort_s = decided.get("reached_efforts"), decided.get("reached_effort_s")
    return otherwise if efforts is None or effort_s is None else f"{efforts} x {effort_s} s"
