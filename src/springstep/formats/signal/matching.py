"""Whether the efforts of a plan were made: by the steps of the watch where it tells them, else by rises of cadence."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence
from statistics import median
from typing import Literal, NamedTuple

from springstep.engine.rulebase.base import RuleBase
from springstep.formats.activity.recording import Recording
from springstep.formats.signal import doubts
from springstep.formats.signal.by_steps import StepsTold, is_covered, longest_left_s, steps_told
from springstep.formats.signal.expected import ExpectedEfforts
from springstep.formats.signal.figures import figure
from springstep.formats.signal.levels import StreamValue, is_dense, stretches
from springstep.formats.signal.measured import Doubt, Effort, Told
from springstep.formats.signal.rises import Rise, rises, rises_alike

_ONE_SIGN, _BOTH_SIGNS = 0.6, 0.9


class EffortsMatched(NamedTuple):
    """Which efforts were found, and what that says of all of them."""

    bursts: Literal["done", "partly", "none"] | None
    by: Told | None
    efforts: tuple[Effort, ...]
    filled: bool = False
    """Whether the cadence alone tells of some of them, at times of which no lap says the step."""
    doubts: tuple[Doubt, ...] = ()
    """What speaks against taking it at its word."""


def matched(
    recording: Recording, plan: ExpectedEfforts, cadences: Sequence[StreamValue], easy: Collection[int], base: RuleBase
) -> EffortsMatched:
    """Match a recording's laps and cadence to the efforts of a plan."""
    drill_spm = _drill_spm(plan, base)
    told = steps_told(
        recording,
        plan,
        stood=lambda lap: doubts.is_standing(recording, lap),
        flat=lambda lap: doubts.shows_no_rise(lap, cadences, easy, plan, drill_spm),
    )
    rise_spm = _rise_spm(plan, easy, base)
    found = rises(cadences, easy, plan.effort_s, rise_spm=rise_spm)
    if told.covered:
        odd = tuple(doubts.of_steps(recording, plan, told, found, base))
        return _by_steps(recording, plan, told, found)._replace(doubts=odd)
    begun_s = figure("warm_up_part") * plan.warm_up_s
    late = [rise for rise in found if rise.first_s >= begun_s]
    close = _longest_chain(late, plan, most=figure("most_spacing"))
    if len(close) >= plan.count >= figure("fewest_rises"):
        for some in rises_alike(cadences, easy, plan.effort_s, rise_spm=rise_spm):
            begun = [rise for rise in some if rise.first_s >= begun_s]
            alike = _longest_chain(begun, plan, most=figure("most_spacing"))
            if len(alike) >= plan.count:
                odd = tuple(doubts.of_rises(begun, alike, plan))
                return EffortsMatched("done", "signal", _of_rises(_alike(alike, plan), late), doubts=odd)
    chain = _longest_chain(late, plan, most=figure("spacing_with_one_lost"))
    few = len(close) < figure("fewest_rises") and len(chain) < figure("fewest_with_one_lost")
    if not few and len(chain) >= figure("partly_share") * plan.count:
        return EffortsMatched("partly", "signal", _of_rises(chain[: plan.count], late))
    if not found and _nothing_missed(recording, plan, cadences, easy, base):
        return EffortsMatched("none", "signal", ())
    return EffortsMatched(None, None, ())


def _by_steps(recording: Recording, plan: ExpectedEfforts, told: StepsTold, found: Sequence[Rise]) -> EffortsMatched:
    """Return what the steps of the watch say; cadence fills in only where no lap tells the step."""
    left = [rise for rise in found if not is_covered(told.covered, rise.first_s)]
    by_laps = tuple(_of_laps(told, found))[: plan.count]
    filling = _filling(left, by_laps, plan) if by_laps else ()
    efforts = tuple(sorted((*by_laps, *filling), key=lambda effort: effort.start_s))
    filled = len(by_laps) < plan.count and bool(filling)
    if len(efforts) >= plan.count:
        return EffortsMatched("done", "steps", efforts[: plan.count], filled)
    lost = longest_left_s(told.covered, recording.elapsed_s) >= figure("step_part") * plan.effort_s
    if told.unclear or lost:
        return EffortsMatched(None, None, efforts)
    if efforts:
        return EffortsMatched("partly", "steps", efforts, filled)
    whole = longest_left_s(told.covered, recording.elapsed_s) <= figure("none_hole")
    return EffortsMatched("none" if whole else None, "steps" if whole else None, ())


def _of_laps(told: StepsTold, found: Sequence[Rise]) -> list[Effort]:
    """Return the efforts of laps; what the cadence shows, too, is surer."""
    slack_s = figure("edges") / 2
    return [
        Effort(
            start_s=round(lap.start_s, 1),
            end_s=round(lap.end_s, 1),
            confidence=_BOTH_SIGNS
            if any(lap.start_s - slack_s <= rise.first_s and rise.last_s <= lap.end_s + slack_s for rise in found)
            else _ONE_SIGN,
        )
        for lap in told.efforts
    ]


def _of_rises(chosen: Sequence[Rise], found: Sequence[Rise]) -> tuple[Effort, ...]:
    """Return rises as efforts; each edge lies between an easy sample and a high one of any rise of the same time."""
    efforts = []
    for rise in chosen:
        same = [each for each in found if each.first_s < rise.after_s and each.last_s > rise.before_s]
        first_s, last_s = min(each.first_s for each in same), max(each.last_s for each in same)
        start_s = (min(rise.before_s, first_s) + first_s) / 2
        end_s = (last_s + max(rise.after_s, last_s)) / 2
        efforts.append(Effort(start_s=round(start_s, 1), end_s=round(end_s, 1), confidence=_ONE_SIGN))
    return tuple(efforts)


def _longest_chain(found: Sequence[Rise], plan: ExpectedEfforts, *, most: float) -> list[Rise]:
    """Return the most rises one after another that are about as far apart as planned, at the most ``most`` times.

    Of several such chains it is the one whose rises are most alike in height, and most like the plan in length.
    """
    least_s, most_s = _least_apart_s(plan), most * plan.spacing_s[1]
    middle_spm = median(rise.top_spm for rise in found) if found else 0.0
    merit = [(1, -_oddness(rise, plan, middle_spm)) for rise in found]
    before = [-1] * len(found)
    best: deque[int] = deque()  # those that may come before, the best chain first
    entering = 0
    for place, rise in enumerate(found):
        while entering < place and rise.first_s - found[entering].first_s >= least_s:
            while best and merit[best[-1]] <= merit[entering]:
                best.pop()
            best.append(entering)
            entering += 1
        while best and rise.first_s - found[best[0]].first_s > most_s:
            best.popleft()
        if best:
            length, odd = merit[best[0]]
            merit[place], before[place] = (length + 1, odd + merit[place][1]), best[0]
    chain = []
    place = max(range(len(found)), key=merit.__getitem__, default=-1)
    while place >= 0:
        chain.append(found[place])
        place = before[place]
    return chain[::-1]


def _alike(chain: list[Rise], plan: ExpectedEfforts) -> list[Rise]:
    """Return as many rises as were planned: those most like each other in height, and like the plan in length."""
    middle_spm = median(rise.top_spm for rise in chain)
    kept = sorted(chain, key=lambda rise: _oddness(rise, plan, middle_spm))[: plan.count]
    return sorted(kept, key=lambda rise: rise.first_s)


def _oddness(rise: Rise, plan: ExpectedEfforts, middle_spm: float) -> float:
    """Return by how much a rise differs from others in height and from the plan in length, both about 1 for a lot."""
    length_s = (rise.last_s - rise.first_s + rise.after_s - rise.before_s) / 2
    return abs(rise.top_spm - middle_spm) / figure("rise") + abs(length_s - plan.effort_s) / plan.effort_s


def _least_apart_s(plan: ExpectedEfforts) -> float:
    return max(figure("least_spacing") * plan.spacing_s[0], figure("longest_part") * plan.effort_s)


def _filling(left: Sequence[Rise], efforts: Sequence[Effort], plan: ExpectedEfforts) -> tuple[Effort, ...]:
    """Return rises at times of which no lap tells the step, as far from each other and from efforts as planned."""
    least_s = _least_apart_s(plan)
    taken: list[Rise] = []
    for rise in left:
        apart = all(abs(rise.first_s - effort.start_s) >= least_s for effort in efforts)
        if apart and (not taken or rise.first_s - taken[-1].first_s >= least_s):
            taken.append(rise)
    return _of_rises(taken, left)


def _nothing_missed(
    recording: Recording, plan: ExpectedEfforts, cadences: Sequence[StreamValue], easy: Collection[int], base: RuleBase
) -> bool:
    """Tell whether easy samples are so close together all through that no effort can have been in between.

    That says something only of a drill that is far from the easy cadence, and only where the watch itself was stopped.
    """
    drill_spm = _drill_spm(plan, base)
    if not easy or drill_spm < max(easy) + 2 * figure("rise"):
        return False
    if recording.pauses and recording.source != "fit":
        return False
    times = [sample.at_s for sample in cadences if round(sample.value) in easy]
    begun_s, hole_s = plan.warm_up_s / 2, figure("none_hole")
    return all(
        is_dense(times, max(start_s, begun_s), end_s, hole_s=hole_s)
        for start_s, end_s in stretches(recording)
        if end_s > begun_s
    )


def _rise_spm(plan: ExpectedEfforts, easy: Collection[int], base: RuleBase) -> float:
    """Return how far the cadence has to rise: a good part of the way to the drill's own, and more than it jitters."""
    way = _drill_spm(plan, base) - max(easy, default=0)
    return max(figure("rise"), figure("rise_part") * way)


def _drill_spm(plan: ExpectedEfforts, base: RuleBase) -> float:
    """Return the cadence of the plan's drill when it is done as told; 0 for one that the rules do not know."""
    row = next((row for row in base.tables["drills"].rows if row.id == plan.drill), None)
    return 0.0 if row is None else float(row["per_10_s"]) * 6
