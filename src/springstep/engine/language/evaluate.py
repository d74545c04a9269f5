"""Evaluate conditions: one closure for each condition, total and pure, with three truth values.

``True`` and ``False`` as usual; ``None`` when a fact that matters is not known. A rule fires on ``True`` alone. Numbers
are exact, however they were written.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

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
    Term,
)
from springstep.engine.language.numbers import exact, quotient

Facts: TypeAlias = Mapping[str, Any]
Predicate: TypeAlias = Callable[[Facts], "bool | None"]
Measure: TypeAlias = Callable[[Facts], Any]

RELATIONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ARITH: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": quotient,
}


def measure(term: Term) -> Measure:
    """Compile a term to a function of the facts; it returns ``None`` when a fact it needs is unknown."""
    match term:
        case Fact(name):
            return lambda facts: exact(facts.get(name))
        case Constant(value):
            constant = exact(value)
            return lambda facts: constant
        case Arith(op, left, right):
            first, second = measure(left), measure(right)
            combine = _ARITH[op]

            def compute(facts: Facts) -> Any:
                a, b = first(facts), second(facts)
                return None if a is None or b is None else exact(combine(a, b))

            return compute


def predicate(condition: Condition) -> Predicate:
    """Compile a condition to a function of the facts that returns ``True``, ``False`` or ``None`` (unknown)."""
    match condition:
        case Always():
            return lambda facts: True
        case Compare():
            return _comparison(condition)
        case Among(Fact(name), values):
            allowed = frozenset(map(exact, values))

            def among(facts: Facts) -> bool | None:
                value = exact(facts.get(name))
                return None if value is None else value in allowed

            return among
        case Known(Fact(name)):
            return lambda facts: facts.get(name) is not None
        case Not(item):
            inner = predicate(item)

            def negated(facts: Facts) -> bool | None:
                truth = inner(facts)
                return None if truth is None else not truth

            return negated
        case All(items):
            return _joined(items, decisive=False)
        case Either(items):
            return _joined(items, decisive=True)
        case AnyItem():
            return _of_any(condition)


def _comparison(condition: Compare) -> Predicate:
    left, right = measure(condition.left), measure(condition.right)
    compare = RELATIONS[condition.op]
    rank = {step: index for index, step in enumerate(condition.scale)}

    def compared(facts: Facts) -> bool | None:
        a, b = left(facts), right(facts)
        if a is None or b is None:
            return None
        return compare(rank[a], rank[b]) if rank else compare(a, b)

    return compared


def _of_any(condition: AnyItem) -> Predicate:
    name, holds, fields = condition.items.name, predicate(condition.condition), condition.fields

    def of_any(facts: Facts) -> bool | None:
        items = facts.get(name)
        if items is None:
            return None
        outcome: bool | None = False
        for item in items:
            truth = holds({**facts, **fields(item)})
            if truth is True:
                return True
            if truth is None:
                outcome = None
        return outcome

    return of_any


def _joined(items: tuple[Condition, ...], *, decisive: bool) -> Predicate:
    tests = tuple(predicate(item) for item in items)

    def joined(facts: Facts) -> bool | None:
        outcome: bool | None = not decisive
        for part in tests:
            truth = part(facts)
            if truth is decisive:
                return decisive
            if truth is None:
                outcome = None
        return outcome

    return joined
