"""The statements of the short page of a plan, each in the form for which there is room, and what overlays are said."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from springstep.engine.advice.headline import asked_as
from springstep.engine.advice.recommendation import Reason
from springstep.engine.language.wording import listed
from springstep.engine.rulebase.base import RuleBase
from springstep.session.fitting import FittedStatement, Statement, fitted
from springstep.session.page_lines import Statements
from springstep.session.recommendation import Recommendation
from springstep.session.short_page import short_page_of


def short_statements(
    made: Recommendation, base: RuleBase, not_asked: Collection[str] = (), *, last: str = "", hint: str = ""
) -> list[FittedStatement]:
    """Return the statements of the short page, the headline first, each in the form for which there is room.

    ``not_asked`` names facts left out because no answer would change the plan. ``last`` ends the page where there is a
    plan to keep; ``hint`` ends every page.
    """
    declared = short_page_of(base)
    found = Statements(made, base, not_asked)
    statements = [*found.all(), *(Statement((note,)) for note in overlay_notes(made))]
    ends = " ".join(words for words in ("" if found.barred else last, hint) if words)
    closing = [Statement((ends,), gives_way=True)] if ends else []
    return fitted([*statements, *closing], declared.most_lines, declared.columns)


def overlay_notes(recommendation: Recommendation) -> Iterator[str]:
    """Yield in a few words whose overlays, which of their rules, and which safety claim is gone beyond."""
    for note in recommendation.overlays:
        rules = ", ".join(entry.rule for entry in note.entries)
        yield f"Made with the overlay {note.name} by {note.author}" + (f": {rules}" if rules else ".")
    yield from beyond_claims(recommendation)


def beyond_claims(recommendation: Recommendation) -> Iterator[str]:
    """Yield which safety claims of the rules the overlays go beyond, and who allowed it."""
    for claim in recommendation.relaxed_claims:
        yield f"Beyond the safety claim {claim.claim}, as {claim.author} allowed on {claim.date}."


def reason_words(reason: Reason, base: RuleBase, case: Collection[str]) -> str:
    """Return a reason as it is shown by itself; of one that rests on an answer not given, which answer that is."""
    if not reason.assumed:
        return reason.because
    asked = dict.fromkeys(asked_as(fact, base, case) for fact in reason.assumed)
    return f"Not told, so taken with caution: {listed([base.facts[fact].label for fact in asked], last='and')}."
