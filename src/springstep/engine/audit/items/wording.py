"""Items and what became of them, in a sentence."""

from __future__ import annotations

from textwrap import shorten

from springstep.engine.audit.items.differences import Difference
from springstep.engine.audit.items.item import KnowledgeItem
from springstep.engine.audit.items.of_rules import RULES

_LONGEST_TITLE = 60


def item_words(item: KnowledgeItem) -> str:
    """Name an item with what it is about, as in ``claims/ABC-010 (under two minutes an hour)``."""
    title = shorten(item.title, _LONGEST_TITLE, placeholder=" ...")
    return f"{subject_of(item)} ({title})" if title else subject_of(item)


def subject_of(item: KnowledgeItem) -> str:
    """Name an item: a rule by its id, anything else with its kind."""
    return item.id if item.kind == RULES else item.name


def changes_words(difference: Difference) -> str:
    """Say what a changed item says otherwise than it did."""
    return "; ".join(change.says for change in difference.fields)
