"""What most programs need: a recommendation, and the model of a case."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from springstep.engine.advice.recommend import build
from springstep.engine.errors import SpringstepError
from springstep.engine.inference.case import case_of
from springstep.engine.inference.remembered import Remembered
from springstep.engine.rulebase.base import RuleBase, checked_base
from springstep.installed import default_rule_base
from springstep.session.recommendation import Recommendation

if TYPE_CHECKING:
    from springstep.engine.rulebase.case_model import CaseBase as Case

__all__ = ["Case", "Recommendation", "messages", "recommend", "rules_book", "verify"]


def recommend(
    case: Mapping[str, Any] | os.PathLike[str] | Any,
    *,
    history: Iterable[Remembered] = (),
    rule_base: RuleBase | None = None,
    on: date | None = None,
    row: str | int | None = None,
) -> Recommendation:
    """Recommend what to do in one case, with the full trace.

    ``case`` is a mapping of facts, a ``Case``, or the path of a YAML or JSON file, as ``pathlib.Path`` or another
    ``os.PathLike``; a fact left out is unknown and taken at its most cautious. A mapping may hold what a data frame
    does: numpy's single values, and NaN, NaT or ``pandas.NA`` for what is unknown. ``history`` is what a diary
    remembers of earlier sessions, each a ``Remembered``; the case wins over it. ``on`` is the day that the plan is for,
    which it then names; nothing else depends on it. ``row`` names the case among many:
    every fault then begins with it. The same case, history and rule base give the same bytes in any process and thread.
    Raises ``CaseError`` with every fault of the case or the history, and ``KnowledgeError`` for a plan that a coach's
    overlays must not make.

    >>> plan = recommend({"pain": "none", "injuries": [], "screening": [], "fatigue": 8})
    >>> plan.verdict, plan.decision("clearance").value
    ('none', 'no_bursts_today')
    """
    base = default_rule_base() if rule_base is None else checked_base(rule_base)
    try:
        made: Recommendation = build(base, case_of(case, base), history, look_ahead=True, on=on)
    except SpringstepError as error:
        if row is None:
            raise
        raise error.in_row(row) from None
    return made


def messages(rule_base: RuleBase | None = None) -> dict[str, str]:
    """Return every text of a card by its id, in English; names in braces stand for what is filled in.

    A translation is the same mapping in another language, given to ``Recommendation.card``.

    >>> messages()["suggest.before.bursts.bursts"]
    '{dose} of {drill}'
    """
    from springstep.session.decision_card import messages_of  # few programs show cards

    return messages_of(default_rule_base() if rule_base is None else checked_base(rule_base))


def verify(receipt: str, *, rule_base: RuleBase | None = None, book: str | None = None) -> tuple[str, ...]:
    """Return what is wrong with the text of a receipt, each in a line; nothing where its decision follows.

    The decision is derived again from the answers, without the engine, by the rules of a rule base or of a ``book``:
    the same as JSON, from ``rules_book`` or the command ``springstep rules book``. Raises ``RecordError`` for a text
    that is no receipt.
    """
    from springstep.receipts.checking import faults_in  # few programs verify

    return faults_in(receipt, book if book is not None else rules_book(rule_base))


def rules_book(rule_base: RuleBase | None = None) -> str:
    """Return the rules as plain JSON, by which receipts are verified, and which any other program can run."""
    from springstep.receipts.book import book_of  # as above

    return book_of(default_rule_base() if rule_base is None else checked_base(rule_base))


def __getattr__(name: str) -> Any:
    """Build the pydantic model of a case when it is first asked for: it is not needed to recommend."""
    if name != "Case":
        raise AttributeError(f"module 'springstep.api' has no attribute '{name}'")
    from springstep.engine.rulebase.case_model import case_model  # which imports pydantic

    return case_model(default_rule_base().vocabulary)
