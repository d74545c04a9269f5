"""What an open fact may still be, and what a condition may then come to: partial evaluation of the condition tree.

A region holds every value that a fact may still have. A condition over regions comes to a set of truth values, three
bits wide: it may still hold, may still fail, or may still rest on a fact that will not be told. The set is never too
small, so what it excludes is proved for every way in which the open facts can be answered; and the more is told, the
smaller it gets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple, TypeAlias

from springstep.engine.language.conditions import (
    All,
    Always,
    Among,
    Arith,
    Compare,
    Condition,
    Constant,
    Either,
    Fact,
    Known,
    Not,
    Term,
)
from springstep.engine.language.numbers import exact, quotient
from springstep.engine.language.vocabulary import FactInfo

HOLDS, FAILS, UNTOLD = 1, 2, 4
"""The truth values as bits; a condition that only holds comes to exactly ``HOLDS``."""

Truths: TypeAlias = int


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
Prospect: TypeAlias = Callable[[Regions], Truths]
Reach: TypeAlias = Callable[[Regions], Region]


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


def reach(term: Term) -> Reach:
    """Compile a term to a function of regions."""
    match term:
        case Fact(name):
            return lambda regions: regions.get(name, UNKNOWN)
        case Constant(value):
            constant = exactly(value)
            return lambda regions: constant
        case Arith(op, left, right):
            first, second = reach(left), reach(right)
            combine = _ARITH[op]

            def computed(regions: Regions) -> Region:
                a, b = first(regions), second(regions)
                untold = a.untold or b.untold
                if a.words is not None or b.words is not None or a.low > a.high or b.low > b.high:
                    return UNKNOWN
                return combine(a, b, untold)

            return computed


def _spanning(op: Callable[[Any, Any], Any]) -> Callable[[Region, Region, bool], Region]:
    """Return the arithmetic of stretches: the least and the greatest that their ends make."""

    def combine(a: Region, b: Region, untold: bool) -> Region:
        if a.low == a.high and b.low == b.high:
            value = op(a.low, b.low)
            return Region(None, value, value, untold)
        ends = [op(x, y) for x, y in product((a.low, a.high), (b.low, b.high))]
        return Region(None, min(ends), max(ends), untold)

    return combine


def _divided(a: Region, b: Region, untold: bool) -> Region:
    if b.low == b.high == 0:
        return UNKNOWN
    if b.low <= 0 <= b.high:
        return Region(None, float("-inf"), float("inf"), True)
    return _QUOTIENTS(a, b, untold)


def _quotient(first: Number, second: Number) -> Number:
    if isinstance(first, float) or isinstance(second, float):
        return float(first) / float(second)
    found = quotient(first, second)
    return found if found is not None else 0


_QUOTIENTS = _spanning(_quotient)
_ARITH: dict[str, Callable[[Region, Region, bool], Region]] = {
    "+": _spanning(lambda x, y: x + y),
    "-": _spanning(lambda x, y: x - y),
    "*": _spanning(lambda x, y: x * y),
    "/": _divided,
}


_NOT: tuple[Truths, ...] = tuple(
    (FAILS if truths & HOLDS else 0) | (HOLDS if truths & FAILS else 0) | (truths & UNTOLD) for truths in range(8)
)


def prospect(condition: Condition) -> Prospect:
    """Compile a condition to a function of regions that returns the truth values it may come to."""
    match condition:
        case Always():
            return lambda regions: HOLDS
        case Compare():
            return _comparison(condition)
        case Among(Fact(name), values):
            return _membership(name, frozenset(values))
        case Known(Fact(name)):
            return lambda regions: _knowledge(regions.get(name, UNKNOWN))
        case Not(item):
            inner = prospect(item)
            return lambda regions: _NOT[inner(regions)]
        case All(items):
            return _joined(items, _AND, HOLDS, FAILS)
        case Either(items):
            return _joined(items, _OR, FAILS, HOLDS)


def _knowledge(region: Region) -> Truths:
    return (0 if region.left_none else HOLDS) | (FAILS if region.untold else 0)


def _membership(name: str, values: frozenset[Any]) -> Prospect:
    def among(regions: Regions) -> Truths:
        region = regions.get(name, UNKNOWN)
        truths = UNTOLD if region.untold else 0
        if region.words is None:
            hit = any(region.low <= value <= region.high for value in values)
            miss = region.low < region.high or (region.low == region.high and region.low not in values)
        else:
            hit = not values.isdisjoint(region.words)
            miss = not region.words <= values
        return truths | (HOLDS if hit else 0) | (FAILS if miss else 0)

    return among


def _comparison(condition: Compare) -> Prospect:
    left, right, op = reach(condition.left), reach(condition.right), condition.op
    rank = {step: index for index, step in enumerate(condition.scale)}
    relation = _RELATIONS[op]

    def compared(regions: Regions) -> Truths:
        a, b = left(regions), right(regions)
        truths = UNTOLD if a.untold or b.untold else 0
        if rank:
            a, b = _ranked(a, rank), _ranked(b, rank)
        if a.words is None and b.words is None:
            return truths if a.low > a.high or b.low > b.high else truths | relation(a.low, a.high, b.low, b.high)
        if not a.words or not b.words:
            return truths
        equal = (0 if a.words.isdisjoint(b.words) else HOLDS) | (
            FAILS if len(a.words) > 1 or len(b.words) > 1 or a.words != b.words else 0
        )
        return truths | (equal if op == "==" else _NOT[equal])

    return compared


def _ranked(region: Region, rank: Mapping[str, int]) -> Region:
    if region.words is None:
        return region
    ranks = [rank[step] for step in region.words]
    return Region(None, min(ranks), max(ranks)) if ranks else Region(None)


def _less(a: Number, b: Number, c: Number, d: Number) -> Truths:
    return (HOLDS if a < d else 0) | (FAILS if b >= c else 0)


def _at_most(a: Number, b: Number, c: Number, d: Number) -> Truths:
    return (HOLDS if a <= d else 0) | (FAILS if b > c else 0)


def _equal(a: Number, b: Number, c: Number, d: Number) -> Truths:
    return (HOLDS if a <= d and c <= b else 0) | (0 if a == b == c == d else FAILS)


_RELATIONS: dict[str, Callable[[Any, Any, Any, Any], Truths]] = {
    "<": _less,
    "<=": _at_most,
    ">": lambda a, b, c, d: _less(c, d, a, b),
    ">=": lambda a, b, c, d: _at_most(c, d, a, b),
    "==": _equal,
    "!=": lambda a, b, c, d: _NOT[_equal(a, b, c, d)],
}


def _joined(items: tuple[Condition, ...], table: tuple[tuple[int, ...], ...], start: int, decisive: int) -> Prospect:
    prospects = tuple(prospect(item) for item in items)

    def joined(regions: Regions) -> Truths:
        outcome = start
        for part in prospects:
            outcome = table[outcome][part(regions)]
            if outcome == decisive:
                return outcome
        return outcome

    return joined


def _table(join: Callable[[int, int], int]) -> tuple[tuple[int, ...], ...]:
    """Return for each two sets of truth values the set that a joint of them may come to."""

    def joint(first: int, second: int) -> int:
        found = 0
        for a, b in product((HOLDS, FAILS, UNTOLD), repeat=2):
            if a & first and b & second:
                found |= join(a, b)
        return found

    return tuple(tuple(joint(first, second) for second in range(8)) for first in range(8))


_AND = _table(lambda a, b: FAILS if FAILS in (a, b) else UNTOLD if UNTOLD in (a, b) else HOLDS)
_OR = _table(lambda a, b: HOLDS if HOLDS in (a, b) else UNTOLD if UNTOLD in (a, b) else FAILS)
