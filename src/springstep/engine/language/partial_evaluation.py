"""What a condition over open facts may come to: partial evaluation of the condition tree.

A condition over abstract values comes to a set of truth values, three bits wide: it may still hold, may still fail, or
may still rest on a fact that stays unknown. The set is never too small, so what it excludes is proved for every way in
which the open facts can be answered; and the more is known, the smaller it gets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any, TypeAlias

from springstep.engine.language.abstract_values import UNKNOWN, AbstractValue, AbstractValues, Number
from springstep.engine.language.conditions import (
    All,
    Always,
    Among,
    AnyItem,
    Compare,
    Condition,
    Either,
    Fact,
    Known,
    Not,
)
from springstep.engine.language.interval_arithmetic import partial_term

HOLDS, FAILS, UNDEFINED = 1, 2, 4
"""The truth values as bits; a condition that only holds comes to exactly ``HOLDS``."""

Truths: TypeAlias = int
PartialCondition: TypeAlias = Callable[[AbstractValues], Truths]


_NOT: tuple[Truths, ...] = tuple(
    (FAILS if truths & HOLDS else 0) | (HOLDS if truths & FAILS else 0) | (truths & UNDEFINED) for truths in range(8)
)


def partial_condition(condition: Condition) -> PartialCondition:
    """Compile a condition to a function of abstract values that returns the truth values it may come to."""
    match condition:
        case Always():
            return lambda abstract_values: HOLDS
        case Compare():
            return _comparison(condition)
        case Among(Fact(name), values):
            return _membership(name, frozenset(values))
        case Known(Fact(name)):
            return lambda abstract_values: _knowledge(abstract_values.get(name, UNKNOWN))
        case Not(item):
            inner = partial_condition(item)
            return lambda abstract_values: _NOT[inner(abstract_values)]
        case All(items):
            return _joined(items, _AND, HOLDS, FAILS)
        case Either(items):
            return _joined(items, _OR, FAILS, HOLDS)
        case AnyItem():
            return _of_any(condition)


def _knowledge(abstract_value: AbstractValue) -> Truths:
    return (0 if abstract_value.is_empty else HOLDS) | (FAILS if abstract_value.may_be_unknown else 0)


def _membership(name: str, values: frozenset[Any]) -> PartialCondition:
    def among(abstract_values: AbstractValues) -> Truths:
        abstract_value = abstract_values.get(name, UNKNOWN)
        truths = UNDEFINED if abstract_value.may_be_unknown else 0
        if abstract_value.words is None:
            hit = any(abstract_value.low <= value <= abstract_value.high for value in values)
            miss = abstract_value.low < abstract_value.high or (
                abstract_value.low == abstract_value.high and abstract_value.low not in values
            )
        else:
            hit = not values.isdisjoint(abstract_value.words)
            miss = not abstract_value.words <= values
        return truths | (HOLDS if hit else 0) | (FAILS if miss else 0)

    return among


def _comparison(condition: Compare) -> PartialCondition:
    left, right, op = partial_term(condition.left), partial_term(condition.right), condition.op
    rank = {step: index for index, step in enumerate(condition.scale)}
    relation = _RELATIONS[op]

    def compared(abstract_values: AbstractValues) -> Truths:
        a, b = left(abstract_values), right(abstract_values)
        truths = UNDEFINED if a.may_be_unknown or b.may_be_unknown else 0
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


def _ranked(abstract_value: AbstractValue, rank: Mapping[str, int]) -> AbstractValue:
    if abstract_value.words is None:
        return abstract_value
    ranks = [rank[step] for step in abstract_value.words]
    return AbstractValue(None, min(ranks), max(ranks)) if ranks else AbstractValue(None)


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


def _joined(
    items: tuple[Condition, ...], table: tuple[tuple[int, ...], ...], start: int, decisive: int
) -> PartialCondition:
    partial_conditions = tuple(partial_condition(item) for item in items)

    def joined(abstract_values: AbstractValues) -> Truths:
        outcome = start
        for part in partial_conditions:
            outcome = table[outcome][part(abstract_values)]
            if outcome == decisive:
                return outcome
        return outcome

    return joined


def _of_any(condition: AnyItem) -> PartialCondition:
    name, holds = condition.items.name, partial_condition(condition.condition)

    def of_any(abstract_values: AbstractValues) -> Truths:
        abstract_value = abstract_values.get(name, UNKNOWN)
        unknown = UNDEFINED if abstract_value.may_be_unknown else 0
        if abstract_value.is_empty:
            return unknown
        outcome = FAILS
        for fields, certain in abstract_value.items:
            truths = holds({**abstract_values, **dict(fields)})
            outcome = _OR[outcome][truths if certain else truths | FAILS]
        return outcome | unknown

    return of_any


def _table(join: Callable[[int, int], int]) -> tuple[tuple[int, ...], ...]:
    """Return for each two sets of truth values the set that *and* or *or* of them may come to."""

    def joint(first: int, second: int) -> int:
        found = 0
        for a, b in product((HOLDS, FAILS, UNDEFINED), repeat=2):
            if a & first and b & second:
                found |= join(a, b)
        return found

    return tuple(tuple(joint(first, second) for second in range(8)) for first in range(8))


_AND = _table(lambda a, b: FAILS if FAILS in (a, b) else UNDEFINED if UNDEFINED in (a, b) else HOLDS)
_OR = _table(lambda a, b: HOLDS if HOLDS in (a, b) else UNDEFINED if UNDEFINED in (a, b) else FAILS)
