"""The values of a number, cut into cells within which no formula tells one value from another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from springstep.engine.counting.linear import Linear


class Cell(NamedTuple):
    """One value, or all numbers between two bounds that are no longer part of it; ``None`` is no bound."""

    low: Fraction | None
    high: Fraction | None
    single: bool
    any: Fraction
    """One of its values."""


def point(value: Fraction) -> Cell:
    """Return the cell of one value."""
    return Cell(value, value, True, value)


def whole_cells(thresholds: Iterable[Fraction]) -> list[Cell]:
    """Return the cells of a whole number, in order."""
    starts = sorted({start for each in thresholds for start in (Fraction(ceil(each)), Fraction(floor(each)) + 1)})
    if not starts:
        return [Cell(None, None, False, Fraction(0))]
    cells = [Cell(None, starts[0], False, starts[0] - 1)]
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        cells.append(point(start) if end == start + 1 else Cell(start - 1, end, False, start))
    return cells


def real_cells(thresholds: Iterable[Fraction]) -> list[Cell]:
    """Return the cells of any number, in order: each threshold, and what lies between them."""
    at = sorted(thresholds)
    if not at:
        return [Cell(None, None, False, Fraction(1))]
    cells = [Cell(None, at[0], False, at[0] - 1)]
    for low, high in zip(at, [*at[1:], None], strict=True):
        cells += [point(low), Cell(low, high, False, low + 1 if high is None else (low + high) / 2)]
    return cells


def always(apart: Linear, relation: Callable[[Fraction, int], bool], cells: dict[str, Cell]) -> bool | None:
    """Tell whether a linear expression stands in a relation to zero for all values of its numbers' cells, or for none.

    ``None`` where it may do so for some: the expression comes near to zero from one side, or takes both.
    """
    low: Fraction | None = apart.rest
    high: Fraction | None = apart.rest
    reached = True
    for name, factor in apart.factors:
        cell = cells[name]
        ends = (cell.low, cell.high) if factor > 0 else (cell.high, cell.low)
        low = low + factor * ends[0] if low is not None and ends[0] is not None else None
        high = high + factor * ends[1] if high is not None and ends[1] is not None else None
        reached = reached and cell.single
    if reached:
        assert low is not None
        return relation(low, 0)
    if (low is not None and low >= 0) or (high is not None and high <= 0):
        return relation(Fraction(1 if low is not None and low >= 0 else -1), 0)  # the bounds are no part of a cell
    return None
