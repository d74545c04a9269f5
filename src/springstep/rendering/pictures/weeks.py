"""Draw the weeks: dose, tiredness, cadence and stride on one time axis, for a report on paper.

The same weeks give the same bytes: no date, no program name, and no random ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from springstep.diary.entry import later
from springstep.diary.trend import DiaryWeek
from springstep.engine.errors import Fault
from springstep.rendering.errors import RenderingError
from springstep.rendering.pictures.figure import GRID, Format, drawn

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_DOSE, _LINE = "#0072B2", "#D55E00"
"""Blue and vermilion of Okabe and Ito, told apart by colour-blind people and in grey."""
_WEEK = 7
_MOST_TICKS = 9
_LEAST_DAYS = 56
"""How many days the axis spans at least, so that the bars of few weeks do not look like more."""
_PANELS = (
    ("fatigue", "Tired after", "0 fresh, 10 exhausted", (0, 10), (0, 5, 10)),
    ("cadence", "Cadence", "1 uneven, 5 very steady", (1, 5), (1, 3, 5)),
    ("stride", "Stride", "1 uneven, 5 very even", (1, 5), (1, 3, 5)),
)
"""The field, title, unit, range and ticks of each panel below the dose."""


def draw_weeks(weeks: Sequence[DiaryWeek], form: Format) -> bytes:
    """Return a picture of the weeks; raises ``RenderingError`` when there is nothing to draw or to draw with."""
    if not weeks:
        raise RenderingError([Fault("not_found", "there is nothing to draw yet: the diary has no entries")])
    return drawn((7.2, 7.4), lambda figure: _fill(figure, weeks), form)


def _fill(figure: Figure, weeks: Sequence[DiaryWeek]) -> None:
    days = [week.monday for week in weeks]
    panels = figure.subplots(4, 1, sharex=True, gridspec_kw={"height_ratios": [1.5, 1, 1, 1]})
    sessions = sum(week.sessions for week in weeks)
    period = f"{days[0]} to {later(days[-1], 6)}"
    counted = f"{_count(len(weeks), 'week')}, {_count(sessions, 'session')} with bursts"
    figure.suptitle(f"Bursts and how they were taken\n{period} ({counted})", fontsize=11)
    _dose(panels[0], weeks)
    for panel, (name, title, unit, limits, ticks) in zip(panels[1:], _PANELS, strict=True):
        _means(panel, days, [getattr(week, name) for week in weeks])
        low, high = limits
        margin = (high - low) * 0.12
        panel.set_ylim(low - margin, high + margin)
        panel.set_yticks(ticks)
        panel.set_title(f"{title}: mean of the week ({unit})", loc="left", fontsize=9)
    for panel in panels:
        panel.grid(axis="y", color=GRID, linewidth=0.7)
        panel.set_axisbelow(True)
        panel.spines[["top", "right"]].set_visible(False)
    _time_axis(panels[-1], days)


def _dose(panel: Axes, weeks: Sequence[DiaryWeek]) -> None:
    """Draw the seconds of effort of each week as bars; a week with runs but no efforts gets a mark at zero."""
    days: Any = [week.monday for week in weeks]
    panel.bar(days, [week.dose_s for week in weeks], width=5, color=_DOSE)
    most = max(week.dose_s for week in weeks)
    panel.set_ylim(0, max(most, 60) * 1.12)
    idle: Any = [week.monday for week in weeks if week.runs and not week.sessions]
    if idle:
        panel.plot(
            idle, [max(most, 60) * 0.03] * len(idle), linestyle="none", marker="x", markersize=5, color="#555555"
        )
    words = "seconds of effort a week" + ("; x: runs, but no bursts" if idle else "")
    panel.set_title(f"Dose ({words})", loc="left", fontsize=9)


def _means(panel: Axes, days: Sequence[date], values: Sequence[float | None]) -> None:
    """Draw means as points, joined only where week follows week; say so when there are none."""
    shown: Any = [float("nan") if value is None else value for value in values]
    when: Any = list(days)
    for place in range(len(days) - 1, 0, -1):
        if (days[place] - days[place - 1]).days > _WEEK:  # weeks are left out
            shown.insert(place, float("nan"))
            when.insert(place, later(days[place - 1], _WEEK))
    panel.plot(when, shown, color=_LINE, linewidth=1.4, marker="o", markersize=4, markerfacecolor="white")
    if all(value is None for value in values):
        panel.text(0.5, 0.5, "nothing logged", transform=panel.transAxes, ha="center", va="bottom", color="#666666")


def _time_axis(panel: Axes, days: Sequence[date]) -> None:
    """Write ISO dates of Mondays, as many as there is room for."""
    every = -(-len(days) // _MOST_TICKS)
    shown: Any = list(days[::every])
    panel.set_xticks(shown, [day.isoformat() for day in shown])
    span = (days[-1] - days[0]).days
    room = max(5, (_LEAST_DAYS - span) // 2)
    edges: Any = (later(days[0], -room), later(days[-1], room))
    panel.set_xlim(*edges)
    panel.set_xlabel("week from Monday")
    panel.tick_params(axis="x", labelsize=8)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
