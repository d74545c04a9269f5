"""How soon heart rate and pace are back after an effort, looked at until the next one begins."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from statistics import fmean, median
from typing import NamedTuple

from springstep.formats.activity.recording import Recording, Stream
from springstep.formats.signal.figures import figure
from springstep.formats.signal.levels import StreamValue, is_dense, running, running_s
from springstep.formats.signal.measured import Derived, Effort
from springstep.formats.signal.windows import recorded_share

_BEFORE_S = 30
"""How long before an effort is looked at, for what it was like before."""
_ASIDE_S = 5
"""How much of that, next to the effort, may already belong to it."""


class Looked(NamedTuple):
    """One effort: how long until it was back, in seconds, or until it was no longer looked at; and whether it was."""

    after_s: float
    came_back: bool
    from_s: float
    to_s: float
    samples: int


def heart_after(recording: Recording, efforts: Sequence[Effort]) -> tuple[Looked, ...]:
    """Return when the heart rate was back within a few beats of what it was before each effort."""
    return _looked(recording, recording.heart_bpm, efforts, _pulse_back)


def pace_after(recording: Recording, efforts: Sequence[Effort]) -> tuple[Looked, ...]:
    """Return when the speed before each effort was held again."""
    return _looked(recording, recording.speed_mps, efforts, _pace_back)


def came_back_after_all(looked: Sequence[Looked], planned: int) -> bool | None:
    """Tell whether it came back after every planned effort; ``None`` where one of them was not recorded."""
    if any(not each.came_back for each in looked):
        return False
    return True if planned and len(looked) == planned else None


def middle_of(looked: Sequence[Looked], recording: Recording, stream: Stream, *, planned: int) -> Derived | None:
    """Return the middle of the times; an effort after which it never came back counts as long as it was looked at."""
    if len(looked) < figure("fewest_efforts"):
        return None
    samples = running(recording, stream, least=1e-9, most=float("inf"))
    share = recorded_share(samples, running_s(recording))
    return Derived(
        value=round(median(each.after_s for each in looked), 1),
        unit="s",
        from_s=looked[0].from_s,
        to_s=looked[-1].to_s,
        parts=len(looked),
        samples=sum(each.samples for each in looked),
        confidence=round(len(looked) / planned * share, 2),
    )


def _looked(
    recording: Recording,
    stream: Stream,
    efforts: Sequence[Effort],
    back: Callable[[Sequence[StreamValue], Sequence[StreamValue], Effort], float | None],
) -> tuple[Looked, ...]:
    """Return the efforts around which a stream was recorded without a hole, each with what came of it."""
    samples = running(recording, stream, least=1e-9, most=float("inf"))
    times = [sample.at_s for sample in samples]
    found = []
    for number, effort in enumerate(efforts):
        until_s = min(effort.end_s + figure("looked_after"), recording.elapsed_s)
        if number + 1 < len(efforts):
            until_s = min(until_s, efforts[number + 1].start_s)
        from_s = effort.start_s - _BEFORE_S
        if from_s < 0 or until_s <= effort.end_s + figure("pulse_lag"):
            continue
        if not is_dense(times, from_s, until_s, hole_s=figure("hole")):
            continue
        first, start = bisect_left(times, from_s), bisect_left(times, effort.start_s - _ASIDE_S)
        end, last = bisect_left(times, effort.end_s), bisect_right(times, until_s)
        at_s = back(samples[first:start], samples[end:last], effort)
        after_s = (until_s if at_s is None else at_s) - effort.end_s
        found.append(Looked(max(after_s, 0.0), at_s is not None, from_s, until_s, last - first))
    return tuple(found)


def _pulse_back(before: Sequence[StreamValue], after: Sequence[StreamValue], effort: Effort) -> float | None:
    """Return when the heart rate was back: it goes on rising at first, so not while it still lags behind."""
    was = fmean(sample.value for sample in before)
    later = (sample for sample in after if sample.at_s >= effort.end_s + figure("pulse_lag"))
    return next((sample.at_s for sample in later if sample.value <= was + figure("pulse_back")), None)


def _pace_back(before: Sequence[StreamValue], after: Sequence[StreamValue], effort: Effort) -> float | None:
    """Return since when the speed was held for a while."""
    was = fmean(sample.value for sample in before)
    since: float | None = None
    for sample in after:
        if abs(sample.value - was) > figure("pace_back") * was:
            since = None
        elif since is None:
            since = sample.at_s
        elif sample.at_s - since >= figure("pace_held"):
            return since
    return None
