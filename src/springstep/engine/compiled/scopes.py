"""Which list each ``for_each`` walks: the one place where generated code learns it."""

from __future__ import annotations

from collections.abc import Mapping

from springstep.engine.rulebase.base import RuleBase


def scopes_of(base: RuleBase) -> Mapping[str, str]:
    """Return the list fact of each scope, in the order in which lists are looked at."""
    return {name: scope.list_fact for name, scope in base.vocabulary.scopes.items()}
