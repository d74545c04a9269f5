"""Which decisions leave a run without bursts."""

from __future__ import annotations

from springstep.engine.language.evaluate import predicate
from springstep.engine.rulebase.base import RuleBase
from springstep.session.recommendation import Recommendation


def barring(made: Recommendation, base: RuleBase) -> tuple[str, ...]:
    """Return the decisions that do not meet what a set of bursts requires, in the order of the requirements."""
    values = {decision.name: decision.value for decision in made.decisions}
    required = base.choices["dose"].requires.get(made.moment, ())
    return tuple(each.by for each in required if predicate(each.when)(values) is not True)
