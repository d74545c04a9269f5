"""What was measured from moment to moment: cleaned of what no runner has, put in order, on one clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from statistics import median
from typing import Any, NamedTuple

from springstep.engine.frozen import Frozen
from springstep.formats.activity.bounds import LONGEST_S, MOST_SAMPLES
from springstep.formats.activity.moving import RecentWay
from springstep.formats.activity.recording import Stream

STREAMS = ("cadence_spm", "step_length_mm", "contact_ms", "heart_bpm", "speed_mps", "distance_at_m")
_POSSIBLE: Mapping[str, tuple[float, float]] = {
    "cadence_spm": (0, 300),
    "step_length_mm": (100, 3000),
    "contact_ms": (50, 1000),
    "heart_bpm": (25, 250),
    "speed_mps": (0, 13),
    "distance_at_m": (0, 1_000_000),
}
"""The least and the most that a runner can have."""
_PLACES_S = 3
"""Decimal places of a second, on which the times of a recording are told apart."""
_CLOCK_SET_S = 24 * 3600
_SET_BACK_S = 3600
"""From how far on the clock was set: no pause takes a day, and no samples come an hour late."""
_ONE_LEG_BELOW_SPM = 120
"""Half of the steps of a run is below, all of them are above."""


class Sample(NamedTuple):
    """One moment, in seconds of the epoch, and what was measured then."""

    at: float
    cadence_spm: float | None = None
    step_length_mm: float | None = None
    contact_ms: float | None = None
    heart_bpm: float | None = None
    speed_mps: float | None = None
    distance_at_m: float | None = None


class MoreThanARunError(Exception):
    """More samples, messages or elements than any run has."""


class Samples:
    """Samples as a file has them."""

    def __init__(self) -> None:
        self._kept: list[Sample] = []
        self.noticed: list[str] = []

    def add(self, at: float, values: Mapping[str, float | None]) -> None:
        """Add what was measured at a moment; raises ``MoreThanARunError``."""
        if len(self._kept) >= MOST_SAMPLES:
            raise MoreThanARunError
        clean = {name: self._clean(name, value) for name, value in values.items()}
        self._kept.append(Sample(at, **clean))

    def _clean(self, name: str, value: float | None) -> float | None:
        if value is None:
            return None
        least, most = _POSSIBLE[name]
        if least <= value <= most:
            return float(value)
        self.notice("odd_values")
        return None

    def __len__(self) -> int:
        return len(self._kept)

    def notice(self, code: str) -> None:
        """Remember what was odd, once."""
        if code not in self.noticed:
            self.noticed.append(code)

    def within(self, start: float, end: float) -> Samples:
        """Return the samples of a span of time."""
        part = Samples()
        part._kept = [one for one in self._kept if start <= one.at <= end]
        part.noticed = list(self.noticed)
        return part

    def in_order(self) -> InOrder:
        """Return the samples on one clock, each later than the one before, cadence as steps of both legs."""
        clock = _clock(self._kept)
        if len(clock.starts) > 1:
            self.notice("clock_set")
        found: list[Sample] = []
        for one in self._kept:
            moved = one._replace(at=round(clock.moved(one.at), _PLACES_S))
            if found and moved.at < found[-1].at:
                self.notice("out_of_order")
            elif found and moved.at == found[-1].at:
                known = {name: value for name, value in moved._asdict().items() if value is not None}
                found[-1] = found[-1]._replace(**known)
            else:
                found.append(moved)
        return InOrder(samples=self._with_speed(self._both_legs(found)), moved=clock.moved)

    def _with_speed(self, found: tuple[Sample, ...]) -> tuple[Sample, ...]:
        """Work speed out from distance where a file tells none at all."""
        if any(one.speed_mps is not None for one in found) or all(one.distance_at_m is None for one in found):
            return found
        self.notice("speed_from_distance")
        way = RecentWay()
        return tuple(
            one
            if one.distance_at_m is None
            else one._replace(speed_mps=self._clean("speed_mps", way.speed(one.at, one.distance_at_m)))
            for one in found
        )

    def _both_legs(self, found: list[Sample]) -> tuple[Sample, ...]:
        """Double the cadence where it counts one leg, as most watches do; some count both under the same name."""
        told = [one.cadence_spm for one in found if one.cadence_spm]
        if not told or median(told) >= _ONE_LEG_BELOW_SPM:
            return tuple(found)
        self.notice("one_leg_cadence")
        return tuple(
            one
            if one.cadence_spm is None
            else one._replace(cadence_spm=self._clean("cadence_spm", 2 * one.cadence_spm))
            for one in found
        )


class InOrder(Frozen):
    """Samples in order, and where a moment of the file is on their clock."""

    samples: tuple[Sample, ...]
    moved: Callable[[float], float]

    def since(self, start: float) -> tuple[tuple[float, ...], dict[str, Any]]:
        """Return the times after a start and each stream by name; what comes before it, or days later, is left out."""
        begin = round(start, _PLACES_S)  # as the samples are, so that no two of them come to one time
        kept = [one for one in self.samples if 0 <= one.at - begin <= LONGEST_S]
        at_s = tuple(round(one.at - begin, _PLACES_S) for one in kept)
        return at_s, {name: tuple(getattr(one, name) for one in kept) for name in STREAMS}


def last_told(stream: Stream) -> float | None:
    """Return the last value of a stream that was told."""
    return next((value for value in reversed(stream) if value is not None), None)


class _Clock(NamedTuple):
    """Stretches between two settings of a clock: the first moment of each as told, and how far it is moved."""

    starts: tuple[float, ...]
    ends: tuple[float, ...]
    by_s: tuple[float, ...]

    def moved(self, at: float) -> float:
        """Return when a moment of the file was, on the clock as it was set last."""
        if not self.starts:
            return at
        place = min(range(len(self.starts)), key=lambda n: max(self.starts[n] - at, at - self.ends[n], 0.0))
        return at + self.by_s[place]


def _clock(kept: Iterable[Sample]) -> _Clock:
    """Find where the clock was set; each stretch ends a second before the next one begins."""
    starts: list[float] = []
    ends: list[float] = []
    for one in kept:
        if not starts or one.at - ends[-1] > _CLOCK_SET_S or ends[-1] - one.at > _SET_BACK_S:
            starts.append(one.at)
            ends.append(one.at)
        else:
            ends[-1] = max(ends[-1], one.at)
    by_s = [0.0] * len(starts)
    for place in reversed(range(len(starts) - 1)):
        by_s[place] = starts[place + 1] + by_s[place + 1] - 1 - ends[place]
    return _Clock(tuple(starts), tuple(ends), tuple(by_s))
