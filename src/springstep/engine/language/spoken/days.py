"""Read a day as people tell it: ``2026-05-12``, ``12 May``, ``29/11/2026``, ``May 2026``, ``tomorrow``, ``monday``."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta

from springstep.engine.errors import RefusedError, shown

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_NEAR = {"today": 0, "yesterday": -1, "tomorrow": 1}
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_YEAR = r"(?:,? (?P<year>[0-9]{4}))?"
_SHAPES = (rf"{_DAY} (?:of )?{_MONTH}{_YEAR}", rf"{_MONTH} {_DAY}{_YEAR}", rf"(?:in )?{_MONTH}{_YEAR}")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_CENTURY = 2000
"""What a year of two digits counts from."""
_JUST_GONE = timedelta(days=60)
"""A day told without its year that went by no longer ago is hardly the one of next year."""
_IN_FULL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CALLED = {name[:cut]: place for place, name in enumerate(_WEEKDAYS) for cut in (3, 4, 5, len(name))}
"""The weekdays by what they are called, in full or cut short."""
_WEEKDAY = "|".join(sorted(_CALLED, key=len, reverse=True))
_COMING = re.compile(
    rf"(?:on |this |coming |this coming )?(?P<this>{_WEEKDAY})|next (?P<next>{_WEEKDAY})"
    rf"|(?P<week>{_WEEKDAY}) week|a week on (?P<later>{_WEEKDAY})|(?:this |at the |next )?(?P<weekend>weekend)"
)
_AHEAD = {"the day after tomorrow": 2, "day after tomorrow": 2, "a fortnight": 14, "in a fortnight": 14}
_SUCH_AS = "say for example yesterday, monday, 12 May or 2026-05-12"
_NUMBERS = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})"


def day_told(text: str, today: date, *, past: bool) -> date:
    """Return the day that some words tell; raises ``RefusedError`` for anything else.

    Without a year it is the last such day up to today where it lies in the ``past``, else the next one from today on. A
    month alone counts as its last day in the past, and no later than today: the cautious reading of when something
    ended. For a day to come a month is not enough, and one that has just gone by is asked back.

    >>> day_told("May", date(2026, 11, 3), past=True), day_told("2 may", date(2026, 11, 3), past=False)
    (datetime.date(2026, 5, 31), datetime.date(2027, 5, 2))
    """
    text = " ".join(text.split())
    words = text.lower()
    if words in _NEAR:
        return _in_time(_shifted(today, _NEAR[words], words), today, past=past)
    numbers = _in_numbers(words, text, today if not past else None)
    if numbers is not None:
        return _in_time(numbers, today, past=past)
    found = re.fullmatch(_NUMBERS, words) or next((m for shape in _SHAPES if (m := re.fullmatch(shape, words))), None)
    if found is None:
        return _in_time(_in_full(words), today, past=past)
    month, day = _month(found["month"], text), found.groupdict().get("day")
    if day is None and not past:
        raise RefusedError("not_a_date", f"'{text}' names no day; say for example 12 {_MONTHS[month - 1].title()}")
    if found["year"] is not None:
        return _in_time(_date(int(found["year"]), month, day, today, text), today, past=past)
    for year in (today.year, today.year + (-1 if past else 1)):
        told = _date(year, month, day, today, text)
        if (told <= today) if past else (told >= today):
            return told
        if not past and today - told <= _JUST_GONE:
            next_year = _date(year + 1, month, day, today, text)
            raise RefusedError("ambiguous", f"'{text}' may be {told}, which has gone by, or {next_year}: say which")
    raise RefusedError("not_a_date", f"'{text}' needs a year")


def run_day_told(text: str, today: date) -> date:
    """Return the day of a run that some words tell; raises ``RefusedError`` for anything else.

    Besides what ``day_told`` reads of the past, a weekday is the one of the last seven days. A month is no day, nor is
    today's weekday, which may be today or a week ago. A day written in full is not held against today.

    >>> run_day_told("Friday", date(2026, 11, 30)), run_day_told("29.11.2026", date(2026, 11, 30))
    (datetime.date(2026, 11, 27), datetime.date(2026, 11, 29))
    """
    words = " ".join(text.lower().split())
    if _IN_FULL.fullmatch(words):
        return _of_calendar(words)
    weekday = _CALLED.get(words)
    if weekday is not None:
        ago = (today.weekday() - weekday) % len(_WEEKDAYS)
        if ago == 0:
            before = _shifted(today, -len(_WEEKDAYS), words)
            raise RefusedError("ambiguous", f"'{text}' may be {today} or {before}: say which")
        return _shifted(today, -ago, words)
    month = re.fullmatch(_SHAPES[-1], words)
    if re.fullmatch(_NUMBERS, words) or (
        month is not None and any(each.startswith(month["month"]) for each in _MONTHS)
    ):
        raise RefusedError("not_a_date", f"'{text}' names no day; {_SUCH_AS}")
    try:
        return day_told(text, today, past=True)
    except RefusedError as error:
        if error.code == "not_a_date" and re.search("write it as|say for example", str(error)):
            raise RefusedError(error.code, f"'{text}' is not a day; {_SUCH_AS}") from None
        raise


def coming_day_told(text: str, today: date) -> date:
    """Return the day to come that some words tell; raises ``RefusedError`` for anything else.

    Besides what ``day_told`` reads, a weekday is the one of the next seven days. Today's weekday may be today or in a
    week, and what is next may be the nearer or the one after it: both are asked back.

    >>> coming_day_told("Saturday", date(2026, 11, 30)), coming_day_told("5 December", date(2026, 11, 30))
    (datetime.date(2026, 12, 5), datetime.date(2026, 12, 5))
    """
    words = " ".join(text.lower().split()).removeprefix("on ")
    if words in _AHEAD:
        return _shifted(today, _AHEAD[words], words)
    found = _COMING.fullmatch(words)
    if found is None:
        return day_told(words, today, past=False)
    if found["weekend"]:
        raise RefusedError("ambiguous", f"'{text}' may be Saturday or Sunday: say which")
    name = next(each for each in found.groups() if each)
    ahead, week = (_CALLED[name] - today.weekday()) % len(_WEEKDAYS), len(_WEEKDAYS)
    if found["week"] or found["later"]:
        return _shifted(today, ahead + week, words)
    if ahead == 0 and found["next"]:
        return _shifted(today, week, words)
    if ahead == 0 or found["next"]:
        nearer, after = (_shifted(today, days, words) for days in (ahead, ahead + week))
        raise RefusedError("ambiguous", f"'{text}' may be {nearer} or {after}: say which")
    return _shifted(today, ahead, words)


def day_named(text: str, today: date) -> date:
    """Return the day that words name for themselves, gone by or to come; raises ``RefusedError`` for anything else.

    >>> day_named("5 December 2026", date(2026, 11, 30)), day_named("yesterday", date(2026, 11, 30))
    (datetime.date(2026, 12, 5), datetime.date(2026, 11, 29))
    """
    words = " ".join(text.lower().split())
    if words in _NEAR:
        return _shifted(today, _NEAR[words], words)
    if _IN_FULL.fullmatch(words):
        return _of_calendar(words)
    numbers = _in_numbers(words, text)
    if numbers is not None:
        return numbers
    found = next((m for shape in _SHAPES[:2] if (m := re.fullmatch(shape, words))), None)
    if found is None or found["year"] is None:
        raise RefusedError("not_a_date", f"{shown(text)} is not a day; write it as 2026-03-31")
    return _date(int(found["year"]), _month(found["month"], text), found["day"], today, text)


def _in_full(words: str) -> date:
    if not _IN_FULL.fullmatch(words):
        raise RefusedError("not_a_date", f"'{words}' is not a day; write it as 2026-03-31")
    return _of_calendar(words)


def _of_calendar(words: str) -> date:
    """Return a day written YYYY-MM-DD; raises ``RefusedError`` where the calendar has none."""
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise RefusedError("not_a_date", f"the calendar has no day {words}") from None


def _in_numbers(words: str, text: str, earliest: date | None = None) -> date | None:
    """Return a day written in numbers with the year last, if one and only one day can be meant.

    Of two days only one of which is not before the ``earliest``, that is meant.
    """
    found = _YEAR_LAST.fullmatch(words)
    if found is None:
        return None
    first, second, year = (int(found[place]) for place in (1, 3, 4))
    year += _CENTURY if len(found[4]) < len("2026") else 0
    days = []
    for day, month in dict.fromkeys([(first, second), (second, first)]):
        with suppress(ValueError):
            days.append(date(year, month, day))
    if not days:
        raise RefusedError("not_a_date", f"the calendar has no day {text}")
    if len(days) > 1 and earliest is not None:
        days = [day for day in days if day >= earliest] or days[:1]
    if len(days) > 1:
        either = " or ".join(f"{day.day} {day:%B %Y}" for day in days)
        raise RefusedError("ambiguous", f"'{text}' may be {either}: write {days[0]} or {days[1]}")
    return days[0]


def _shifted(today: date, days: int, words: str) -> date:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        raise RefusedError("not_a_date", f"the calendar has no {words}") from None


def _in_time(told: date, today: date, *, past: bool) -> date:
    if past and told > today:
        raise RefusedError("out_of_range", f"{told} is still to come")
    if not past and told < today:
        raise RefusedError("out_of_range", f"{told} has gone by")
    return told


def _month(word: str, text: str) -> int:
    if word.isdigit() and 1 <= int(word) <= len(_MONTHS):
        return int(word)
    found = [place for place, name in enumerate(_MONTHS, 1) if name.startswith(word)]
    if len(found) != 1:
        raise RefusedError("not_a_date", f"'{text}' is not a day; say for example 12 May 2026, or 2026-05-12")
    return found[0]


def _date(year: int, month: int, day: str | None, today: date, text: str) -> date:
    """Return a date; the last day of the month, or today within it, where no day is told."""
    try:
        if day is not None:
            return date(year, month, int(day))
        following = date(year + month // 12, month % 12 + 1, 1)
    except ValueError:
        raise RefusedError("not_a_date", f"there is no {text}") from None
    last = following - timedelta(days=1)
    return today if (year, month) == (today.year, today.month) else last
