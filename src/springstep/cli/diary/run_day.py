"""The day of a run that is written down: as people tell it, and asked back where its year may be a slip."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from springstep.cli.diary.entry_input import OPTION_OF
from springstep.diary.entry import EARLIEST
from springstep.diary.errors import DiaryError
from springstep.engine.errors import Fault, RefusedError
from springstep.engine.language.spoken.days import run_day_told
from springstep.engine.language.wording import counted

_ALL_THE_SAME = "--long-ago adds it all the same"
_YEAR_DAYS, _LONG_AGO_DAYS = 365, 366
"""A run written down by hand is of these days; of an earlier one the year may be a slip."""


def read_day(given: dict[str, Any], today: date) -> DiaryError | None:
    """Put the day that is told in place of its words, or take these away and return what is wrong with them."""
    if "day" not in given:
        return None
    try:
        given["day"] = run_day_told(given["day"], today)
    except RefusedError as error:
        del given["day"]
        return DiaryError([Fault(error.code, str(error), OPTION_OF["day"])])
    return None


@contextmanager
def besides(wrong: DiaryError | None) -> Iterator[None]:
    """Raise what is wrong already, with what else is wrong."""
    try:
        yield
    except DiaryError as error:
        raise DiaryError([*(wrong.faults if wrong is not None else ()), *error.faults]) from None
    if wrong is not None:
        raise wrong


def is_long_ago(day: date, today: date) -> bool:
    """Tell whether a day that a diary may hold is more than a year ago."""
    return day >= EARLIEST and (today - day).days > _LONG_AGO_DAYS


def long_ago_words(day: date, today: date) -> str:
    """Say how many years ago a day is."""
    return f"{day} is {counted((today - day).days // _YEAR_DAYS, 'years')} ago"


def long_ago_error(day: date, today: date) -> DiaryError:
    """Return the refusal of a run of so long ago, with the way to add it on purpose."""
    return DiaryError([Fault("out_of_range", long_ago_words(day, today), OPTION_OF["day"], _ALL_THE_SAME)])
