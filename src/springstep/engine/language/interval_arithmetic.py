"""What a term over open facts may come to: arithmetic on the stretches of numbers that are left for them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any, TypeAlias

from springstep.engine.language.conditions import (
    Arith,
    Constant,
    Fact,
    Term,
)
from springstep.engine.language.numbers import quotient
from springstep.engine.language.regions import UNKNOWN, Number, Region, Regions, exactly

Reach: TypeAlias = Callable[[Regions], Region]


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
