"""Advice on short plyometric bursts in recovery runs, by rules, with the reason for every decision.

>>> import springstep
>>> case = {"pain": "none", "injuries": [], "legs": "flooding"}
>>> plan = springstep.recommend(case)
>>> plan.headline
'No bursts today. Run easily, or rest.'
>>> "RDY-060" in plan.decision("clearance").rules
True

The names below are the whole public API; ``springstep.engine`` and ``springstep.knowledge`` are its inside.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from springstep.engine.advice.explanation import Change, Explanation
    from springstep.engine.advice.recommend import recommend
    from springstep.engine.advice.recommendation import Recommendation
    from springstep.engine.consultation.dialogue import Dialogue
    from springstep.engine.consultation.state import State
    from springstep.engine.errors import CaseError, KnowledgeError, QueryError, SpringstepError, UndecidedError
    from springstep.engine.inference.history import Remembered
    from springstep.engine.rulebase.base import RuleBase
    from springstep.engine.rulebase.load import load_rule_base
    from springstep.engine.schema import json_schema
    from springstep.knowledge.facts import Case

__all__ = [
    "Case",
    "CaseError",
    "Change",
    "Dialogue",
    "Explanation",
    "KnowledgeError",
    "QueryError",
    "Recommendation",
    "Remembered",
    "RuleBase",
    "SpringstepError",
    "State",
    "UndecidedError",
    "json_schema",
    "load_rule_base",
    "recommend",
]

_HOMES = {
    "Case": "springstep.knowledge.facts",
    "CaseError": "springstep.engine.errors",
    "Change": "springstep.engine.advice.explanation",
    "Dialogue": "springstep.engine.consultation.dialogue",
    "Explanation": "springstep.engine.advice.explanation",
    "KnowledgeError": "springstep.engine.errors",
    "QueryError": "springstep.engine.errors",
    "Recommendation": "springstep.engine.advice.recommendation",
    "Remembered": "springstep.engine.inference.history",
    "RuleBase": "springstep.engine.rulebase.base",
    "SpringstepError": "springstep.engine.errors",
    "State": "springstep.engine.consultation.state",
    "UndecidedError": "springstep.engine.errors",
    "json_schema": "springstep.engine.schema",
    "load_rule_base": "springstep.engine.rulebase.load",
    "recommend": "springstep.engine.advice.recommend",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``import springstep`` and ``--help`` stay fast."""
    if name not in _HOMES:
        raise AttributeError(f"module 'springstep' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
