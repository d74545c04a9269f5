"""What is computed from a rule base once and cached with it: programs, engines, the ledger, the claims.

A rule base is data and knows none of these. They are held in its instance dictionary, next to its fields:
since they refer back to it, a table keyed by rule bases would keep every one of them alive. A copy with other rules
does not take them along.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial, wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from springstep.engine.rulebase.base import RuleBase

if TYPE_CHECKING:
    from typing import Concatenate

    from typing_extensions import ParamSpec

    P = ParamSpec("P")

T = TypeVar("T")

_KEPT = "_cache"
_MOST = 64
"""Of what a function finds for other arguments beside a rule base; there are a few moments, choices and sets."""


def cache_of(base: RuleBase) -> dict[Any, Any]:
    """Return the cache of a rule base, by what is cached; filled at first use, and shared by all threads."""
    held = base.__dict__
    found: dict[Any, Any] = held.get(_KEPT) or held.setdefault(_KEPT, {})
    return found


def memoized(work: Callable[Concatenate[RuleBase, P], T]) -> Callable[Concatenate[RuleBase, P], T]:
    """Let a function do its work once for each rule base, and other arguments; what it raises is raised each time."""
    return memoized_at_most(_MOST)(work)


def memoized_at_most(
    most: int,
) -> Callable[[Callable[Concatenate[RuleBase, P], T]], Callable[Concatenate[RuleBase, P], T]]:
    """Return what lets a function do its work once, and forget what was asked for longest ago beyond so many values."""

    def decorate(work: Callable[Concatenate[RuleBase, P], T]) -> Callable[Concatenate[RuleBase, P], T]:
        @wraps(work)
        def kept(base: RuleBase, *others: Any) -> T:
            held = cache_of(base)
            found = held.get(work)
            if found is None:
                found = held.setdefault(work, lru_cache(maxsize=most)(partial(work, base)))
            return cast("T", found(*others))

        return cast("Callable[Concatenate[RuleBase, P], T]", kept)

    return decorate
