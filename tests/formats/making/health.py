"""Exports of watches and health apps that nobody made: tables of days, and the XML of Apple Health."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

APPLE_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE HealthData [\n<!ELEMENT HealthData (ExportDate,Me,Record*)>\n'
    "<!ATTLIST Record type CDATA #REQUIRED>\n]>\n"
    '<HealthData locale="en_GB">\n <ExportDate value="2026-06-01 08:00:00 +0200"/>\n'
)
APPLE_END = "</HealthData>\n"


def intervals_table(today: date, nights: list[float], *, resting: list[int] | None = None, note: str = "") -> str:
    """Return a table of intervals.icu whose last row is today; hours of sleep for each night."""
    rows = ["date,weight,restingHR,hrv,sleepSecs,sleepScore,readiness,comments"]
    for number, hours in enumerate(nights):
        day = today - timedelta(days=len(nights) - 1 - number)
        pulse = "" if resting is None else resting[number]
        told = note if day == today else ""
        rows.append(f"{day},70.1,{pulse},62.5,{round(hours * 3600)},80,,{told}")
    return "\n".join(rows) + "\n"


def garmin_table(today: date, nights: list[float], *, written: str = "%Y-%m-%d") -> str:
    """Return Garmin's table of sleep, the newest day first, as it is exported."""
    head = "Sleep Score 4 Weeks,Score,Resting Heart Rate,Body Battery,Pulse Ox,Respiration,Skin Temp Change,HRV Status,"
    rows = [f"{head}Quality,Duration,Sleep Need,Bedtime,Wake Time"]
    for number, hours in enumerate(nights):
        told = (today - timedelta(days=len(nights) - 1 - number)).strftime(written)
        day = f'"{told}"' if "," in told else told
        minutes = round(hours * 60)
        rows.append(
            f"{day},78,48,+63,95.1,14.3,+0.2°,56,Good,{minutes // 60}h {minutes % 60}min,8h 0min,10:41 PM,6:50 AM"
        )
    return "\n".join([rows[0], *reversed(rows[1:])]) + "\n"


def apple_night(morning: date, hours: float, *, offset: str = "+0200") -> Iterator[str]:
    """Yield a night as two devices saw it: phases of a watch, and the same time once more by a phone."""
    end = datetime(morning.year, morning.month, morning.day, 6, 30)
    start = end - timedelta(hours=hours)
    middle = start + (end - start) / 2
    for kind, begin, until in (
        ("AsleepCore", start, middle),
        ("AsleepDeep", middle, end),
        ("AsleepUnspecified", start + timedelta(minutes=20), end),
        ("InBed", start - timedelta(hours=1), end + timedelta(hours=1)),
        ("Awake", end, end + timedelta(minutes=10)),
    ):
        yield record(
            "HKCategoryTypeIdentifierSleepAnalysis", begin, until, f"HKCategoryValueSleepAnalysis{kind}", offset
        )


def record(kind: str, start: datetime, end: datetime, value: object, offset: str = "+0200") -> str:
    return (
        f' <Record type="{kind}" sourceName="Watch" creationDate="{end} {offset}" startDate="{start} {offset}" '
        f'endDate="{end} {offset}" value="{value}"/>\n'
    )


def apple_export(
    today: date, nights: list[float], *, resting: list[int] | None = None, beats: int = 0
) -> Iterator[str]:
    """Yield an export piece by piece; ``beats`` are records of the heart rate on each day, which nobody needs here."""
    yield APPLE_HEAD
    for number, hours in enumerate(nights):
        morning = today - timedelta(days=len(nights) - 1 - number)
        noon = datetime(morning.year, morning.month, morning.day, 12)
        for beat in range(beats):
            at = noon + timedelta(seconds=beat)
            yield record("HKQuantityTypeIdentifierHeartRate", at, at, 60 + beat % 90)
        yield from apple_night(morning, hours)
        if resting is not None:
            yield record("HKQuantityTypeIdentifierRestingHeartRate", noon, noon, resting[number])
        yield record("HKQuantityTypeIdentifierHeartRateVariabilitySDNN", noon, noon, 55.5)
    yield APPLE_END
