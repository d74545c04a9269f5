"""The plan that a command goes on from: the one in a file, or the one that the diary keeps for a day."""

from __future__ import annotations

import pathlib
from datetime import date

import click

from springstep.cli.options.saved_plan import plan_in
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.diary.day_words import days_words
from springstep.diary.entry import Entry
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
    ``SpringstepError`` where there is none, or where other rules made it. A kept plan that the rules would no longer
    make, with what was written down since, is not handed out: why is said on standard error, and the exit code is 1.
    """
    if plan is not None:
        return same_again(plan_in(plan), base, source=str(plan))
    path = place or default_path()
    if place is not None or found(path):
        with Diary.open(path, create=False) as diary:
            entry = diary.planned_on(day)
        if entry is not None and entry.plan is not None:
            made = same_again(entry.plan, base, source=f"the plan of {days_words([day])}")
            _refuse_barred(entry, path, base)
            return made
    what = f"no plan for {days_words([day])} is waiting in the diary"
    allowed = f"keep one with `springstep consult`, or give {or_give}"
    raise DiaryError([Fault("not_found", what, allowed=allowed)])


def _refuse_barred(entry: Entry, path: pathlib.Path, base: RuleBase) -> None:
    """Leave with what the rules say by now where a kept plan no longer stands."""
    from springstep.diary.memory import DiaryMemory  # slow to import, and few plans are kept ones

    by_now = DiaryMemory(path, today=entry.day, base=base, there=True).barred_since(entry)
    if by_now is None:
        return
    barring = by_now.decision(by_now.bears[0]) if by_now.bears else by_now.decision("clearance")
    why = next((f"{reason.because} [{', '.join(barring.rules[:1])}]" for reason in barring.reasons), "")
    echo(
        wrapped(f"The plan of {days_words([entry.day])} no longer stands: your diary now speaks against it."), err=True
    )
    echo(wrapped(" ".join(part for part in (by_now.headline, why) if part), first="  "), err=True)
    echo("It is not handed out. For a new plan: springstep consult", err=True)
    raise click.exceptions.Exit(1)
