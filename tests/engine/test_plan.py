"""The plan builder takes the highest rung and the best drill that no rule refuses, and notes what refused the rest."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from springstep import recommend
from springstep.engine.advice.session import choose_dose, choose_drill, exclusions, timeline
from springstep.engine.inference.case import case_of, facts_of
from springstep.engine.inference.forward import Inference, infer
from springstep.engine.language.rules import Rule, Select
from springstep.engine.rulebase.load import default_rule_base
from tests.strategies import all_cases, examples, healthy_cases

BASE = default_rule_base()


def inferred(case: dict[str, Any]) -> Inference:
    return infer(BASE, facts_of(case_of(case, BASE), BASE))


def standard(**changes: Any) -> Inference:
    return inferred({**BASE.standard_runners["before"], **changes})


EXCLUDING = [
    rule for rule in BASE.rules if any(isinstance(c, Select) and c.kind == "exclude" for c in rule.conclusions)
]


@examples(30)
@given(all_cases())
def test_nothing_ever_excludes_strides(case: dict[str, Any]) -> None:
    assert exclusions(BASE, inferred(case))["strides"] == ()


@pytest.mark.parametrize("rule", EXCLUDING, ids=lambda rule: rule.id)
def test_a_drill_is_excluded_by_exactly_the_rules_that_fired_and_name_all_its_attributes(rule: Rule) -> None:
    inference = inferred(BASE.example_case(rule, rule.fires_for))
    found = exclusions(BASE, inference)
    assert list(found) == [drill.id for drill in BASE.drills]
    assert any(rule.id in rules for rules in found.values())
    for drill in BASE.drills:
        barring = {
            fired.rule.id
            for fired in inference.fired
            for conclusion in fired.rule.conclusions
            if isinstance(conclusion, Select)
            and conclusion.kind == "exclude"
            and all(getattr(drill, name) in wanted for name, wanted in conclusion.where)
        }
        assert set(found[drill.id]) == barring


@examples(40)
@given(healthy_cases())
def test_the_dose_is_the_highest_rung_that_nothing_refuses(case: dict[str, Any]) -> None:
    dose = choose_dose(BASE, inferred(case))
    options = {option.value: option for option in dose.choice.options}
    ladder = [f"{rung.efforts} x {rung.effort_s} s" for rung in BASE.ladder]
    assert list(options) == ladder[::-1]
    above = ladder[dose.level :]
    assert all(options[value].refused_by and options[value].why for value in above)
    if dose.level:
        assert dose.rung is BASE.ladder[dose.level - 1]
        assert not options[ladder[dose.level - 1]].refused_by
    assert [value for value, option in options.items() if option.taken] == ladder[dose.level - 1 : dose.level]


@pytest.mark.parametrize("rest", [{}, {"legs": "heavy"}])
def test_every_rung_above_the_taken_one_is_refused_by_name(rest: dict[str, Any]) -> None:
    dose = choose_dose(BASE, standard(step_efforts=6, step_effort_s=15, duration_min=30, response_logged=False, **rest))
    refusals = {option.value: option for option in dose.choice.options}
    assert "DOS-010" in refusals["6 x 15 s"].refused_by
    assert "less than 60 allowed" not in refusals["6 x 15 s"].why
    assert "90 s in all, less than 60 s allowed" in refusals["6 x 15 s"].why


def test_a_rung_that_needs_more_time_than_the_run_has_says_so() -> None:
    dose = choose_dose(BASE, standard(step_efforts=6, step_effort_s=15, duration_min=21, response_logged=False))
    refused = next(option for option in dose.choice.options if option.value == "4 x 10 s")
    assert refused.why == "needs 21.7 min with warm-up and recoveries, the run has 21"
    assert set(refused.refused_by) == {"RUN-030", "DOS-110"}


def test_of_drills_with_equal_weight_the_gentler_is_taken() -> None:
    drill, choice = choose_drill(BASE, standard(goal="speed"), role="burst")
    assert drill is not None
    assert drill.id == "short_bounds"
    weights = {option.value: option.weight for option in choice.options}
    assert weights["short_bounds"] == weights["diagonal_bounding"] == weights["bounding"] == 1


def test_only_gentler_drills_are_taken_when_one_is_too_much() -> None:
    inference = inferred({"moment": "during", "cue": "hard_landing", "cue_repeated": False, "bursts_done": 2})
    taken, _ = choose_drill(BASE, inference, role="burst", gentler_than="light_hops")
    assert taken is not None
    order = [drill.id for drill in BASE.drills]
    assert order.index(taken.id) < order.index("light_hops")
    assert choose_drill(BASE, inference, role="burst", gentler_than="quick_feet")[0] is None


@pytest.mark.parametrize(
    ("minutes", "starts"),
    [
        (20, [600, 700, 800]),  # just enough room: no half minutes, nothing to spare
        (30, [600, 900, 1200]),
        (50, [600, 1290, 1980]),
        (50.7, [600, 1290, 1980]),
    ],
)
def test_efforts_start_on_half_minutes_where_there_is_room(minutes: float, starts: list[int]) -> None:
    inference = standard(duration_min=minutes)
    line = timeline(inference, BASE.ladder[0], BASE.drill_by_id["quick_feet"])
    assert [segment.start_s for segment in line if segment.kind == "burst"] == starts
    assert line[-1].end_s == int(minutes * 60)


def test_the_timeline_names_distances_in_both_units() -> None:
    plan = recommend({**BASE.standard_runners["before"], "duration_min": 48, "pace": "6:00/km"})
    assert plan.session is not None
    first = next(segment for segment in plan.session.timeline if segment.kind == "burst")
    assert (first.start_s, first.start_km, first.start_mi) == (600, 1.67, 1.04)


def test_the_choice_is_traced_with_every_option() -> None:
    plan = recommend(BASE.standard_runners["before"])
    choices = {choice.decision: choice for choice in plan.trace.choices}
    assert choices.keys() == {"dose", "drill"}
    assert choices["dose"].chosen == plan.decision("dose").value
    assert choices["drill"].chosen == plan.decision("drill").value
    assert [option.value for option in choices["drill"].options] == [drill.id for drill in BASE.drills]
    for choice in choices.values():
        assert [option.value for option in choice.options if option.taken] == [choice.chosen]
