"""A receipt that tells as little as possible: its answers alone force the plan, and none of them can be left out."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep import recommend, verify
from springstep.engine.advice.outcome import outcome_of
from springstep.engine.advice.recommend import build
from springstep.engine.inference.case import case_from, case_of
from springstep.engine.text.source import Document
from springstep.installed import default_rule_base
from springstep.receipts.least import LeastAnswers, least_answers
from tests.second_opinion.cases import random_value
from tests.strategies import cases, examples, valid_case

BASE = default_rule_base()
CASE = BASE.standard_cases["before"]


def plan_of(case: dict[str, Any]) -> Any:
    return build(BASE, case_from(Document("", case, {}), BASE, whole=False), look_ahead=False)


def known(found: LeastAnswers) -> dict[str, Any]:
    return {name: value for name, value in found.answers.items() if value is not None}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"pain": "sharp"}, {"pain"}),
        ({"injuries": [{"site": "knee", "status": "active"}]}, {"injuries"}),
        ({"screening": ["pregnant"]}, {"screening"}),
        ({"legs": "flooding"}, {"pain", "injuries", "screening", "today", "legs"}),
    ],
)
def test_what_alone_decides_is_all_that_is_told(change: dict[str, Any], told: set[str]) -> None:
    receipt = recommend({**CASE, **change}).receipt(least=True)
    assert {*receipt.inputs} - {"moment"} == told
    assert receipt.least is not None and receipt.least.smallest
    assert verify(receipt.to_json()) == ()


def test_a_plan_with_bursts_needs_almost_every_answer() -> None:
    receipt = recommend(CASE).receipt(least=True)
    assert receipt.verdict == "bursts" and receipt.least is not None
    assert len(receipt.inputs) > 25 and len(receipt.inputs) - 1 < receipt.least.of


@examples(60)
@given(cases(), st.randoms(use_true_random=False))
def test_the_answers_told_force_the_plan_whatever_the_others_are(case: dict[str, Any], rng: random.Random) -> None:
    made = recommend(case)
    found = least_answers(made.case, BASE)
    told = {"moment": made.moment, **known(found)}
    assert outcome_of(plan_of(told)) == outcome_of(made)
    asked = [info.name for info in BASE.vocabulary.questions_at(made.moment)]
    free = [name for name in asked if name not in (*found.answers, "moment", "distance", "pace", "duration_min")]
    others = {name: random_value(name, rng) for name in rng.sample(free, rng.randint(0, len(free)))}
    completed = valid_case({**others, **told})
    if all(completed.get(name) == value for name, value in told.items()):
        assert outcome_of(plan_of(completed)) == outcome_of(made)


@examples(30)
@given(cases())
def test_none_of_the_answers_can_be_left_out(case: dict[str, Any]) -> None:
    made = recommend(case)
    found = least_answers(made.case, BASE)
    again = least_answers({"moment": made.moment, **dict.fromkeys(found.answers), **found.answers}, BASE)
    assert len(again.answers) >= len(found.answers) or not found.smallest


def test_a_case_that_is_whole_tells_how_many_answers_it_had() -> None:
    given_case = case_of({**CASE, "pain": "sharp"}, BASE)
    receipt = recommend(given_case.plain()).receipt(least=True)
    assert receipt.least is not None
    assert receipt.least.of == sum(value is not None for value in given_case.given.values()) - 1
