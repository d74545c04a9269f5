"""The weeks of a diary as bars: how many seconds of effort each held, and how its runs were on average."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from springstep.diary.trend import ENOUGH_WEEKS, DiaryWeek

WIDTH, HEIGHT, BASE = 600, 172, 136
MOST_WEEKS = 16
_TOP = 34
_GAP = 0.25


class Mean(NamedTuple):
    """What is averaged over a week: the field, what a page calls it, and the most that it can be."""

    name: str
    label: str
    most: int

    @property
    def head(self) -> str:
        """Return what a column of it is called."""
        return f"{self.label}, of {self.most}"


MEANS = (
    Mean("fatigue", "Tired after", 10),
    Mean("cadence", "Cadence", 5),
    Mean("stride", "Stride", 5),
    Mean("spring", "Spring", 5),
    Mean("return_to_pace", "Back to pace", 5),
)


class Bar(NamedTuple):
    """One week, in the units of the picture."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    value: str
    day: str
    """The first day of the week, where there is room for it."""


class WeeksPicture(NamedTuple):
    """The last weeks side by side, what they show in a sentence, and in a few words."""

    title: str
    caption: str
    bars: tuple[Bar, ...]


def weeks_pictures(weeks: Sequence[DiaryWeek]) -> tuple[WeeksPicture, ...]:
    """Return the last weeks as bars: the effort, where there was any, and what was told often enough to compare."""
    return tuple(_pictures(weeks[-MOST_WEEKS:]))


def _pictures(shown: Sequence[DiaryWeek]) -> Iterator[WeeksPicture]:
    if most := max((week.dose_s for week in shown), default=0):
        yield _picture(shown, [week.dose_s or None for week in shown], "Seconds of effort", most, " s")
    for mean in MEANS:
        values = [getattr(week, mean.name) for week in shown]
        if sum(value is not None for value in values) >= ENOUGH_WEEKS:
            yield _picture(shown, values, mean.head, mean.most)


def _picture(
    shown: Sequence[DiaryWeek], values: Sequence[float | None], what: str, most: float, unit: str = ""
) -> WeeksPicture:
    """Return a picture of one value of each week, whose highest bar may be ``most``; a week without it has no bar."""
    room = WIDTH / max(len(shown), 4)
    every = -(-len(shown) // 4)
    bars, told = [], []
    for place, (week, value) in enumerate(zip(shown, values, strict=True)):
        high = (value or 0) / most * (BASE - _TOP)
        said = f"{round(value, 1):g}" if value is not None else ""
        bars.append(
            Bar(
                x=round(place * room + room * _GAP / 2, 1),
                y=round(BASE - high, 1),
                width=round(room * (1 - _GAP), 1),
                height=round(high, 1),
                middle=round(place * room + room / 2, 1),
                value=said,
                day=f"{week.monday.day} {week.monday:%b}" if (len(shown) - 1 - place) % every == 0 else "",
            )
        )
        if said:
            told.append(f"{said}{unit} from {week.monday.day} {week.monday:%B}")
    return WeeksPicture(f"{what}, by week: {', '.join(told)}.", f"{what}, by week.", tuple(bars))
