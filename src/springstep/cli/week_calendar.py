"""The coming runs with bursts as a calendar in a file, or as a QR code, and what the one before it goes on showing."""

from __future__ import annotations

import pathlib
from typing import TYPE_CHECKING

import click

from springstep.cli.drawn_code import STANDARD_OUTPUT, drawn_code
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


def write_week(coming: WeekAhead, base: RuleBase, *, ics: pathlib.Path | None, qr: pathlib.Path | None) -> bytes:
    """Write the runs with bursts as events, and say which of an earlier calendar are none any more.

    Return the code that is to be printed, empty for none. Raises ``click.exceptions.Exit`` where there is no event.
    """
    from springstep.formats.workouts.calendar import calendar_file  # an extra, and few want a calendar
    from springstep.formats.workouts.qr_code import code_of
    from springstep.formats.workouts.week import dropped_events, week_events

    events = week_events(coming, base)
    if not events:
        left = _left_behind(ics) if ics is not None else ""
        echo(wrapped(f"None of these runs carries bursts, so no calendar is written.{left}"), err=True)
        raise click.exceptions.Exit(1)
    drawn = b"" if qr is None else drawn_code(code_of(calendar_file(week_events(coming, base, brief=True))), qr)
    if ics is not None:
        before = _held(ics)
        write_output(ics, calendar_file(events), private=True)
        if gone := dropped_events(before, events, coming.first):
            echo(wrapped(_dropped(ics, gone)), err=True)
    if qr is None or str(qr) == STANDARD_OUTPUT:
        return drawn
    write_output(qr, drawn, private=True)
    return b""


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
