"""Numbers in arrays: as exact as fractions, or doubted."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.engine.columns.arrays import NumberColumn
from springstep.engine.columns.numbers import (
    combined,
    compared,
    constant,
    from_decimals,
    has_many_places,
    merged,
    rounded,
    written,
)
from springstep.engine.language.evaluate import RELATIONS
from springstep.engine.language.numbers import exact, plain_number
from tests.strategies import examples

DECIMALS = st.integers(-600_000, 600_000).map(lambda parts: parts / 1_000) | st.integers(-500, 500).map(float)
ANY = DECIMALS | st.floats(-600, 600)
OPS: Any = st.sampled_from("+-*/")
RELATION: Any = st.sampled_from(sorted(RELATIONS))


def column(values: list[float]) -> NumberColumn:
    return from_decimals(np.array(values), np.ones(len(values), dtype=bool))


def of(op: str, one: Any, other: Any) -> Any:
    one, other = Fraction(exact(one)), Fraction(exact(other))
    if op == "/":
        return one / other if other else None
    return {"+": one + other, "-": one - other, "*": one * other}[op]


@given(st.lists(st.tuples(ANY, ANY, ANY), min_size=1, max_size=5), OPS, RELATION)
@examples(2000)
def test_a_comparison_of_a_sum_is_as_with_fractions_or_doubted(
    rows: list[tuple[float, float, float]], op: Any, relation: Any
) -> None:
    first, second, third = (column([row[at] for row in rows]) for at in range(3))
    found, unsure = combined(op, first, second)
    holds, close = compared(relation, found, third)
    for at, (a, b, c) in enumerate(rows):
        value = of(op, a, b)
        if np.broadcast_to(unsure, len(rows))[at] or np.broadcast_to(close, len(rows))[at]:
            continue
        assert found.known[at] == (value is not None)
        if value is not None:
            assert np.broadcast_to(holds, len(rows))[at] == RELATIONS[relation](value, Fraction(exact(c)))


@given(st.lists(st.tuples(DECIMALS, DECIMALS), min_size=1, max_size=5), st.sampled_from("+-"), RELATION, st.data())
@examples(2000)
def test_numbers_of_few_places_are_never_doubted(
    rows: list[tuple[float, float]], op: Any, relation: Any, data: st.DataObject
) -> None:
    limit = data.draw(DECIMALS | st.sampled_from([of(op, *rows[0])]).map(float))
    found, unsure = combined(op, column([a for a, _ in rows]), column([b for _, b in rows]))
    holds, close = compared(relation, found, constant(limit))
    assert found.exact and not np.any(unsure) and not np.any(close)
    assert list(holds) == [RELATIONS[relation](of(op, a, b), Fraction(exact(limit))) for a, b in rows]


@given(st.lists(ANY, min_size=1, max_size=5), st.integers(0, 4))
@examples(1000)
def test_rounding_is_as_with_fractions_or_doubted(values: list[float], places: int) -> None:
    found, unsure = rounded(column(values), places)
    for at, value in enumerate(values):
        if not unsure[at]:
            assert Fraction(int(found.values[at])) * found.scale == round(Fraction(exact(value)), places)


@given(st.lists(ANY, min_size=1, max_size=5), st.integers(1, 7))
@examples(1000)
def test_what_is_written_is_what_a_plan_writes_or_doubted(values: list[float], divisor: int) -> None:
    third, _ = combined("/", column(values), constant(divisor))
    found, unsure = written(third)
    for at, value in enumerate(values):
        assert unsure[at] or found[at] == plain_number(Fraction(exact(value)) / divisor)


def test_dividing_by_a_constant_stays_exact() -> None:
    third, _ = combined("/", column([1, 2, 3]), constant(3))
    assert third.exact and third.scale == Fraction(1, 3)
    holds, close = compared("==", third, combined("/", constant(2), constant(3))[0])
    assert list(holds) == [False, True, False] and not np.any(close)


def test_dividing_by_a_negative_constant() -> None:
    found, _ = combined("/", column([6.0]), constant(-2))
    assert Fraction(int(found.values[0])) * found.scale == -3


def test_nothing_is_divided_by_nothing() -> None:
    found, _ = combined("/", column([6.0, 6.0]), column([0.0, 4.0]))
    assert list(found.known) == [False, True] and found.reals[1] == 1.5


def test_numbers_too_large_are_no_longer_exact() -> None:
    large, _ = combined("*", column([2.0**40]), column([2.0**40]))
    assert not large.exact and large.reals[0] == 2.0**80


def test_numbers_of_different_scales_side_by_side() -> None:
    half, third = combined("/", column([1.0, 1.0]), constant(2))[0], combined("/", column([1.0, 1.0]), constant(3))[0]
    found = merged([(np.array([True, False]), half), (np.array([False, True]), third)], 2)
    assert [Fraction(int(value)) * found.scale for value in found.values] == [Fraction(1, 2), Fraction(1, 3)]


@pytest.mark.parametrize(("value", "many"), [(0.1, False), (41.666667, False), (41.6666667, True), (1 / 3, True)])
def test_what_has_many_places(value: float, many: bool) -> None:
    assert bool(has_many_places(np.array([value]))[0]) == many
    assert column([value]).exact != many
