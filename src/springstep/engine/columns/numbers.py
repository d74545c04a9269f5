"""Arithmetic and comparison of numbers in arrays: exact as long as whole numbers stay below 2 ** 53, else doubted.

A number is a whole value times a scale that all cases share, so that sums and products are exact, and dividing by a
constant changes only the scale. What is not exact is compared with a margin, within which nothing is sure.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, gcd
from typing import Any

import numpy as np

from springstep.engine.columns.arrays import Flags, NumberColumn, Reals
from springstep.engine.language.conditions import Arithmetic, Comparison
from springstep.engine.language.evaluate import RELATIONS
from springstep.engine.language.numbers import PLACES, exact

_MOST = 2.0**53
_HALFWAY = 1e-3
"""So close to halfway between two numbers of the last place, which of them is meant is not told apart."""
_DECIMALS = (1, 10, 100, 1_000, 1_000_000)
_MARGIN = 1e-9
"""Within this share of their size, numbers that are not exact are not told apart."""


def constant(value: Any) -> NumberColumn:
    """Return a constant as a number that all cases share."""
    number = Fraction(exact(value))
    return NumberColumn(np.float64(number.numerator), np.True_, Fraction(1, number.denominator))  # type: ignore[arg-type]


def is_constant(numbers: NumberColumn) -> bool:
    """Tell whether a number is one constant."""
    return np.ndim(numbers.values) == 0


def _checked(values: Reals, known: Flags, scale: Fraction, exact_before: bool) -> NumberColumn:
    most = np.max(np.abs(values), initial=0.0) if np.ndim(values) else abs(values)
    return NumberColumn(values, known, scale, exact_before and bool(most < _MOST) and max(_parts(scale)) < _MOST)


def _parts(scale: Fraction) -> tuple[int, int]:
    return abs(scale.numerator), scale.denominator


def common(numbers: list[NumberColumn]) -> tuple[list[Reals], Fraction, bool]:
    """Return the values of numbers on one scale, that scale, and whether all are exact."""
    if not all(each.exact for each in numbers):
        return [each.reals for each in numbers], Fraction(1), False
    scale = Fraction(
        gcd(*(each.scale.numerator for each in numbers)), _least_multiple(each.scale.denominator for each in numbers)
    )
    if all(each.scale == scale for each in numbers):
        return [each.values for each in numbers], scale, True
    found = [_checked(each.values * float(each.scale / scale), each.known, scale, True) for each in numbers]
    if all(each.exact for each in found):
        return [each.values for each in found], scale, True
    return [each.reals for each in numbers], Fraction(1), False


def _least_multiple(found: Any) -> int:
    multiple = 1
    for each in found:
        multiple = multiple * each // gcd(multiple, each)
    return multiple


def combined(op: Arithmetic, left: NumberColumn, right: NumberColumn) -> tuple[NumberColumn, Flags]:
    """Return a sum, difference, product or quotient, and where it is doubted whether it can be worked out at all."""
    known, sure = left.known & right.known, np.False_
    if op in ("+", "-"):
        (first, second), scale, whole = common([left, right])
        return _checked(first + second if op == "+" else first - second, known, scale, whole), sure  # type: ignore[return-value]
    if op == "*":
        if left.exact and right.exact:
            found = _checked(left.values * right.values, known, left.scale * right.scale, True)
            if found.exact:
                return found, sure  # type: ignore[return-value]
        return NumberColumn(left.reals * right.reals, known, exact=False), sure  # type: ignore[return-value]
    if is_constant(right) and right.exact and right.values:
        number = Fraction(int(right.values)) * right.scale
        return _checked(left.values, known, left.scale / abs(number), left.exact)._replace(
            values=left.values if number > 0 else -left.values
        ), sure  # type: ignore[return-value]
    divisor = right.reals
    tiny = np.abs(divisor) < _MARGIN
    known = known & (divisor != 0)
    quotients = np.where(known, left.reals / np.where(tiny, 1.0, divisor), 0.0)
    return NumberColumn(quotients, known, exact=False), tiny & (not right.exact)


def compared(op: Comparison, left: NumberColumn, right: NumberColumn) -> tuple[Flags, Flags]:
    """Return where a comparison of known numbers holds, and where they are too close to tell."""
    relation = RELATIONS[op]
    if left.exact and right.exact and is_constant(right):
        return _with_constant(op, left, Fraction(int(right.values)) * right.scale), np.False_  # type: ignore[return-value]
    (first, second), _, whole = common([left, right])
    holds: Any = relation(first, second)
    if whole:
        return holds, np.False_  # type: ignore[return-value]
    return holds, near(first, second)


def near(first: Reals, second: Reals) -> Flags:
    """Tell where numbers that are not exact are too close to be told apart."""
    return np.asarray(np.abs(first - second) <= _MARGIN * (1 + np.abs(first) + np.abs(second)))


def _with_constant(op: Comparison, left: NumberColumn, number: Fraction) -> Flags:
    """Compare whole values with a constant that need not be whole."""
    bound = number / left.scale
    if bound.denominator == 1:
        found: Flags = RELATIONS[op](left.values, float(bound))  # type: ignore[assignment]
        return found
    match op:
        case "<" | "<=":
            return np.asarray(left.values <= floor(bound))
        case ">" | ">=":
            return np.asarray(left.values >= ceil(bound))
        case _:
            return np.full(np.shape(left.values), op == "!=")


def rounded(numbers: NumberColumn, places: int) -> tuple[NumberColumn, Flags]:
    """Return numbers rounded to so many decimal places, and where it is doubted in which direction."""
    scale = Fraction(1, 10**places)
    if numbers.exact and (numbers.scale / scale).denominator == 1:
        return numbers, np.zeros(np.shape(numbers.values), dtype=bool)
    scaled = numbers.reals * 10**places
    values = np.rint(scaled)
    doubted = np.abs(np.abs(scaled - values) - 0.5) < _HALFWAY
    return _checked(values, numbers.known, scale, True), doubted


def from_decimals(values: Reals, known: Flags) -> NumberColumn:
    """Return decimal numbers as exact ones where all of them have few places, else as they are."""
    for parts in _DECIMALS:
        whole = np.rint(values * parts)
        if np.array_equal(whole / parts, values):
            return NumberColumn(whole, known, Fraction(1, parts))
    return NumberColumn(values, known, exact=False)


def has_many_places(values: Reals) -> Flags:
    """Tell which decimal numbers have too many places to be exact."""
    return np.asarray(np.rint(values * _DECIMALS[-1]) / _DECIMALS[-1] != values)


def written(numbers: NumberColumn) -> tuple[Reals, Flags]:
    """Return numbers as they leave for people, of six decimal places, and where it is doubted which way they round."""
    scaled = numbers.reals * 10**PLACES
    whole = np.rint(scaled)
    doubted = np.abs(np.abs(scaled - whole) - 0.5) < _HALFWAY
    return whole / 10**PLACES, doubted


def merged(parts: list[tuple[Flags, NumberColumn]], size: int) -> NumberColumn:
    """Return for each case the number of the part whose flag is set; unknown where none is."""
    values, scale, whole = common([numbers for _, numbers in parts]) if parts else ([], Fraction(1), True)
    found, known = np.zeros(size), np.zeros(size, dtype=bool)
    for (taken, numbers), each in zip(parts, values, strict=True):
        np.copyto(found, each, where=taken)
        np.copyto(known, numbers.known, where=taken)
    return NumberColumn(found, known, scale, whole)
