"""Where conditions turn: for each number that a rule reads, the values at which one of its comparisons comes out even.

A comparison with a constant turns there. One that joins several facts, such as warm-up, rests and length of the run, is
solved for each fact in turn, with the others at values that they often have.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from itertools import product
from math import ceil, floor
from typing import Any

from springstep.engine.language.conclusions import Bound
from springstep.engine.language.conditions import Arith, Compare, Constant, Fact, Term, comparisons, names_in
from springstep.engine.language.rules import Rule
from tests.strategies import BASE, SETS

_MOST_SOLVED, _SAMPLED = 6, 2
_CLOSE = 1e-6
"""Nearer to a turning point CLIPS, which reckons with binary fractions, may be on its other side."""


def _numeric_compares(rule: Rule) -> Iterator[Compare]:
    for condition in (rule.when, rule.unless):
        for found in comparisons(condition) if condition is not None else ():
            if isinstance(found, Compare) and not found.scale and all(map(_is_number, names_in(found))):
                yield found


def _is_number(name: str) -> bool:
    return BASE.facts[name].kind == "number"


def _value(term: Term, values: Mapping[str, float]) -> float:
    match term:
        case Fact(name):
            return values[name]
        case Constant(value):
            return float(value)  # only called on numbers
        case Arith(op, left, right):
            a, b = _value(left, values), _value(right, values)
            return a + b if op == "+" else a - b if op == "-" else a * b if op == "*" else a / b


def _turning_point(compare: Compare, name: str, others: Mapping[str, float]) -> float | None:
    """Return where the two sides are equal; nothing when the fact does not move them, or not in a straight line."""
    gaps = [
        _value(compare.left, {**others, name: at}) - _value(compare.right, {**others, name: at})
        for at in (1.0, 2.0, 3.0)
    ]
    slope = gaps[1] - gaps[0]
    return 1.0 - gaps[0] / slope if slope and slope == gaps[2] - gaps[1] else None


def _amounts_of(decision: str) -> list[float]:
    """Return the plain numbers that some rule bounds a decision by."""
    amounts = [
        c.amount for rule in BASE.rules for c in rule.conclusions if isinstance(c, Bound) and c.decision == decision
    ]
    return sorted({float(amount.value) for amount in amounts if isinstance(amount, Constant)})


def _usual(name: str) -> list[float]:
    """Return values of a fact at which other facts' turning points are looked for."""
    if name in BASE.decisions:
        return _amounts_of(name)
    rungs = {name: [rung[name] for rung in SETS] for name in ("efforts", "effort_s")}
    for end, found in rungs.items():
        if name.endswith(end):
            return [float(value) for value in sorted({min(found) - 1, *found, max(found) + 1})]
    return [20.0, 30.0, 37.5, 60.0] if name == "duration_min" else [0.0, 1.0, 2.0, 3.0]


def turning_points(rule: Rule) -> dict[str, list[float]]:
    """Return for each number that a rule's conditions read the values at which one of them turns."""
    found: dict[str, set[float]] = {}
    for compare in _numeric_compares(rule):
        names = names_in(compare)
        for name in names:
            if name in BASE.decisions:
                continue
            others = [other for other in names if other != name]
            pools = list(product(*map(_usual, others)))
            for values in pools if len(pools) <= _MOST_SOLVED else random.Random(rule.id).sample(pools, _SAMPLED):
                point = _turning_point(compare, name, dict(zip(others, values, strict=True)))
                if point is not None:
                    found.setdefault(name, set()).add(round(point, 9))
    return {name: sorted(points) for name, points in found.items()}


def around(name: str, point: float) -> list[Any]:
    """Return the allowed values of a fact at, just below and just above a point."""
    info = BASE.facts[name]
    assert info.minimum is not None and info.maximum is not None
    near: list[Any] = [floor(point) - 1, floor(point), ceil(point), ceil(point) + 1]
    if not info.integer:
        near += [point, round(point - _CLOSE, 6), round(point + _CLOSE, 6)]
    return sorted({value for value in near if info.minimum <= value <= info.maximum})


def _boundaries() -> dict[str, list[Any]]:
    found: dict[str, set[Any]] = {}
    for rule in BASE.rules:
        for name, points in turning_points(rule).items():
            found.setdefault(name, set()).update(value for point in points for value in around(name, point))
    return {name: sorted(values) for name, values in found.items()}


BOUNDARIES = _boundaries()
"""For each number that a condition of any rule reads, its values around every turning point."""
