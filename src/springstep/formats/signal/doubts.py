"""Why a recording is not taken at its word: what in it says otherwise than its steps, or than the plan.

A step that ran out tells that its time went by, and not what was done in it. So each of these makes a runner be asked.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from springstep.engine.rulebase.base import RuleBase
from springstep.formats.activity.recording import Lap, Recording, Stream
from springstep.formats.signal.by_steps import StepsTold
from springstep.formats.signal.expected import ExpectedEfforts
from springstep.formats.signal.figures import figure
from springstep.formats.signal.levels import StreamValue, is_dense
from springstep.formats.signal.measured import Doubt
from springstep.formats.signal.rises import Rise
from springstep.session.watch_words import watch_words


def is_standing(recording: Recording, lap: Lap) -> bool:
    """Tell whether cadence and speed, both recorded all through a lap, show that the runner stood."""
    return _is_low(recording, recording.cadence_spm, lap, figure("standing_cadence")) and _is_low(
        recording, recording.speed_mps, lap, figure("standing_speed")
    )


def shows_no_rise(
    lap: Lap, cadences: Sequence[StreamValue], easy: Collection[int], plan: ExpectedEfforts, drill_spm: float
) -> bool:
    """Tell whether the cadence stayed an easy one all through a lap, for a drill that is far from it."""
    if not easy or drill_spm < max(easy) + 2 * figure("rise"):
        return False
    times = [sample.at_s for sample in cadences]
    near = cadences[bisect_left(times, lap.start_s) : bisect_right(times, lap.end_s + figure("edges") / 2)]
    held = [sample.at_s for sample in near if round(sample.value) in easy]
    return len(held) == len(near) and is_dense(held, lap.start_s, lap.end_s, hole_s=figure("none_hole"))


def of_pace(recording: Recording, plan: ExpectedEfforts) -> Iterator[Doubt]:
    """Yield that a run was far faster than the easy pace of its plan."""
    pace = recording.pace_s_per_km
    if pace is not None and plan.pace_s_per_km is not None and pace < figure("fast_part") * plan.pace_s_per_km:
        yield Doubt(kind="fast", found=round(pace), planned=plan.pace_s_per_km)


def of_steps(
    recording: Recording, plan: ExpectedEfforts, told: StepsTold, found: Sequence[Rise], base: RuleBase
) -> Iterator[Doubt]:
    """Yield what is odd in the steps that a watch carried out, given the rises of cadence."""
    laps = told.ran
    if told.standing:
        yield Doubt(kind="standing", found=told.standing, planned=plan.count)
    if told.flat:
        yield Doubt(kind="no_rise", found=told.flat, planned=plan.count)
    if not laps:
        return
    more = len(laps) + len(_apart(_outside(found, laps)))
    if len(laps) > plan.count or more >= len(laps) + figure("fewest_rises"):
        yield Doubt(kind="more", found=max(more, len(laps)), planned=plan.count)
    longest_s = max(lap.end_s - lap.start_s for lap in laps)
    if longest_s > figure("longest_part") * plan.effort_s:
        yield Doubt(kind="longer", found=round(longest_s), planned=plan.effort_s)
    if laps[0].start_s < figure("warm_up_part") * plan.warm_up_s:
        yield Doubt(kind="warm_up", found=round(laps[0].start_s), planned=plan.warm_up_s)
    rests = [rest for before, after in pairwise(laps) for rest in told.rests if before.end_s <= rest[0] < after.start_s]
    shortest_s = min((end_s - start_s for start_s, end_s in rests), default=None)
    if shortest_s is not None and shortest_s < figure("least_spacing") * plan.rest_s:
        yield Doubt(kind="rests", found=round(shortest_s), planned=plan.rest_s)
    apart_s = min((after.start_s - before.start_s for before, after in pairwise(laps)), default=None)
    if apart_s is not None and apart_s < figure("least_spacing") * plan.spacing_s[0]:
        yield Doubt(kind="apart", found=round(apart_s), planned=plan.spacing_s[0])
    if plan.run_s is not None and recording.elapsed_s < figure("run_part") * plan.run_s:
        yield Doubt(kind="run", found=round(recording.elapsed_s), planned=plan.run_s)
    if len(laps) < plan.count and recording.elapsed_s - told.until_s >= figure("step_part") * plan.effort_s:
        yield Doubt(kind="ended", found=len(laps), planned=plan.count)
    other = [lap for lap in laps if not _is_named_so(lap, plan, base)]
    if other:
        yield Doubt(kind="named", found=len(other), planned=plan.count)


def of_rises(alike: Sequence[Rise], chain: Sequence[Rise], plan: ExpectedEfforts) -> Iterator[Doubt]:
    """Yield what is odd in rises to a cadence about the same, of which a chain is as far apart as planned."""
    count = len(_apart(alike))
    if len(chain) > plan.count or count >= plan.count + figure("fewest_rises"):
        yield Doubt(kind="more", found=max(count, len(chain)), planned=plan.count)
    longest_s = max((rise.last_s - rise.first_s for rise in chain), default=0.0)
    if longest_s > figure("longest_part") * plan.effort_s:
        yield Doubt(kind="longer", found=round(longest_s), planned=plan.effort_s)


def _is_low(recording: Recording, stream: Stream, lap: Lap, most: float) -> bool:
    """Tell whether a stream is recorded all through a lap, and never higher than so much."""
    first, last = bisect_left(recording.at_s, lap.start_s + 1), bisect_left(recording.at_s, lap.end_s)
    told = [(recording.at_s[place], stream[place]) for place in range(first, last) if stream[place] is not None]
    times = [at_s for at_s, _ in told]
    return bool(told) and (
        all(value is not None and value <= most for _, value in told)
        and is_dense(times, lap.start_s, lap.end_s, hole_s=figure("none_hole"))
    )


def _outside(found: Sequence[Rise], laps: Sequence[Lap]) -> list[Rise]:
    """Return the rises that are of no lap."""
    return [rise for rise in found if not any(_meets(rise, lap) for lap in laps)]


def _meets(rise: Rise, part: Lap) -> bool:
    return rise.first_s <= part.end_s + figure("edges") and rise.last_s >= part.start_s - figure("edges")


def _apart(found: Sequence[Rise]) -> list[Rise]:
    """Return as many rises as do not overlap."""
    kept: list[Rise] = []
    for rise in sorted(found, key=lambda each: each.after_s):
        if not kept or rise.before_s >= kept[-1].after_s:
            kept.append(rise)
    return kept


def _is_named_so(lap: Lap, plan: ExpectedEfforts, base: RuleBase) -> bool:
    """Tell whether a step is called as the drill of a plan is on a watch, which may cut a name short."""
    drills = watch_words(base).drills
    if not lap.name or plan.drill is None or plan.drill not in drills:
        return True
    name, own = lap.name.strip().casefold(), drills[plan.drill].name.casefold()
    return own.startswith(name) or name.startswith(own)
