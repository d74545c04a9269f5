"""The recording of `examples/recordings`: the first session of the examples, carried out by a watch; of no real runner.

``python -m tests.formats.activity.example`` writes it again.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import springstep
from springstep.session.workout import Workout, WorkoutRepeat, WorkoutStep
from tests.formats.activity.files import EPOCH, Message, fit
from tests.places import EXAMPLES, ROOT

PLACE = ROOT / "examples" / "recordings" / "first-session.fit"
BEGAN = datetime(2026, 3, 2, 6, 30, tzinfo=timezone.utc)
AHEAD_S = 3600
STEP_S = 2
"""A sample every other second."""
_LONGER_S = 12
"""How much longer than the least the runner rests."""


def steps_of(workout: Workout) -> Iterator[tuple[int, WorkoutStep]]:
    """Yield each step as it is run, with its place among the steps of a watch."""
    place = 0
    for part in workout.parts:
        inner = part.steps if isinstance(part, WorkoutRepeat) else (part,)
        for _ in range(part.times if isinstance(part, WorkoutRepeat) else 1):
            yield from ((place + number, step) for number, step in enumerate(inner))
        place += len(inner) + isinstance(part, WorkoutRepeat)


def example() -> bytes:
    """Return the file."""
    plan = springstep.recommend(EXAMPLES / "first-session.yaml")
    workout = springstep.workout(plan)
    assert workout is not None
    laps: list[Message] = []
    efforts: list[tuple[int, int]] = []
    second = 0
    for place, step in steps_of(workout):
        length = step.duration_s or (step.least_s or 0) + _LONGER_S
        told: dict[str, Any] = {"start_time": at(second), "total_elapsed_time": float(length), "wkt_step_index": place}
        trigger = "time" if step.duration_s is not None else "manual"
        laps.append(("LAP", {"timestamp": at(second + length), "lap_trigger": trigger, **told}))
        if step.role == "effort":
            efforts.append((second, second + length))
        second += length
    here = int((at(second) - EPOCH).total_seconds()) + AHEAD_S
    return fit(
        ("SPORT", {"sport": "running", "sub_sport": "generic"}),
        list(records(second, efforts)),
        laps,
        ("SESSION", {
            "timestamp": at(second),
            "start_time": at(0),
            "total_elapsed_time": float(second),
            "total_timer_time": float(second),
            "total_distance": round(2.47 * second, 1),
            "sport": "running",
            "sub_sport": "generic",
        }),
        ("ACTIVITY", {"timestamp": at(second), "local_timestamp": here, "num_sessions": 1, "type": "manual"}),
    )  # fmt: skip


def at(second: float) -> datetime:
    return BEGAN + timedelta(seconds=second)


def records(length: int, efforts: list[tuple[int, int]]) -> Iterator[Message]:
    """Yield samples: an easy run whose figures wander a little, quick steps in the efforts, a heart that lags."""
    for second in range(0, length + 1, STEP_S):
        wander = math.sin(second * 0.7) + 0.6 * math.sin(second * 0.23 + 1)
        pushed = any(start <= second < end for start, end in efforts)
        since = min((second - start for start, _ in efforts if second >= start), default=10_000)
        yield (
            "RECORD",
            {
                "timestamp": at(second),
                "distance": round(2.47 * second, 1),
                "enhanced_speed": round((2.2 if pushed else 2.47) + 0.03 * wander, 2),
                "heart_rate": round(128 + wander + 12 * math.exp(-(((since - 25) / 25) ** 2))),
                "cadence": round((105 if pushed else 82) + 0.6 * wander),
                "step_length": round((640 if pushed else 900) + 9 * wander, 1),
                "stance_time": round((200 if pushed else 262) + 2 * wander, 1),
            },
        )


if __name__ == "__main__":
    PLACE.parent.mkdir(exist_ok=True)
    PLACE.write_bytes(example())
