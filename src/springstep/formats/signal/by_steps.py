"""Efforts by the steps that a watch says it carried out: each lap tells the place of its step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from springstep.formats.activity.recording import Lap, Recording
from springstep.formats.signal.expected import ExpectedEfforts, StepRole
from springstep.formats.signal.figures import figure


class StepsTold(NamedTuple):
    """What the laps say."""

    efforts: tuple[Lap, ...]
    """Laps of efforts that were carried out."""
    unclear: int
    """How many laps of efforts may have been carried out, or not: paused in, or far too long."""
    covered: tuple[tuple[float, float], ...]
    """From when to when the laps tell which step was under way, in order, in seconds."""
    rests: tuple[tuple[float, float], ...] = ()
    """The same of recoveries alone."""
    ran: tuple[Lap, ...] = ()
    """Laps of efforts whose time went by, be it clear or not what was done in it."""
    standing: int = 0
    """In how many laps of efforts the runner stood."""
    flat: int = 0
    """In how many of them the cadence did not rise as it would have."""

    @property
    def until_s(self) -> float:
        """Return until when the laps tell the step, in seconds; 0 for none."""
        return max((end_s for _, end_s in self.covered), default=0.0)


def steps_told(
    recording: Recording, plan: ExpectedEfforts, *, stood: Callable[[Lap], bool], flat: Callable[[Lap], bool]
) -> StepsTold:
    """Return what the laps of a recording say of the efforts of a plan.

    A lap in which the runner ``stood``, or whose cadence stayed ``flat``, may have been carried out or not.

    Nothing where one of them tells a step that the plan does not have: the watch then carried out another workout.
    """
    efforts, unclear, covered, rests, ran, standing, level = [], 0, [], [], [], 0, 0
    if any(lap.step is not None and _role(lap, plan) is None for lap in recording.laps):
        return StepsTold((), 0, ())
    for lap in sorted(recording.laps, key=lambda lap: (lap.start_s, lap.end_s)):
        role = _role(lap, plan)
        if role is None or lap.end_s <= lap.start_s:
            continue
        covered.append((lap.start_s, lap.end_s))
        if role == "recovery":
            rests.append((lap.start_s, lap.end_s))
        if role != "effort":
            continue
        length_s = lap.end_s - lap.start_s
        if length_s < figure("step_part") * plan.effort_s:
            continue
        paused = any(pause.start_s < lap.end_s and pause.end_s > lap.start_s for pause in recording.pauses)
        ran.append(lap)
        if paused or length_s > figure("step_times") * plan.effort_s:
            unclear += 1
        elif stood(lap):
            standing += 1
        elif flat(lap):
            level += 1
        else:
            efforts.append(lap)
    unclear += standing + level
    return StepsTold(tuple(efforts), unclear, tuple(covered), tuple(rests), tuple(ran), standing, level)


def is_covered(covered: Iterable[tuple[float, float]], at_s: float) -> bool:
    """Tell whether laps say which step was under way at a time."""
    return any(start_s <= at_s < end_s for start_s, end_s in covered)


def longest_left_s(covered: Iterable[tuple[float, float]], elapsed_s: float) -> float:
    """Return the longest time of which no lap says the step, in seconds."""
    until, longest = 0.0, 0.0
    for start_s, end_s in covered:
        longest, until = max(longest, start_s - until), max(until, end_s)
    return max(longest, elapsed_s - until)


def _role(lap: Lap, plan: ExpectedEfforts) -> StepRole | None:
    """Return what the step of a lap is for; ``None`` where it tells none that the plan has."""
    if lap.step is not None and 0 <= lap.step < len(plan.roles):
        return plan.roles[lap.step]
    return None
