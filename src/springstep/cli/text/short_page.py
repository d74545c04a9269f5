"""The short page of a plan: twelve lines, what to do and the one reason that decides it first."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from springstep.cli.text.colours import colour_of
from springstep.cli.text.cue_page import cue_lines
from springstep.cli.text.echo import styled
from springstep.cli.text.lines import wrapped
from springstep.cli.text.overlay_lines import overlay_notes
from springstep.cli.text.statements import Statement, Statements, lines_of
from springstep.engine.rulebase.base import RuleBase
from springstep.session.recommendation import Recommendation
from springstep.session.short_page import short_page_of


def short_page(
    made: Recommendation, base: RuleBase, *, not_asked: Collection[str] = (), last: str = "", hint: str = ""
) -> Iterator[str]:
    """Yield the short page.

    ``not_asked`` names the facts that a consultation left out because no answer to them would change the plan.
    ``last`` ends the page where there is a plan to keep, as whether it is kept; ``hint`` ends every page.
    """
    if made.moment == "during":
        yield from cue_lines(made, base)
        if hint:
            yield wrapped(hint, rest="  ")
        return
    declared = short_page_of(base)
    found = Statements(made, base, not_asked)
    statements = list(found.all())
    statements += [Statement((note,)) for note in overlay_notes(made)]
    ends = " ".join(words for words in ("" if found.barred else last, hint) if words)
    closing = [Statement((ends,))] if ends else []
    first, *others = fitted([*statements, *closing], declared.most_lines, declared.columns)
    yield styled(wrapped(first.said, rest="  "), bold=True, fg=colour_of(made.verdict))
    for label, said in others:
        lead = styled(label, fg="cyan") if label else ""
        yield lead + wrapped(said, rest="  ")[len(label) :]


class FittedStatement(NamedTuple):
    """A statement in the form that was chosen, which begins with its label."""

    label: str
    said: str


def fitted(statements: list[Statement], most: int, columns: int) -> list[FittedStatement]:
    """Choose the form of each statement: the shortest, then more words in the declared order while there is room."""
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
