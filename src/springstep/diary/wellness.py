"""What a watch or a health app says of one day: sleep, resting pulse, HRV, readiness, and whether illness was noted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from springstep.engine.record import Described, Record

WellnessSource: TypeAlias = Literal["intervals.icu", "garmin", "apple_health"]
DAYS_KEPT = 60
"""How many days are kept: twice as many as what is usual is told by, and no more of a runner's health than that."""

LEAST_BPM, MOST_BPM = 25, 150
"""What a resting pulse can be."""
MOST_SLEEP_H = 24
MOST_HRV_MS = 500
MOST_READINESS = 100


class Wellness(Record):
    """One day by one source; ``None`` is what it does not tell."""

    day: Annotated[date, Described("The day on which the night ended.")]
    sleep_h: Annotated[float, Field(ge=0, le=MOST_SLEEP_H)] | None = None
    resting_bpm: Annotated[float, Field(ge=LEAST_BPM, le=MOST_BPM)] | None = None
    hrv_ms: Annotated[
        Annotated[float, Field(ge=0, le=MOST_HRV_MS)] | None,
        Described("The heart rate variability; makers take it in different ways, so compared within one source alone."),
    ] = None
    readiness: Annotated[
        Annotated[float, Field(ge=0, le=MOST_READINESS)] | None,
        Described("The maker's own score of readiness; more is readier."),
    ] = None
    ill_noted: Annotated[bool, Described("Whether the runner, or the app, noted illness that day.")] = False
    source: WellnessSource

    @property
    def tells(self) -> bool:
        """Whether there is anything in it."""
        figures = (self.sleep_h, self.resting_bpm, self.hrv_ms, self.readiness)
        return self.ill_noted or any(each is not None for each in figures)


def joined_days(there: Iterable[Wellness], new: Iterable[Wellness]) -> tuple[Wellness, ...]:
    """Return the days of both, one for each day and source; what is new wins, and what it does not tell stays.

    Where what is new tells a day twice, the less rested of its figures stands.
    """
    found = _by_day(there)
    for key, each in _by_day(new).items():
        before = found.get(key)
        found[key] = each if before is None else _over(before, each)
    return tuple(found[key] for key in sorted(found))


def first_day_kept(today: date) -> date:
    """Return the earliest day that is kept on a day."""
    return today - timedelta(days=DAYS_KEPT - 1)


def days_kept(days: Iterable[Wellness], today: date) -> tuple[Wellness, ...]:
    """Return the days that are kept on a day: the last ones, and none that tells nothing."""
    first = first_day_kept(today)
    return tuple(each for each in days if first <= each.day <= today + timedelta(days=1) and each.tells)


def _by_day(days: Iterable[Wellness]) -> dict[tuple[date, WellnessSource], Wellness]:
    """Return one for each day and source, of several the less rested figures."""
    found: dict[tuple[date, WellnessSource], Wellness] = {}
    for each in days:
        before = found.get((each.day, each.source))
        found[each.day, each.source] = each if before is None else _less_rested(before, each)
    return found


def _less_rested(one: Wellness, other: Wellness) -> Wellness:
    def told(*values: float | None) -> list[float]:
        return [value for value in values if value is not None]

    return Wellness(
        day=one.day,
        sleep_h=min(told(one.sleep_h, other.sleep_h), default=None),
        resting_bpm=max(told(one.resting_bpm, other.resting_bpm), default=None),
        hrv_ms=min(told(one.hrv_ms, other.hrv_ms), default=None),
        readiness=min(told(one.readiness, other.readiness), default=None),
        ill_noted=one.ill_noted or other.ill_noted,
        source=one.source,
    )


def _over(before: Wellness, new: Wellness) -> Wellness:
    return Wellness(
        day=new.day,
        sleep_h=new.sleep_h if new.sleep_h is not None else before.sleep_h,
        resting_bpm=new.resting_bpm if new.resting_bpm is not None else before.resting_bpm,
        hrv_ms=new.hrv_ms if new.hrv_ms is not None else before.hrv_ms,
        readiness=new.readiness if new.readiness is not None else before.readiness,
        ill_noted=new.ill_noted or before.ill_noted,
        source=new.source,
    )
