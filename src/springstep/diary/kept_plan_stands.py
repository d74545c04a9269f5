"""Whether a kept plan still stands: what the rules make of its run by now, with what was written down since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from springstep.diary.entry import Entry, PlannedSession
from springstep.diary.history import history_of
from springstep.diary.plan import plan_of
from springstep.diary.plan_check import answers_in, remembered_in
from springstep.engine.advice.recommend import build
from springstep.engine.inference.case import case_from
from springstep.engine.inference.remembered import Remembered
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document
from springstep.session.recommendation import Recommendation
from springstep.session.workout import workout_of

_WARNING = "logged_warning"
_GONE = "warning_gone"
_KINDS = ("easy_run", "strides", "bursts")


def barred_since(
    entry: Entry,
    entries: Sequence[Entry],
    *,
    base: RuleBase,
    race: date | None = None,
    lasting: Iterable[Remembered] = (),
) -> Recommendation | None:
    """Return what the rules say by now of the run of a kept plan; ``None`` where the plan still stands.

    ``entries`` is the whole diary in order, ``lasting`` what else is remembered of the runner. A plan stands as long as
    the rules would allow that run at least as much: the same kind, as many efforts, as many seconds each.
    """
    if entry.plan is None:
        return None
    others = [each for each in entries if each.uid != entry.uid]
    found = history_of(others, day=entry.day, moment="before", base=base, race=race)
    known = {memory.fact: memory for memory in (*found, *lasting)}
    was = (Remembered(fact=name, value=m["value"], note=m["note"]) for name, m in entry.plan.history.items())
    history = {**{memory.fact: memory for memory in was}, **known}
    if _WARNING not in known:
        history = {name: memory for name, memory in history.items() if name not in (_WARNING, _GONE)}
    case = answers_by_now(entry, others, known.values(), base)
    by_now: Recommendation = build(
        base, case_from(Document("", case, {}), base, whole=False), tuple(history.values()), look_ahead=False
    )
    return None if _allows(by_now, entry.plan, base) else by_now


def answers_by_now(
    entry: Entry, others: Iterable[Entry], known: Iterable[Remembered], base: RuleBase
) -> dict[str, Any]:
    """Return the answers that a kept plan was made from, without those that what was written down since outdates.

    That a warning is gone was said of the warning that was known then; what was told of earlier sessions, before those
    of the plan's own day.
    """
    plan = entry.plan
    answers = answers_in(plan, base)
    by_fact = {memory.fact: memory for memory in known}
    warning = by_fact.get(_WARNING)
    if warning is not None and plan is not None and not _is_that(warning, plan, base):
        answers.pop(_GONE, None)
    if any(each.has_efforts and each.day >= entry.day for each in others):
        past = base.vocabulary.groups["history"] | {"sessions_done"}
        answers = {name: value for name, value in answers.items() if name not in past & by_fact.keys()}
    return answers


def _is_that(warning: Remembered, plan: PlannedSession, base: RuleBase) -> bool:
    """Tell whether a warning is the one that a plan was made with."""
    was = plan.history.get(_WARNING)
    told = remembered_in(plan, base).get(_WARNING)
    return was is not None and (told, was["note"]) == (warning.value, warning.note)


def _allows(by_now: Recommendation, plan: PlannedSession, base: RuleBase) -> bool:
    """Tell whether the rules still allow the run of a plan: no lower kind of run, and no less of it."""
    now = plan_of(by_now)
    meant = _KINDS.index(plan.kind) if plan.kind in _KINDS else 0
    workout = workout_of(by_now, by_now.session, base)
    if workout is None:
        return plan.kind == "none" and now.verdict == plan.verdict
    if _KINDS.index(workout.kind) != meant:
        return _KINDS.index(workout.kind) > meant
    return all((n or 0) >= (m or 0) for n, m in ((now.efforts, plan.efforts), (now.effort_s, plan.effort_s)))
