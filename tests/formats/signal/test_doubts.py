"""What speaks against the steps of a watch, or against its plan, is told, and the runner is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from springstep.diary.from_watch import bursts_found
from springstep.formats.activity.recording import Lap, Recording
from springstep.formats.signal import Measured, measured
from springstep.formats.signal.measured import DoubtKind
from springstep.session.workout import Workout, WorkoutRepeat
from tests.diary.conftest import watched_by_hand
from tests.formats.making.made_run import MadeRun, made_run

SEED = 400_000


def run_of(drill: str = "quick_feet") -> MadeRun:
    return made_run(SEED + 5, "done", drill=drill, steps=True, broken_laps=False, cadence=True, speed=True, smart=False)


def kinds(found: Measured) -> list[DoubtKind]:
    return [doubt.kind for doubt in found.doubts]


def efforts_of(recording: Recording) -> list[Lap]:
    return [lap for lap in recording.laps if lap.step == 1]


def within(recording: Recording, laps: list[Lap], values: Mapping[str, float]) -> Recording:
    """Return a recording whose streams hold these values in some laps, and a little after them."""
    there = [any(lap.start_s - 2 <= at_s <= lap.end_s + 8 for lap in laps) for at_s in recording.at_s]
    streams = {
        name: tuple(put if inside else was for was, inside in zip(getattr(recording, name), there, strict=True))
        for name, put in values.items()
    }
    return replace(recording, **streams)


def stretched(recording: Recording, roles: Mapping[int, float], *, end_s: float = 300) -> Recording:
    """Return a recording whose laps of some steps are as long as this, one after the other, without any samples."""
    laps, at_s = [], 0.0
    for lap in recording.laps:
        length_s = roles.get(lap.step if lap.step is not None else -1, lap.end_s - lap.start_s)
        laps.append(replace(lap, start_s=at_s, end_s=at_s + length_s))
        at_s += length_s
    none = dict.fromkeys(("cadence_spm", "step_length_mm", "contact_ms", "heart_bpm", "speed_mps", "distance_at_m"), ())
    return replace(recording, laps=tuple(laps), at_s=(), pauses=(), elapsed_s=at_s, **none)


def test_a_run_as_planned_leaves_no_doubt() -> None:
    doubted = 0
    for seed in range(SEED, SEED + 12):
        run = made_run(seed, "done", steps=True, broken_laps=False)
        found = measured(run.recording, run.plan)
        doubted += bool(found.doubts)
    assert doubted <= 1


def test_steps_that_ran_out_while_the_runner_stood_prove_nothing() -> None:
    for drill in ("quick_feet", "light_hops"):
        run = run_of(drill)
        stood = within(run.recording, efforts_of(run.recording), {"cadence_spm": 0.0, "speed_mps": 0.0})
        found = measured(stood, run.plan)
        assert found.bursts is None and "standing" in kinds(found)


def test_steps_in_which_the_cadence_of_a_quick_drill_stays_easy_prove_nothing() -> None:
    run = run_of()
    told = sorted(value for value in run.recording.cadence_spm if value is not None)
    flat = replace(run.recording, cadence_spm=(told[len(told) // 2],) * len(run.recording.at_s))
    found = measured(flat, run.plan)
    assert found.bursts is None and kinds(found) == ["no_rise"]
    hops = run_of("light_hops")
    flat = replace(hops.recording, cadence_spm=(told[len(told) // 2],) * len(hops.recording.at_s))
    assert (measured(flat, hops.plan).bursts, kinds(measured(flat, hops.plan))) == ("done", [])


@pytest.mark.parametrize(
    ("lengths", "kind"),
    [
        ({1: 30.0}, "longer"),
        ({0: 60.0}, "warm_up"),
        ({2: 5.0}, "rests"),
        ({2: 5.0, 3: 10.0}, "apart"),
        ({0: 60.0, 2: 5.0, 3: 10.0, 5: 60.0}, "run"),
    ],
)
def test_a_run_against_the_terms_of_its_plan_is_said_to_be(lengths: dict[int, float], kind: DoubtKind) -> None:
    run = run_of("light_hops")
    assert kind in kinds(measured(stretched(run.recording, lengths), run.plan))
    assert kinds(measured(stretched(run.recording, {}), run.plan)) == []


def test_a_workout_that_was_started_again_is_more_than_planned() -> None:
    run = run_of("light_hops")
    first = stretched(run.recording, {})
    again = [
        replace(lap, start_s=lap.start_s + first.elapsed_s, end_s=lap.end_s + first.elapsed_s) for lap in first.laps
    ]
    twice = replace(first, laps=(*first.laps, *again), elapsed_s=2 * first.elapsed_s)
    (doubt,) = measured(twice, run.plan).doubts
    assert (doubt.kind, doubt.found, doubt.planned) == ("more", 2 * len(run.efforts), len(run.efforts))


def test_a_workout_that_was_ended_on_the_watch_leaves_the_rest_open() -> None:
    run = run_of("light_hops")
    whole = stretched(run.recording, {})
    ended = replace(whole, laps=whole.laps[:3])
    found = measured(ended, run.plan)
    assert found.bursts is None and kinds(found) == ["ended"] and len(found.efforts_found) == 1


def test_steps_of_another_name_are_of_another_workout() -> None:
    run = run_of("light_hops")
    for name, kind in (("Light hops", []), ("Light h", []), ("Intervals", ["named"])):
        laps = tuple(replace(lap, name=name if lap.step == 1 else None) for lap in run.recording.laps)
        assert kinds(measured(replace(run.recording, laps=laps), run.plan)) == kind


def test_more_rises_than_planned_are_told() -> None:
    run = made_run(SEED + 5, "done", drill="quick_feet", steps=False, cadence=True, smart=False)
    _, repeat, _ = run.plan.parts
    assert isinstance(repeat, WorkoutRepeat) and len(run.efforts) > 3
    fewer: Workout = replace(run.plan, parts=(run.plan.parts[0], replace(repeat, times=3), run.plan.parts[2]))
    found = measured(run.recording, fewer)
    assert [(doubt.kind, doubt.found, doubt.planned) for doubt in found.doubts] == [("more", len(run.efforts), 3)]


def test_what_speaks_against_a_recording_is_said_in_words() -> None:
    run = run_of("light_hops")
    found = measured(stretched(run.recording, {0: 60.0, 1: 30.0, 2: 5.0}), run.plan)
    kept = watched_by_hand(bursts=None, efforts_planned=len(run.efforts), doubts=found.doubts)
    said = bursts_found(kept, unit="km")
    assert (
        "an effort took 30 s" in said and "a recovery took 5 s" in said and "the first effort came after 60 s" in said
    )
