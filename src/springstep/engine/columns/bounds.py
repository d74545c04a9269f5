"""How one decision comes out of all that was concluded on it, for many cases, and which rules carried it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import inf
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from springstep.engine.columns.arrays import Codes, Column, Flags, Lexicon, NumberColumn, Places, WordColumn
from springstep.engine.columns.frame import Frame
from springstep.engine.columns.numbers import common, near, written
from springstep.engine.language.declarations import DecisionScheme

Carried: TypeAlias = "list[tuple[int, Flags]]"
"""The places of rules, and where each carried a decision."""
LeftOut: TypeAlias = Callable[[int], Flags]
"""Returns by the place of a rule the cases for which its conclusions are left out."""


class SettledColumn(NamedTuple):
    """A decision of many cases, as conditions read it, and where the bound is strict."""

    column: Column
    strict: Flags


class StepHeld:
    """The steps of a scale that were concluded."""

    def __init__(self, scheme: DecisionScheme, lexicon: Lexicon) -> None:
        self._steps = tuple(scheme.steps)
        self._codes: Codes = lexicon.codes([*self._steps, None])
        self._concluded: list[tuple[int, Flags, int]] = []
        self._ranks: npt.NDArray[np.int8] | None = None

    def conclude(self, place: int, step: str, cases: Flags) -> None:
        """Take a step for some cases."""
        self._concluded.append((place, cases, self._steps.index(step)))

    def settle(self, frame: Frame) -> SettledColumn:
        """Take the strictest step; a case without any is doubted."""
        ranks = self._ranks = _strictest(frame.size, ((cases, rank) for _, cases, rank in self._concluded))
        frame.doubt(ranks < 0)
        return SettledColumn(WordColumn(self._codes[ranks]), np.zeros(frame.size, dtype=bool))

    def settle_without(self, left_out: LeftOut, frame: Frame) -> Column:
        """Take the strictest step of the rest; unknown without any."""
        rest = ((cases & ~left_out(place), rank) for place, cases, rank in self._concluded)
        return WordColumn(self._codes[_strictest(frame.size, rest)])

    def carried(self) -> Carried:
        """Return which rules carried it, and where."""
        return [(place, cases & (self._ranks == rank)) for place, cases, rank in self._concluded]


def _strictest(size: int, concluded: Iterable[tuple[Flags, int]]) -> npt.NDArray[np.int8]:
    """Return the highest rank of each case, -1 where there is none."""
    ranks = np.full(size, -1, dtype=np.int8)
    for cases, rank in concluded:
        np.copyto(ranks, rank, where=cases & (ranks < rank))
    return ranks


_Bound: TypeAlias = "tuple[int, NumberColumn, Flags, bool]"
"""The place of a rule, its bound, the cases for which it was concluded, and whether it is strict."""


class BoundHeld:
    """The bounds that were concluded on a cap or a floor."""

    def __init__(self, scheme: DecisionScheme) -> None:
        self._scheme = scheme
        self._concluded: list[_Bound] = []
        self._carried: Carried = []

    def conclude(self, place: int, amount: NumberColumn, cases: Flags, *, strict: bool) -> None:
        """Take a bound for some cases."""
        self._concluded.append((place, amount, cases, strict))

    def settle(self, frame: Frame) -> SettledColumn:
        """Take the tightest bound, of equal ones the strict; cases without any, or with a value out of place, doubt."""
        found, strict, self._carried = self._tightest(self._concluded, frame)
        frame.doubt(~found.known | self._out_of_place(found) | written(found)[1])
        return SettledColumn(found, strict & found.known)

    def settle_without(self, left_out: LeftOut, frame: Frame) -> Column:
        """Take the tightest bound of the rest; unknown without any."""
        rest = [(place, amount, cases & ~left_out(place), strict) for place, amount, cases, strict in self._concluded]
        return self._tightest(rest, frame)[0]

    def _tightest(self, concluded: list[_Bound], frame: Frame) -> tuple[NumberColumn, Flags, Carried]:
        """Return the tightest bound, where it is strict, and what carried it; cases too close to tell are doubted."""
        size, cap = frame.size, self._scheme.kind == "cap"
        held, strict = np.full(size, inf if cap else -inf), np.zeros(size, dtype=bool)
        if not concluded:
            return NumberColumn(np.zeros(size), strict), strict, []
        values, scale, whole = common([amount for _, amount, _, _ in concluded])
        for (_, _, cases, own), each in zip(concluded, values, strict=True):
            if not whole:
                frame.doubt(cases & near(each, np.where(np.isfinite(held), held, each + 1)))
            tighter = cases & ((each < held) if cap else (each > held))
            np.copyto(held, each, where=tighter)
            strict = np.where(tighter, own, strict | (cases & (each == held) & own))
        carried = [
            (place, cases & (each == held) & (strict == own))
            for (place, _, cases, own), each in zip(concluded, values, strict=True)
        ]
        known = np.isfinite(held)
        return NumberColumn(np.where(known, held, 0.0), known, scale, whole), strict, carried

    def _out_of_place(self, found: NumberColumn) -> Flags:
        """Tell where a value cannot be advised."""
        scheme = self._scheme
        out = np.zeros(len(found.values), dtype=bool)
        if scheme.whole:
            out |= found.reals < scheme.between[0]
        if scheme.names:
            out |= ~np.isin(found.reals, [float(name) for name in scheme.names])
        return out

    def carried(self) -> Carried:
        """Return which rules carried it, and where."""
        return self._carried


class SumHeld:
    """The points that were added up."""

    def __init__(self) -> None:
        self._concluded: list[tuple[int, Flags, int, Flags | Places]] = []

    def conclude(self, place: int, points: int, cases: Flags, times: Flags | Places) -> None:
        """Add points for some cases, so many times for each."""
        self._concluded.append((place, cases, points, times))

    def settle(self, frame: Frame) -> SettledColumn:
        """Return the sum, which is 0 where nothing was added."""
        added = (points * times for _, _, points, times in self._concluded)
        return SettledColumn(_sum(frame.size, added), np.zeros(frame.size, dtype=bool))

    def settle_without(self, left_out: LeftOut, frame: Frame) -> Column:
        """Return the sum of the rest."""
        rest = (points * times * ~left_out(place) for place, _, points, times in self._concluded)
        return _sum(frame.size, rest)

    def carried(self) -> Carried:
        """Return which rules added to it, and where."""
        return [(place, cases) for place, cases, _, _ in self._concluded]


def _sum(size: int, added: Iterable[Flags | Places]) -> NumberColumn:
    points: Any = np.zeros(size)
    for each in added:
        points = points + each
    return NumberColumn(points, np.ones(size, dtype=bool))


Held: TypeAlias = "StepHeld | BoundHeld | SumHeld"


def held_for(scheme: DecisionScheme, lexicon: Lexicon) -> Held:
    """Return what collects the conclusions on a decision."""
    match scheme.kind:
        case "scale":
            return StepHeld(scheme, lexicon)
        case "sum":
            return SumHeld()
        case _:
            return BoundHeld(scheme)
