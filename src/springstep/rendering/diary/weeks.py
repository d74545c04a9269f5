"""The weeks of a diary as bars: how many seconds of effort each held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from springstep.diary.trend import DiaryWeek

WIDTH, HEIGHT, BASE = 600, 150, 120
MOST_WEEKS = 16
_TOP = 22
_GAP = 0.25


class Bar(NamedTuple):
    """One week, in the units of the picture."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    dose: str
    day: str
    """The first day of the week, where there is room for it."""


class WeeksPicture(NamedTuple):
    """The last weeks side by side, and what they show in a sentence."""

    title: str
    bars: tuple[Bar, ...]


def weeks_picture(weeks: Sequence[DiaryWeek]) -> WeeksPicture | None:
    """Return the last weeks as bars; ``None`` where none of them holds an effort."""
    shown = list(weeks[-MOST_WEEKS:])
    most = max((week.dose_s for week in shown), default=0)
    if not most:
        return None
    room = WIDTH / max(len(shown), 4)
    every = -(-len(shown) // 4)
    bars = tuple(
        Bar(
            x=round(place * room + room * _GAP / 2, 1),
            y=round(BASE - week.dose_s / most * (BASE - _TOP), 1),
            width=round(room * (1 - _GAP), 1),
            height=round(week.dose_s / most * (BASE - _TOP), 1),
            middle=round(place * room + room / 2, 1),
            dose=f"{week.dose_s}" if week.dose_s else "",
            day=f"{week.monday.day} {week.monday:%b}" if (len(shown) - 1 - place) % every == 0 else "",
        )
        for place, week in enumerate(shown)
    )
    told = ", ".join(f"{week.dose_s} s from {week.monday.day} {week.monday:%B}" for week in shown if week.dose_s)
    return WeeksPicture(f"Seconds of effort by week: {told}.", bars)
