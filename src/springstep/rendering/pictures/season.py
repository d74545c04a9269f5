"""Draw a season on one time axis: dose, frequency, and what became of the easy runs, with phases and events.

The same season gives the same bytes: no date, no program name, and no random ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from springstep.engine.language.wording import plain
from springstep.rendering.pictures.figure import GRID, Format, drawn
from springstep.season.report import Season, SeasonWeek

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_DONE, _STEP, _STRIDES, _BARRED, _IDLE = "#0072B2", "#222222", "#56B4E9", "#D55E00", "#d0d0d0"
"""Colours of Okabe and Ito, told apart by colour-blind people; the bars differ in hatching too."""
_SHADES = ("#f4f4f4", "#ffffff")
_HURT, _BACK, _AWAY = "#D55E00", "#E69F00", "#888888"
_MOST_TICKS = 27
_CHARACTERS = 160
"""How many small characters fit across a panel."""
_NTH = {1: "every", 2: "second", 3: "third"}


def draw_season(season: Season, form: Format, *, before: Sequence[int] = ()) -> bytes:
    """Return a picture of a season; raises ``RenderingError`` when there is nothing to draw with.

    ``before`` holds each week's largest set in seconds under other rules, which is drawn behind for comparison.
    """
    return drawn((9.6, 7.2), lambda figure: _fill(figure, season, before), form)


def _fill(figure: Figure, season: Season, before: Sequence[int]) -> None:
    weeks = season.weeks
    strip, dose, frequency, runs = figure.subplots(4, 1, sharex=True, gridspec_kw={"height_ratios": [0.5, 2, 1, 1.3]})
    figure.suptitle(f"A simulated season under the rules: {_counted(weeks)}\n{season.summary.top}", fontsize=11)
    _events(strip, weeks)
    _dose(dose, season, before)
    _frequency(frequency, weeks)
    _easy_runs(runs, weeks)
    for panel in (dose, frequency, runs):
        _shade(panel, weeks)
        panel.grid(axis="y", color=GRID, linewidth=0.7)
        panel.set_axisbelow(True)
        panel.spines[["top", "right"]].set_visible(False)
    every = -(-len(weeks) // _MOST_TICKS)
    runs.set_xticks([week.number for week in weeks[::every]])
    runs.set_xlim(0.5, len(weeks) + 0.5)
    runs.set_xlabel("; ".join(["week", *_key(weeks)]))
    runs.tick_params(axis="x", labelsize=8)


def _key(weeks: Sequence[SeasonWeek]) -> Iterator[str]:
    """Explain the marks of the weeks, as far as they occur."""
    shades = (("hurt", "red: hurt"), ("returning", "yellow: coming back from it"), ("away", "grey: away"))
    if any("race" in week.events for week in weeks):
        yield "star and dotted line: a race on the Sunday"
    for ending, words in shades:
        if any(event.endswith(ending) for week in weeks for event in week.events):
            yield words


def _counted(weeks: Sequence[SeasonWeek]) -> str:
    sessions = sum(week.done + week.partly for week in weeks)
    return f"{len(weeks)} weeks, {sessions} sessions with bursts"


def _spans(weeks: Sequence[SeasonWeek], key: Callable[[SeasonWeek], Any]) -> Iterator[tuple[Any, float, float]]:
    """Yield what neighbouring weeks share, with where it starts and ends on the axis."""
    for value, group in groupby(weeks, key):
        numbers = [week.number for week in group]
        yield value, numbers[0] - 0.5, numbers[-1] + 0.5


def _phase(week: SeasonWeek) -> str:
    return "" if week.phase == "race_week" else week.phase


def _events(panel: Axes, weeks: Sequence[SeasonWeek]) -> None:
    """Write the phases in one row and what happened in another."""
    for place, (phase, start, end) in enumerate(_spans(weeks, _phase)):
        panel.axvspan(start, end, ymin=0.5, color=_SHADES[place % 2], lw=0)
        if phase and len(phase) <= (end - start) / len(weeks) * _CHARACTERS:
            panel.text((start + end) / 2, 0.75, plain(phase), ha="center", va="center", fontsize=8, clip_on=True)
    for events, start, end in _spans(weeks, lambda week: tuple(event for event in week.events if event != "race")):
        for event in events:
            if not event.endswith("healed"):
                colour = _HURT if event.endswith("hurt") else _BACK if event.endswith("returning") else _AWAY
                panel.axvspan(start, end, ymax=0.5, color=colour, alpha=0.35, lw=0)
                room = round((end - start) / len(weeks) * _CHARACTERS)
                words = event if len(event) <= room else event.rpartition(" ")[0]
                if len(words) <= room:
                    panel.text((start + end) / 2, 0.25, words, ha="center", va="center", fontsize=7)
    for week in weeks:
        if "race" in week.events:
            panel.plot([week.number], [0.75], marker="*", markersize=9, color=_STEP, linestyle="none")
    panel.set_ylim(0, 1)
    panel.set_yticks([])
    panel.spines[:].set_visible(False)
    panel.tick_params(axis="x", length=0)


def _shade(panel: Axes, weeks: Sequence[SeasonWeek]) -> None:
    """Carry phases, injuries, pauses and races down through a panel."""
    for place, (_, start, end) in enumerate(_spans(weeks, _phase)):
        panel.axvspan(start, end, color=_SHADES[place % 2], lw=0, zorder=-3)
    for events, start, end in _spans(weeks, lambda week: week.events):
        if any(event.endswith("hurt") for event in events):
            panel.axvspan(start, end, color=_HURT, alpha=0.15, lw=0, zorder=-2)
        elif any(event.endswith("returning") for event in events):
            panel.axvspan(start, end, color=_BACK, alpha=0.15, lw=0, zorder=-2)
        elif "away" in events:
            panel.axvspan(start, end, color=_AWAY, alpha=0.2, lw=0, zorder=-2)
    for week in weeks:
        if "race" in week.events:
            panel.axvline(week.number + 0.5, color=_STEP, linewidth=1, linestyle=":")


def _dose(panel: Axes, season: Season, before: Sequence[int]) -> None:
    """Draw the largest set done each week as a bar, the step it belongs to, and what costs nothing in the model."""
    weeks = season.weeks
    numbers = [week.number for week in weeks]
    panel.bar(numbers, [week.largest_s for week in weeks], width=0.7, color=_DONE, label="largest set done")
    if before:
        panel.step(numbers, before, where="mid", color=_AWAY, linewidth=1.2, linestyle=":", label="earlier rules")
    steps = [week.step.efforts * week.step.effort_s if week.step is not None else float("nan") for week in weeks]
    panel.step(numbers, steps, where="mid", color=_STEP, linewidth=1.4, label="present step")
    tolerated = [week.tolerance_s for week in weeks]
    panel.plot(numbers, tolerated, color=_BACK, linewidth=1.4, linestyle="--", label="costs nothing (the model)")
    most = max([60.0, *before, *(week.largest_s for week in weeks), *(step for step in steps if step == step)])
    panel.set_ylim(0, most * 1.15)
    panel.set_title("Seconds of bursts in one run", loc="left", fontsize=9)
    panel.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=4, fontsize=8, frameon=False, borderaxespad=0.2)


def _frequency(panel: Axes, weeks: Sequence[SeasonWeek]) -> None:
    often = [week.step.frequency if week.step is not None else float("nan") for week in weeks]
    panel.step([week.number for week in weeks], often, where="mid", color=_STEP, linewidth=1.4)
    panel.set_ylim(3.4, 0.6)
    panel.set_yticks(list(_NTH), list(_NTH.values()))
    panel.set_title("How often: every, every second or every third easy run", loc="left", fontsize=9)


def _easy_runs(panel: Axes, weeks: Sequence[SeasonWeek]) -> None:
    """Stack what became of the easy runs."""
    kinds: tuple[tuple[str, str, str, Callable[[SeasonWeek], int]], ...] = (
        ("bursts", _DONE, "", lambda week: week.done + week.partly),
        ("skipped", "#ffffff", "", lambda week: week.skipped),
        ("strides instead", _STRIDES, "//", lambda week: week.strides),
        ("barred", _BARRED, "xx", lambda week: week.barred),
        ("not due", _IDLE, "", lambda week: week.not_due),
    )
    numbers = [week.number for week in weeks]
    below = [0] * len(weeks)
    for label, colour, hatch, count in kinds:
        counts = [count(week) for week in weeks]
        if any(counts):
            edge = "#888888" if label == "skipped" else "#ffffff"
            panel.bar(
                numbers, counts, 0.7, below, color=colour, hatch=hatch, edgecolor=edge, linewidth=0.5, label=label
            )
        below = [under + more for under, more in zip(below, counts, strict=True)]
    most = max([1, *below])
    panel.set_ylim(0, most * 1.1)
    panel.set_yticks(range(most + 1))
    panel.set_title("Easy runs", loc="left", fontsize=9)
    if panel.get_legend_handles_labels()[0]:
        panel.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=5, fontsize=8, frameon=False, borderaxespad=0.2)
