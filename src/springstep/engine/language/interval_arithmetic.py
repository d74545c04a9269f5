"""What a term over open facts may come to: interval arithmetic on the numbers that are left for them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any, TypeAlias

from springstep.engine.language.abstract_values import UNKNOWN, AbstractValue, AbstractValues, Number, exactly
from springstep.engine.language.conditions import (
    Arith,
    Constant,
    Fact,
    Term,
)
from springstep.engine.language.numbers import quotient

PartialTerm: TypeAlias = Callable[[AbstractValues], AbstractValue]


def partial_term(term: Term) -> PartialTerm:
    """Compile a term to a function of abstract values."""
    match term:
        case Fact(name):
            return lambda abstract_values: abstract_values.get(name, UNKNOWN)
        case Constant(value):
            constant = exactly(value)
            return lambda abstract_values: constant
        case Arith(op, left, right):
            first, second = partial_term(left), partial_term(right)
            combine = _ARITH[op]

            def computed(abstract_values: AbstractValues) -> AbstractValue:
                a, b = first(abstract_values), second(abstract_values)
                may_be_unknown = a.may_be_unknown or b.may_be_unknown
                if a.words is not None or b.words is not None or a.low > a.high or b.low > b.high:
                    return UNKNOWN
                return combine(a, b, may_be_unknown)

            return computed


def _spanning(op: Callable[[Any, Any], Any]) -> Callable[[AbstractValue, AbstractValue, bool], AbstractValue]:
    """Return the arithmetic of intervals: the least and the greatest that their ends make."""

    def combine(a: AbstractValue, b: AbstractValue, may_be_unknown: bool) -> AbstractValue:
        if a.low == a.high and b.low == b.high:
            value = op(a.low, b.low)
            return AbstractValue(None, value, value, may_be_unknown)
        ends = [op(x, y) for x, y in product((a.low, a.high), (b.low, b.high))]
        return AbstractValue(None, min(ends), max(ends), may_be_unknown)

    return combine


def _divided(a: AbstractValue, b: AbstractValue, may_be_unknown: bool) -> AbstractValue:
    if b.low == b.high == 0:
        return UNKNOWN
    if b.low <= 0 <= b.high:
        return AbstractValue(None, float("-inf"), float("inf"), True)
    return _QUOTIENTS(a, b, may_be_unknown)


def _quotient(first: Number, second: Number) -> Number:
    if isinstance(first, float) or isinstance(second, float):
        return float(first) / float(second)
    found = quotient(first, second)
    return found if found is not None else 0


_QUOTIENTS = _spanning(_quotient)
_ARITH: dict[str, Callable[[AbstractValue, AbstractValue, bool], AbstractValue]] = {
    "+": _spanning(lambda x, y: x + y),
    "-": _spanning(lambda x, y: x - y),
    "*": _spanning(lambda x, y: x * y),
    "/": _divided,
}
