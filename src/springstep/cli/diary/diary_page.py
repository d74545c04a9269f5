"""The diary for people to read: its entries as a table, one entry in full, and the weeks."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from springstep.cli.text.echo import styled
from springstep.cli.text.lines import columns, heading, width, wrapped
from springstep.cli.text.tables import table
from springstep.diary.day_words import days_words, spoken_day
from springstep.diary.entry import Entry
from springstep.diary.entry_words import behind, bursts_words, done, prescribed, told
from springstep.diary.trend import DiaryWeek, idle_before, is_enough
from springstep.engine.language.wording import plain

_BAR = 10
_TABLE_WIDTH = 76
_MEANS = (
    ("tired", "fatigue", "tired after {} of 10"),
    ("cadence", "cadence", "cadence {} of 5"),
    ("stride", "stride", "stride {} of 5"),
    ("spring", "spring", "spring {} of 5"),
    ("back", "return_to_pace", "back at pace {} of 5"),
)
_LEGEND = (
    "dose: seconds of effort; tired: 0 fresh to 10 exhausted; cadence, stride, spring, back at pace: 1 to 5, 5 best. "
    "Means of the week; - where nothing was logged."
)
_TOO_LITTLE = "Too little for a trend yet: it takes two weeks with bursts."


def entry_line(entry: Entry) -> str:
    """Describe an entry in one line."""
    minutes = "" if entry.duration_min is None else f"{entry.duration_min:.0f}"
    hurt = plain(entry.pain) if entry.pain not in (None, "none") else ""
    line = f"{entry.short}  {entry.day}  {entry.run_kind:<8}  {minutes:>4}  {bursts_words(entry):<33}"
    return f"{line}  {', '.join(filter(None, (entry.felt_after, hurt)))}".rstrip()


def saved_line(entry: Entry, today: date) -> str:
    """Say what was written, once it is saved for good."""
    return f"saved {entry.short}: {plain(entry.run_kind)} run on {spoken_day(entry.day, today)}, {bursts_words(entry)}"


def entry_table(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield the entries as a table."""
    yield from table(f"{'id':<8}  {'day':<10}  {'run':<8}  {'min':>4}  {'bursts':<33}  felt", map(entry_line, entries))


def entry_page(entry: Entry) -> Iterator[str]:
    """Yield everything about an entry: what was prescribed, and separately what was done."""
    yield heading(f"{plain(entry.run_kind).capitalize()} run on {days_words([entry.day])}")
    minutes = [] if entry.duration_min is None else [("Minutes", f"{entry.duration_min:g}")]
    yield from columns([("Id", entry.uid), *minutes])
    yield heading("Prescribed")
    yield from columns(prescribed(entry.plan)) if entry.plan is not None else ["  nothing from springstep"]
    yield heading("Done")
    yield from columns([("Strides" if entry.is_strides else "Bursts", entry.bursts), *done(entry)])
    answers = told(entry)
    if answers:
        yield heading("How it was")
        yield from columns(answers)
    if entry.plan is not None:
        yield heading("Behind the plan")
        yield from columns(behind(entry.plan))


def week_table(weeks: Sequence[DiaryWeek]) -> Iterator[str]:
    """Yield the weeks as a table with a bar for each dose, or in words where the terminal is too narrow for it."""
    if width() < _TABLE_WIDTH:
        yield from week_words(weeks)
        return
    most = max((week.dose_s for week in weeks), default=0)
    block = "█" if (sys.stdout.encoding or "").lower().replace("-", "") == "utf8" else "#"
    yield heading(f"{'week from':<10}  runs  {'dose':>6}  {'':<{_BAR}}" + "".join(f"{name:>8}" for name, *_ in _MEANS))
    for place, week in enumerate(weeks):
        yield from _away(weeks, place)
        bar = block * (-(-week.dose_s * _BAR // most) if most else 0)
        means = "".join(f"{_mean(getattr(week, name)):>8}" for _, name, _ in _MEANS)
        yield f"{week.monday}  {week.runs:>4}  {week.dose_s:>4} s  {styled(f'{bar:<{_BAR}}', fg='blue')}{means}"
    yield from (wrapped(f"In the week from {monday}: {said}.") for monday, said in _strides(weeks))
    yield wrapped(_LEGEND)
    if not is_enough(weeks):
        yield _TOO_LITTLE


def week_words(weeks: Sequence[DiaryWeek]) -> Iterator[str]:
    """Yield the weeks in words and numbers only, for reading aloud."""
    for place, week in enumerate(weeks):
        yield from _away(weeks, place)
        parts = [_counted(week.runs, "run") if week.runs else "no run"]
        if week.runs:
            parts.append(f"{_counted(week.sessions, 'session')} with bursts")
        if week.sessions:
            parts.append(f"{week.dose_s} s of effort, at most {week.largest_s} s in one")
        if week.strides:
            parts.append(_strides_words(week))
        parts += [
            f"{count} {what}" for count, what in ((week.partly, "partly done"), (week.skipped, "skipped")) if count
        ]
        parts += [words.format(_mean(value)) for _, name, words in _MEANS if (value := getattr(week, name)) is not None]
        yield wrapped(f"Week from {week.monday}: {', '.join(parts)}.", rest="  ")
    if not is_enough(weeks):
        yield _TOO_LITTLE


def _strides(weeks: Sequence[DiaryWeek]) -> Iterator[tuple[date, str]]:
    return ((week.monday, _strides_words(week)) for week in weeks if week.strides)


def _strides_words(week: DiaryWeek) -> str:
    return f"{_counted(week.strides, 'run')} with strides in place of bursts"


def _away(weeks: Sequence[DiaryWeek], place: int) -> Iterator[str]:
    """Yield a line for the weeks that are left out before one of them."""
    away = idle_before(weeks, place)
    if away:
        yield f"{away:,} weeks without a run"


def _mean(value: Any) -> str:
    return "-" if value is None else f"{value:.1f}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
