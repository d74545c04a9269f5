"""What is computed from a rule base once and cached with it: programs, engines, the ledger, the claims.

A rule base is data and knows none of these. They are held in its instance dictionary, next to its fields:
since they refer back to it, a table keyed by rule bases would keep every one of them alive. A copy with other rules
does not take them along.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from springstep.engine.rulebase.base import RuleBase

T = TypeVar("T")

_KEPT = "_cache"


def cache_of(base: RuleBase) -> dict[Any, Any]:
    """Return the cache of a rule base, by what is cached; filled at first use, and shared by all threads."""
    held = base.__dict__
    found: dict[Any, Any] = held.get(_KEPT) or held.setdefault(_KEPT, {})
    return found


def memoized(work: Callable[[RuleBase], T]) -> Callable[[RuleBase], T]:
    """Let a function do its work once for each rule base; what it raises is raised each time."""

    @wraps(work)
    def kept(base: RuleBase) -> T:
        held = cache_of(base)
        found: T = held[work] if work in held else held.setdefault(work, work(base))
        return found

    return kept
