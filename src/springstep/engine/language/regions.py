"""What an open fact may still be: every value that is left for it, and whether it may stay unknown."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from springstep.engine.language.numbers import exact
from springstep.engine.language.vocabulary import FactInfo

Number: TypeAlias = "int | Fraction | float"
"""An exact number, or a float that is infinite."""


class Region(NamedTuple):
    """The values that a fact may still have: words (flags, rows) or the numbers from ``low`` to ``high``."""

    words: frozenset[Any] | None
    """The words; ``None`` for a number."""
    low: Number = 0
    high: Number = -1
    untold: bool = False
    """Whether it may also stay unknown."""

    @property
    def settled(self) -> bool:
        """Tell whether exactly one answer is left."""
        if self.words is not None:
            return len(self.words) + self.untold == 1
        return self.low > self.high if self.untold else self.low == self.high

    @property
    def left(self) -> Number:
        """Count the answers that are left; a stretch of numbers counts as many."""
        told = len(self.words) if self.words is not None else _numbers(self.low, self.high)
        return told + self.untold

    @property
    def left_none(self) -> bool:
        """Tell whether no value is left: it is unknown and stays so."""
        return not self.words if self.words is not None else self.low > self.high

    def joined(self, other: Region) -> Region:
        """Return the region that holds the values of both."""
        untold = self.untold or other.untold
        if self.left_none or other.left_none:
            return (other if self.left_none else self)._replace(untold=untold)
        if self.words is not None and other.words is not None:
            return Region(self.words | other.words, untold=untold)
        return Region(None, min(self.low, other.low), max(self.high, other.high), untold)

    def told(self) -> Region:
        """Return the region without the chance that the fact stays unknown."""
        return Region(self.words, self.low, self.high)


UNKNOWN = Region(frozenset(), untold=True)
"""A fact that is not told and will not be."""

Regions: TypeAlias = Mapping[str, Region]


def exactly(value: Any) -> Region:
    """Return the region of one value."""
    number = exact(value)
    if isinstance(number, (int, Fraction)) and not isinstance(number, bool):
        return Region(None, number, number)
    return Region(frozenset((value,)))


def any_of(info: FactInfo, *, untold: bool) -> Region:
    """Return the region of every answer that a fact allows."""
    if info.kind in ("number", "quantity"):
        low, high = exact(info.minimum or 0), info.maximum
        return Region(None, low, exact(high) if high is not None else float("inf"), untold)
    words = (True, False) if info.kind == "flag" else info.values
    return Region(frozenset(words), untold=untold)


def narrowed(region: Region, low: Number, high: Number) -> Region:
    """Return what is left of a number that is known and lies between two others."""
    if region.words is not None:
        return region
    low, high = max(low, region.low), min(high, region.high)
    return Region(None, low, high) if low <= high else region


def _numbers(low: Number, high: Number) -> Number:
    return 0 if low > high else 1 if low == high else 2 + high - low
