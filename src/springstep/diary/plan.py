"""A recommendation as the diary keeps it: what was planned, what it was based on, and how to work it out again."""

from __future__ import annotations

from datetime import date

from springstep.diary.entry import Entry, PlannedSession
from springstep.diary.errors import DiaryError
from springstep.diary.storage.store import Diary
from springstep.engine.advice.recommend import build
from springstep.engine.errors import Fault
from springstep.engine.inference.case import case_from
from springstep.engine.inference.remembered import Remembered
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document
from springstep.session.recommendation import Recommendation

_USUAL = "easy"
_BY_OTHER_RULES = "was made by other rules than those in use"


def plan_of(made: Recommendation) -> PlannedSession:
    """Return what the diary keeps of a recommendation made before a run."""
    session, step = made.session, made.step
    return PlannedSession(
        kind=session.kind if session is not None else "none",
        verdict=made.verdict,
        headline=made.headline,
        drill=session.drill if session is not None else None,
        efforts=session.efforts if session is not None else None,
        effort_s=session.effort_s if session is not None else None,
        rest_s=session.rest_s if session is not None else None,
        contact=session.contact if session is not None else None,
        frequency=step.frequency if step is not None else None,
        step_efforts=step.efforts if step is not None else None,
        step_effort_s=step.effort_s if step is not None else None,
        case=made.case,
        history={m.fact: {"value": m.value, "note": m.note} for m in made.history if not m.overruled},
        rules=tuple(dict.fromkeys(firing.rule for firing in made.trace.firings)),
        rules_digest=made.rules_digest,
        overlays=tuple(f"{note.name} of {note.author}, {note.date}" for note in made.overlays),
    )


def keep_plan(diary: Diary, made: Recommendation, *, day: date, uid: str) -> tuple[Entry, bool]:
    """Put a recommendation into the diary as the plan of a day; return the entry and whether it replaced a plan.

    A plan of that day that has no log yet is replaced, and its id kept. ``uid`` names a new entry.
    """
    with diary.writing():
        waiting = diary.planned_on(day, made.case.get("run_kind", _USUAL))
        entry = _planned(made, day, waiting.uid if waiting is not None else uid)
        (diary.add if waiting is None else diary.update)(entry)
    return entry, waiting is not None


def _planned(made: Recommendation, day: date, uid: str) -> Entry:
    facts = {fact.fact: fact for fact in made.facts}
    length = facts.get("duration_min")
    return Entry(
        uid=uid,
        day=day,
        run_kind=made.case.get("run_kind", _USUAL),
        duration_min=float(length.value) if length is not None and length.source != "assumed" else None,
        bursts="planned",
        plan=plan_of(made),
    )


def replay(plan: PlannedSession, base: RuleBase) -> Recommendation:
    """Work a stored plan out again from its answers and memories; the same rules give the same plan.

    Raises ``CaseError`` when the vocabulary has changed so that the answers no longer fit.
    """
    case = case_from(Document("", dict(plan.case), {}), base, whole=False)
    history = [Remembered(fact=name, value=m["value"], note=m["note"]) for name, m in plan.history.items()]
    made: Recommendation = build(base, case, history, look_ahead=True)
    return made


def same_again(plan: PlannedSession, base: RuleBase, *, source: str) -> Recommendation:
    """Work a plan out again that these rules have made, to go on from it with all that it was.

    Raises ``DiaryError``, naming where the plan is from, when other rules made it or it is not what they make of it.
    """
    if plan.rules_digest != base.digest:
        allowed = "make it again, or name the overlays that it was made with" if plan.overlays else "make it again"
        raise DiaryError([Fault("conflict", _BY_OTHER_RULES, source=source, allowed=allowed)])
    made = replay(plan, base)
    if plan_of(made) != plan:
        what = "has been changed since the rules made it: its answers lead to another plan"
        raise DiaryError([Fault("damaged", what, source=source, allowed="make it again")])
    return made
