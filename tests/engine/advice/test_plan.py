"""The plan builder takes the highest rung and the best drill that no rule refuses, and notes what refused the rest."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from springstep import recommend
from springstep.engine.advice.choosing import Chosen
from springstep.engine.advice.plan import plan_of
from springstep.engine.advice.row_limits import selects_of
from springstep.engine.inference.case import case_of, facts_of
from springstep.engine.inference.examples import example_case
from springstep.engine.inference.forward import Inference, infer
from springstep.engine.language.conclusions import Select
from springstep.engine.language.rules import Rule
from springstep.installed import default_rule_base
from springstep.session.clock import timeline
from tests.strategies import SETS, all_cases, examples, healthy_cases

BASE = default_rule_base()
ROWS = BASE.tables["drills"].rows


def inferred(case: dict[str, Any]) -> Inference:
    return infer(BASE, facts_of(case_of(case, BASE), BASE))


def standard(**changes: Any) -> Inference:
    return inferred({**BASE.standard_cases["before"], **changes})


def dose_of(inference: Inference) -> Chosen:
    return plan_of(BASE, inference).chosen["dose"]


def exclusions(inference: Inference) -> dict[str, set[str]]:
    """Return for each drill the rules that exclude it."""
    selects = selects_of(inference, "drills")
    return {
        row.id: {rule for rule, select, _ in selects if select.kind == "exclude" and select.means(row)} for row in ROWS
    }


EXCLUDING = [
    rule for rule in BASE.rules if any(isinstance(c, Select) and c.kind == "exclude" for c in rule.conclusions)
]


@examples(30)
@given(all_cases())
def test_nothing_ever_excludes_strides(case: dict[str, Any]) -> None:
    assert exclusions(inferred(case))["strides"] == set()


@pytest.mark.parametrize("rule", EXCLUDING, ids=lambda rule: rule.id)
def test_a_drill_is_excluded_by_exactly_the_rules_that_fired_and_name_all_its_attributes(rule: Rule) -> None:
    inference = inferred(example_case(BASE, rule, rule.fires_for))
    found = exclusions(inference)
    assert list(found) == [row.id for row in ROWS]
    assert any(rule.id in rules for rules in found.values())
    for row in ROWS:
        barring = {
            fired.rule.id
            for fired in inference.fired
            for conclusion in fired.rule.conclusions
            if isinstance(conclusion, Select)
            and conclusion.kind == "exclude"
            and all(row[name] in wanted for name, wanted in conclusion.where)
        }
        assert found[row.id] == barring


@examples(40)
@given(healthy_cases())
def test_the_dose_is_the_largest_set_that_nothing_refuses(case: dict[str, Any]) -> None:
    dose = dose_of(inferred(case))
    options = {option.value: option for option in dose.traced.options}
    sets = [f"{row['efforts']} x {row['effort_s']} s" for row in SETS]
    assert list(options) == sets[::-1]
    place = 1 + sets.index(dose.traced.chosen) if dose.traced.chosen in sets else 0
    assert all(options[value].why for value in sets[place:])
    if place and not dose.barred:
        assert dose.row is SETS[place - 1]
        assert not options[sets[place - 1]].refused_by
    assert [value for value, option in options.items() if option.taken] == sets[place - 1 : place]


@pytest.mark.parametrize("rest", [{}, {"legs": "heavy"}])
def test_every_set_above_the_taken_one_is_refused_by_name(rest: dict[str, Any]) -> None:
    dose = dose_of(standard(step_efforts=6, step_effort_s=15, duration_min=30, response_logged=False, **rest))
    refusals = {option.value: option for option in dose.traced.options}
    assert "DOS-010" in refusals["6 x 15 s"].refused_by
    assert "less than 60 allowed" not in refusals["6 x 15 s"].why
    assert "90 s in all, and less than 60 s is allowed" in refusals["6 x 15 s"].why


def test_a_set_that_needs_more_time_than_the_run_has_says_so() -> None:
    dose = dose_of(standard(step_efforts=6, step_effort_s=15, duration_min=21, response_logged=False))
    refused = next(option for option in dose.traced.options if option.value == "4 x 10 s")
    assert refused.why == "needs 21.7 min with warm-up and recoveries, the run has 21"
    assert set(refused.refused_by) == {"RUN-030", "DOS-110"}


def test_of_drills_with_equal_weight_the_gentler_is_taken() -> None:
    chosen = plan_of(BASE, standard(goal="speed")).chosen["drill"]
    assert chosen.row is not None
    assert chosen.row.id == "short_bounds"
    weights = {option.value: option.weight for option in chosen.traced.options}
    assert weights["short_bounds"] == weights["diagonal_bounding"] == weights["bounding"] == 1


def test_only_gentler_drills_are_taken_when_one_is_too_much() -> None:
    case = {"moment": "during", "cue": "hard_landing", "cue_repeated": False, "bursts_done": 2}
    order = [row.id for row in ROWS]
    taken = plan_of(BASE, inferred({**case, "current_drill": "light_hops"})).chosen["drill"].row
    assert taken is not None
    assert taken["role"] == "burst"
    assert order.index(taken.id) < order.index("light_hops")
    gentlest = plan_of(BASE, inferred({**case, "current_drill": "quick_feet"})).chosen["drill"].row
    assert gentlest is not None
    assert gentlest["role"] == "stand_in", "no burst is gentler, so strides take its place"


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
    line = timeline(
        drill="Quick feet",
        efforts=3,
        effort_s=8,
        rest_s=90,
        warm_up_s=600,
        cool_down_s=300,
        run_s=int(minutes * 60),
        pace_min_per_mi=None,
    )
    assert [segment.start_s for segment in line if segment.kind == "burst"] == starts
    assert line[-1].end_s == int(minutes * 60)


def test_the_timeline_names_distances_in_both_units() -> None:
    plan = recommend({**BASE.standard_cases["before"], "duration_min": 48, "pace": "6:00/km"})
    assert plan.session is not None
    first = next(segment for segment in plan.session.timeline if segment.kind == "burst")
    assert (first.start_s, first.start_km, first.start_mi) == (600, 1.67, 1.04)


def test_the_choice_is_traced_with_every_option() -> None:
    plan = recommend(BASE.standard_cases["before"])
    choices = {choice.decision: choice for choice in plan.trace.choices}
    assert choices.keys() == {"dose", "drill"}
    assert choices["dose"].chosen == plan.decision("dose").value
    assert choices["drill"].chosen == plan.decision("drill").value
    assert [option.value for option in choices["drill"].options] == [row.id for row in ROWS]
    for choice in choices.values():
        assert [option.value for option in choice.options if option.taken] == [choice.chosen]
