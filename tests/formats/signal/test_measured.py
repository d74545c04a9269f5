"""What recordings say that were made from seeds, with what is true of each.

The seeds are others than those that the figures were chosen with, which are below 400,000. ``SPRINGSTEP_RECORDINGS``
names how many are tried, ``SPRINGSTEP_LACKING`` how many ways to leave something out; by default a few, for time.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from springstep.formats.activity.recording import Lap, Recording, WatchPause
from springstep.formats.signal import Measured, measured
from springstep.formats.signal.figures import FIGURES
from springstep.formats.signal.measured import Derived
from tests.formats.making.body import Runner, lived
from tests.formats.making.made_run import MadeRun, made_run
from tests.formats.making.planned import RISING
from tests.formats.making.watch import Habits, recorded

FIRST_SEED = 400_000
COUNT = int(os.environ.get("SPRINGSTEP_RECORDINGS", "60"))
STREAMS = ("cadence_spm", "step_length_mm", "contact_ms", "heart_bpm", "speed_mps", "distance_at_m")
VALUES = [name for name in Measured.__annotations__ if "Derived" in str(Measured.__annotations__[name])]


def runs(first: int, **kept: bool) -> list[MadeRun]:
    return [made_run(seed, **kept) for seed in range(first, first + COUNT)]


def is_found(run: MadeRun, found: Measured) -> list[bool]:
    """Return for each effort of a run whether it was found about where it was."""
    return [any(abs(each.start_s - start) <= 6 for each in found.efforts_found) for start, _ in run.efforts]


def test_nearly_every_effort_is_found_where_the_recording_can_show_it() -> None:
    hits: Counter[bool] = Counter()
    said: Counter[str | None] = Counter()
    for run in runs(FIRST_SEED):
        if run.truth == "done" and run.shows:
            found = measured(run.recording, run.plan)
            hits.update(is_found(run, found))
            said[found.bursts] += 1
    print(f"efforts found: {hits[True]} of {hits.total()}; said of runs done: {dict(said)}")
    assert hits[True] >= 0.99 * hits.total() if COUNT >= 500 else hits[True] >= 0.97 * hits.total()
    assert said["none"] == 0


def test_bursts_are_seen_in_hardly_any_easy_run() -> None:
    said: Counter[str | None] = Counter()
    for seed in range(FIRST_SEED + 5_000, FIRST_SEED + 5_000 + COUNT):
        run = made_run(seed, "none", steps=False, cadence=True)
        said[measured(run.recording, run.plan).bursts] += 1
    print(f"said of easy runs: {dict(said)}")
    assert said["done"] + said["partly"] <= max(1, 0.01 * COUNT)


def test_a_run_done_in_part_is_hardly_ever_taken_for_done() -> None:
    said: Counter[str | None] = Counter()
    for seed in range(FIRST_SEED + 20_000, FIRST_SEED + 20_000 + COUNT):
        run = made_run(seed, "partly")
        said[measured(run.recording, run.plan).bursts] += 1
    print(f"said of runs done in part: {dict(said)}")
    assert said["done"] <= max(1, 0.02 * COUNT)
    assert said["none"] == 0


def test_a_drill_that_no_cadence_shows_is_never_told_by_it() -> None:
    for seed in range(FIRST_SEED, FIRST_SEED + 12):
        run = made_run(seed, "done", drill="light_hops", steps=False)
        found = measured(run.recording, run.plan)
        assert found.bursts in (None, "partly")
        assert not any(is_found(run, found))


def test_steps_of_the_watch_tell_of_every_drill() -> None:
    for seed in range(FIRST_SEED, FIRST_SEED + 12):
        run = made_run(seed, "done", drill="light_hops", steps=True, broken_laps=False)
        found = measured(run.recording, run.plan)
        assert (found.bursts, found.by) == ("done", "steps")
        assert all(is_found(run, found))


def test_without_a_plan_nothing_is_said_of_bursts() -> None:
    found = measured(made_run(FIRST_SEED, "done", steps=False).recording, None)
    assert (found.bursts, found.by, found.efforts_found, found.efforts_planned) == (None, None, (), None)
    assert found.easy_pace_s_per_km is not None


def test_a_steady_run_without_holes_says_that_there_were_none() -> None:
    """Which needs a drill far from the easy cadence: strides could be hidden in it."""
    seeds = range(FIRST_SEED, FIRST_SEED + 300)
    steady = next(
        run
        for run in (made_run(seed, "none", drill="quick_feet", smart=False, steps=False) for seed in seeds)
        if measured(run.recording, run.plan).bursts == "none"
    )
    assert measured(steady.recording, steady.plan).by == "signal"
    holed = thinned(steady.recording, lambda at_s: not 900 < at_s < 906)
    assert measured(holed, steady.plan).bursts is None


def thinned(recording: Recording, kept: Callable[[float], bool]) -> Recording:
    """Return a recording without the samples at some times."""
    places = [place for place, at_s in enumerate(recording.at_s) if kept(at_s)]
    streams = {name: tuple(getattr(recording, name)[place] for place in places) for name in STREAMS}
    return replace(recording, at_s=tuple(recording.at_s[place] for place in places), **streams)


RANK = {"none": 1, None: 0, "partly": 2, "done": 3}


@st.composite
def lacking(draw: st.DrawFn, recording: Recording) -> Recording:
    """Draw the same recording with less in it: streams, single samples, stretches, or all but one in so many."""
    less = recording
    for name in draw(st.sets(st.sampled_from(STREAMS), max_size=3)):
        less = replace(less, **{name: (None,) * len(less.at_s)})
    seed, share = draw(st.integers(0, 2**16)), draw(st.sampled_from((0.0, 0.02, 0.1, 0.3, 0.6, 0.9)))
    every, start = draw(st.sampled_from((1, 1, 2, 3, 5))), draw(st.floats(0, recording.elapsed_s))
    length = draw(st.sampled_from((0, 3, 8, 30, 300, 1200)))
    low = draw(st.sampled_from((None, None, 1)))
    easy = sorted(value for value in recording.cadence_spm if value is not None)
    middle = easy[len(easy) // 2] if easy else 0
    random = Random(seed)
    cadences = dict(zip(recording.at_s, recording.cadence_spm, strict=True))

    def kept(at_s: float) -> bool:
        lost = random.random() < share
        if low is not None and (cadences[at_s] or 0) < middle + 8:
            return not lost  # the low samples alone, as if what speaks against a rise was gone
        return not (low is None and lost) and int(at_s) % every == 0 and not start <= at_s < start + length

    return thinned(less, kept)


LACKING = int(os.environ.get("SPRINGSTEP_LACKING", "60"))
MADE = [made_run(seed) for seed in range(FIRST_SEED + 40_000, FIRST_SEED + 40_000 + max(12, LACKING // 20))]


@settings(max_examples=LACKING, deadline=None)
@given(st.data(), st.sampled_from(MADE))
def test_what_is_missing_never_earns_more(data: st.DataObject, run: MadeRun) -> None:
    less = data.draw(lacking(run.recording))
    whole, found = measured(run.recording, run.plan), measured(less, run.plan)
    if whole.bursts in (None, "partly", "none"):
        assert found.bursts != "done"
    if whole.bursts in (None, "none"):
        assert found.bursts in (None, whole.bursts)
    if whole.bursts in ("done", "partly"):
        assert found.bursts != "none"
    for name in VALUES:
        was, now = getattr(whole, name), getattr(found, name)
        assert now is None or (was is not None and now.confidence <= was.confidence), name
    assert not (found.heart_came_back and whole.heart_came_back is None)


def test_too_little_is_unknown_and_no_number() -> None:
    run = made_run(FIRST_SEED + 3, "done", smart=False, steps=True, broken_laps=False)
    empty = thinned(run.recording, lambda at_s: False)
    found = measured(empty, run.plan)
    assert found.bursts == "done", "the steps say so"
    assert all(getattr(found, name) is None for name in VALUES) and found.heart_came_back is None
    short = replace(thinned(run.recording, lambda at_s: at_s < 150), elapsed_s=150.0, laps=(), pauses=())
    assert measured(short, None).cadence_spm is None


def test_values_come_from_whole_minutes_at_easy_speed_away_from_bursts() -> None:
    run = made_run(FIRST_SEED + 8, "done", drill="quick_feet", smart=False, steps=False, dynamics=True)
    found = measured(run.recording, run.plan)
    assert isinstance(found.cadence_spm, Derived) and found.cadence_spm.parts >= 3
    easy = sorted(value for value in run.recording.cadence_spm if value is not None)
    assert abs(found.cadence_spm.value - easy[len(easy) // 2]) < 4, "no burst is in it"
    assert found.stride_evenness is not None and 0 < found.stride_evenness.value < 10


def test_values_are_those_of_the_runner() -> None:
    for seed in range(FIRST_SEED + 100, FIRST_SEED + 112):
        run = made_run(seed, "done", drill="quick_feet", cadence=True, speed=True, dynamics=True, heart=True)
        found, runner = measured(run.recording, run.plan), run.runner
        if found.cadence_spm is None:
            continue
        assert found.easy_pace_s_per_km is not None and found.contact_ms is not None
        assert abs(found.cadence_spm.value - (runner.cadence_spm + runner.drift_spm / 2)) < 3
        assert abs(found.easy_pace_s_per_km.value - 1000 / runner.speed_mps) < 0.05 * 1000 / runner.speed_mps
        assert abs(found.contact_ms.value - runner.contact_ms) < 8
        assert found.return_to_pace_s is None or 0 < found.return_to_pace_s.value < 60
        assert found.heart_back_s is None or found.heart_back_s.value >= FIGURES["pulse_lag"].value


def test_a_value_is_as_sure_as_its_minutes_are_many_and_its_run_was_recorded() -> None:
    """Ten minutes of a run that was recorded whole are sure; half of the run recorded is half as sure."""
    runner = Runner(165, 0, 1.0, 1.5, 2.8, 0.02, 130, 250, 0.01)
    habits = Habits(smart=False, indoor=False, steps=False, broken_laps=False)

    def cadence(minutes: int, kept: Callable[[float], bool] = lambda at_s: True) -> Derived:
        made = recorded(lived(runner, minutes * 60, [], [], Random(1)), [], [], habits, Random(2))
        found = measured(thinned(made, kept), None).cadence_spm
        assert found is not None
        return found

    whole, short, half = cadence(30), cadence(5), cadence(30, lambda at_s: at_s < 900)
    assert (whole.parts, whole.confidence) == (30, 1.0)
    assert (short.parts, short.confidence) == (5, 0.5)
    assert (half.parts, half.confidence) == (15, 0.5)
    assert whole.samples > half.samples > short.samples > 0
    assert (half.from_s, half.to_s) == (0, 900)


def test_a_runner_whose_steps_vary_more_is_told_so() -> None:
    def evenness(steadiness: float) -> float:
        runner = Runner(165, 0, 1.0, 1.5, 2.8, 0.02, 130, 250, steadiness)
        seconds = lived(runner, 1800, [], [], Random(1))
        habits = Habits(smart=False, indoor=False, steps=False, broken_laps=False)
        found = measured(recorded(seconds, [], [], habits, Random(2)), None).stride_evenness
        assert found is not None
        return found.value

    values = [evenness(part) for part in (0.005, 0.015, 0.03, 0.06)]
    assert values == sorted(values) and values[-1] > 2 * values[0]


def test_a_skipped_effort_makes_it_partly_and_a_pause_in_one_leaves_it_open() -> None:
    run = made_run(FIRST_SEED + 5, "done", drill="light_hops", steps=True, broken_laps=False)
    laps = run.recording.laps
    first = next(place for place, lap in enumerate(laps) if lap.step == 1)
    cut = replace(laps[first], end_s=laps[first].start_s + 2)
    rest = replace(laps[first + 1], start_s=cut.end_s)
    skipped = replace(run.recording, laps=(*laps[:first], cut, rest, *laps[first + 2 :]), pauses=())
    found = measured(skipped, run.plan)
    assert (found.bursts, found.by, len(found.efforts_found)) == ("partly", "steps", len(run.efforts) - 1)
    middle = (laps[first].start_s + laps[first].end_s) / 2
    paused = replace(run.recording, pauses=(WatchPause(start_s=middle, end_s=middle + 1),))
    assert measured(paused, run.plan).bursts is None


def test_steps_of_another_workout_say_nothing() -> None:
    run = made_run(FIRST_SEED + 5, "done", drill="light_hops", steps=True, broken_laps=False)
    for strange in (4, 17):  # the place of the repeat, and one behind the last
        other = Lap(start_s=0, end_s=30, step=strange)
        assert measured(replace(run.recording, laps=(*run.recording.laps, other)), run.plan).by != "steps"


def test_a_workout_that_was_ended_in_its_warm_up_and_told_whole_has_no_bursts() -> None:
    run = made_run(FIRST_SEED + 5, "none", steps=True, broken_laps=False)
    told = replace(run.recording, laps=(Lap(start_s=0, end_s=run.recording.elapsed_s, step=0),))
    found = measured(told, run.plan)
    assert (found.bursts, found.by) == ("none", "steps")


@pytest.mark.parametrize(
    "laps",
    [
        (Lap(start_s=0, end_s=10**9, step=1),),
        (Lap(start_s=5, end_s=5, step=1), Lap(start_s=10, end_s=20, step=99), Lap(start_s=0, end_s=3, step=-1)),
    ],
)
def test_laps_that_make_no_sense_say_nothing(laps: tuple[Lap, ...]) -> None:
    run = made_run(FIRST_SEED + 6, "none", steps=False)
    assert measured(replace(run.recording, laps=laps), run.plan).bursts not in ("done", "partly")


def test_every_figure_says_its_unit_and_why() -> None:
    assert all(each.unit and each.because.endswith(".") for each in FIGURES.values())
    assert set(RISING) <= {"quick_feet", "quick_steps", "strides"}


def test_efforts_that_the_cadence_adds_to_those_of_the_steps_are_told_by_the_cadence() -> None:
    """A workout ended on the watch after the first effort: that the others were done is not for the watch to say."""
    for seed in range(FIRST_SEED, FIRST_SEED + 12):
        run = made_run(seed, "done", drill="quick_feet", steps=True, broken_laps=False, cadence=True)
        first = next(number for number, lap in enumerate(run.recording.laps) if lap.step == 1)
        ended = measured(replace(run.recording, laps=run.recording.laps[: first + 1]), run.plan)
        assert measured(run.recording, run.plan).by == "steps"
        assert ended.bursts != "done" or ended.by == "signal"
        assert len(ended.efforts_found) == 1 or ended.by != "steps"
