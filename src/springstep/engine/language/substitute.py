"""Put values in place of names: a condition over a row of a table becomes one over facts only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
    names_in,
)
from springstep.engine.language.evaluate import measure, predicate

_NEVER = Not(Always())


def substituted(condition: Condition, values: Mapping[str, Any]) -> Condition:
    """Return a condition with values in place of some names; parts that they decide are folded."""
    match condition:
        case Always():
            return condition
        case Compare(op, left, right, scale):
            return _folded(Compare(op, substituted_term(left, values), substituted_term(right, values), scale))
        case Among(Fact(name), _) | Known(Fact(name)):
            return _truth(predicate(condition)(values) is True) if name in values else condition
        case Not(item):
            inner = substituted(item, values)
            return inner.item if isinstance(inner, Not) else Not(inner)
        case All(items):
            parts = [substituted(item, values) for item in items]
            if any(part == _NEVER for part in parts):
                return _NEVER
            return _joined(All, [part for part in parts if not isinstance(part, Always)], Always())
        case Either(items):
            parts = [substituted(item, values) for item in items]
            if any(isinstance(part, Always) for part in parts):
                return Always()
            return _joined(Either, [part for part in parts if part != _NEVER], _NEVER)
        case AnyItem():
            return _of_any(condition, values)


def _of_any(condition: AnyItem, values: Mapping[str, Any]) -> Condition:
    """Put values in place of names in what is asked of any item; a list that is given becomes alternatives."""
    name = condition.items.name
    if name in values:
        each = (substituted(condition.condition, condition.fields(item)) for item in values[name])
        return substituted(Either(tuple(each)), values)
    free = {other: value for other, value in values.items() if not condition.binds(other)}
    return condition.asking(substituted(condition.condition, free))


def substituted_term(term: Term, values: Mapping[str, Any]) -> Term:
    """Return a term with values in place of some names."""
    match term:
        case Fact(name):
            return Constant(values[name]) if name in values else term
        case Constant():
            return term
        case Arith(op, left, right):
            found = Arith(op, substituted_term(left, values), substituted_term(right, values))
            value = measure(found)({}) if not names_in(found) else None
            return Constant(value) if value is not None else found


def _folded(compare: Compare) -> Condition:
    return compare if names_in(compare) else _truth(predicate(compare)({}) is True)


def _truth(holds: bool) -> Condition:
    return Always() if holds else _NEVER


def _joined(make: type[All] | type[Either], parts: list[Condition], empty: Condition) -> Condition:
    return make(tuple(parts)) if len(parts) > 1 else parts[0] if parts else empty
