"""Distance and speed out of positions as they are read; of each position only the next one is measured from it."""

from __future__ import annotations

import math
from collections import deque

_EARTH_RADIUS_M = 6_371_008.8
_SPAN_S = 5.0
"""Over how long speed is taken: single positions are a few metres off."""
_GAP_S = 60.0
"""After so long without a sample speed is taken afresh."""
_FASTEST_MPS = 13.0


class RecentWay:
    """How far a runner has come from moment to moment, as speed over a few seconds."""

    def __init__(self) -> None:
        self._last: deque[tuple[float, float]] = deque()

    def speed(self, at: float, distance_m: float) -> float | None:
        """Return the speed (m/s) at a moment (s), given the distance so far; ``None`` where it cannot be told."""
        if self._last and (distance_m < self._last[-1][1] or at - self._last[-1][0] > _GAP_S):
            self.stop()
        self._last.append((at, distance_m))
        while len(self._last) > 2 and at - self._last[1][0] >= _SPAN_S:
            self._last.popleft()
        since, from_m = self._last[0]
        return (distance_m - from_m) / (at - since) if at > since else None

    def stop(self) -> None:
        """Forget what was before."""
        self._last.clear()


class Moving:
    """How far a runner has come, position by position, and how fast."""

    def __init__(self) -> None:
        self._last: tuple[float, float, float] | None = None
        self._way = RecentWay()
        self.distance_m = 0.0

    def at(self, at: float, latitude: float, longitude: float) -> tuple[float, float | None] | None:
        """Return distance so far (m) and speed (m/s) at a moment (s) and a position (degrees).

        ``None`` for no place on earth, or one that nobody can have run to.
        """
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            return None
        if self._last is not None:
            before, *there = self._last
            step_m, step_s = _between(there[0], there[1], latitude, longitude), at - before
            if step_s <= 0 or step_m > _FASTEST_MPS * max(step_s, 1.0):
                self._last = (at, latitude, longitude) if step_s > 0 else self._last
                self._way.stop()
                return None
            self.distance_m += step_m
        self._last = (at, latitude, longitude)
        return self.distance_m, self._way.speed(at, self.distance_m)

    def stop(self) -> None:
        """Measure nothing to the next position: the watch stood still between them."""
        self._last = None
        self._way.stop()


def _between(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Return the distance between two places (m), by the haversine formula."""
    here, there = math.radians(latitude), math.radians(to_latitude)
    across = math.sin((there - here) / 2) ** 2
    along = math.cos(here) * math.cos(there) * math.sin(math.radians(to_longitude - longitude) / 2) ** 2
    return 2 * _EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(across + along)))
