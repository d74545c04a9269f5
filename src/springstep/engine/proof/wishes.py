"""What is wished of an athlete who is to be told: to be as the standard runner of the moment, most important first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import z3

from springstep.engine.inference.case import FASTEST_MIN_PER_MI, SLOWEST_MIN_PER_MI, min_per_mile
from springstep.engine.proof.athlete import Athlete
from springstep.engine.proof.symbols import Amount, Choice, Formula, all_of, any_of, differs, negation, number


class Near(NamedTuple):
    """A whole number, and what it is to be as near to as can be."""

    value: z3.ArithRef
    wanted: int


class Wish(NamedTuple):
    """Something wished of an athlete, and how to settle it if it cannot be had."""

    formula: Formula
    known: Formula = True
    """That there is anything to settle."""
    instead: Sequence[z3.BoolRef] | Near = ()
    """The first of these that can be had, or the nearest number."""


def wishes(athlete: Athlete) -> Iterator[Wish]:
    """Yield what makes numbers easy to read, then for each fact that it is as the standard runner's."""
    runner = athlete.base.standard_runners[athlete.moment]
    standard = {name: value for name, value in runner.items() if value != "unknown"}
    run = _Run(athlete, standard) if "distance_mi" in athlete.told else None
    if run is not None:
        yield from run.readable()
    for name in athlete.asked:
        if name in athlete.lists:
            yield from _listed(athlete, name, standard.get(name))
        elif run is not None and name == "duration_min":
            yield from run.length()
        else:
            yield from _told(athlete.told[name], standard.get(name))
    if run is not None:
        yield run.distance()


def _told(symbol: Any, value: Any) -> Iterator[Wish]:
    known, unknown = symbol.known, negation(symbol.known)
    if isinstance(symbol, Choice):
        options = list(symbol.of)
        place = options.index(value) if value is not None else 0
        nearest = sorted(options, key=lambda option: abs(options.index(option) - place))
        instead: Any = [symbol.of[option] for option in nearest]
        wished = symbol.among((value,))
    else:
        instead = Near(number(symbol.value), value if value is not None else 0)
        wished = all_of((known, number(symbol.value) == number(instead.wanted)))
    if value is None:
        yield Wish(unknown, known, instead)
    else:
        yield Wish(known)
        yield Wish(wished, known, instead)


def _listed(athlete: Athlete, name: str, items: Sequence[Mapping[str, Any]] | None) -> Iterator[Wish]:
    told, times, _ = athlete.lists[name]
    counted = [tuple(item.values()) for item in items or ()]
    yield Wish(told if items is not None else negation(told))
    for kind, value in times.items():
        count = counted.count(tuple(field for _, field in kind))
        yield Wish(value == count, told, Near(value, count))
    yield Wish(all_of(value <= 1 for value in times.values()))


class _Run:
    """Length and distance of a run, which hang together by the pace."""

    def __init__(self, athlete: Athlete, standard: Mapping[str, Any]) -> None:
        length, miles = athlete.told["duration_min"], athlete.told["distance_mi"]
        assert isinstance(length, Amount) and isinstance(miles, Amount)
        self._length, self._miles = length, miles
        self._minutes = standard.get("duration_min", 60)  # a moment whose runner tells no run has none to be near to
        self._pace = float(min_per_mile(standard.get("pace", "6:00/km")) or 1)
        self._half_minutes = z3.Int(f"half minutes{athlete.mark}")
        self._thousandths = z3.Int(f"thousandths of a mile{athlete.mark}")
        self._in_halves = number(length.value) * 2 == z3.ToReal(self._half_minutes)
        self._in_thousandths = number(miles.value) * 1000 == z3.ToReal(self._thousandths)

    def readable(self) -> Iterator[Wish]:
        """Yield that minutes are whole halves, miles whole thousandths, and the pace the standard runner's."""
        yield Wish(self._in_thousandths)
        yield Wish(self._in_halves)
        yield Wish(any_of((negation(all_of((self._miles.known, self._length.known))), self._agreeing())))
        pace = number(self._pace)
        away = number(self._miles.value) * pace - number(self._length.value)
        half = number(0.0005) * pace
        self._at_pace = all_of((self._miles.known, self._length.known, away < half, -half < away))
        yield Wish(self._at_pace)
        yield Wish(negation(differs(self._miles.known, self._length.known)))

    def _agreeing(self) -> Formula:
        """Return that minutes and miles agree as they must be told, where the domain leaves room for rounding."""
        length, miles = number(self._length.value), number(self._miles.value)
        slowest, fastest = number(SLOWEST_MIN_PER_MI), number(FASTEST_MIN_PER_MI)
        return all_of((fastest * miles <= length, length <= slowest * miles))

    def length(self) -> Iterator[Wish]:
        """Yield that the run is as long as the standard runner's."""
        known, value = self._length.known, number(self._length.value)
        yield Wish(known)
        near = Near(self._half_minutes, 2 * self._minutes)
        yield Wish(all_of((known, value == number(self._minutes))), all_of((known, self._in_halves)), near)

    def distance(self) -> Wish:
        """Return that the distance is, by the pace, the standard runner's; length comes first."""
        near = Near(self._thousandths, round(1000 * self._minutes / self._pace))
        return Wish(self._at_pace, all_of((self._miles.known, self._in_thousandths)), near)
