"""Which of several reasons is told first: the weightiest, as the domain declares."""

from __future__ import annotations

from collections.abc import Mapping

from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized


def weight_of(rule: Rule, base: RuleBase) -> tuple[int, str]:
    """Return by what a reason is sorted: the place of its rule or its topic in ``weighty``, then the rule's id.

    So neither the order of files nor that of firing matters. What is not named there comes after all that is.
    """
    places = _places(base)
    return min(places.get(rule.id, len(places)), places.get(rule.topic, len(places))), rule.id


@memoized
def _places(base: RuleBase) -> Mapping[str, int]:
    return {name: place for place, name in enumerate(base.domain.weighty)}
