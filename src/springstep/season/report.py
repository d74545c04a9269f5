"""What a simulated season comes to, as data: every run, every step, the weeks and a summary."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from springstep.engine.advice.recommendation import Reason
from springstep.engine.record import ANSWER, Described, Record
from springstep.session.sets import ProgressionStep

Became = Literal["done", "partly", "skipped", "none"]
Kind = Literal["bursts", "strides", "none"]


class Barred(Record):
    """One decision that left a run without bursts, and the reasons."""

    decision: str
    value: Annotated[Any, ANSWER]
    reasons: tuple[Reason, ...]


class Run(Record):
    """One run: what was asked, what was planned, and what became of it."""

    number: Annotated[int, Described("From 1, in order.")]
    week: int
    weekday: Annotated[int, Described("1 Monday to 7 Sunday.")]
    run_kind: str
    verdict: str
    planned: Kind
    efforts: Annotated[int | None, Described("Planned for today.")] = None
    effort_s: int | None = None
    drill: str | None = None
    step: Annotated[ProgressionStep | None, Described("The step that the plan belongs to.")] = None
    progression: str
    progression_reasons: tuple[Reason, ...] = ()
    barred: Annotated[tuple[Barred, ...], Described("What left the run without bursts.")] = ()
    smaller: Annotated[tuple[Reason, ...], Described("Why today's set is smaller than the step's.")] = ()
    bound: Annotated[tuple[Reason, ...], Described("Why today's set is smaller than the one that is open.")] = ()
    became: Became
    efforts_done: int = 0
    felt_after: str | None = None
    after: Annotated[str | None, Described("After the run: the progression then decided.")] = None
    case: Annotated[dict[str, Any], Described("The case as it was that day, memories of the diary included.")]


MoveKind = Literal["start", "longer", "one_more", "more_often", "smaller", "less_often"]


class Move(Record):
    """A change of dose or frequency from one planned session to the next, and why."""

    week: int
    run: int
    what: tuple[MoveKind, ...]
    before: ProgressionStep | None
    now: ProgressionStep
    reasons: Annotated[tuple[Reason, ...], Described("The rules behind it, the most telling first.")]


class SeasonWeek(Record):
    """One week of the season."""

    number: int
    phase: Annotated[str, Described("The season phase that was given; empty when none was.")]
    events: Annotated[tuple[str, ...], Described("What happened: an injury, a race, a pause.")]
    runs: int
    easy_runs: int
    planned: Annotated[int, Described("Runs with planned bursts.")]
    done: Annotated[int, Described("Of those, done in full.")]
    partly: int
    skipped: int
    strides: Annotated[int, Described("Runs with planned strides instead.")]
    barred: Annotated[int, Described("Easy runs that clearance, or too little room, left without bursts.")]
    not_due: Annotated[int, Described("Easy runs on which bursts were not due, and nothing else barred them.")]
    dose_s: Annotated[int, Described("Seconds of bursts done in all.")]
    largest_s: Annotated[int, Described("Seconds of bursts done in the largest session.")]
    step: Annotated[ProgressionStep | None, Described("The step of the last planned session so far.")]
    tolerance_s: Annotated[float, Described("The model's seconds without cost at the end of the week.")]


class Share(Record):
    """How often a decision barred bursts on an easy run, and by which rules."""

    decision: str
    runs: int
    rules: tuple[tuple[str, int], ...]


class StepTime(Record):
    """How long the runner stood at one step's dose, or at one frequency."""

    step: Annotated[str, Described("A dose such as 3 x 8 s, or every n-th easy run.")]
    weeks: int
    sessions: Annotated[int, Described("Sessions done, in full or in part.")]


class Growth(Record):
    """How much larger a set was than any of the four weeks before, whatever the steps say."""

    week: int
    run: int
    before: Annotated[str, Described("The largest set of those weeks, such as 3 x 8 s; else the last.")]
    now: str
    before_s: int
    now_s: int


class Summary(Record):
    """The season in numbers."""

    runs: int
    easy_runs: int
    planned: int
    done: int
    partly: int
    skipped: int
    strides: int
    never_asked: Annotated[int, Described("Runs of a kind that has no place for bursts.")]
    barred: Annotated[tuple[Share, ...], Described("On easy runs; one run can be barred by several.")]
    doses: tuple[StepTime, ...]
    frequencies: tuple[StepTime, ...]
    top: Annotated[str, Described("The largest set that was done in full, and in which week first.")]
    top_week: Annotated[int | None, Described("The week in which the largest set was done; none if never.")]
    growth: Annotated[Growth | None, Described("The largest growth over the weeks before.")]
    held: Annotated[
        tuple[tuple[str, int], ...], Described("Rules that kept the step from moving on, by planned sessions.")
    ]
    fired: Annotated[tuple[tuple[str, int], ...], Described("On how many runs, pages after runs included.")]
    always: Annotated[tuple[str, ...], Described("Rules that fired before every run.")]
    never: Annotated[tuple[str, ...], Described("Rules that never fired, before or after a run.")]


class Season(Record):
    """A whole simulated season."""

    says: Annotated[str, Described("What came out, in a sentence or two.")]
    model: Annotated[dict[str, Any], Described("The model as a model file holds it.")]
    model_words: Annotated[tuple[str, ...], Described("The response in words, every number a convention.")]
    not_told: Annotated[tuple[str, ...], Described("Facts that were assumed before every run.")]
    weeks: tuple[SeasonWeek, ...]
    moves: tuple[Move, ...]
    runs: tuple[Run, ...]
    summary: Summary
    rules_digest: Annotated[str, Described("SHA-256 of the rule base that decided.")]
    overlays: Annotated[tuple[str, ...], Described("The coach's files laid over the guide's rules.")] = ()
    format: Literal["springstep-season/1"] = "springstep-season/1"
