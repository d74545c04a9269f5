"""What the diary keeps of a recording: measured against the plan of its day, without anything moment by moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from springstep.diary.entry import PlannedSession
from springstep.diary.plan import replay
from springstep.diary.watched import VALUES, WatchDoubt, WatchedRun, WatchEffort, WatchValue
from springstep.engine.errors import RecordError, SpringstepError
from springstep.engine.record import revalidated
from springstep.engine.rulebase.base import RuleBase
from springstep.formats.activity.errors import refused
from springstep.formats.activity.reading import RecordedRun
from springstep.formats.activity.recording import Recording
from springstep.formats.signal.measured import Derived
from springstep.formats.signal.measuring import measured
from springstep.session.clock import KM_PER_MILE, clock_time
from springstep.session.workout import Workout, WorkoutRepeat, WorkoutStep, workout_of


def watched_run(found: RecordedRun, *, name: str, day: date, plan: PlannedSession | None, base: RuleBase) -> WatchedRun:
    """Return what is kept of a recording of a day, given the plan of that day.

    Raises ``ActivityError`` where it says of the run what no run can be.
    """
    recording = _possible(found.recording, name, base)
    said = measured(recording, planned_workout(plan, base), base=base)
    timer_s = recording.timer_s if recording.timer_s is not None else recording.elapsed_s
    values: dict[str, Any] = {name: _value(getattr(said, name)) for name in VALUES}
    run = WatchedRun(
        digest=found.digest,
        day=day,
        began_at=recording.began_at,
        elapsed_s=recording.elapsed_s,
        duration_min=max(1.0, round(timer_s / 60, 2)),
        distance_m=None if recording.distance_m is None else round(recording.distance_m, 1),
        place=recording.place,
        source=recording.source,
        maker=recording.maker,
        noticed=recording.noticed,
        bursts=said.bursts,
        told_by=said.by,
        efforts=tuple(
            WatchEffort(start_s=e.start_s, end_s=e.end_s, confidence=e.confidence) for e in said.efforts_found
        ),
        efforts_planned=said.efforts_planned,
        doubts=tuple(WatchDoubt(kind=d.kind, found=d.found, planned=d.planned) for d in said.doubts),
        heart_came_back=said.heart_came_back,
        **values,
    )
    try:
        return revalidated(run)
    except RecordError as error:
        where = error.faults[0].where or "a figure"
        raise refused(name, "out_of_range", f"says what no run can be: {where}") from None


def _possible(recording: Recording, name: str, base: RuleBase) -> Recording:
    """Return a recording whose length and pace a case could tell, too; raises ``ActivityError`` for another.

    On a treadmill a watch only guesses the distance, so that one is left out there.
    """
    length, pace = base.facts["duration_min"], base.facts["pace"]
    minutes = (recording.timer_s if recording.timer_s is not None else recording.elapsed_s) / 60
    if length.maximum is not None and minutes > length.maximum:
        raise refused(name, "out_of_range", f"lasts {minutes:.0f} min, and no run more than {length.maximum:g} min")
    told = recording.pace_s_per_km
    if told is None or pace.minimum is None or pace.maximum is None:
        return recording
    if pace.minimum <= told / 60 * KM_PER_MILE <= pace.maximum:
        return recording
    if recording.place == "treadmill":
        return replace(recording, distance_m=None)
    least, most = (clock_time(round(each * 60 / KM_PER_MILE)) for each in (pace.minimum, pace.maximum))
    allowed = f"runs are from {least} to {most}/km"
    raise refused(name, "out_of_range", f"is at {clock_time(round(told))}/km, which is no run", allowed)


def planned_workout(plan: PlannedSession | None, base: RuleBase) -> Workout | None:
    """Return the workout of a kept plan: as its rules make it again, else as far as the plan itself tells it."""
    if plan is None or not plan.efforts or not plan.effort_s:
        return None
    again = _made_again(plan, base)
    if again is not None:
        return again
    effort = WorkoutStep(role="effort", duration_s=plan.effort_s, drill=plan.drill, say="")
    recovery = WorkoutStep(role="recovery", duration_s=None, least_s=plan.rest_s, say="")
    before = WorkoutStep(role="warm_up", duration_s=None, say="")
    after = WorkoutStep(role="cool_down", duration_s=None, say="")
    return Workout(
        plan="",
        on=None,
        kind="strides" if plan.kind == "strides" else "bursts",
        run_s=None,
        pace_s_per_km=None,
        pace_s_per_mi=None,
        parts=(before, *_repeated(plan.efforts, (effort, recovery)), after),
    )


def _made_again(plan: PlannedSession, base: RuleBase) -> Workout | None:
    """Return the workout that the rules make of a plan's answers; ``None`` where they make another set of them."""
    try:
        made = replay(plan, base)
    except SpringstepError:  # other rules made it
        return None
    session = made.session
    if session is None or (session.efforts, session.effort_s) != (plan.efforts, plan.effort_s):
        return None
    return workout_of(made, session, base)


def _repeated(times: int, steps: tuple[WorkoutStep, ...]) -> tuple[WorkoutStep | WorkoutRepeat, ...]:
    return (WorkoutRepeat(times=times, steps=steps),) if times > 1 else steps


def _value(said: Derived | None) -> WatchValue | None:
    if said is None:
        return None
    return WatchValue(
        value=said.value,
        unit=said.unit,
        from_s=said.from_s,
        to_s=said.to_s,
        parts=said.parts,
        samples=said.samples,
        confidence=said.confidence,
    )
