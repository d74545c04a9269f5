"""Conditions as formulas: one more back end over the condition tree, with the same three truth values.

A condition becomes a pair of formulas: when it holds and when it fails. Where neither is true, it depends on something
unknown. Decimal numbers become exact fractions, as they are in the inference, so nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

import z3

from springstep.engine.language.conditions import (
    All,
    Always,
    Among,
    AnyItem,
    Arith,
    Compare,
    Condition,
    Constant,
    Either,
    Fact,
    Known,
    Not,
)
from springstep.engine.language.conditions import Term as ConditionTerm
from springstep.engine.proof.symbols import (
    NOTHING,
    RELATIONS,
    Formula,
    Listed,
    Symbol,
    SymbolicAmount,
    SymbolicChoice,
    all_of,
    any_of,
    compared,
    constant,
    negation,
    number,
    real,
)

Scope: TypeAlias = Mapping[str, Symbol]

_SPLIT_AT_MOST = 128
"""A product of two unknown numbers is split into cases by the one with fewer values, up to this many."""


class SymbolicTruth(NamedTuple):
    """When a condition holds, and when it fails."""

    holds: Formula
    fails: Formula


def truth(condition: Condition, scope: Scope) -> SymbolicTruth:
    """Return a condition as formulas over the symbols of a scope; a name outside it is unknown."""
    match condition:
        case Always():
            return SymbolicTruth(True, False)
        case Compare(op, left, right, scale):
            return _comparison(op, symbol(left, scope), symbol(right, scope), scale)
        case Among(Fact(name), values):
            return _membership(scope.get(name, NOTHING), values)
        case Known(Fact(name)):
            known = scope.get(name, NOTHING).known
            return SymbolicTruth(known, negation(known))
        case Not(item):
            inner = truth(item, scope)
            return SymbolicTruth(inner.fails, inner.holds)
        case All(items):
            parts = [truth(item, scope) for item in items]
            return SymbolicTruth(all_of(part.holds for part in parts), any_of(part.fails for part in parts))
        case Either(items):
            parts = [truth(item, scope) for item in items]
            return SymbolicTruth(any_of(part.holds for part in parts), all_of(part.fails for part in parts))
        case AnyItem(Fact(name), _, inner):
            return _of_any(scope.get(name, NOTHING), inner, scope)


def _of_any(of: Symbol, condition: Condition, scope: Scope) -> SymbolicTruth:
    """Return that a condition holds of some item, or fails of every item of a known list."""
    if not isinstance(of, Listed):
        return SymbolicTruth(False, False)
    fields = ({name: constant(value) for name, value in kind} for kind in of.there)
    each = [(there, truth(condition, {**scope, **own})) for there, own in zip(of.there.values(), fields, strict=True)]
    fails = all_of(any_of((negation(there), truth.fails)) for there, truth in each)
    return SymbolicTruth(any_of(all_of((there, truth.holds)) for there, truth in each), all_of((of.known, fails)))


def symbol(term: ConditionTerm, scope: Scope) -> Symbol:
    """Return a term as a symbol."""
    match term:
        case Fact(name):
            return scope.get(name, NOTHING)
        case Constant(value):
            return constant(value)
        case Arith(op, left, right):
            first, second = symbol(left, scope), symbol(right, scope)
            if not isinstance(first, SymbolicAmount) or not isinstance(second, SymbolicAmount):
                return NOTHING
            known = all_of((first.known, second.known))
            if known is False:
                return NOTHING
            if op == "/":
                known = all_of((known, compared("!=", second.value, 0)))
            return SymbolicAmount(_ARITH[op](first, second), known)


def _times(first: SymbolicAmount, second: SymbolicAmount) -> Any:
    """Return a product that stays linear: split into cases where neither factor is a plain number."""
    a, b = number(first.value), number(second.value)
    if z3.is_rational_value(a) or z3.is_int_value(a) or z3.is_rational_value(b) or z3.is_int_value(b):
        return a * b
    if second.span is not None and (first.span is None or len(second.span) < len(first.span)):
        first, second, a, b = second, first, b, a
    if first.span is None or len(first.span) > _SPLIT_AT_MOST:
        return a * b
    found: Any = first.span[-1] * b
    for value in first.span[-2::-1]:
        found = z3.If(a == value, value * b, found)
    return found


_ARITH: dict[str, Callable[[SymbolicAmount, SymbolicAmount], Any]] = {
    "+": lambda a, b: number(a.value) + number(b.value),
    "-": lambda a, b: number(a.value) - number(b.value),
    "*": _times,
    "/": lambda a, b: real(a.value) / real(b.value),
}


def _membership(of: Symbol, values: tuple[Any, ...]) -> SymbolicTruth:
    if of is NOTHING:
        return SymbolicTruth(False, False)
    if isinstance(of, SymbolicAmount):
        hit = any_of(compared("==", of.value, value) for value in values)
        return SymbolicTruth(all_of((of.known, hit)), all_of((of.known, negation(hit))))
    assert isinstance(of, SymbolicChoice), "the parser compares no lists"
    return SymbolicTruth(of.among(values), any_of(holds for value, holds in of.of.items() if value not in values))


def _comparison(op: str, left: Symbol, right: Symbol, scale: tuple[str, ...]) -> SymbolicTruth:
    if left is NOTHING or right is NOTHING:
        return SymbolicTruth(False, False)
    if isinstance(left, SymbolicAmount) and isinstance(right, SymbolicAmount):
        known = all_of((left.known, right.known))
        holds = compared(op, left.value, right.value)
        return SymbolicTruth(all_of((known, holds)), all_of((known, negation(holds))))
    assert isinstance(left, SymbolicChoice) and isinstance(right, SymbolicChoice), "the parser compares like with like"
    rank = {step: index for index, step in enumerate(scale)}
    compare = RELATIONS[op]
    yes: list[Formula] = []
    no: list[Formula] = []
    for a, is_a in left.of.items():
        for b, is_b in right.of.items():
            found = compare(rank[a], rank[b]) if rank else compare(a, b)
            (yes if found else no).append(all_of((is_a, is_b)))
    return SymbolicTruth(any_of(yes), any_of(no))
