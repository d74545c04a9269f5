"""What was answered once and stays so: the screening of the last plan that holds an answer, for a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from springstep.diary.entry import Entry
from springstep.engine.inference.remembered import Remembered

SCREENING = "screening"
_DAYS_KEPT = 365


def kept_screening(entries: Sequence[Entry], day: date) -> Iterator[Remembered]:
    """Yield the screening that was last told with a plan, if that is no more than a year ago."""
    for entry in reversed(entries):
        if entry.plan is not None and SCREENING in entry.plan.case:
            if (day - entry.day).days <= _DAYS_KEPT:
                told = f"{entry.day.day} {entry.day:%B %Y}"
                yield Remembered(fact=SCREENING, value=entry.plan.case[SCREENING], note=told)
            return
