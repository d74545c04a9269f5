"""A plan as a workout that no device is known to: roles, repeats, recoveries that end by breath, pace as numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.record import Described, OneOf, Record
from springstep.engine.rulebase.base import RuleBase
from springstep.session.clock import KM_PER_MILE, Segment, pace_of
from springstep.session.sets import Session
from springstep.session.where import place_is_chosen

_EASY_RUN = "easy_run"
"""The way to go on that is a run of its own."""


class WorkoutStep(Record):
    """One stretch of a workout."""

    role: Literal["warm_up", "effort", "recovery", "easy", "cool_down"]
    duration_s: Annotated[int | None, Described("How long it is; null for one that the runner ends.")]
    least_s: Annotated[int | None, Described("Of one that the runner ends: at least how long.")] = None
    drill: Annotated[str | None, OneOf("row of drills"), Described("Of an effort: what is done.")] = None
    say: Annotated[str, Described("What the runner is told.")]


class WorkoutRepeat(Record):
    """Steps that are done several times in a row."""

    times: Annotated[int, Described("At least two.")]
    steps: tuple[WorkoutStep, ...]


class Workout(Record):
    """One run: its steps in order. Recoveries are open-ended, since the guide rests by breath and not by the clock."""

    schema_version: Literal["1.0"] = "1.0"
    plan: Annotated[str, Described("The id of the plan.")]
    on: date | None
    kind: Literal["bursts", "strides", "easy_run"]
    run_s: Annotated[int | None, Described("The whole run, each recovery at its least; null where it is not told.")]
    pace_s_per_km: Annotated[int | None, Described("The easy pace, to a second; null where it is not told.")]
    pace_s_per_mi: int | None
    parts: tuple[WorkoutStep | WorkoutRepeat, ...]


def workout_of(made: RecommendationRecord, session: Session | None, base: RuleBase) -> Workout | None:
    """Return the workout of a plan before a run; ``None`` where the plan is no run that these rules know.

    That is a plan to stop, to rest, or to do another run as it was planned.
    """
    length = next((fact for fact in made.facts if fact.fact == "duration_min"), None)
    pace_mi = _pace(made, base)
    run_s = round(length.value * 60) if length is not None and length.source != "assumed" else None
    if session is not None:
        kind: Literal["bursts", "strides", "easy_run"] = session.kind
        parts: tuple[WorkoutStep | WorkoutRepeat, ...] = tuple(_parts(session, chosen=place_is_chosen(made, base)))
        run_s = session.timeline[-1].end_s
    else:
        verdict = next(each for each in base.verdicts[made.moment] if each.code == made.verdict_code)
        if next(iter(verdict.suggest), "") != _EASY_RUN:
            return None
        kind, parts = "easy_run", (WorkoutStep(role="easy", duration_s=run_s, say=verdict.suggest[_EASY_RUN]),)
    return Workout(
        plan=made.id,
        on=made.on,
        kind=kind,
        run_s=run_s,
        pace_s_per_km=round(pace_mi * 60 / KM_PER_MILE) if pace_mi is not None else None,
        pace_s_per_mi=round(pace_mi * 60) if pace_mi is not None else None,
        parts=parts,
    )


def _pace(made: RecommendationRecord, base: RuleBase) -> float | None:
    """Return the easy pace in minutes for a mile."""
    from springstep.engine.inference.derived_facts import read  # only a pace is read anew

    told = made.case.get("pace")
    if isinstance(told, str):
        return float(read(base.vocabulary.facts["pace"], told))
    return pace_of({fact.fact: fact for fact in made.facts})


def _parts(session: Session, *, chosen: bool) -> Iterator[WorkoutStep | WorkoutRepeat]:
    """Yield the stretches of the run, those that come several times in a row as repeats.

    Where the place of a burst is ``chosen``, the runner ends the easy stretch before it.
    """
    first, *inner = session.timeline
    if first.end_s > first.start_s:
        yield _step(first, "warm_up", session, chosen=chosen)
    ends = inner.pop() if inner[-1].kind == "easy" else None
    cycles: list[tuple[WorkoutStep, ...]] = []
    for segment in inner:
        if segment.kind == "burst":
            cycles.append(())
        cycles[-1] = (*cycles[-1], _step(segment, "easy", session, chosen=chosen))
    while cycles:
        times = next((n for n, each in enumerate(cycles) if each != cycles[0]), len(cycles))
        yield from (WorkoutRepeat(times=times, steps=cycles[0]),) if times > 1 else cycles[0]
        cycles = cycles[times:]
    if ends is not None:
        yield _step(ends, "cool_down", session, chosen=False)


def _step(
    segment: Segment, easy: Literal["warm_up", "easy", "cool_down"], session: Session, *, chosen: bool
) -> WorkoutStep:
    length_s = segment.end_s - segment.start_s
    match segment.kind:
        case "burst":
            return WorkoutStep(role="effort", duration_s=length_s, drill=session.drill, say=segment.say)
        case "recovery":
            return WorkoutStep(role="recovery", duration_s=None, least_s=length_s, say=segment.say)
        case _ if chosen:
            return WorkoutStep(role=easy, duration_s=None, least_s=length_s, say=segment.say)
        case _:
            return WorkoutStep(role=easy, duration_s=length_s, say=segment.say)
