"""What a plan leads one to expect of a recording: how many efforts, how long, how far apart, and by which steps."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, TypeAlias

from springstep.engine.record import Record
from springstep.session.workout import Workout, WorkoutRepeat, WorkoutStep

StepRole: TypeAlias = Literal["warm_up", "effort", "recovery", "easy", "cool_down"]


class ExpectedEfforts(Record):
    """The efforts that were planned, and the steps of a watch that carries them out."""

    count: int
    effort_s: int
    spacing_s: tuple[int, int]
    """From one start to the next, at the least and at the most as planned, recoveries at their least."""
    warm_up_s: int
    rest_s: int
    """The shortest recovery, at its least."""
    run_s: int | None
    """The whole run as planned; ``None`` where the plan does not tell it."""
    pace_s_per_km: int | None
    """The easy pace, where the plan tells it."""
    drill: str | None
    roles: tuple[StepRole | None, ...]
    """What each step of the watch is for, by its place; a repeat takes a place of its own after its steps."""


def expected(planned: Workout | None) -> ExpectedEfforts | None:
    """Return what a plan leads one to expect; ``None`` without a plan, or for one without efforts."""
    if planned is None:
        return None
    steps = tuple(_in_turn(planned))
    efforts = [place for place, step in enumerate(steps) if step.role == "effort"]
    lengths = [steps[place].duration_s for place in efforts]
    effort_s = max((length for length in lengths if length is not None), default=None)
    if effort_s is None:
        return None
    starts = [0]
    for step in steps:
        starts.append(starts[-1] + _length_s(step))
    apart = [starts[later] - starts[earlier] for earlier, later in pairwise(efforts)]
    return ExpectedEfforts(
        count=len(efforts),
        effort_s=effort_s,
        spacing_s=(min(apart, default=0), max(apart, default=0)),
        warm_up_s=starts[efforts[0]],
        rest_s=min((_length_s(step) for step in steps if step.role == "recovery"), default=0),
        run_s=planned.run_s,
        pace_s_per_km=planned.pace_s_per_km,
        drill=next((steps[place].drill for place in efforts), None),
        roles=tuple(_places(planned)),
    )


def _in_turn(planned: Workout) -> Iterator[WorkoutStep]:
    """Yield the steps as they are run, repeats unrolled."""
    for part in planned.parts:
        if isinstance(part, WorkoutRepeat):
            for _ in range(part.times):
                yield from part.steps
        else:
            yield part


def _places(planned: Workout) -> Iterator[StepRole | None]:
    """Yield what stands at each place of the workout as a watch numbers its steps."""
    for part in planned.parts:
        if isinstance(part, WorkoutRepeat):
            yield from (step.role for step in part.steps)
            yield None
        else:
            yield part.role


def _length_s(step: WorkoutStep) -> int:
    return step.duration_s or step.least_s or 0
