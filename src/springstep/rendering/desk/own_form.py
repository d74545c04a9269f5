"""The form of a rule of one's own: what is in its fields, and what these offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.desk.desk import MOST_LETTERS, Query
from springstep.rendering.desk.own_fields import (
    MOST_FACTS,
    OfferedConclusion,
    OfferedFact,
    offered_conclusions,
    offered_facts,
)

MENUS = {"topic": "What it is about", "moment": "When it speaks", "reason": "Kind of reason"}
"""What has to be chosen, by field, with its label."""
TEXTS = {"name": "Name", "because": "Because", "author": "Your name", "date": "Date", "note": "Note"}
"""What has to be written, by field, with its label."""
FACTS = tuple(f"fact{number}" for number in range(1, MOST_FACTS + 1))


class OwnRule(NamedTuple):
    """The form: what is in its fields, and what they offer at its moment."""

    entered: Mapping[str, str]
    """By field what is in it, the empty ones left out."""
    facts: Mapping[str, OfferedFact]
    conclusions: tuple[OfferedConclusion, ...]
    chosen: tuple[tuple[str, OfferedFact], ...]
    """The fields of the facts that are chosen, each with its fact."""


def read_form(query: Query, base: RuleBase) -> OwnRule:
    """Return the form that a query fills in; of a text that is too long just enough is kept to tell that it is."""
    entered = {name: values[0].strip()[: MOST_LETTERS + 1] for name, values in query.items() if values}
    moment = entered.get("moment", "")
    there = moment in base.vocabulary.moments
    facts = offered_facts(base, moment) if there else {}
    chosen = tuple((field, facts[entered[field]]) for field in FACTS if entered.get(field) in facts)
    kept = {name: value for name, value in entered.items() if value}
    return OwnRule(kept, facts, offered_conclusions(base, moment) if there else (), chosen)
