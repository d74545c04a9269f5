"""Which of some declared conditions holds first of a plan: of its facts, its decisions and what was chosen."""

from __future__ import annotations

from typing import Any

from springstep.engine.advice.plan import defined
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.language.conditions import names_in
from springstep.engine.language.evaluate import Predicate, predicate
from springstep.engine.language.parse import parse_condition
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized


def first_that_holds(made: RecommendationRecord, base: RuleBase, conditions: tuple[str, ...]) -> int:
    """Return the place of the first condition that holds; the last one always has to."""
    facts = _facts(made, base)
    for place, (reads, holds) in enumerate(_compiled(base, conditions)):
        for definition in base.plan:
            if definition.name in reads and (value := defined(definition, facts)) is not None:
                facts[definition.name] = value
        if holds(facts) is True:
            return place
    raise AssertionError("the last condition always holds")


@memoized
def _compiled(base: RuleBase, conditions: tuple[str, ...]) -> tuple[tuple[tuple[str, ...], Predicate], ...]:
    """Return for each condition what it reads, and the condition compiled."""
    names = {**base.facts, **base.plan_names}
    parsed = [parse_condition(condition, names) for condition in conditions]
    return tuple((names_in(condition), predicate(condition)) for condition in parsed)


def _facts(made: RecommendationRecord, base: RuleBase) -> dict[str, Any]:
    """Return what conditions may read of a plan: its facts, its decisions, and of choices the row that was taken."""
    facts = made.fact_values()
    decided = {decision.name: decision.value for decision in made.decisions}
    for name, choice in base.choices.items():
        taken = choice.by_value.get(decided.pop(name, None))
        if taken is not None:
            facts[name] = taken.id
    return {**facts, **decided}
