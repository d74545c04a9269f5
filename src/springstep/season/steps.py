"""What changed from session to session, and the rules behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from springstep.engine.advice.recommendation import Reason
from springstep.season.report import Move, MoveKind
from springstep.season.simulate import LivedRun
from springstep.session.recommendation import Recommendation
from springstep.session.sets import ProgressionStep


def moves_of(runs: Sequence[LivedRun]) -> Iterator[Move]:
    """Yield each change of dose or frequency from one run with planned bursts to the next."""
    before: LivedRun | None = None
    for run in runs:
        now = run.made.step
        if now is None:
            continue
        was = before.made.step if before is not None else None
        what = tuple(_what(was, now))
        if what:
            yield Move(
                week=run.week, run=run.number, what=what, before=was, now=now, reasons=tuple(_why(before, run, what))
            )
        before = run


def _what(was: ProgressionStep | None, now: ProgressionStep) -> Iterator[MoveKind]:
    if was is None:
        yield "start"
        return
    if (now.efforts, now.effort_s) != (was.efforts, was.effort_s):
        less = now.efforts < was.efforts or now.effort_s < was.effort_s
        yield "smaller" if less else "one_more" if now.efforts > was.efforts else "longer"
    if now.frequency != was.frequency:
        yield "more_often" if now.frequency < was.frequency else "less_often"


def _why(before: LivedRun | None, run: LivedRun, what: Sequence[MoveKind]) -> Iterable[Reason]:
    """Return the rules behind a change: those that turned the progression back, then those that bind it now.

    They turned it back today, or on the page after the last session, whose step then never counted.
    """
    found: list[Reason] = []
    if {"smaller", "less_often"} & set(what):
        pages = [run.made, before.after if before is not None else None]
        turned = [page.decision("progression") for page in pages if page is not None]
        turned = [progression for progression in turned if progression.value in ("step_back", "restart")]
        if not turned and before is not None and before.entry.bursts != "done":
            turned = [run.made.decision("progression")]
        found += [reason for progression in turned[:1] for reason in progression.reasons]
    bounds = [name for name, kinds in _BOUNDS.items() if kinds & set(what)]
    for name in bounds:
        found += _new(name, before.made if before is not None else None, run.made)
    return {reason.rule: reason for reason in found}.values()


_BOUNDS = {
    "reached_efforts": {"start", "one_more", "smaller"},
    "reached_effort_s": {"start", "longer", "smaller"},
    "reached_every": {"start", "more_often", "less_often"},
}
"""The decision that binds each kind of change."""


def _new(name: str, before: Recommendation | None, now: Recommendation) -> list[Reason]:
    """Return the reasons of a decision that did not carry it the time before; all if each did."""
    reasons = _reasons(now, name)
    known = {reason.rule for reason in _reasons(before, name)} if before is not None else set()
    return [reason for reason in reasons if reason.rule not in known] or reasons


def _reasons(made: Recommendation, name: str) -> list[Reason]:
    return [reason for decision in made.decisions if decision.name == name for reason in decision.reasons]
