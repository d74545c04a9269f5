"""How a list is worded in a sentence, as the knowledge says."""

from __future__ import annotations

from collections.abc import Mapping

from springstep.engine.frozen import Frozen


class ItemWords(Frozen):
    """How one item of a list is worded, and several that are alike."""

    fields: Mapping[str, str]
    """What an item must be for this to be said of it."""
    one: str
    """With its fields in braces; ``{a}`` is a or an."""
    many: str
    """With ``{number}``; empty where their number does not matter."""


class ListWords(Frozen):
    """How a list is worded in a sentence."""

    none: str
    some: str
    """With ``{items}``."""
    items: tuple[ItemWords, ...]
    """The first whose fields an item has is said of it."""
