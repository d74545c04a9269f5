"""The published JSON Schemas: what a case may hold, what comes back, what is saved, what an audit finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from springstep.diary.card import Card
from springstep.diary.entry import Entry
from springstep.diary.profile import Profile, ShownProfile
from springstep.diary.watched import WatchedRun
from springstep.diary.week_ahead import WeekAhead
from springstep.engine.audit.difference_report import RuleBaseDifference
from springstep.engine.audit.report import Audit
from springstep.engine.audit.shares_report import Shares
from springstep.engine.consultation.events import Event
from springstep.engine.consultation.form import NextQuestions
from springstep.engine.consultation.state import State
from springstep.engine.errors import Fault, QueryError, nearest, shown
from springstep.engine.explain.explanation import ChangesTold, Explanation
from springstep.engine.explain.what_if import WhatIf
from springstep.engine.faults_told import FaultsTold
from springstep.engine.schema.cases import case_schema
from springstep.engine.schema.dialect import named
from springstep.engine.schema.names import names_of
from springstep.engine.schema.records import schema_of
from springstep.group.advice import GroupAdvice
from springstep.group.change import GroupDifference
from springstep.installed import default_rule_base
from springstep.receipts.receipt import Receipt
from springstep.season.report import Season
from springstep.session.decision_card import DecisionCard
from springstep.session.recommendation import Recommendation
from springstep.session.workout import Workout

_MODELS: dict[str, Any] = {
    "recommendation": Recommendation,
    "explanation": Explanation,
    "changes": ChangesTold,
    "consultation": State,
    "events": tuple[Event, ...],
    "what-if": WhatIf,
    "audit": Audit,
    "difference": RuleBaseDifference,
    "shares": Shares,
    "group": GroupAdvice,
    "group-difference": GroupDifference,
    "season": Season,
    "diary-entry": Entry,
    "watched-run": WatchedRun,
    "profile": ShownProfile,
    "profile-file": Profile,
    "card": Card,
    "week-ahead": WeekAhead,
    "decision-card": DecisionCard,
    "receipt": Receipt,
    "workout": Workout,
    "next-questions": NextQuestions,
    "faults": FaultsTold,
}

VERSIONS: Mapping[str, str] = {
    "recommendation": "2.0",
    "consultation": "2.0",
    "events": "2.0",
    "profile-file": "2.0",
    "changes": "1.1",
    "group-difference": "1.1",
    "profile": "1.1",
    "season": "1.1",
    "what-if": "1.1",
}
"""Of each published schema that has changed since it was first published; of every other it is 1.0.

The first number goes up where who reads or writes by the old schema has to change something: a field that is removed,
renamed, needed or no longer needed, or may hold other values. The second goes up where something was only added that
may be passed over, or left out.
"""

NAMES = ("case", *_MODELS)
"""Every published schema, in the order in which they are listed."""


def json_schema(which: str) -> dict[str, Any]:
    """Return a JSON Schema (2020-12) by its name, one of ``NAMES``, such as case, recommendation or audit.

    Its ``$id`` ends with the version of the schema. The schema of a case says for each moment which facts are required,
    which a plain list of fields cannot, and what contradicts itself. Raises ``QueryError`` for any other name.
    """
    if not isinstance(which, str) or which not in NAMES:
        near = nearest(which if isinstance(which, str) else "", NAMES)
        raise QueryError([Fault("unknown_name", f"no schema is called {shown(which)}", allowed=near)])
    if which == "case":
        return case_schema(default_rule_base())
    found = schema_of(_MODELS[which], names_of(default_rule_base()))
    if which == "events":
        _define_recommendation(found)
    return named(which, found, VERSIONS.get(which, "1.0"))


def _define_recommendation(events: dict[str, Any]) -> None:
    """Define the recommendation that an event holds, where the engine allows any subject's own."""
    recommendation = schema_of(Recommendation, names_of(default_rule_base()))
    inner = recommendation.pop("$defs")
    for event in ("Advised", "Traced"):
        events["$defs"][event]["properties"]["recommendation"] = {"$ref": "#/$defs/Recommendation"}
    events["$defs"] |= {**inner, "Recommendation": recommendation}
