"""The comparison can fail: a mistake in one rule, whichever of the two engines has it, is noticed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

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

pytestmark = pytest.mark.slow

MISTAKES = [
    ("PRG-050", "when: 3 is 4"),
    ("PRG-060", "when: < is <="),
    ("INJ-040", "when: part 1 dropped"),
    ("INJ-050", "when: part 0: injury.site: shin dropped"),
    ("SRF-060", "unless: dropped"),
    ("FRQ-080", "overrides: dropped"),
    ("STF-020", "then 0: strides_instead is modify"),
    ("DOS-010", "then 0: strict turned over"),
    ("DOS-030", "then 0: 30 is 31"),
    ("PRG-105", "then 2: moderate dropped"),
    ("DRL-110", "then 0: weight 6 is 7"),
    ("ASM-140", "then 0: 1 is 2"),
    ("ASM-310", "then 0: an element dropped"),
]
ALL = [(rule.id, what) for rule in BASE.rules for what, _ in mutants(rule, BASE)]


class Near:
    """Cases near each rule and what experta says of them, worked out when first asked for."""

    def __init__(self, random_cases: int) -> None:
        self._count = random_cases
        self._found: dict[str, list[tuple[dict[str, FactValue], Opinion]]] = {}
        self._coming: dict[str, Iterator[dict[str, object]]] = {}

    def __call__(self, rule: Rule) -> Iterator[tuple[dict[str, FactValue], Opinion]]:
        found = self._found.setdefault(rule.id, [])
        coming = self._coming.setdefault(rule.id, cases_near(rule, self._count))
        yield from found
        for case in coming:
            facts = facts_from(case)
            found.append((facts, opinion_of(BASE, infer(BASE, facts))))
            yield found[-1]


@pytest.fixture(scope="module")
def second() -> ClipsEngine:
    return ClipsEngine(BASE)


def mutant(rule_id: str, what: str) -> Rule:
    return dict(mutants(BASE.by_id[rule_id], BASE))[what]


def base_with(changed: Rule) -> RuleBase:
    """Return the rule base with one rule changed, and what it overrides updated to match."""
    rules = [changed if rule.id == changed.id else rule for rule in BASE.rules]
    general = {name: tuple(rule.id for rule in rules if name in rule.overrides) for name in BASE.by_id}
    return replace(BASE, rules=tuple(replace(rule, overridden_by=general[rule.id]) for rule in rules))


def noticed_in_clips(second: ClipsEngine, near: Near, rule_id: str, what: str) -> bool:
    """Tell whether CLIPS, with a mistake in a rule, disagrees with experta in a case near the rule."""
    rule = BASE.by_id[rule_id]
    concerned = [rule_id, *rule.overrides]
    second.take(base_with(mutant(rule_id, what)), concerned)
    try:
        return any(differences(opinion, second.infer(facts)) for facts, opinion in near(rule))
    finally:
        second.take(BASE, concerned)


@pytest.mark.parametrize(("rule_id", "what"), MISTAKES, ids=lambda part: part.replace(" ", "-"))
def test_a_mistake_in_clips_is_noticed(second: ClipsEngine, rule_id: str, what: str) -> None:
    assert noticed_in_clips(second, Near(30), rule_id, what)


@pytest.mark.parametrize(("rule_id", "what"), MISTAKES[::3], ids=lambda part: part.replace(" ", "-"))
def test_a_mistake_in_experta_is_noticed(second: ClipsEngine, rule_id: str, what: str) -> None:
    mistaken = base_with(mutant(rule_id, what))
    for case in cases_near(BASE.by_id[rule_id], 30):
        facts = facts_from(case)
        if differences(opinion_of(mistaken, infer(mistaken, facts)), second.infer(facts)):
            return
    pytest.fail("not noticed")


def test_nearly_every_mistake_is_noticed(second: ClipsEngine) -> None:
    """A few change nothing, as where one part of a condition follows from the others."""
    near, count = Near(60), min(examples(60).max_examples, len(ALL))
    unnoticed = [
        mistake for mistake in random.Random(count).sample(ALL, count) if not noticed_in_clips(second, near, *mistake)
    ]
    assert len(unnoticed) <= count / 10, unnoticed
