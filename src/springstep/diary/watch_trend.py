"""What recordings say over the weeks of cadence, stride and ground contact: easy runs at a like speed compared.

The way is that of ratings (``history``): the last runs against as many before them, and the very last alone must show
the same. The numbers are ours, and on the careful side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from statistics import fmean, median
from typing import Annotated, Literal, TypeAlias

from springstep.diary.watched import WatchedRun, WatchValue
from springstep.engine.record import Described, Record

WEEKS = 8
FEWEST = 4
MOST = 3
LIKE_PACE = 0.05
"""How far the pace of a run may be from that of the latest ones: with speed all that is compared changes."""
LEAST = 0.1
"""From which part of a value on it has changed."""
SURE = 0.5
"""How sure a value has to be."""

Compared: TypeAlias = Literal["cadence_steadiness", "stride_evenness", "contact_ms", "return_to_pace_s"]
COMPARED: tuple[Compared, ...] = ("cadence_steadiness", "stride_evenness", "contact_ms", "return_to_pace_s")
PROPOSED = {
    "cadence_steadiness": "cadence_trend",
    "stride_evenness": "stride_trend",
    "return_to_pace_s": "return_to_pace_trend",
}
"""The question after a run for which a comparison may offer the answer; of each less is better."""


class WatchTrend(Record):
    """One value over the weeks."""

    name: Compared
    unit: str
    runs: Annotated[int, Described("How many runs at a like pace tell it.")]
    early: Annotated[float | None, Described("The mean of the runs before; null where there are too few.")] = None
    late: Annotated[float | None, Described("The mean of the last runs; null where there are too few.")] = None
    change: Annotated[
        Literal["less", "same", "more"] | None, Described("How it changed; null where there are too few runs.")
    ] = None


def watch_trends(runs: Iterable[WatchedRun]) -> tuple[WatchTrend, ...]:
    """Return each value that recordings of the last weeks tell, in a fixed order; nothing without any."""
    there = [run for run in sorted(runs, key=lambda run: run.began_at) if run.easy_pace_s_per_km is not None]
    if not there:
        return ()
    first = there[-1].day - timedelta(weeks=WEEKS)
    recent = [run for run in there if run.day > first]
    pace = median(_pace(run) for run in recent[-MOST:])
    like = [run for run in recent if abs(_pace(run) - pace) <= LIKE_PACE * pace]
    return tuple(found for name in COMPARED if (found := _trend(name, like)) is not None)


def proposals(runs: Iterable[WatchedRun]) -> dict[str, str]:
    """Return for questions after a run the answers that recordings suggest; the runner's own answer stands."""
    words = {"less": "better", "same": "same", "more": "worse"}
    return {
        PROPOSED[each.name]: words[each.change]
        for each in watch_trends(runs)
        if each.name in PROPOSED and each.change is not None
    }


def _trend(name: Compared, runs: Sequence[WatchedRun]) -> WatchTrend | None:
    told: list[WatchValue] = [value for run in runs if (value := getattr(run, name)) is not None]
    told = [value for value in told if value.confidence >= SURE]
    if not told:
        return None
    values, unit = [value.value for value in told], told[-1].unit
    if len(values) < FEWEST:
        return WatchTrend(name=name, unit=unit, runs=len(told))
    count = min(MOST, len(values) // 2)
    early, late = fmean(values[-2 * count : -count]), fmean(values[-count:])
    differences = [(some - early) / early if early else 0.0 for some in (late, values[-1])]
    less, more = max(differences) <= -LEAST, min(differences) >= LEAST
    change: Literal["less", "same", "more"] = "less" if less else "more" if more else "same"
    return WatchTrend(name=name, unit=unit, runs=len(told), early=early, late=late, change=change)


def _pace(run: WatchedRun) -> float:
    return run.easy_pace_s_per_km.value if run.easy_pace_s_per_km is not None else 0.0
