"""A difference between two rule bases as a coach reads it: decision by decision, whose advice changes and how."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import click

from springstep.cli.text.echo import echo
from springstep.cli.text.lines import columns, heading, wrapped
from springstep.engine.audit.difference_report import DecisionDifference, DecisionSide, RuleBaseDifference
from springstep.engine.language.wording import listed

NOTHING_TO_COMPARE = "there is nothing to compare: name the rules as they were, such as HEAD, or an overlay"
CHARACTERS = 160
"""Of a text that is not shown whole, so many characters are shown at most."""


def show_difference(found: RuleBaseDifference, *, whole: bool, as_json: bool) -> None:
    """Print a difference as a page or as JSON, and exit with 1 when anyone's advice differs."""
    if as_json:
        echo(found.to_json(indent=2))
    else:
        for line in difference_page(found, whole=whole):
            echo(line)
    if found.any:
        raise click.exceptions.Exit(1)


def difference_page(found: RuleBaseDifference, *, whole: bool = False) -> Iterator[str]:
    """Yield the page of a difference; ``whole`` shows every generalisation and all advice in full."""
    for word, rules in (("Added", found.added), ("Removed", found.removed), ("Changed", found.changed)):
        if rules:
            yield wrapped(f"{word}: {listed(rules, last='and')}")
    if not found.any:
        yield wrapped("Nobody's advice differs: every decision is proved to be the same for every athlete.")
        return
    for moment, shifts in groupby(found.shifts, key=lambda shift: shift.moment):
        yield ""
        yield heading(f"{moment.capitalize()} a run")
        for shift in shifts:
            yield from _shift(shift, whole)
    yield ""
    if found.same:
        others = f"every other decision ({len(found.same)} of them; --all names each)"
        same = listed(found.same, last="and") if whole else others
        yield wrapped(f"Proved to be the same for every athlete: {same}.")
    if found.undecided:
        yield wrapped(f"Undecided, as the solver gave up: {listed(found.undecided, last='and')}.")


def _shift(shift: DecisionDifference, whole: bool) -> Iterator[str]:
    yield f"  {shift.title}"
    runner = " ".join(shift.witness.words[:-1])
    rows = [
        ("runner", runner),
        ("was", side_words(shift.before, whole=whole)),
        ("becomes", side_words(shift.after, whole=whole)),
        ("for whom", _generalisation(shift, whole)),
        *([("how many", shift.how_many.words)] if shift.how_many is not None else []),
    ]
    for line in columns(rows):
        yield f"  {line}"


def side_words(side: DecisionSide, *, whole: bool) -> str:
    """Return what one rule base says, with its rules; ``whole`` shortens nothing."""
    says = side.says if whole or len(side.says) <= CHARACTERS else f"{side.says[:CHARACTERS].rsplit(' ', 1)[0]} ..."
    return f"{says} ({', '.join(side.rules)})" if side.rules else says


def _generalisation(shift: DecisionDifference, whole: bool) -> str:
    if not whole and len(shift.generalisation) > CHARACTERS:
        cut = shift.generalisation[:CHARACTERS].rsplit(" and ", 1)[0]
        return f"anyone who answers like this: {cut} ... (--all shows the rest)"
    beyond = "nobody else" if shift.nobody_else else "and others"
    return f"anyone who answers like this: {shift.generalisation} ({beyond})"
