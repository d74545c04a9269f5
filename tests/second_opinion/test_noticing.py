"""The comparison can fail: a mistake in one rule, whichever of the two engines has it, is noticed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from springstep.engine.inference.case import FactValue
from springstep.engine.inference.forward import infer
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase
from tests.second_opinion.cases import cases_near, facts_from
from tests.second_opinion.mutants import mutants
from tests.second_opinion.opinion import Opinion, differences, opinion_of
from tests.second_opinion.runner import ClipsEngine
from tests.strategies import BASE, examples

Told = dict[str, FactValue]


@pytest.fixture(scope="module")
def second() -> ClipsEngine:
    return ClipsEngine(BASE)


def base_with(mutant: Rule) -> RuleBase:
    return replace(BASE, rules=tuple(mutant if rule.id == mutant.id else rule for rule in BASE.rules))


@cache
def told_near(rule_id: str, count: int) -> tuple[tuple[Told, Opinion], ...]:
    """Return cases near a rule, with what experta says of each."""
    found = [facts_from(case) for case in cases_near(BASE.by_id[rule_id], count)]
    return tuple((facts, opinion_of(BASE, infer(BASE, facts))) for facts in found)


def noticed(second: ClipsEngine, mutant: Rule) -> bool:
    """Tell whether CLIPS with the mutant in place of a rule disagrees with experta in a case near the rule."""
    concerned = [mutant.id, *BASE.by_id[mutant.id].overrides]
    second.take(base_with(mutant), concerned)
    try:
        for count in (0, 12, 150):  # few cases are near enough to tell most mistakes
            if any(differences(opinion, second.infer(facts)) for facts, opinion in told_near(mutant.id, count)):
                return True
        return False
    finally:
        second.take(BASE, concerned)


def mutations() -> Iterator[tuple[str, Rule]]:
    for rule in BASE.rules:
        for what, mutant in mutants(rule, BASE):
            yield f"{rule.id} {what}", mutant
