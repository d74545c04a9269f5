"""The export of Apple Health: an XML file of gigabytes, read piece by piece, of which only three kinds of record stay.

No tree is built. Sleep of several devices may overlap: a night is what any of them saw as sleep, counted once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from statistics import fmean
from typing import BinaryIO

from springstep.diary.entry import LATEST
from springstep.diary.wellness import LEAST_BPM, MOST_BPM, MOST_HRV_MS, MOST_SLEEP_H, Wellness
from springstep.formats.wellness.errors import not_taken

ROOT = "HealthData"
MOST_XML_BYTES = 16_000_000_000
MOST_SILENT_BYTES = 4_000_000
"""How much may go by without an element: the file begins with a list of all that it may hold."""
MOST_RECORDS = 500_000
"""How many records of the days that are kept may be taken; a night has some dozens."""
_CHUNK = 1 << 16
_SLEEP = "HKCategoryTypeIdentifierSleepAnalysis"
_RESTING = "HKQuantityTypeIdentifierRestingHeartRate"
_VARIABILITY = "HKQuantityTypeIdentifierHeartRateVariabilitySDNN"
_ASLEEP = "Asleep"
_ILL = ("HKCategoryTypeIdentifierFever", "HKCategoryTypeIdentifierChills", "HKCategoryTypeIdentifierVomiting")
_NOT_PRESENT = "NotPresent"
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}) ([+-]\d{4})", re.ASCII)
_EVENING = 18
"""Sleep that ends after this hour belongs to the next day's night."""
_LONGEST = timedelta(hours=24)
_LAST = f"{LATEST}"
"""Days are compared as they are written; no diary speaks of later ones."""


class HealthRecords:
    """Takes records as they come, and keeps those of the days from one on."""

    def __init__(self, since: date, name: str) -> None:
        self._since = since.isoformat()
        self._name = name
        self._sleep: dict[date, list[tuple[datetime, datetime]]] = {}
        self._resting: dict[date, list[float]] = {}
        self._variability: dict[date, list[float]] = {}
        self._ill: set[date] = set()
        self._kept = 0
        self.count = 0
        self.root = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element; raises ``WellnessError`` for another kind of file, or too many records."""
        self.count += 1
        if not self.root:
            self.root = tag
            if tag != ROOT:
                raise not_taken(self._name, "malformed", "is no export of Apple Health")
        if tag != "Record":
            return
        kind, ended = attributes.get("type", ""), attributes.get("endDate", "")
        if not self._since <= ended <= _LAST or kind not in (_SLEEP, _RESTING, _VARIABILITY, *_ILL):
            return
        self._kept += 1
        if self._kept > MOST_RECORDS:
            raise not_taken(self._name, "too_large", "holds more records of these weeks than any runner has")
        self._take(kind, attributes.get("startDate", ""), ended, attributes.get("value", ""))

    def end(self, tag: str) -> None:
        """Take the end of an element, which says nothing."""

    def _take(self, kind: str, started: str, ended: str, value: str) -> None:
        end = _moment(ended)
        if end is None:
            return
        if kind == _SLEEP:
            start = _moment(started)
            if _ASLEEP in value and start is not None and timedelta(0) < end - start <= _LONGEST:
                night = end.date() + timedelta(days=end.hour >= _EVENING)
                self._sleep.setdefault(night, []).append((start, end))
        elif kind in _ILL:
            if _NOT_PRESENT not in value:
                self._ill.add(end.date())
        else:
            number = _number(value)
            least, most = (LEAST_BPM, MOST_BPM) if kind == _RESTING else (0, MOST_HRV_MS)
            if number is not None and least <= number <= most:
                of = self._resting if kind == _RESTING else self._variability
                of.setdefault(end.date(), []).append(number)

    def days(self) -> tuple[Wellness, ...]:
        """Return the days that records tell of."""
        every = sorted({*self._sleep, *self._resting, *self._variability, *self._ill})
        return tuple(
            Wellness(
                day=day,
                sleep_h=_asleep_h(self._sleep.get(day, [])),
                resting_bpm=round(self._resting[day][-1], 1) if day in self._resting else None,
                hrv_ms=round(fmean(self._variability[day]), 1) if day in self._variability else None,
                ill_noted=day in self._ill,
                source="apple_health",
            )
            for day in every
        )


def days_of_apple_health(stream: BinaryIO, *, name: str, since: date) -> tuple[Wellness, ...]:
    """Return the days of an export from one day on; raises ``WellnessError``.

    What comes after a place where the file is broken is not read; what came before is not taken, either.
    """
    try:
        from defusedxml.common import DefusedXmlException  # an extra
        from defusedxml.ElementTree import DefusedXMLParser, ParseError
    except ImportError:
        allowed = "pip install 'springstep[watch]'"
        raise not_taken(name, "not_installed", "reading it needs defusedxml", allowed) from None
    records = HealthRecords(since, name)
    parser = DefusedXMLParser(target=records, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    size = silent = 0
    try:
        while chunk := stream.read(_CHUNK):
            before = records.count
            size += len(chunk)
            parser.feed(chunk)
            silent = silent + len(chunk) if records.count == before else 0
            if size > MOST_XML_BYTES or silent > MOST_SILENT_BYTES:
                raise not_taken(name, "too_large", "is larger than any export is, or no XML of records")
        parser.close()
    except DefusedXmlException:
        raise not_taken(name, "not_allowed", "defines entities or leads to other files, which no export does") from None
    except (ParseError, LookupError, UnicodeError, ValueError) as error:
        raise not_taken(name, "malformed", f"is no whole XML file: {str(error)[:80]}", "export it again") from None
    found = records.days()
    if not found:
        raise not_taken(name, "missing", f"tells nothing of sleep, resting pulse or illness since {since}")
    return found


def _moment(told: str) -> datetime | None:
    """Return a moment by the clock that the runner had then."""
    found = _MOMENT.fullmatch(told)
    if found is None:
        return None
    try:
        return datetime.strptime(found[0], "%Y-%m-%d %H:%M:%S %z")
    except ValueError:
        return None


def _number(told: str) -> float | None:
    try:
        return float(told[:30])
    except ValueError:
        return None


def _asleep_h(spans: list[tuple[datetime, datetime]]) -> float | None:
    """Return how long a runner slept, times that several devices saw counted once."""
    total, until = timedelta(0), None
    for start, end in sorted(spans):
        begins = start if until is None or start > until else until
        if end > begins:
            total, until = total + (end - begins), end
    hours = total.total_seconds() / 3600
    return round(hours, 2) if 0 < hours <= MOST_SLEEP_H else None
