"""What recordings say over the weeks of cadence, stride and ground contact: easy runs at a like speed compared.

The way is that of ratings (``history``): the last runs against as many before them, and the very last alone must show
the same. The numbers are ours, and on the careful side. A run whose value is missing could have gone either way: where
it is among those compared, nothing is said, so leaving something out never earns a change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from statistics import fmean, median
from typing import Annotated, Literal, TypeAlias

from springstep.diary.watch_proposal import WatchProposal
from springstep.diary.watched import WatchedRun, WatchValue
from springstep.engine.record import Described, Record

WEEKS = 8
FEWEST = 4
MOST = 3
LIKE_PACE = 0.05
"""How far the pace of a run may be from that of the latest ones: with speed all that is compared changes."""
LEAST = 0.15
"""From which part of a value on it has changed; from run to run the same stride varies by about a twentieth."""
LIKE_DENSITY = 2
"""How many times closer together the samples of one run may be than those of another, which then vary by themselves."""
SURE = 0.5
"""How sure a value has to be."""

Compared: TypeAlias = Literal["cadence_steadiness", "stride_evenness", "contact_ms", "return_to_pace_s"]
COMPARED: tuple[Compared, ...] = ("cadence_steadiness", "stride_evenness", "contact_ms", "return_to_pace_s")
PROPOSED = {
    "cadence_steadiness": "cadence_trend",
    "stride_evenness": "stride_trend",
    "return_to_pace_s": "return_to_pace_trend",
}
"""The question after a run in which a comparison is said; of each less is better."""


_SAID: dict[Compared, str] = {
    "cadence_steadiness": "how far your cadence varies",
    "stride_evenness": "how far your stride varies",
    "return_to_pace_s": "the time back to your pace after a burst",
}


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
    left_out: Annotated[bool, Described("Whether one of the runs compared does not tell it, so nothing is said.")] = (
        False
    )


def watch_trends(runs: Iterable[WatchedRun]) -> tuple[WatchTrend, ...]:
    """Return each value that recordings of the last weeks tell, in a fixed order; nothing without any."""
    there = sorted(runs, key=lambda run: run.began_at)
    paces = [run.easy_pace_s_per_km.value for run in there if run.easy_pace_s_per_km is not None]
    if not paces:
        return ()
    first = there[-1].day - timedelta(weeks=WEEKS)
    pace = median(paces[-MOST:])
    recent = [run for run in there if run.day > first and _may_be_at(run, pace)]
    return tuple(found for name in COMPARED if (found := _trend(name, recent)) is not None)


def proposals(runs: Iterable[WatchedRun]) -> tuple[WatchProposal, ...]:
    """Return what recordings say of questions after a run; only that it got worse is ever offered as the answer.

    An answer that earns a step is given by the runner or not at all.
    """
    return tuple(
        WatchProposal(
            fact=PROPOSED[each.name],
            suggests="worse" if each.change == "more" else None,
            say=_say(each.name, each.early, each.late, each.unit, each.change),
            source="recordings",
            asks=False,
        )
        for each in watch_trends(runs)
        if each.name in PROPOSED and each.change is not None and each.early is not None and each.late is not None
    )


def _say(name: Compared, early: float, late: float, unit: str, change: Literal["less", "same", "more"]) -> str:
    words = {"less": "less than before", "same": "no clear change", "more": "more than before"}
    figures = f"{early:.3g} {unit} in the runs before, {late:.3g} {unit} in the last ones"
    return f"Your recordings say of {_SAID[name]}: {figures}, {words[change]}."


def _trend(name: Compared, runs: Sequence[WatchedRun]) -> WatchTrend | None:
    newest = next((run for run in reversed(runs) if _sure(run, name) is not None), None)
    last = None if newest is None else _sure(newest, name)
    if newest is None or last is None:
        return None
    by_it = [run for run in runs if run.maker == newest.maker]
    told = [value for run in by_it if (value := _sure(run, name)) is not None and _is_as_dense(value, last)]
    count = min(MOST, len(by_it) // 2)
    compared = [_sure(run, name) for run in by_it[-2 * count :]]
    values = [value.value for value in compared if value is not None and _is_as_dense(value, last)]
    since = runs[runs.index(newest) + 1 :]  # by another watch, as it may be: how these went is not told
    if len(by_it) < FEWEST or since or len(values) < len(compared):
        return WatchTrend(name=name, unit=last.unit, runs=len(told), left_out=len(by_it) >= FEWEST)
    early, late = fmean(values[:count]), fmean(values[count:])
    shares = [round((some - early) / early, 6) if early else 0.0 for some in (late, values[-1])]
    less, more = max(shares) <= -LEAST, min(shares) >= LEAST
    change: Literal["less", "same", "more"] = "less" if less else "more" if more else "same"
    return WatchTrend(name=name, unit=last.unit, runs=len(told), early=early, late=late, change=change)


def _may_be_at(run: WatchedRun, pace: float) -> bool:
    """Tell whether a run was at about a pace, as far as it tells its own."""
    own = run.easy_pace_s_per_km
    return own is None or abs(own.value - pace) <= LIKE_PACE * pace


def _sure(run: WatchedRun, name: Compared) -> WatchValue | None:
    """Return a value of a run whose pace is known, if it is sure enough."""
    found: WatchValue | None = getattr(run, name)
    known = found is not None and run.easy_pace_s_per_km is not None
    return found if known and found is not None and found.confidence >= SURE else None


def _is_as_dense(value: WatchValue, other: WatchValue) -> bool:
    """Tell whether two values come from samples about as close together; times need not."""
    if value.unit == "s" or not (value.parts and other.parts):
        return True
    density = sorted((value.samples / value.parts, other.samples / other.parts))
    return density[1] <= LIKE_DENSITY * density[0]
