"""A group on a page: a table is pasted, and each athlete has a line, the worrying ones first, with a card beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from springstep.diary.card import Card, card_of
from springstep.diary.day_words import days_words
from springstep.engine.advice.headline import asked_as
from springstep.engine.errors import Fault
from springstep.engine.inference.plain_answers import allowed
from springstep.engine.rulebase.base import RuleBase
from springstep.group.advice import AdvisedAthlete, AthleteAdvice, advise
from springstep.group.errors import GroupError
from springstep.group.pasted import MOST_PASTED, pasted_group
from springstep.rendering.desk.desk import Desk
from springstep.rendering.desk.slips import slips_of
from springstep.session.recommendation import Recommendation

_MOST_KEPT = 60_000
"""How long a table may be to be given back for its slips to be mended."""
_NAMED = 2
"""How many of the answers that something turns on are named in a line; all that are not told stand with the card."""


class AthleteShown(NamedTuple):
    """A line of the group: what an athlete is advised, what is left open, her card, and all that is not told."""

    line: AthleteAdvice
    left_open: str
    card: Card
    not_told: tuple[str, ...]


def group_form(desk: Desk) -> str:
    """Return the page on which a table is pasted."""
    return _page(desk)


def group_page(desk: Desk, table: str, day: date) -> str:
    """Return the page of a group that was pasted as a table; of what is none, the form with what is wrong."""
    base = desk.base
    try:
        group = pasted_group(table, base)
    except GroupError as error:
        return _page(desk, table, mistake="This table cannot be read; below it says why.", faults=error.faults)
    found = advise(group, group.athletes, rules_of=lambda _: base, recall=lambda _: (), day=day)
    mistake = "Some of the table was not understood; below it says what." if found.faults else ""
    shown = [_shown(each, day) for each in found.advised]
    return _page(desk, table, mistake, found.faults, shown, day)


def _page(
    desk: Desk,
    table: str = "",
    mistake: str = "",
    faults: tuple[Fault, ...] = (),
    athletes: Iterable[AthleteShown] = (),
    day: date | None = None,
) -> str:
    kept = table.replace("\r\n", "\n") if len(table) <= _MOST_KEPT else ""
    return desk.page(
        "group.html",
        table=kept,
        left_out=table != "" and not kept,
        mistake=mistake,
        slips=slips_of([_of_a_column(fault, desk.base) for fault in faults]),
        athletes=list(athletes),
        day=days_words([day]) if day is not None else "",
        most=MOST_PASTED,
    )


def _of_a_column(fault: Fault, base: RuleBase) -> Fault:
    """Return what is wrong as one who fills in a table reads it: what must be answered has a column of its own."""
    info = base.facts.get(fault.where)
    if fault.code != "missing" or info is None:
        return fault
    several = info.kind == "items" and not info.item_words
    values = allowed(info, base).partition(";")[0] if several else info.allowed()
    return replace(fault, what="is not answered", allowed=f"fill in the column {info.name}; {values}", column=None)


def _shown(each: AdvisedAthlete, day: date) -> AthleteShown:
    made, base = each.made, each.base
    left = _labels((fact for decision in made.decisions for fact in decision.left_open), made, base)
    named, more = ", ".join(left[:_NAMED]), len(left) - _NAMED
    return AthleteShown(
        each.line,
        f"{named} and {more} more" if more > 0 else named,
        card_of(made, base, day=day, runner=each.athlete.name),
        _labels((assumed.fact for assumed in made.assumed), made, base),
    )


def _labels(facts: Iterable[str], made: Recommendation, base: RuleBase) -> tuple[str, ...]:
    """Return what is asked for facts, each once."""
    asked = dict.fromkeys(asked_as(fact, base, made.case) for fact in facts)
    return tuple(base.facts[fact].label for fact in asked)
