"""How one decision comes out of all that was concluded on it, for many cases, and which rules carried it."""

from __future__ import annotations

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
        ranks = np.full(frame.size, -1, dtype=np.int8)
        for _, cases, rank in self._concluded:
            np.copyto(ranks, rank, where=cases & (ranks < rank))
        self._ranks = ranks
        frame.doubt(ranks < 0)
        return SettledColumn(WordColumn(self._codes[ranks]), np.zeros(frame.size, dtype=bool))

    def carried(self) -> Carried:
        """Return which rules carried it, and where."""
        return [(place, cases & (self._ranks == rank)) for place, cases, rank in self._concluded]


class BoundHeld:
    """The bounds that were concluded on a cap or a floor."""

    def __init__(self, scheme: DecisionScheme) -> None:
        self._scheme = scheme
        self._concluded: list[tuple[int, Flags, NumberColumn, bool]] = []
        self._carried: Carried = []

    def conclude(self, place: int, amount: NumberColumn, cases: Flags, *, strict: bool) -> None:
        """Take a bound for some cases."""
        self._concluded.append((place, cases, amount, strict))

    def settle(self, frame: Frame) -> SettledColumn:
        """Take the tightest bound, of equal ones the strict; cases without any, or with a value out of place, doubt."""
        size, cap = frame.size, self._scheme.kind == "cap"
        held, strict = np.full(size, inf if cap else -inf), np.zeros(size, dtype=bool)
        if not self._concluded:
            frame.doubt(np.ones(size, dtype=bool))
            return SettledColumn(NumberColumn(np.zeros(size), np.zeros(size, dtype=bool)), strict)
        values, scale, whole = common([amount for _, _, amount, _ in self._concluded])
        for (_, cases, _, own), each in zip(self._concluded, values, strict=True):
            if not whole:
                frame.doubt(cases & near(each, np.where(np.isfinite(held), held, each + 1)))
            tighter = cases & ((each < held) if cap else (each > held))
            np.copyto(held, each, where=tighter)
            strict = np.where(tighter, own, strict | (cases & (each == held) & own))
        self._carried = [
            (place, cases & (each == held) & (strict == own))
            for (place, cases, _, own), each in zip(self._concluded, values, strict=True)
        ]
        known = np.isfinite(held)
        found = NumberColumn(np.where(known, held, 0.0), known, scale, whole)
        frame.doubt(~known | self._out_of_place(found) | written(found)[1])
        return SettledColumn(found, strict & known)

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
        self._concluded: list[tuple[int, Flags]] = []
        self._points: Any = 0

    def conclude(self, place: int, points: int, cases: Flags, times: Flags | Places) -> None:
        """Add points for some cases, so many times for each."""
        self._concluded.append((place, cases))
        self._points = self._points + points * times

    def settle(self, frame: Frame) -> SettledColumn:
        """Return the sum, which is 0 where nothing was added."""
        points = np.zeros(frame.size) + self._points
        return SettledColumn(NumberColumn(points, np.ones(frame.size, dtype=bool)), np.zeros(frame.size, dtype=bool))

    def carried(self) -> Carried:
        """Return which rules added to it, and where."""
        return self._concluded


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
