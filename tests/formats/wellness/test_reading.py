"""What watches and health apps export, read as what it is; and what is none of it, refused in words."""

from __future__ import annotations

import os
import resource
import sys
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from springstep.diary.wellness import Wellness
from springstep.formats.wellness.errors import WellnessError
from springstep.formats.wellness.reading import read_wellness
from tests.formats.making.health import (
    APPLE_END,
    APPLE_HEAD,
    apple_export,
    garmin_table,
    intervals_table,
    record,
)

TODAY = date(2026, 6, 1)
SINCE = TODAY - timedelta(days=60)


def read(path: Path, content: str | bytes) -> tuple[Wellness, ...]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_wellness(path, since=SINCE)


def test_a_table_of_intervals_icu(tmp_path: Path) -> None:
    found = read(tmp_path / "wellness.csv", intervals_table(TODAY, [7.5, 5.25], resting=[48, 55], note="feeling sick"))
    assert found == (
        Wellness(day=date(2026, 5, 31), sleep_h=7.5, resting_bpm=48, hrv_ms=62.5, source="intervals.icu"),
        Wellness(day=TODAY, sleep_h=5.25, resting_bpm=55, hrv_ms=62.5, ill_noted=True, source="intervals.icu"),
    )


@pytest.mark.parametrize("written", ["%Y-%m-%d", "%b %d, %Y", "%d %B %Y"])
def test_a_table_of_garmin_connect(tmp_path: Path, written: str) -> None:
    found = read(tmp_path / "Sleep.csv", garmin_table(TODAY, [7.0, 6.5], written=written))
    assert sorted(found, key=lambda each: each.day) == [
        Wellness(day=date(2026, 5, 31), sleep_h=7.0, resting_bpm=48, hrv_ms=56, source="garmin"),
        Wellness(day=TODAY, sleep_h=6.5, resting_bpm=48, hrv_ms=56, source="garmin"),
    ]


def test_an_export_of_apple_health_counts_a_night_seen_by_two_devices_once(tmp_path: Path) -> None:
    found = read(tmp_path / "export.xml", "".join(apple_export(TODAY, [7.5, 6.0], resting=[50, 51])))
    assert found == (
        Wellness(day=date(2026, 5, 31), sleep_h=7.5, resting_bpm=50, hrv_ms=55.5, source="apple_health"),
        Wellness(day=TODAY, sleep_h=6.0, resting_bpm=51, hrv_ms=55.5, source="apple_health"),
    )


def test_an_export_as_the_phone_zips_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("apple_health_export/export_cda.xml", "<ClinicalDocument/>")
        archive.writestr("apple_health_export/export.xml", "".join(apple_export(TODAY, [8.0])))
    (found,) = read_wellness(tmp_path / "export.zip", since=SINCE)
    assert (found.day, found.sleep_h) == (TODAY, 8.0)


def test_only_the_weeks_that_are_kept_are_read_and_a_nap_in_the_evening_is_of_the_next_night(tmp_path: Path) -> None:
    evening = datetime(2026, 5, 31, 23, 0)
    kind = "HKCategoryTypeIdentifierSleepAnalysis"
    nap = record(kind, evening - timedelta(hours=2), evening, "HKCategoryValueSleepAnalysisAsleep")
    old = record(kind, datetime(2020, 1, 1, 1), datetime(2020, 1, 1, 2), "HKCategoryValueSleepAnalysisAsleep")
    ill = record("HKCategoryTypeIdentifierFever", evening, evening, "HKCategoryValueSeverityMild")
    well = record(
        "HKCategoryTypeIdentifierFever",
        datetime(2026, 5, 20),
        datetime(2026, 5, 20),
        "HKCategoryValueSeverityNotPresent",
    )
    found = read(tmp_path / "export.xml", APPLE_HEAD + old + nap + ill + well + APPLE_END)
    assert [(each.day, each.sleep_h, each.ill_noted) for each in found] == [
        (date(2026, 5, 31), None, True),
        (TODAY, 2.0, False),
    ]


def test_a_table_that_tells_hrv_and_readiness_tells_two_figures(tmp_path: Path) -> None:
    found = read(tmp_path / "w.csv", "date,readiness,hrv\n2026-05-31,90,40\n2026-06-01,20,\n")
    assert [(each.hrv_ms, each.readiness) for each in found] == [(40, 90), (None, 20)]


def test_values_that_nobody_has_are_passed_over(tmp_path: Path) -> None:
    text = "date,restingHR,sleepSecs,hrv\n2026-06-01,4000,999999,-5\n2026-05-31,1e9,0,\n2026-05-30,50,25200,40\n"
    found = read(tmp_path / "w.csv", text)
    assert [each.tells for each in found] == [False, False, True]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\x00\xff\xfe", "neither a table"),
        ("a,b\n1,2\n", "has no column for the day"),
        ("date,weight\n2026-06-01,70\n", "tells nothing of sleep"),
        ("date,restingHR\nNov 1-7,50\n", "is not a day"),
        ("date,restingHR\n2026-06-01,50,7\n", "has 3 cells"),
        ("<gpx/>", "no export of Apple Health"),
        ("<HealthData>", "no whole XML file"),
        ("<HealthData/>", "tells nothing of sleep"),
        ('<!DOCTYPE HealthData [<!ENTITY a "b">]><HealthData x="&a;"/>', "defines entities"),
        ('<!DOCTYPE HealthData [<!ENTITY a SYSTEM "file:///etc/hostname">]><HealthData>&a;</HealthData>', "entities"),
        ("<HealthData>" + " " * 5_000_000, "larger than any export"),
        (b"PK\x03\x04 and nothing more", "damaged archive"),
    ],
)
def test_what_is_none_of_it_is_refused_in_words(tmp_path: Path, content: str | bytes, said: str) -> None:
    with pytest.raises(WellnessError, match=said):
        read(tmp_path / "file", content)


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(WellnessError, match="no such file"):
        read_wellness(tmp_path / "none.csv", since=SINCE)
    with pytest.raises(WellnessError, match="is a folder"):
        read_wellness(tmp_path, since=SINCE)


def test_an_archive_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export.xml", "<HealthData>" + " " * 50_000_000)
    with pytest.raises(WellnessError, match="unpacks to far more"):
        read_wellness(tmp_path / "bomb.zip", since=SINCE)


WHOLE = {
    "export.xml": "".join(apple_export(TODAY, [7.5, 6.0], resting=[50, 51])),
    "wellness.csv": intervals_table(TODAY, [7.5, 5.25], resting=[48, 55], note="feeling sick"),
    "Sleep.csv": garmin_table(TODAY, [7.0, 6.5], written="%b %d, %Y"),
}
ODD = [
    "",
    '"',
    "<",
    "&",
    "&#0;",
    "\x00",
    "9999-12-31",
    "0000-00-00",
    "1e999",
    "nan",
    "-1",
    ";",
    ",",
    "\n",
    "é",
    "999h 99m",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_whatever_is_in_a_file_it_is_read_or_refused(tmp_path: Path, name: str, data: st.DataObject) -> None:
    text = WHOLE[name]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.integers(0, 30))
        text = text[:start] + data.draw(st.sampled_from(ODD)) + text[end:]
    try:
        found = read(tmp_path / name, text)
    except WellnessError as error:
        assert "\n" not in str(error.faults[0]) and error.faults[0].source.endswith(name)
    else:
        assert all(isinstance(each, Wellness) for each in found)


@pytest.mark.parametrize("end", ["9999-12-31 23:30:00 +0000", "2199-12-31 23:30:00 -1200", "2026-06-01 06:00:00 +2359"])
def test_moments_at_the_end_of_time_do_no_harm(tmp_path: Path, end: str) -> None:
    line = f'<Record type="HKCategoryTypeIdentifierSleepAnalysis" startDate="{end}" endDate="{end}" value="Asleep"/>'
    found = read(tmp_path / "export.xml", APPLE_HEAD + line + "".join(apple_export(TODAY, [7.0]))[len(APPLE_HEAD) :])
    assert [each.sleep_h for each in found] == [7.0]


@pytest.mark.parametrize("zipped", [False, True])
def test_years_of_records_are_read_in_little_memory(tmp_path: Path, zipped: bool) -> None:
    megabytes = int(os.environ.get("SPRINGSTEP_HEALTH_MB", "4"))
    path, written = tmp_path / "export.xml", 0
    with path.open("w", encoding="utf-8") as stream:
        days = 0
        stream.write(APPLE_HEAD)
        while written < megabytes * 1_000_000:
            day = TODAY - timedelta(days=days % 3000)
            pieces = [*apple_export(day, [7.0], resting=[50], beats=2000)][1:-1]
            written += stream.write("".join(pieces))
            days += 1
        stream.write(APPLE_END)
    if zipped:
        with zipfile.ZipFile(tmp_path / "export.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(path, "apple_health_export/export.xml")
        path = tmp_path / "export.zip"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = read_wellness(path, since=SINCE)
    used = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / (
        1024**2 if sys.platform == "darwin" else 1024
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    print(f"{written / 1e6:.0f} MB of records read, {used:.0f} MB more memory, {peak:.0f} MB at the most in all")
    assert len(found) == min(days, 61)
    assert used < 200
