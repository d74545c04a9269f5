"""Put a set on the clock of a run: warm-up, efforts with their recoveries, easy running."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Protocol

from springstep.engine.record import Record
from springstep.session.texts import TIMELINE

KM_PER_MILE = 1.609344
HALF_MINUTE_S = 30


class Segment(Record):
    """One stretch of the run's timeline, in seconds from the start; distances where the pace is known."""

    kind: Literal["easy", "burst", "recovery"]
    start_s: int
    end_s: int
    number: int | None = None
    say: str
    start_km: float | None = None
    start_mi: float | None = None


def clock_time(seconds: int) -> str:
    """Return a time of the run as minutes and seconds.

    >>> clock_time(95)
    '1:35'
    """
    return f"{seconds // 60}:{seconds % 60:02d}"


class _FactWithSource(Protocol):
    """A fact with where it comes from."""

    @property
    def value(self) -> Any: ...

    @property
    def source(self) -> str: ...


def pace_of(facts: Mapping[str, _FactWithSource]) -> float | None:
    """Return the run's pace, in minutes for a mile, from its length and distance, unless either had to be assumed."""
    length, distance = facts.get("duration_min"), facts.get("distance_mi")
    if length is None or distance is None or "assumed" in (length.source, distance.source):
        return None
    return float(length.value) / float(distance.value)


def timeline(
    *,
    drill: str,
    efforts: int,
    effort_s: int,
    rest_s: int,
    warm_up_s: int,
    cool_down_s: int,
    run_s: int,
    pace_min_per_mi: float | None,
) -> tuple[Segment, ...]:
    """Spread the efforts evenly between warm-up and easy end; starts fall on half minutes if there is room.

    All times are seconds; ``drill`` is its name as the runner reads it.
    """
    window_s = run_s - cool_down_s - warm_up_s
    spacing_s = window_s // efforts
    if spacing_s // HALF_MINUTE_S * HALF_MINUTE_S >= effort_s + rest_s:
        spacing_s = spacing_s // HALF_MINUTE_S * HALF_MINUTE_S
    pace = pace_min_per_mi
    segments = [_segment("easy", 0, warm_up_s, TIMELINE["warm_up"], pace)]
    effort = TIMELINE["effort"].format(name=drill, effort_s=effort_s)
    for number in range(1, efforts + 1):
        start_s = warm_up_s + (number - 1) * spacing_s
        over_s, calm_s = start_s + effort_s, start_s + effort_s + rest_s
        following_s = warm_up_s + number * spacing_s if number < efforts else run_s
        segments.append(_segment("burst", start_s, over_s, effort, pace, number))
        segments.append(_segment("recovery", over_s, calm_s, TIMELINE["recovery"], pace, number))
        if following_s > calm_s:
            say = TIMELINE["easy" if number < efforts else "end"]
            segments.append(_segment("easy", calm_s, following_s, say, pace))
    return tuple(segments)


def _segment(
    kind: Literal["easy", "burst", "recovery"],
    start_s: int,
    end_s: int,
    say: str,
    pace: float | None,
    number: int | None = None,
) -> Segment:
    miles = start_s / 60 / pace if pace else None
    return Segment(
        kind=kind,
        start_s=start_s,
        end_s=end_s,
        number=number,
        say=say,
        start_km=round(miles * KM_PER_MILE, 2) if miles is not None else None,
        start_mi=round(miles, 2) if miles is not None else None,
    )
