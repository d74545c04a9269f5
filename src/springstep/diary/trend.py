"""The diary week by week: how much was done, and how it was on average."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from springstep.diary.entry import Entry
from springstep.engine.record import Record

MEANS = ("fatigue", "cadence", "stride", "spring", "return_to_pace")
"""What is averaged over a week; ``fatigue`` is the entry's ``fatigue_after``."""

_WEEK = 7
MOST_IDLE_WEEKS = 12
"""How many weeks without a run, one after another, are told one by one; a longer time away is left out."""
ENOUGH_WEEKS = 2
"""How many weeks with sessions it takes to speak of a trend."""


class DiaryWeek(Record):
    """One ISO week, Monday to Sunday; a mean is None when nothing was logged that week."""

    monday: date
    runs: int
    sessions: int
    strides: int
    dose_s: int
    largest_s: int
    skipped: int
    partly: int
    fatigue: float | None = None
    cadence: float | None = None
    stride: float | None = None
    spring: float | None = None
    return_to_pace: float | None = None

    @property
    def name(self) -> str:
        """Return the week as ISO 8601 names it, such as 2026-W14."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02}"


def weeks(entries: Iterable[Entry]) -> tuple[DiaryWeek, ...]:
    """Return every week from the first entry's to the last one's, those without a run included.

    A time away of more than ``MOST_IDLE_WEEKS`` is left out: ``idle_before`` counts its weeks.
    """
    by_monday: dict[date, list[Entry]] = {}
    for entry in entries:
        by_monday.setdefault(entry.day - timedelta(days=entry.day.weekday()), []).append(entry)
    found: list[DiaryWeek] = []
    for monday in sorted(by_monday):
        before = found[-1].monday if found else monday
        away = (monday - before).days // _WEEK - 1
        if away <= MOST_IDLE_WEEKS:
            found += [_week(before + timedelta(weeks=number), ()) for number in range(1, away + 1)]
        found.append(_week(monday, by_monday[monday]))
    return tuple(found)


def idle_before(found: Sequence[DiaryWeek], place: int) -> int:
    """Return how many weeks without a run are left out before one of these weeks."""
    return (found[place].monday - found[place - 1].monday).days // _WEEK - 1 if place else 0


def is_enough(found: Sequence[DiaryWeek]) -> bool:
    """Tell whether there are enough weeks with sessions to speak of a trend."""
    return sum(1 for week in found if week.sessions) >= ENOUGH_WEEKS


def _week(monday: date, entries: Sequence[Entry]) -> DiaryWeek:
    run = [entry for entry in entries if entry.bursts != "planned"]
    doses = [entry.dose_s for entry in run if entry.is_session]
    return DiaryWeek(
        monday=monday,
        runs=len(run),
        sessions=len(doses),
        strides=sum(1 for entry in run if entry.is_strides),
        dose_s=sum(doses),
        largest_s=max(doses, default=0),
        skipped=sum(1 for entry in run if entry.bursts == "skipped"),
        partly=sum(1 for entry in run if entry.bursts == "partly"),
        **{name: _mean(run, "fatigue_after" if name == "fatigue" else name) for name in MEANS},
    )


def _mean(entries: Sequence[Entry], name: str) -> float | None:
    values = [value for entry in entries if (value := getattr(entry, name)) is not None]
    return sum(values) / len(values) if values else None
