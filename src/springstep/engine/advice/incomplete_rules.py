"""Advise a case under rules that may have holes: a rule switched off, a mutant, another revision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from springstep.engine.advice.recommend import build
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.errors import UndecidedError
from springstep.engine.inference.case import case_of
from springstep.engine.rulebase.base import RuleBase


def advised_if_decided(base: RuleBase, told: Mapping[str, Any]) -> RecommendationRecord | None:
    """Advise a case; ``None`` when the rules leave open what has to be decided, so that no plan can be made.

    Raises ``CaseError`` for a case that is none.
    """
    try:
        made: RecommendationRecord = build(base, case_of(told, base), look_ahead=False)
    except UndecidedError:
        return None
    return made
