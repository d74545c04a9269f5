"""The catalogues of texts by their ids: those of a card, and those of whole plans, which hold them, too."""

from __future__ import annotations

from collections.abc import Mapping

from springstep.engine.advice.messages import catalogue, check_texts
from springstep.engine.advice.plan_messages import plan_texts
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized
from springstep.session.short_page import short_page_of
from springstep.session.texts import session_texts

ANSWER = "answer"
"""The way to go on where too much was left open."""


@memoized
def texts_of_cards(base: RuleBase) -> Mapping[str, str]:
    """Return every text of a card by its id, in English; names in braces stand for what is filled in."""
    return {**catalogue(base), f"suggest.{ANSWER}": short_page_of(base).answer}


@memoized
def texts_of_plans(base: RuleBase) -> Mapping[str, str]:
    """Return every text of a plan and of its card by its id, likewise."""
    return {**plan_texts(base), **session_texts(base), **texts_of_cards(base)}


def checked_texts(texts: Mapping[str, str], base: RuleBase, *, plans: bool) -> Mapping[str, str]:
    """Return a translation that is whole for cards, or for plans; raises ``QueryError`` with all that is wrong."""
    every = texts_of_plans(base)
    check_texts(texts, every if plans else texts_of_cards(base), every)
    return texts
