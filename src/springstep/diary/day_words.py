"""Days as a person writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

_MOST_DAYS_NAMED = 3


def days_words(days: Sequence[date]) -> str:
    """Name the days of some entries as people do.

    >>> days_words([date(2026, 11, 12), date(2026, 11, 19)])
    '12 and 19 November 2026'
    >>> days_words([date(2026, month, 1) for month in range(1, 9)])
    '8 entries from 1 January to 1 August 2026'
    """
    named = sorted(set(days))
    if len(named) > _MOST_DAYS_NAMED:
        return f"{len(days)} entries from {_day(named[0], named[-1])} to {_day(named[-1], None)}"
    words = [_day(day, following) for day, following in zip(named, [*named[1:], None], strict=True)]
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _day(day: date, following: date | None) -> str:
    """Write a day, leaving out month and year where the day named after it shares them."""
    if following is not None and (day.month, day.year) == (following.month, following.year):
        return str(day.day)
    month = f"{day.day} {day:%B}"
    return month if following is not None and day.year == following.year else f"{month} {day.year}"


def spoken_day(day: date, today: date) -> str:
    """Write one day as a person would on another day: with its year only where that is not the same.

    >>> spoken_day(date(2026, 11, 13), date(2026, 11, 14)), spoken_day(date(2025, 11, 13), date(2026, 11, 14))
    ('13 November', '13 November 2025')
    """
    return _day(day, None) if day.year != today.year else f"{day.day} {day:%B}"
