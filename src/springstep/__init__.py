"""Advice on short plyometric bursts in recovery runs, by rules, with the reason for every decision.

>>> import springstep
>>> case = {"pain": "none", "injuries": [], "screening": [], "today": [], "legs": "flooding"}
>>> plan = springstep.recommend(case)
>>> plan.headline
'No bursts today. Run easy, or rest.'
>>> "RDY-060" in plan.decision("clearance").rules
True

The names below are the whole public API; the packages are its inside.

- ``api``, ``dialogue``, ``schemas``: the public functions and types
- ``installed``: the rule base that is installed
- ``checked``: that rule base as it was last checked; ``archived``: read out of a zip
- ``knowledge``: the rules, facts and claims, as YAML
- ``engine``: what reads and runs rules, explains and proves; it knows nothing of running
- ``session``: bursts on the clock of a run, and the next step
- ``diary``: what was planned and done
- ``season``: a simulated season
- ``group``: a whole group advised at once
- ``sheets``: the rules as a workbook, and back
- ``formats``: files of watches, read and written
- ``rendering``: documents and pictures
- ``receipts``: decisions that others can check, and what checks them
- ``prose``: an answer in words, checked against its plan
- ``serve``: every answer over HTTP; ``mcp``: a tool of assistants; ``sealing``: states that callers keep
- ``tables``: tables of athletes, advised at once
- ``formats``: files of other programs, such as watches and calendars
- ``version``: the version of the package
- ``cli``: the command ``springstep``
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from springstep.engine.rulebase.installed_base import install
from springstep.version import __version__ as __version__

if TYPE_CHECKING:
    from springstep.api import (
        Case,
        check_prose,
        messages,
        next_questions,
        recommend,
        recommend_many,
        rules_book,
        verify,
        workout,
    )
    from springstep.dialogue import Dialogue
    from springstep.engine.consultation.state import State
    from springstep.engine.errors import (
        CaseError,
        Fault,
        KnowledgeError,
        QueryError,
        RecordError,
        SpringstepError,
        UndecidedError,
    )
    from springstep.engine.explain.explanation import Change, Changes, Explanation
    from springstep.engine.inference.remembered import Remembered
    from springstep.engine.rulebase.base import RuleBase
    from springstep.installed import load_rule_base
    from springstep.prose.judged import JudgedSentence
    from springstep.receipts.decision_log import DecisionLog
    from springstep.schemas import json_schema
    from springstep.session.recommendation import Recommendation

__all__ = [
    "Case",
    "CaseError",
    "Change",
    "Changes",
    "DecisionLog",
    "Dialogue",
    "Explanation",
    "Fault",
    "JudgedSentence",
    "KnowledgeError",
    "QueryError",
    "Recommendation",
    "RecordError",
    "Remembered",
    "RuleBase",
    "SpringstepError",
    "State",
    "UndecidedError",
    "check_prose",
    "json_schema",
    "load_rule_base",
    "messages",
    "next_questions",
    "recommend",
    "recommend_many",
    "rules_book",
    "verify",
    "workout",
]

_HOMES = {
    "Case": "springstep.api",
    "CaseError": "springstep.engine.errors",
    "Change": "springstep.engine.explain.explanation",
    "Changes": "springstep.engine.explain.explanation",
    "DecisionLog": "springstep.receipts.decision_log",
    "Dialogue": "springstep.dialogue",
    "Explanation": "springstep.engine.explain.explanation",
    "Fault": "springstep.engine.errors",
    "JudgedSentence": "springstep.prose.judged",
    "KnowledgeError": "springstep.engine.errors",
    "QueryError": "springstep.engine.errors",
    "Recommendation": "springstep.api",
    "RecordError": "springstep.engine.errors",
    "Remembered": "springstep.engine.inference.remembered",
    "RuleBase": "springstep.engine.rulebase.base",
    "SpringstepError": "springstep.engine.errors",
    "State": "springstep.engine.consultation.state",
    "UndecidedError": "springstep.engine.errors",
    "check_prose": "springstep.api",
    "json_schema": "springstep.schemas",
    "load_rule_base": "springstep.installed",
    "messages": "springstep.api",
    "next_questions": "springstep.api",
    "recommend": "springstep.api",
    "recommend_many": "springstep.api",
    "workout": "springstep.api",
    "rules_book": "springstep.api",
    "verify": "springstep.api",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``import springstep`` and ``--help`` stay fast."""
    if name not in _HOMES:
        raise AttributeError(f"module 'springstep' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)


# A plan that was pickled finds the rules behind it, whatever is imported first.
install(lambda: import_module("springstep.installed").default_rule_base())
