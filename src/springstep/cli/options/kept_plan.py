"""The plan that a command goes on from: the one in a file, or the one that the diary keeps for a day."""

from __future__ import annotations

import pathlib
from datetime import date

from springstep.cli.options.saved_plan import plan_in
from springstep.diary.day_words import days_words
from springstep.diary.errors import DiaryError
from springstep.diary.plan import same_again
from springstep.diary.storage.place import default_path
from springstep.diary.storage.store import Diary
from springstep.engine.errors import Fault
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.opening import found
from springstep.session.recommendation import Recommendation


def plan_to_hand(
    plan: pathlib.Path | None, place: pathlib.Path | None, day: date, base: RuleBase, *, or_give: str
) -> Recommendation:
    """Return the plan of a file, or without one the plan that the diary keeps for a day, worked out again.

    ``place`` is the diary, by default the runner's own; ``or_give`` says how else a plan may be given. Raises
    ``SpringstepError`` where there is none, or where other rules made it.
    """
    if plan is not None:
        return same_again(plan_in(plan), base, source=str(plan))
    path = place or default_path()
    if place is not None or found(path):
        with Diary.open(path, create=False) as diary:
            entry = diary.planned_on(day)
        if entry is not None and entry.plan is not None:
            return same_again(entry.plan, base, source=f"the plan of {days_words([day])}")
    what = f"no plan for {days_words([day])} is waiting in the diary"
    allowed = f"keep one with `springstep consult`, or give {or_give}"
    raise DiaryError([Fault("not_found", what, allowed=allowed)])
