"""The profile for people to read: each answer with the day it was told, and when it is asked again."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from datetime import date

from springstep.cli.profile.read_told import RACE_LABEL
from springstep.cli.text.lines import columns, heading, wrapped
from springstep.diary.profile import ShownProfile, Stands
from springstep.engine.consultation.questions import answer_words
from springstep.engine.rulebase.base import RuleBase

_CHANGE = "To change it: springstep profile edit, or springstep profile set goal speed"


def profile_page(shown: ShownProfile, path: pathlib.Path, base: RuleBase) -> Iterator[str]:
    """Yield the lines of a profile."""
    if not shown.answers and shown.next_race is None:
        yield wrapped("Nothing is kept yet. To be asked once for all of it: springstep profile edit")
        return
    stays = [each for each in shown.answers if not each.usual]
    usual = [each for each in shown.answers if each.usual]
    if stays:
        yield heading("True from run to run")
        yield from columns([_row(each, base) for each in stays])
    if usual:
        yield heading("Usual, offered each time")
        yield from columns([(base.facts[each.fact].label, answer_words(each.fact, each.value, base)) for each in usual])
    if shown.next_race is not None:
        yield heading(RACE_LABEL.capitalize())
        yield f"  {race_words(shown.next_race, shown.day)}"
    yield wrapped(f"Kept in {path}")
    yield wrapped(_CHANGE)


def race_words(race: date, today: date) -> str:
    """Say when the race is.

    >>> race_words(date(2027, 4, 12), date(2027, 4, 11))
    '12 April 2027, in 1 day'
    """
    days = (race - today).days
    if days < 0:
        return f"{day_words(race)}, which has gone by"
    return f"{day_words(race)}, " + ("today" if days == 0 else f"in {days} day{'s' if days > 1 else ''}")


def day_words(day: date) -> str:
    """Write a day as people do."""
    return f"{day.day} {day:%B %Y}"


def _row(each: Stands, base: RuleBase) -> tuple[str, str]:
    """Return an answer and its days; what says more about the one before goes below it."""
    kept, label = base.vocabulary.kept[each.fact], base.facts[each.fact].label
    answer = answer_words(each.fact, each.value, base)
    days = "" if kept.weeks_since else f" ({_days(each)})"
    return ("", f"{label}: {answer}{days}") if kept.of else (label, f"{answer}{days}")


def _days(each: Stands) -> str:
    told = f"told {_short(each.told)}"
    if each.asked_again:
        return f"{told}, asked again next time"
    return told if each.until is None else f"{told}, stands to {_short(each.until)}"


def _short(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
