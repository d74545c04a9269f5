"""What a plan says of a run that is under way: how much was planned, and how careful."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from springstep.diary.day_words import days_words
from springstep.diary.entry import Entry, PlannedSession
from springstep.engine.inference.remembered import Remembered


def planned_facts(plan: PlannedSession) -> dict[str, Any]:
    """Return the facts of a run under way that its plan gives; a plan without a set has no efforts."""
    found = {
        "planned_efforts": plan.efforts or 0,
        "planned_drill": plan.drill,
        "planned_contact": plan.contact,
        "planned_rest_s": plan.rest_s,
    }
    return {name: value for name, value in found.items() if value is not None}


def planned_today(entries: Iterable[Entry], day: date) -> tuple[Remembered, ...]:
    """Return these facts from the last plan of a day; nothing where there is none.

    A plan that has a log still bounds what comes up later that day, unless another plan was kept since.
    """
    planned = [entry for entry in entries if entry.day == day and entry.plan]
    waiting = [entry for entry in planned if entry.bursts == "planned"]
    plans = [entry.plan for entry in (waiting or planned) if entry.plan]
    facts = planned_facts(plans[-1]) if plans else {}
    return tuple(
        Remembered(fact=name, value=value, note=f"the plan of {days_words([day])}") for name, value in facts.items()
    )
