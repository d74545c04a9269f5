"""From recordings over weeks to the trends that the diary speaks of: better, same, worse, or unknown.

Runs are compared at one easy pace, by one watch that saved its samples alike. A run whose figure is missing could have
gone either way: where it is among those compared, nothing is said, so leaving something out never earns a trend.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from statistics import fmean
from typing import Annotated, Literal, Protocol, TypeAlias

from springstep.engine.record import Described, Record
from springstep.formats.signal.figures import figure

TrendStep: TypeAlias = Literal["better", "same", "worse", "unknown"]

TRENDS = {
    "cadence_trend": "cadence_steadiness",
    "stride_trend": "stride_evenness",
    "return_to_pace_trend": "return_to_pace_s",
}
"""The diary's trends that a recording can speak of, each with the value that it goes by; less of it is better.

The spring of a push-off is none of them: a contact with the ground may be short for other reasons.
"""


class _FigureOfRun(Protocol):
    """A value of one run, such as ``Derived``."""

    @property
    def value(self) -> float: ...
    @property
    def unit(self) -> str: ...
    @property
    def parts(self) -> int: ...
    @property
    def samples(self) -> int: ...
    @property
    def confidence(self) -> float: ...


class _RunCompared(Protocol):
    """One run of those compared: its day, its watch, and the values of its recording."""

    @property
    def day(self) -> date: ...
    @property
    def maker(self) -> str | None: ...
    @property
    def easy_pace_s_per_km(self) -> _FigureOfRun | None: ...
    @property
    def cadence_steadiness(self) -> _FigureOfRun | None: ...
    @property
    def stride_evenness(self) -> _FigureOfRun | None: ...
    @property
    def return_to_pace_s(self) -> _FigureOfRun | None: ...


class MeasuredTrend(Record):
    """How a value went over weeks, with the figures it rests on."""

    fact: str
    trend: TrendStep
    unit: str | None = None
    early: Annotated[tuple[float, ...], Described("The values of the earlier runs, in order.")] = ()
    late: Annotated[tuple[float, ...], Described("Those of the later runs.")] = ()
    days: Annotated[tuple[date, ...], Described("The days of all of these.")] = ()
    why_unknown: Literal["too_few", "left_out"] | None = None


def measured_trends(runs: Iterable[_RunCompared], *, day: date) -> tuple[MeasuredTrend, ...]:
    """Return each trend as the runs up to a day show it; a trend that they do not show is ``unknown``."""
    begin = day - timedelta(weeks=figure("trend_weeks"))
    within = sorted((run for run in runs if begin < run.day <= day), key=lambda run: run.day)
    return tuple(_trend(fact, name, within) for fact, name in TRENDS.items())


def _trend(fact: str, name: str, runs: Sequence[_RunCompared]) -> MeasuredTrend:
    newest = next((run for run in reversed(runs) if _value(run, name) is not None), None)
    if newest is None:
        return MeasuredTrend(fact=fact, trend="unknown", why_unknown="too_few")
    alike = [run for run in runs if _may_be_compared(run, newest)]
    count = int(min(figure("trend_most"), len(alike) // 2))
    compared = alike[-2 * count :]
    if len(alike) < figure("trend_fewest"):
        return MeasuredTrend(fact=fact, trend="unknown", why_unknown="too_few")
    if not all(_is_like(run, newest, name) for run in compared):
        return MeasuredTrend(fact=fact, trend="unknown", why_unknown="left_out")
    values = [found.value for run in compared if (found := _value(run, name)) is not None]
    early, late = values[:count], values[count:]
    shares = [_share(fmean(early), fmean(some)) for some in (late, late[-1:])]
    least = figure("trend_least")
    trend: TrendStep = "better" if max(shares) <= -least else "worse" if min(shares) >= least else "same"
    unit = next(found.unit for run in compared if (found := _value(run, name)) is not None)
    return MeasuredTrend(
        fact=fact,
        trend=trend,
        unit=unit,
        early=tuple(early),
        late=tuple(late),
        days=tuple(run.day for run in compared),
    )


def _share(early: float, late: float) -> float:
    """Return by what part a mean went up, to a millionth, so that no binary fraction decides."""
    return round((late - early) / early, 6) if early else 0.0


def _value(run: _RunCompared, name: str) -> _FigureOfRun | None:
    """Return a value of a run, if it is sure enough."""
    found: _FigureOfRun | None = getattr(run, name)
    return found if found is not None and found.confidence >= figure("trend_sure") else None


def _may_be_compared(run: _RunCompared, newest: _RunCompared) -> bool:
    """Tell whether a run is by the same watch and, as far as is known, at the same easy pace."""
    pace, its = run.easy_pace_s_per_km, newest.easy_pace_s_per_km
    if run.maker != newest.maker:
        return False
    return pace is None or its is None or abs(pace.value - its.value) <= figure("trend_pace") * its.value


def _is_like(run: _RunCompared, newest: _RunCompared, name: str) -> bool:
    """Tell whether a run has the value, from samples about as close together, at a pace that is known."""
    value, its = _value(run, name), _value(newest, name)
    if value is None or its is None or run.easy_pace_s_per_km is None:
        return False
    density, other = value.samples / value.parts, its.samples / its.parts
    if value.unit == "s":  # a time until something is the same however often it was looked
        return True
    return max(density, other) <= figure("trend_density") * min(density, other)
