"""What is told of a run as an entry: a new one, or the plan of its day completed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from springstep.diary.check import entry_of, fields_of_entry, filled_from_plan
from springstep.diary.entry import Entry, day_of
from springstep.diary.errors import DiaryError
from springstep.diary.limits import INTERVALS, too_much
from springstep.engine.errors import Fault, RefusedError
from springstep.engine.rulebase.base import RuleBase


def open_plan(entries: Sequence[Entry], day: Any) -> Entry | None:
    """Return the plan of a day that has no log yet, the latest if there are several."""
    return next((one for one in reversed(entries) if one.day == day and one.bursts == "planned"), None)


def complete(given: Mapping[str, Any], earlier: Sequence[Entry], today: date, base: RuleBase) -> Entry:
    """Return a new entry, or the day's plan completed by the fields given; raises ``DiaryError`` with every fault."""
    planned = None if given.get("plan") is not None else _plan_of(given, earlier)
    if planned is None:
        values = {"uid": uuid.uuid4().hex, **given}
    else:
        known = {**fields_of_entry(planned), "bursts": None}
        stated = {name: value for name, value in given.items() if value is not None}
        values = filled_from_plan({**known, **stated}, planned.plan)
    return entry_of(values, today=today, drills=base.tables["drills"].by_id)


def refuse_too_much(entry: Entry, base: RuleBase) -> None:
    """Raise ``DiaryError`` for a set that no session can be."""
    what = too_much(entry.efforts, entry.effort_s, base=base, duration_min=entry.duration_min, plan=entry.plan)
    if entry.has_efforts and what:
        raise DiaryError([Fault("out_of_range", what, "efforts", INTERVALS)])


def _plan_of(given: Mapping[str, Any], earlier: Sequence[Entry]) -> Entry | None:
    """Return the plan that an entry completes: the one it names, else the one of its day."""
    if "uid" in given:
        return next((one for one in earlier if one.uid == given["uid"] and one.bursts == "planned"), None)
    try:
        return open_plan(earlier, day_of(given.get("day")))
    except RefusedError:
        return None
