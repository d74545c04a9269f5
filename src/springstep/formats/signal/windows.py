"""Values of easy running, worked out from whole minutes at the runner's own easy speed and cadence.

A minute counts where easy samples are close together all through it and the fifteen seconds before it: then no burst,
no pause and no stop was in it, nor just before. Fewer samples make fewer such minutes, never more.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import sqrt
from statistics import fmean, median
from typing import NamedTuple

from springstep.formats.activity.recording import Recording, Stream
from springstep.formats.signal.figures import figure
from springstep.formats.signal.levels import (
    StreamValue,
    easy_cadences,
    easy_speeds,
    is_dense,
    running,
    running_s,
    speed_place,
)
from springstep.formats.signal.measured import Derived, Effort

_PERCENT = 100


class EasyWindows(NamedTuple):
    """The minutes that count, by their starts, and how much of the run was recorded."""

    starts_s: tuple[float, ...]
    share: float


def easy_windows(recording: Recording, efforts: Sequence[Effort]) -> EasyWindows:
    """Return the minutes at easy speed and cadence, away from efforts that the watch's steps tell of."""
    run_s = running_s(recording)
    cadences = running(
        recording, recording.cadence_spm, least=figure("slowest_cadence"), most=figure("fastest_cadence")
    )
    speeds = running(recording, recording.speed_mps, least=figure("slowest_speed"), most=float("inf"))
    cadence_band, speed_band = easy_cadences(cadences, run_s), easy_speeds(speeds, run_s)
    cadence_times = [sample.at_s for sample in cadences if round(sample.value) in cadence_band]
    speed_times = [sample.at_s for sample in speeds if speed_place(sample.value) in speed_band]
    length_s, before_s, hole_s = figure("window"), figure("after_burst"), figure("hole")
    found = []
    for number in range(int(recording.elapsed_s // length_s)):
        start_s = number * length_s
        end_s, from_s = start_s + length_s, max(start_s - before_s, 0)
        if any(effort.start_s < end_s and effort.end_s > from_s for effort in efforts):
            continue
        if any(pause.start_s < end_s and pause.end_s > from_s for pause in recording.pauses):
            continue
        if all(is_dense(times, from_s, end_s, hole_s=hole_s) for times in (cadence_times, speed_times)):
            found.append(start_s)
    return EasyWindows(tuple(found), min(recorded_share(cadences, run_s), recorded_share(speeds, run_s)))


def recorded_share(samples: Sequence[StreamValue], run_s: float) -> float:
    """Return the share of a run's pieces of ten seconds that hold a sample, 0 to 1."""
    pieces = {sample.at_s // figure("bin") for sample in samples}
    return min(1.0, len(pieces) * figure("bin") / run_s) if run_s > 0 else 0.0


def mean_of(recording: Recording, stream: Stream, unit: str, easy: EasyWindows) -> Derived | None:
    """Return the middle of the minutes' means."""
    return _derived(recording, stream, unit, easy, fmean)


def spread_of(recording: Recording, stream: Stream, easy: EasyWindows) -> Derived | None:
    """Return how far a stream varies within a minute, in percent of its mean: the middle of all minutes."""
    return _derived(recording, stream, "%", easy, _spread)


def pace_of_run(recording: Recording, easy: EasyWindows) -> Derived | None:
    """Return the easy pace in seconds for a kilometre."""
    speed = mean_of(recording, recording.speed_mps, "m/s", easy)
    return None if speed is None else _as_pace(speed)


def _as_pace(speed: Derived) -> Derived:

    return replace(speed, value=round(1000 / speed.value, 1), unit="s/km")


def _derived(
    recording: Recording, stream: Stream, unit: str, easy: EasyWindows, of: Callable[[list[float]], float]
) -> Derived | None:
    """Return the middle of what the minutes come to; ``None`` where too few of them hold the stream."""
    samples = running(recording, stream, least=1e-9, most=float("inf"))
    times = [sample.at_s for sample in samples]
    length_s = figure("window")
    found: list[tuple[float, float]] = []
    count = 0
    for start_s in easy.starts_s:
        if not is_dense(times, start_s, start_s + length_s, hole_s=figure("hole")):
            continue
        first, last = bisect_left(times, start_s), bisect_right(times, start_s + length_s)
        found.append((start_s, of([sample.value for sample in samples[first:last]])))
        count += last - first
    if len(found) < figure("fewest_windows"):
        return None
    share = min(easy.share, recorded_share(samples, running_s(recording)))
    return Derived(
        value=round(median(value for _, value in found), 2),
        unit=unit,
        from_s=found[0][0],
        to_s=found[-1][0] + length_s,
        parts=len(found),
        samples=count,
        confidence=round(min(1.0, len(found) / figure("sure_windows")) * share, 2),
    )


def _spread(values: list[float]) -> float:
    mean = fmean(values)
    return sqrt(fmean((value - mean) ** 2 for value in values)) / mean * _PERCENT
