"""Which list each ``for_each`` walks: the one place where generated code learns it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from springstep.engine.language.vocabulary import ITEMS
from springstep.engine.rulebase.base import RuleBase


def scopes_of(base: RuleBase) -> Mapping[str, str]:
    """Return the list fact of each scope, in the order in which lists are looked at."""
    return _scopes()


@cache
def _scopes() -> Mapping[str, str]:
    return {scope: list_fact for scope, (list_fact, _) in ITEMS.items()}
