"""A run as a watch records it: every second or by its own mind, with or without steps, and streams that it lacks."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta, timezone
from random import Random
from typing import NamedTuple

from springstep.formats.activity.recording import Lap, Recording, WatchPause
from tests.formats.making.body import Seconds

PLACES = {"warm_up": 0, "effort": 1, "recovery": 2, "easy": 3, "cool_down": 5}
"""Which step of the workout each is; the fifth is the repeat."""
BEGAN = datetime(2026, 3, 2, 6, 30, tzinfo=timezone.utc)


class Habits(NamedTuple):
    smart: bool
    indoor: bool
    steps: bool
    broken_laps: bool
    cadence: bool = True
    speed: bool = True
    heart: bool = True
    dynamics: bool = True


def some_habits(random: Random) -> Habits:
    return Habits(
        smart=random.random() < 0.35,
        indoor=random.random() < 0.2,
        steps=random.random() < 0.35,
        broken_laps=random.random() < 0.3,
        cadence=random.random() < 0.97,
        speed=random.random() < 0.95,
        heart=random.random() < 0.85,
        dynamics=random.random() < 0.5,
    )


def recorded(
    seconds: Seconds,
    laps: list[tuple[str, float, float]],
    stops: list[tuple[float, float]],
    habits: Habits,
    random: Random,
) -> Recording:
    written = _written(seconds, stops, habits, random)
    length_s = len(seconds.cadence_spm)

    def stream(values: list[float], there: bool, digits: int, least: float = 0.0) -> tuple[float | None, ...]:
        lost = 0.01 if random.random() < 0.3 else 0.0
        return tuple(
            None if not there or values[second] < least or random.random() < lost else round(values[second], digits)
            for second in written
        )

    metres, gone = [], 0.0
    for speed in seconds.speed_mps:
        gone += speed
        metres.append(gone)
    return Recording(
        source="fit",
        place="treadmill" if habits.indoor else "road",
        began_at=BEGAN + timedelta(days=random.randrange(200)),
        elapsed_s=float(length_s),
        timer_s=length_s - sum(end - begin for begin, end in stops),
        distance_m=round(metres[-1], 1),
        at_s=tuple(float(second) for second in written),
        cadence_spm=stream(seconds.cadence_spm, habits.cadence, 0),
        step_length_mm=stream(seconds.step_length_mm, habits.dynamics, 0, 100),
        contact_ms=stream(seconds.contact_ms, habits.dynamics, 0, 60),
        heart_bpm=stream(seconds.heart_bpm, habits.heart, 0),
        speed_mps=stream(seconds.speed_mps, habits.speed, 2),
        distance_at_m=stream(metres, habits.speed, 1),
        laps=tuple(_laps(laps, habits, length_s, random)),
        pauses=tuple(WatchPause(start_s=begin, end_s=end) for begin, end in sorted(stops)),
    )


def _written(seconds: Seconds, stops: list[tuple[float, float]], habits: Habits, random: Random) -> list[int]:
    """Return the seconds that are written down: all, or those at which something changed, and one in seven at least."""
    found: list[int] = []
    cadence = speed = -100.0
    for second in range(len(seconds.cadence_spm)):
        if any(begin < second < end for begin, end in stops):
            continue
        changed = abs(seconds.cadence_spm[second] - cadence) >= 6 or abs(seconds.speed_mps[second] - speed) >= 0.4
        waited = second - found[-1] >= random.randint(2, 7) if found else True
        if not habits.smart or changed or waited:
            found.append(second)
            cadence, speed = seconds.cadence_spm[second], seconds.speed_mps[second]
    return found


def _laps(laps: list[tuple[str, float, float]], habits: Habits, length_s: int, random: Random) -> list[Lap]:
    if not habits.steps:  # by distance, as watches do by themselves
        cuts = [*range(0, length_s, random.randint(280, 420)), length_s]
        return [
            Lap(start_s=float(begin), end_s=float(end), trigger="distance") for begin, end in itertools.pairwise(cuts)
        ]
    found = []
    lost = random.randrange(len(laps)) if habits.broken_laps else None
    for number, (role, begin, end) in enumerate(laps):
        if number != lost:
            found.append(Lap(start_s=begin, end_s=min(end, length_s), step=PLACES[role], trigger="step"))
    return found
