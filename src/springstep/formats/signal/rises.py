"""Short rises of cadence above the runner's own easy level, such as quick drills make.

Whatever is asked of a rise asks for samples that are there: easy ones close before and after, high ones on a plateau in
between. Nothing is concluded from samples that are missing, so that taking some away never makes a rise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from math import ceil, inf
from typing import NamedTuple

from springstep.formats.signal.figures import figure
from springstep.formats.signal.levels import StreamValue

_GRID_SPM = 2
"""How finely the foot of a plateau is looked for, which is less than a cadence jitters."""


class Rise(NamedTuple):
    """A rise: when its last easy sample before was, its first and its last high one, and its first easy one after."""

    before_s: float
    first_s: float
    last_s: float
    after_s: float
    top_spm: float


def rises(samples: Sequence[StreamValue], easy: Collection[int], effort_s: int, *, rise_spm: float) -> list[Rise]:
    """Return the rises about as long as an effort, by their first high samples; they may overlap.

    Each is at least ``rise_spm`` steps a minute higher than the easy samples next to it.
    """
    found: dict[float, Rise] = {}
    for least in _feet(samples, easy, rise_spm):
        for rise in _at_foot(samples, easy, effort_s, least, least - rise_spm, inf):
            known = found.get(rise.first_s)
            if known is None or rise.after_s - rise.before_s < known.after_s - known.before_s:
                found[rise.first_s] = rise
    return [found[first_s] for first_s in sorted(found)]


def rises_alike(
    samples: Sequence[StreamValue], easy: Collection[int], effort_s: int, *, rise_spm: float
) -> Iterator[list[Rise]]:
    """Yield for each cadence the rises to a plateau about there: one runner does one drill much the same each time."""
    for least in _feet(samples, easy, rise_spm):
        yield list(_at_foot(samples, easy, effort_s, least, least - rise_spm, least + figure("plateau")))


def _feet(samples: Sequence[StreamValue], easy: Collection[int], rise_spm: float) -> range:
    """Return the cadences at which a plateau is looked for."""
    if not easy or not samples:
        return range(0)
    foot = ceil(min(easy) + rise_spm)
    return range(-(-foot // _GRID_SPM) * _GRID_SPM, int(max(sample.value for sample in samples)) + 1, _GRID_SPM)


def _at_foot(
    samples: Sequence[StreamValue], easy: Collection[int], effort_s: int, least: float, low: float, most: float
) -> Iterator[Rise]:
    """Yield the rises with a plateau between two cadences, between easy samples that are low enough."""
    high = [place for place, sample in enumerate(samples) if least <= sample.value <= most]
    wanted_s = figure("shortest_part") * effort_s
    longest_s = figure("longest_part") * effort_s + figure("edges")
    few, hole_s = int(figure("plateau_samples")), figure("hole")
    chained = 0  # the last high sample that no hole parts from those before it
    for start, place in enumerate(high):
        first_s = samples[place].at_s
        chained = max(chained, start)
        while chained + 1 < len(high) and samples[high[chained + 1]].at_s - samples[high[chained]].at_s <= hole_s:
            if samples[high[chained]].at_s - first_s >= wanted_s and chained - start + 1 >= few:
                break
            chained += 1
        last_s = samples[high[chained]].at_s
        if last_s - first_s < wanted_s or chained - start + 1 < few:
            continue
        before_s = _easy_near(samples, easy, low, place, -1, first_s - longest_s)
        after_s = _easy_near(samples, easy, low, high[chained], 1, last_s + longest_s)
        if before_s is not None and after_s is not None and after_s - before_s <= longest_s:
            top_spm = max(samples[each].value for each in high[start : chained + 1])
            yield Rise(before_s, first_s, last_s, after_s, top_spm)


def _easy_near(
    samples: Sequence[StreamValue], easy: Collection[int], low: float, place: int, way: int, until_s: float
) -> float | None:
    """Return when the nearest easy sample was, that low or lower, one way from a place and no further than a time."""
    place += way
    while 0 <= place < len(samples) and (samples[place].at_s - until_s) * way <= 0:
        if samples[place].value <= low and round(samples[place].value) in easy:
            return samples[place].at_s
        place += way
    return None
