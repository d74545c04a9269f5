"""Which diary a command means, and which day it takes for today."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from springstep.cli.options.file_path import FilePath
from springstep.diary.entry import Entry, recent_day_of
from springstep.diary.errors import DiaryError
from springstep.diary.storage.place import default_path
from springstep.diary.storage.store import Diary
from springstep.diary.watched import WatchedRun
from springstep.engine.errors import Fault, RefusedError
from springstep.engine.language.spoken.days import day_named
from springstep.engine.text.opening import found

Command = TypeVar("Command", bound=Callable[..., Any])


def diary_option(command: Command) -> Command:
    """Add the option that chooses the diary."""
    kind = FilePath()
    return click.option("--diary", "place", type=kind, metavar="FILE", help="Use this diary instead of your own.")(
        command
    )


def today_option(command: Command) -> Command:
    """Add the option that sets today's day."""
    return click.option("--today", metavar="DAY", help="Take this day as today, such as 2026-05-12.")(command)


def day_from(text: str | None, option: str) -> date | None:
    """Return the day that an option gives, if any; raises ``DiaryError``."""
    try:
        return None if text is None else day_named(text, date.today())
    except RefusedError as error:
        raise DiaryError([Fault(error.code, str(error), option)]) from None


def today_from(text: str | None) -> date:
    """Return today, or the day to take as today; raises ``DiaryError``."""
    try:
        return date.today() if text is None else recent_day_of(day_named(text, date.today()))
    except RefusedError as error:
        raise DiaryError([Fault(error.code, str(error), "--today")]) from None


def opened(place: pathlib.Path | None, *, create: bool = False) -> Diary:
    """Open the diary that is meant."""
    return Diary.open(place or default_path(), create=create)


def earlier_entries(place: pathlib.Path | None) -> tuple[Entry, ...]:
    """Return what is in the diary so far; nothing when there is none yet."""
    path = place or default_path()
    if not found(path):
        return ()
    with opened(place) as book:
        return book.entries()


def earlier_recordings(place: pathlib.Path | None) -> tuple[WatchedRun, ...]:
    """Return what watches recorded, as the diary has it so far; nothing when there is no diary yet."""
    path = place or default_path()
    if not found(path):
        return ()
    with opened(place) as book:
        return book.recordings.sound()
