"""The coming runs with bursts as a calendar in a file, and what the one before it goes on showing."""

from __future__ import annotations

import pathlib
from typing import TYPE_CHECKING

import click

from springstep.cli.options.output_file import write_output
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.diary.week_ahead import WeekAhead
from springstep.engine.language.wording import listed
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.opening import read_all

if TYPE_CHECKING:
    from springstep.formats.workouts.calendar import RunEvent

_MOST_BYTES = 1_000_000
"""How much of an earlier calendar is read: far more than a week takes."""


def write_week(coming: WeekAhead, path: pathlib.Path, base: RuleBase) -> None:
    """Write the runs with bursts as events, and say which of an earlier file are none any more.

    Raises ``click.exceptions.Exit`` where there is none to write.
    """
    from springstep.formats.workouts.calendar import calendar_file  # an extra, and few want a calendar
    from springstep.formats.workouts.week import dropped_events, week_events

    events = week_events(coming, base)
    if not events:
        echo(wrapped(f"None of these runs carries bursts, so no calendar is written.{_left_behind(path)}"), err=True)
        raise click.exceptions.Exit(1)
    before = _held(path)
    write_output(path, calendar_file(events), private=True)
    if gone := dropped_events(before, events, coming.first):
        echo(wrapped(_dropped(path, gone)), err=True)


def _held(path: pathlib.Path) -> bytes:
    """Return what the file held so far; nothing where it is new, or no file."""
    try:
        return read_all(path, most=_MOST_BYTES, follow=False)
    except OSError:
        return b""


def _dropped(path: pathlib.Path, gone: tuple[RunEvent, ...]) -> str:
    days = listed([f"{event.day:%a} {event.day.day} {event.day:%b}" for event in gone], last="and")
    them, events = ("it", "that event") if len(gone) == 1 else ("them", "those events")
    return (
        f"{path} had bursts on {days} before, and has {them} no longer: delete {events} from your calendar, which does "
        "not do so by itself."
    )


def _left_behind(path: pathlib.Path) -> str:
    """Say what becomes of a calendar of an earlier week: nothing by itself."""
    if not path.exists():
        return ""
    return f" {path} still holds the runs of an earlier week: delete it, and its events from your calendar."
