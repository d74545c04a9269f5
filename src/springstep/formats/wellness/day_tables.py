"""Tables of days as intervals.icu and Garmin Connect export them, each told by its columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from springstep.diary.errors import DiaryError
from springstep.diary.spreadsheet import read_rows
from springstep.diary.wellness import (
    LEAST_BPM,
    MOST_BPM,
    MOST_HRV_MS,
    MOST_READINESS,
    MOST_SLEEP_H,
    Wellness,
    WellnessSource,
)
from springstep.formats.wellness.errors import WellnessError, not_taken

MOST_TABLE_BYTES = 16_000_000
"""A day takes some 200 bytes: this is two hundred years of them."""

_DAY = ("date", "day", "id", "sleep_score_4_weeks", "sleep_score_7_days", "sleep_score_1_year")
_RESTING = ("restinghr", "resting_hr", "resting_heart_rate")
_SLEEP_S = ("sleepsecs", "sleep_secs")
_SLEEP_H = ("sleep_hours", "sleephours", "sleep_time", "duration")
_HRV = ("hrv", "hrv_(rmssd)", "hrv_status", "overnight_hrv", "7_day_average_hrv")
_READINESS = ("readiness", "training_readiness")
"""Of these and those before, the first that has values is taken for the whole table: like is compared with like."""
_ILL = ("sick", "sickness", "illness")
_NOTES = ("comments", "notes")
_GARMIN = {"sleep_score_4_weeks", "sleep_score_7_days", "sleep_score_1_year", "overnight_hrv", "resting_heart_rate"}

_ILL_WORDS = re.compile(r"\b(ill|sick|unwell|fever|feverish|flu|covid|infection|virus)\b", re.IGNORECASE)
_CLOCK = re.compile(r"(?:(\d{1,2})\s*h)?\s*(?:(\d{1,2})\s*m(?:in)?)?", re.ASCII)
_COLON = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,6}(?:[.,]\d{1,6})?", re.ASCII)
_WRITTEN_DAYS = ("%Y-%m-%d", "%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y")
_NOTHING = ("", "--", "-", "null", "none", "nan", "n/a")


def days_of_table(text: str, *, name: str) -> tuple[Wellness, ...]:
    """Return the days of a table; raises ``WellnessError`` for one that is of no days, or tells nothing of them.

    A value that no person has is passed over as if it was not there.
    """
    try:
        columns, rows = read_rows(text, name=name)
    except DiaryError as error:
        raise WellnessError(error.faults) from None
    day_column = next((each for each in _DAY if each in columns), None)
    if day_column is None:
        allowed = "the wellness table of intervals.icu, or the sleep table of Garmin Connect by days, in English"
        raise not_taken(name, "missing", "has no column for the day", allowed)
    source: WellnessSource = "garmin" if _GARMIN.intersection(columns) else "intervals.icu"
    cells_of_days = [cells for _, cells in rows if not _is_nothing(cells.get(day_column, ""))]
    hrv, readiness = (_first_told(names, cells_of_days) for names in (_HRV, _READINESS))
    found = tuple(_days(cells_of_days, day_column, hrv, readiness, source, name))
    if not any(each.tells for each in found):
        raise not_taken(name, "missing", "tells nothing of sleep, resting pulse, HRV, readiness or illness")
    return found


def _days(
    rows: list[dict[str, str]], day_column: str, hrv: str, readiness: str, source: WellnessSource, name: str
) -> Iterator[Wellness]:
    for cells in rows:
        told = cells[day_column].strip()
        day = _day(told)
        if day is None:
            allowed = (
                "days such as 2026-03-02 or Mar 2, 2026, one a line: in Garmin Connect choose four weeks, not a year"
            )
            raise not_taken(name, "not_a_date", f"'{told[:30]}' is not a day", allowed)
        yield Wellness(
            day=day,
            sleep_h=_sleep_h(cells),
            resting_bpm=_within(_first(cells, _RESTING, _number), LEAST_BPM, MOST_BPM),
            hrv_ms=_within(_number(cells.get(hrv)), 0, MOST_HRV_MS),
            readiness=_within(_number(cells.get(readiness)), 0, MOST_READINESS),
            ill_noted=_is_ill(cells),
            source=source,
        )


def _first_told(names: tuple[str, ...], rows: list[dict[str, str]]) -> str:
    """Return the first of some columns that has values; empty where none has."""
    return next((each for each in names if any(_number(cells.get(each)) for cells in rows)), "")


def _day(told: str) -> date | None:
    for form in _WRITTEN_DAYS:
        try:
            return datetime.strptime(told[:40].removesuffix(" 00:00:00"), form).date()
        except ValueError:
            continue
    return None


def _sleep_h(cells: Mapping[str, str]) -> float | None:
    seconds = _first(cells, _SLEEP_S, _number)
    hours = seconds / 3600 if seconds is not None else _first(cells, _SLEEP_H, _hours)
    found = _within(hours, 0, MOST_SLEEP_H)
    return round(found, 2) if found else None  # no sleep at all is a watch that was not worn


def _hours(cell: str | None) -> float | None:
    told = (cell or "").strip().lower()
    colon, clock = _COLON.fullmatch(told), _CLOCK.fullmatch(told)
    if colon is not None:
        return int(colon[1]) + int(colon[2]) / 60
    if clock is not None and (clock[1] or clock[2]):
        return int(clock[1] or 0) + int(clock[2] or 0) / 60
    return _number(told)


def _number(cell: str | None) -> float | None:
    told = (cell or "").strip().lower().removesuffix("bpm").removesuffix("ms").strip()
    return float(told.replace(",", ".")) if _NUMBER.fullmatch(told) else None


def _first(
    cells: Mapping[str, str], names: tuple[str, ...], read: Callable[[str | None], float | None]
) -> float | None:
    return next((value for each in names if (value := read(cells.get(each))) is not None), None)


def _is_ill(cells: Mapping[str, str]) -> bool:
    """Tell whether illness is noted; a note that denies it makes the question be asked, too, which costs little."""
    marked = any((_number(cells.get(each)) or 0) > 0 or _flag(cells.get(each)) for each in _ILL)
    return marked or any(_ILL_WORDS.search(cells.get(each, "")) is not None for each in _NOTES)


def _flag(cell: str | None) -> bool:
    return (cell or "").strip().lower() in ("true", "yes")


def _within(value: float | None, least: float, most: float) -> float | None:
    return value if value is not None and least <= value <= most else None


def _is_nothing(cell: str) -> bool:
    return cell.strip().lower() in _NOTHING
