"""Which rule says how the step goes on: one that still holds once today is over."""

from __future__ import annotations

from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.rulebase.base import RuleBase
from springstep.session.look_ahead import look_ahead


def lasting_reason(made: RecommendationRecord, base: RuleBase) -> str:
    """Return the first rule behind the progression that reads nothing of today alone; empty where each of them does.

    What holds a step for one day, as a light meal does, says nothing of the weeks after it.
    """
    return next((rule for rule in made.decision("progression").rules if not _of_today(rule, base)), "")


def _of_today(rule: str, base: RuleBase) -> bool:
    """Tell whether a rule reads an answer that the look ahead supposes anew, or a decision, which rests on some."""
    vocabulary, supposed = base.vocabulary, look_ahead(base).suppose
    read = base.by_id[rule].reads(base.by_id)
    lists = {scope.name: name for name, scope in vocabulary.list_scopes.items()}
    asked = (lists.get(name.partition(".")[0], name) for name in read)
    return any(name in base.decisions for name in read) or any(
        source in supposed for name in asked for source in vocabulary.sources(name)
    )
