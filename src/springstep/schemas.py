"""The published JSON Schemas: what a case may hold, what comes back, what a consultation keeps, what an audit finds."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from springstep.engine.audit.difference_report import RuleBaseDifference
from springstep.engine.audit.report import Audit
from springstep.engine.consultation.events import Event
from springstep.engine.consultation.state import State
from springstep.engine.explain.explanation import ChangesTold, Explanation
from springstep.engine.explain.what_if import WhatIf
from springstep.engine.schema import case_schema, schema_of
from springstep.installed import default_rule_base
from springstep.season.report import Season
from springstep.session.recommendation import Recommendation

_MODELS: dict[str, Any] = {
    "recommendation": Recommendation,
    "explanation": Explanation,
    "changes": ChangesTold,
    "consultation": State,
    "events": tuple[Annotated[Event, Field(discriminator="event")], ...],
    "what-if": WhatIf,
    "audit": Audit,
    "difference": RuleBaseDifference,
    "season": Season,
}

NAMES = ("case", *_MODELS)
"""Every schema that is published, in the order in which they are told."""


def json_schema(which: str) -> dict[str, Any]:
    """Return a JSON Schema (2020-12) by its name, one of ``NAMES``, such as case, recommendation or audit.

    A case's schema says for each moment which facts must be told, which its plain field list cannot.
    """
    if which == "case":
        return case_schema(default_rule_base().vocabulary)
    found = schema_of(_MODELS[which])
    if which in ("recommendation", "consultation"):
        _name_moments(found)
    elif which == "events":
        _define_recommendation(found)
    return found


def _name_moments(found: dict[str, Any]) -> None:
    """Say which moments there are, where the engine takes those of any vocabulary."""
    shape = found["properties"]["moment"]
    shape.get("anyOf", [shape])[0]["enum"] = list(default_rule_base().vocabulary.moments)


def _define_recommendation(events: dict[str, Any]) -> None:
    """Say what a recommendation is, where the engine lets events hold any subject's own."""
    whole = {name: shape for name, shape in json_schema("recommendation").items() if name != "$schema"}
    inner = whole.pop("$defs")
    for event in ("Advised", "Traced"):
        events["$defs"][event]["properties"]["recommendation"] = {"$ref": "#/$defs/Recommendation"}
    events["$defs"] |= {**inner, "Recommendation": whole}
