"""The short page of a plan: twelve lines, what to do and the one reason that decides it first."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from springstep.cli.text.echo import styled
from springstep.cli.text.lines import wrapped
from springstep.engine.rulebase.base import RuleBase
from springstep.session.cue_statements import cue_statements
from springstep.session.fitting import FittedStatement
from springstep.session.recommendation import Recommendation
from springstep.session.statements import short_statements
from springstep.session.tone import colour_of


def short_page(
    made: Recommendation, base: RuleBase, *, not_asked: Collection[str] = (), last: str = "", hint: str = ""
) -> Iterator[str]:
    """Yield the short page.

    ``not_asked`` names the facts that a consultation left out because no answer to them would change the plan.
    ``last`` ends the page where there is a plan to keep, as whether it is kept; ``hint`` ends every page.
    """
    if made.moment == "during":
        first, *below = cue_statements(made, base)
        others = [FittedStatement("", said) for said in (*below, *([hint] if hint else []))]
    else:
        (_, first), *others = short_statements(made, base, not_asked, last=last, hint=hint)
    yield styled(wrapped(first, rest="  "), bold=True, fg=colour_of(made.verdict))
    for label, said in others:
        lead = styled(label, fg="cyan") if label else ""
        yield lead + wrapped(said, rest="  ")[len(label) :]
