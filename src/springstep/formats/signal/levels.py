"""The runner's own easy levels: what cadence and what speed was held for a good part of the run.

A level is supported by every ten seconds that hold a sample near it, and the measure is the length of the whole run. So
a sample that is missing can take support away and never gives any.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from springstep.formats.activity.recording import Recording, Stream
from springstep.formats.signal.figures import figure


class StreamValue(NamedTuple):
    """One value and when it was taken, in seconds."""

    at_s: float
    value: float


def running(recording: Recording, stream: Stream, *, least: float, most: float) -> list[StreamValue]:
    """Return what a stream holds between two values, inclusive, and outside pauses."""
    found = []
    pauses = sorted((pause.start_s, pause.end_s) for pause in recording.pauses)
    place = 0
    for at_s, value in zip(recording.at_s, stream, strict=True):
        while place < len(pauses) and pauses[place][1] <= at_s:
            place += 1
        paused = place < len(pauses) and pauses[place][0] < at_s
        if value is not None and least <= value <= most and not paused:
            found.append(StreamValue(at_s, value))
    return found


def stretches(recording: Recording) -> list[tuple[float, float]]:
    """Return from when to when the watch was running, in seconds; no sample has a say in it."""
    found, until_s = [], 0.0
    for start_s, end_s in sorted((pause.start_s, pause.end_s) for pause in recording.pauses):
        if start_s > until_s:
            found.append((until_s, min(start_s, recording.elapsed_s)))
        until_s = max(until_s, end_s)
    if recording.elapsed_s > until_s:
        found.append((until_s, recording.elapsed_s))
    return found


def running_s(recording: Recording) -> float:
    """Return how long the run took without its pauses, in seconds."""
    return sum(end_s - start_s for start_s, end_s in stretches(recording))


def easy_cadences(samples: Iterable[StreamValue], run_s: float) -> frozenset[int]:
    """Return the whole steps a minute that belong to the runner's easy cadences."""
    width = int(figure("level_width"))
    most = figure("fastest_easy_cadence")
    near = ((at_s, range(round(value) - width, round(value) + width + 1)) for at_s, value in samples if value <= most)
    return _supported(near, run_s)


def easy_speeds(samples: Iterable[StreamValue], run_s: float) -> frozenset[int]:
    """Return the speeds that belong to the runner's easy ones, as ``speed_place`` numbers them."""
    width = figure("speed_width")
    near = (
        (at_s, range(speed_place(value * (1 - width)), speed_place(value * (1 + width)) + 1)) for at_s, value in samples
    )
    return _supported(near, run_s)


def speed_place(speed_mps: float) -> int:
    """Return the number of a speed among those that are told apart."""
    return round(speed_mps / figure("speed_step"))


def is_dense(times_s: Sequence[float], start_s: float, end_s: float, *, hole_s: float) -> bool:
    """Tell whether times in order leave no longer hole between a start and an end."""
    inside = times_s[bisect_left(times_s, start_s) : bisect_right(times_s, end_s)]
    edges = (start_s, *inside, end_s)
    return all(after - before <= hole_s for before, after in pairwise(edges))


def _supported(near: Iterable[tuple[float, range]], run_s: float) -> frozenset[int]:
    """Return the levels that enough pieces of the run hold a sample near."""
    length_s = figure("bin")
    support: dict[int, int] = {}
    last: dict[int, int] = {}
    for at_s, levels in near:
        piece = int(at_s // length_s)
        for level in levels:
            if last.get(level) != piece:
                last[level] = piece
                support[level] = support.get(level, 0) + 1
    wanted = max(figure("level_share") * run_s / length_s, 1)
    return frozenset(level for level, count in support.items() if count >= wanted)
