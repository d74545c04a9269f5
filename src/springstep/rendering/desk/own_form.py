"""The form of a rule of one's own: what is in its fields, and what these offer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


class ChosenFact(NamedTuple):
    """A fact that is chosen, and how it is compared with what."""

    number: str
    """Which of the facts it is: its fields are called ``fact1``, ``is1``, ``value1`` or ``value1-site``."""
    fact: OfferedFact
    how: str
    values: Mapping[str, str]
    """By the field of an item what was chosen of it, or what the fact itself is compared with, called nothing."""

    def field(self, name: str = "") -> str:
        """Return the field in which a value is entered: of an item, or the only one."""
        return f"value{self.number}-{name}" if name else f"value{self.number}"


class OwnRule(NamedTuple):
    """The form: what is in its fields, and what they offer at its moment."""

    entered: Mapping[str, str]
    """By field what is in it, the empty ones left out."""
    facts: Mapping[str, OfferedFact]
    conclusions: tuple[OfferedConclusion, ...]
    chosen: tuple[ChosenFact, ...]


def read_form(query: Query, base: RuleBase) -> OwnRule:
    """Return the form that a query fills in; of a text that is too long just enough is kept to tell that it is."""
    entered = {name: values[0].strip()[: MOST_LETTERS + 1] for name, values in query.items() if values}
    moment = entered.get("moment", "")
    there = moment in base.vocabulary.moments
    facts = offered_facts(base, moment) if there else {}
    chosen = tuple(
        _chosen(field.removeprefix("fact"), facts[entered[field]], entered)
        for field in FACTS
        if entered.get(field) in facts
    )
    kept = {name: value for name, value in entered.items() if value}
    return OwnRule(kept, facts, offered_conclusions(base, moment) if there else (), chosen)


def kept_fields(form: OwnRule, names: Iterable[str] = ()) -> dict[str, str]:
    """Return fields of a form to carry along; all that it has where none are named."""
    own = {
        *MENUS,
        "advise-topic",
        "advise-say",
        *TEXTS,
        *(each.field for each in form.conclusions),
    }
    own |= {*FACTS, *(f"is{chosen.number}" for chosen in form.chosen)}
    own |= {chosen.field(name) for chosen in form.chosen for name in chosen.fact.item or ("",)}
    wanted = own & {*names} if names else own
    return {name: value for name, value in form.entered.items() if name in wanted}


def _chosen(number: str, fact: OfferedFact, entered: Mapping[str, str]) -> ChosenFact:
    fields = {name: f"value{number}-{name}" for name in fact.item} or {"": f"value{number}"}
    values = {name: value for name, field in fields.items() if (value := entered.get(field, ""))}
    return ChosenFact(number, fact, entered.get(f"is{number}", ""), values)
