"""Statements in several forms, chosen so that a page has no more lines than it may have."""

from __future__ import annotations

import textwrap
from typing import NamedTuple


class Statement(NamedTuple):
    """One statement of the page: its forms, the shortest first; ``None`` is to leave it out."""

    forms: tuple[str | None, ...]
    grows: int | None = None
    """Its place among those that are given more words where there is room."""
    label: str = ""
    gives_way: bool = False
    """Whether it is left out where the others in their shortest forms leave no room for it."""


class FittedStatement(NamedTuple):
    """A statement in the form that was chosen, which begins with its label."""

    label: str
    said: str


def fitted(statements: list[Statement], most: int, columns: int) -> list[FittedStatement]:
    """Choose the form of each statement: the shortest, then more words in the declared order while there is room.

    What gives way is left out, one after another, where even the shortest forms are too many lines.
    """
    statements = _with_room(statements, most, columns)
    chosen = [0] * len(statements)

    def told() -> list[FittedStatement]:
        forms = ((each.label, each.forms[at]) for each, at in zip(statements, chosen, strict=True))
        return [FittedStatement(label, form) for label, form in forms if form is not None]

    growing = sorted((each.grows, place) for place, each in enumerate(statements) if each.grows is not None)
    for _, place in growing:
        for at in range(1, len(statements[place].forms)):
            before, chosen[place] = chosen[place], at
            if sum(lines_of(said, columns) for _, said in told()) > most:
                chosen[place] = before
                break
    return told()


def _with_room(statements: list[Statement], most: int, columns: int) -> list[Statement]:
    left = list(statements)
    for each in statements:
        if sum(lines_of(form, columns) for form, *_ in (one.forms for one in left) if form is not None) <= most:
            break
        if each.gives_way:
            left.remove(each)
    return left


def lines_of(text: str, columns: int) -> int:
    """Return how many lines a statement takes at a width."""
    return len(textwrap.wrap(text, columns, subsequent_indent="  ", break_on_hyphens=False))
