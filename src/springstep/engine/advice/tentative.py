"""Advise a case under rules that may have holes: a rule switched off, a mutant, another revision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from springstep.engine.advice.recommend import build
from springstep.engine.advice.recommendation import Recommendation
from springstep.engine.errors import KnowledgeError
from springstep.engine.inference.case import case_of, facts_of
from springstep.engine.inference.forward import infer
from springstep.engine.rulebase.base import RuleBase
from springstep.knowledge.facts import Case


def advised_if_decided(base: RuleBase, told: Mapping[str, Any]) -> Recommendation | None:
    """Advise a case; ``None`` when the rules leave open what has to be decided, so that no plan can be made.

    Raises ``CaseError`` for a case that is none.
    """
    case = case_of(told, base)
    try:
        return build(base, case, look_ahead=False)
    except KnowledgeError:
        return None
    except (AssertionError, KeyError, TypeError):  # the plan builder trusts that every decision is made
        if _all_decided(base, case):
            raise
        return None


def _all_decided(base: RuleBase, case: Case) -> bool:
    try:
        settled = infer(base, facts_of(case, base)).settled
    except (AssertionError, KeyError):
        return False  # a rule concludes on an amount or a drill that is not known
    return all(settlement.value is not None for settlement in settled.values())
