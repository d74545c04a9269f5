"""The same rules in CLIPS, an engine that shares nothing with experta, come to the same in every case.

Compared are the firings with their items, every conclusion's amount, every decision with its strictness and with the
conclusions that carried it, the facts as completed by assumptions, and which drills are excluded and preferred.

Both engines start from ``facts_of``: what follows from a case before any rule (the distance, the rung, the purpose of
the last drill) is not compared. Nor is the loader, which gives each rule its condition tree and its layer.

A usual run compares about a thousand. SPRINGSTEP_EXAMPLES=16 compares more than twenty thousand cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given

from springstep.engine.inference.case import FactValue
from springstep.engine.inference.examples import example_case
from springstep.engine.inference.forward import infer
from springstep.engine.language.rules import Rule
from tests.second_opinion.cases import facts_from, random_case, turning_cases
from tests.second_opinion.opinion import differences, opinion_of
from tests.second_opinion.runner import ClipsEngine
from tests.strategies import BASE, MOMENTS, Moment, all_cases, examples

RULES = pytest.mark.parametrize("rule", BASE.rules, ids=lambda rule: rule.id)
COUNTS: dict[Moment, int] = {"before": 660, "after": 400, "during": 150}


@pytest.fixture(scope="module")
def second() -> ClipsEngine:
    return ClipsEngine(BASE)


def disagreements(second: ClipsEngine, facts: Mapping[str, FactValue]) -> list[str]:
    return differences(opinion_of(BASE, infer(BASE, facts)), second.infer(facts))


@RULES
def test_they_agree_on_a_rules_examples(second: ClipsEngine, rule: Rule) -> None:
    for example in (rule.fires_for, rule.silent_for)[: examples(2).max_examples]:  # a usual run takes the first alone
        case = example_case(BASE, rule, example)
        assert not disagreements(second, facts_from(case)), case


@pytest.mark.parametrize("rule", [rule for rule in BASE.rules if any(turning_cases(rule))], ids=lambda rule: rule.id)
def test_they_agree_where_a_rules_numbers_turn(second: ClipsEngine, rule: Rule) -> None:
    for case in turning_cases(rule):
        assert not disagreements(second, facts_from(case)), case


@pytest.mark.parametrize("moment", MOMENTS)
def test_they_agree_on_random_cases(second: ClipsEngine, moment: Moment) -> None:
    for seed in range(examples(COUNTS[moment]).max_examples):
        case = random_case(seed, moment)
        assert not disagreements(second, facts_from(case)), (seed, case)


@examples(150)
@given(all_cases())
def test_they_agree_on_cases_that_a_search_finds(second: ClipsEngine, case: dict[str, Any]) -> None:
    # A search finds numbers that lie nearer to a turning point than binary fractions can tell.
    case = {name: round(value, 6) if isinstance(value, float) else value for name, value in case.items()}
    assert not disagreements(second, facts_from(case)), case
