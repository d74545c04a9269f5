"""Of several reasons the weightiest is told first, and each line cites what says it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given

from springstep import Recommendation, recommend
from springstep.engine.advice.weight import weight_of
from springstep.engine.explain.why import why
from springstep.installed import default_rule_base
from springstep.session.statements import short_statements
from tests.strategies import all_cases, examples

BASE = default_rule_base()
PLAIN: dict[str, Any] = {
    "pain": "none", "injuries": "none", "screening": [], "fatigue": 2, "legs": "fresh", "stiffness": [],
    "sleep": "enough", "fuel": "fed", "today": [], "surface": "grass", "terrain": "flat", "run_kind": "easy",
    "duration_min": 40,
    "pace": "6:45/km", "experience": "none", "goal": "fitness", "season_phase": "none", "shoes": "solid",
    "sessions_done": 0,
}  # fmt: skip


def line(made: Recommendation, label: str) -> str:
    said = [each.said for each in short_statements(made, BASE, last="Not kept.")]
    return next((each for each in said if each.startswith(f"{label}: ")), "")


def test_an_injury_is_told_before_the_stiffness_beside_it() -> None:
    made = recommend({**PLAIN, "injuries": "calf returning", "stiffness": "calves mild"})
    clearance = made.decision("clearance")
    assert clearance.rules[0] == "INJ-050" and "STF-030" in clearance.rules
    assert "INJ-050" in line(made, "Why")
    assert why(made, "clearance", base=BASE).parts[0].rule == "INJ-050"


def test_stiffness_alone_says_where_it_is() -> None:
    assert "calves" in line(recommend({**PLAIN, "stiffness": "calves mild"}), "Why")


@pytest.mark.parametrize(
    "other", [{"fatigue": 8}, {"legs": "flooding"}, {"surface": "slippery"}, {"stiffness": "hips marked"}]
)
def test_an_illness_is_told_before_all_else(other: dict[str, Any]) -> None:
    made = recommend({**PLAIN, "today": ["fever"], **other})
    assert made.decision("clearance").rules[0] == "TDY-010" and "TDY-010" in line(made, "Why")


@given(case=all_cases())
@examples(150)
def test_reasons_stand_by_weight_whatever_the_order_of_answers(case: dict[str, Any]) -> None:
    made, turned = recommend(case), recommend(dict(reversed(case.items())))
    assert [each.rules for each in made.decisions] == [each.rules for each in turned.decisions]
    for decision in made.decisions:
        if decision.name in BASE.decisions:
            reasons = [each for each in decision.reasons if not each.assumed]
            weights = [weight_of(BASE.by_id[each.rule], BASE) for each in reasons]
            assert weights == sorted(weights)


@pytest.mark.parametrize(
    "passing", [{"fuel": "light"}, {"today": ["strength_yesterday"]}, {"sleep": "poor"}, {"fatigue": 4}]
)
def test_what_comes_in_time_is_not_cited_from_what_holds_today(passing: dict[str, Any]) -> None:
    said = line(recommend({**PLAIN, **passing}), "Next")
    assert said and not re.search("BUR-|RDY-|SUP-|TDY-|STF-", said)


@given(case=all_cases("before"))
@examples(150)
def test_no_line_of_the_next_step_cites_a_rule_of_the_day(case: dict[str, Any]) -> None:
    made = recommend(case)
    if made.session is not None:
        assert not re.search("BUR-|RDY-|SUP-|TDY-|STF-", line(made, "Next"))


def test_every_rule_that_is_called_weighty_is_there() -> None:
    assert {name for name in BASE.domain.weighty if "-" in name} <= BASE.by_id.keys()
