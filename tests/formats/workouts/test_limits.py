"""At the limits of each format, and one step beyond them: nothing is cut off, and nothing is written that is not so."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from typing import Any, cast
from xml.etree import ElementTree

import icalendar
import pytest
import segno
import vobject
import zxingcpp
from PIL import Image

from springstep.engine.errors import SpringstepError
from springstep.formats.errors import FormatError
from springstep.formats.workouts import calendar, fit, fit_reading, interval_text, libraries, qr_code, zwift
from springstep.formats.workouts.named_run import NamedRepeat
from springstep.formats.workouts.read_back import hold
from tests.formats.workouts.runs import run_here, run_of, step

WIDE = "\u00e9"
"""A letter of two bytes."""


def refused(write: Callable[[], Any]) -> str:
    with pytest.raises(FormatError) as error:
        write()
    assert isinstance(error.value, SpringstepError)
    return str(error.value)


def test_a_name_of_fit_has_254_bytes() -> None:
    for name in ("n" * 254, WIDE * 127):
        read = fit_reading.read_fit(fit.fit_file(run_here(parts=(step(name=name),))))
        assert [part.name for part in read.parts if not isinstance(part, NamedRepeat)] == [name]
    for name in ("n" * 255, WIDE * 127 + "n"):
        said = refused(lambda name=name: fit.fit_file(run_here(parts=(step(name=name),))))
        assert said == "name: takes 255 bytes; at most 254 bytes of UTF-8"
    assert "title: takes 255 bytes" in refused(lambda: fit.fit_file(run_here(title="t" * 255)))
    assert "takes 255 bytes" in refused(lambda: fit.fit_file(run_here(parts=(step(cue="c" * 255),))))


def test_a_workout_of_fit_has_50_steps_repeats_among_them() -> None:
    several = NamedRepeat(9, (step(),))
    assert len(fit_reading.read_fit(fit.fit_file(run_here(parts=(several, *[step()] * 48)))).parts) == 49
    said = refused(lambda: fit.fit_file(run_here(parts=(several, *[step()] * 49))))
    assert said == "parts: the workout has 51 steps, repeats among them; at most 50"


def test_several_repeats_begin_each_at_its_own_step() -> None:
    twice = NamedRepeat(2, (step(name="Hops"), step(name="Jog", role="recovery", duration_s=None, least_s=90)))
    run = run_here(parts=(step(), twice, step(), NamedRepeat(3, (step(name="Feet"),)), step(role="cool_down")))
    assert fit_reading.read_fit(fit.fit_file(run)).parts == fit.shown(run)
    blocks = [(block.times, len(block.steps)) for block in interval_text.told(run)]
    assert blocks == [(1, 1), (2, 2), (1, 1), (3, 1), (1, 1)]
    assert interval_text.read_interval_text(interval_text.interval_text(run)) == interval_text.told(run)
    assert [each.seconds for each in zwift.told(run).steps] == [60, *(60, 90) * 2, 60, *(60,) * 3, 60]


def test_a_step_lasts_whole_seconds_from_one_on() -> None:
    (read,) = fit_reading.read_fit(fit.fit_file(run_here(parts=(step(duration_s=fit.MOST_S),)))).parts
    assert read == step(duration_s=fit.MOST_S)
    for seconds in (0, -5, fit.MOST_S + 1):
        said = refused(lambda seconds=seconds: fit.fit_file(run_here(parts=(step(duration_s=seconds),))))
        assert f"lasts {seconds} s; from 1 to 4,294,967 s" in said
    writers: list[Callable[[Any], Any]] = [interval_text.interval_text, zwift.zwift_file]
    for write in writers:
        assert write(run_here(parts=(step(duration_s=86_400),)))
        for seconds in (0, 86_401):
            assert "from 1 to 86,400 s" in refused(lambda s=seconds, w=write: w(run_here(parts=(step(duration_s=s),))))


def test_a_repeat_is_done_twice_or_more() -> None:
    for write in (fit.fit_file, interval_text.interval_text):
        for times in (2, 999):
            assert write(run_here(parts=(NamedRepeat(times, (step(),)),)))
        for times in (1, 1000):
            said = refused(lambda w=write, n=times: w(run_here(parts=(NamedRepeat(n, (step(),)),))))
            assert said == f"parts: is repeated {times} times; from 2 to 999"


@pytest.mark.parametrize(
    ("day", "fits"),
    [
        (date(1998, 7, 4), False),
        (date(1998, 7, 5), True),
        (date(2126, 2, 4), True),
        (date(2126, 2, 5), False),
    ],
)
def test_a_workout_file_tells_days_of_128_years(day: date, fits: bool) -> None:
    run = run_here(day=day)
    if fits:
        assert fit_reading.read_fit(fit.fit_file(run)).id[1].date() == day
    else:
        assert f"cannot tell the day {day}" in refused(lambda: fit.fit_file(run))


@pytest.mark.parametrize("text", ["two\nlines", "a\ttab", "esc\x1b[31m", "half \ud800", "nul\x00"])
def test_only_lines_of_plain_text_are_written(text: str) -> None:
    for write in (fit.fit_file, interval_text.interval_text, zwift.zwift_file):
        assert ": holds" in refused(lambda w=write: w(run_here(parts=(step(name=text),))))
    for write in (fit.fit_file, zwift.zwift_file):
        assert ": holds" in refused(lambda w=write: w(run_here(title=text)))
    event = replace(calendar.run_event(run_here()), title=text)
    assert refused(lambda: calendar.calendar_file([event])).startswith("title: holds")


@pytest.mark.parametrize("name", ["Jog 90s", "Step 2x", "ramp up", "Free 50%", "press lap", "Note: jog"])
def test_a_name_that_would_be_read_as_a_length_is_no_cue(name: str) -> None:
    said = refused(lambda: interval_text.interval_text(run_here(parts=(step(name=name),))))
    assert said == f"name: {name!r} would be read as a length or a target; a name without digits"


def test_a_text_for_intervals_has_cues_of_300_bytes() -> None:
    assert interval_text.interval_text(run_here(parts=(step(name="n" * 300),))).startswith("- nnn")
    assert "at most 300 bytes" in refused(lambda: interval_text.interval_text(run_here(parts=(step(name=WIDE * 151),))))


def test_a_run_whose_length_nobody_told_is_for_a_watch_alone() -> None:
    run = run_of({"pain": "none", "injuries": [], "screening": [], "today": [], "legs": "flooding"})
    assert run is not None and run.run_s is None
    (read,) = fit_reading.read_fit(fit.fit_file(run)).parts
    assert read == step(duration_s=None)
    for write in (interval_text.interval_text, zwift.zwift_file):
        assert refused(lambda w=write: w(run)) == (
            "Easy run: nobody has told how long it is; tell how long the run is, such as `duration_min: 40`"
        )
    event = vobject.readOne(calendar.calendar_file([calendar.run_event(run, at=time(8))]).decode()).vevent
    assert not hasattr(event, "dtend")


@pytest.mark.parametrize("size", [62, 63, 64, 74, 75, 76, 500])
def test_lines_of_a_calendar_are_folded_between_letters(size: int) -> None:
    for letter in ("x", WIDE, "\u4e2d", "\U0001f3c3", "\\", ",", ";", '"', ":"):
        title = letter * size
        written = calendar.calendar_file([replace(calendar.run_event(run_here()), title=title)])
        assert max(map(len, written.split(b"\r\n"))) <= calendar.LINE_BYTES
        assert all(line.decode() is not None for line in written.split(b"\r\n")), "no letter is torn apart"
        assert vobject.readOne(written.decode()).vevent.summary.value == title


def test_a_calendar_has_a_year_of_events_and_texts_of_20_000_bytes() -> None:
    event = calendar.run_event(run_here())
    many = [replace(event, uid=str(place)) for place in range(calendar.MOST_EVENTS + 1)]
    assert len(calendar.read_calendar(calendar.calendar_file(many[:-1]))) == calendar.MOST_EVENTS
    assert "there are 367 events" in refused(lambda: calendar.calendar_file(many))
    assert "there are 0 events" in refused(lambda: calendar.calendar_file([]))
    assert calendar.calendar_file([replace(event, text="x" * calendar.MOST_BYTES)])
    assert "at most 20,000" in refused(lambda: calendar.calendar_file([replace(event, text="x\n" * 10_001)]))
    assert "has no length" in refused(lambda: calendar.calendar_file([replace(event, length_s=60)]))


def test_no_text_breaks_out_of_the_xml() -> None:
    title = """<&>"' ]]> <!ENTITY x "y"> &amp; {}"""
    written = zwift.zwift_file(run_here(title=title, parts=(step(name=title),)))
    read = zwift.read_zwift(written)
    assert (read.name, read.steps[0].message) == (title, title)
    assert b"<!" not in written


def test_a_qr_code_holds_2953_bytes() -> None:
    data = b"x" * qr_code.MOST_BYTES
    assert qr_code.read_code(qr_code.code_of(data)) == data
    said = refused(lambda: qr_code.code_of(data + b"x"))
    assert said == "a QR code has no room for 2,954 bytes; at most 2,953 bytes; --ics FILE has room for it"
    with pytest.raises(segno.DataOverflowError):
        segno.make_qr(data + b"x", error="l", mode="byte")


def test_a_qr_code_is_read_from_its_picture_and_from_a_dark_and_a_light_terminal() -> None:
    code = qr_code.run_code(run_here())
    held = qr_code.read_code(code)
    png = Image.open(io.BytesIO(qr_code.picture(code, "png"))).convert("L")
    assert [bytes(found.bytes) for found in zxingcpp.read_barcodes(png)] == [held]
    assert b"<svg" in qr_code.picture(code, "svg")
    lines = qr_code.drawn_lines(code)
    assert {len(line) for line in lines} == {len(lines[0])} and len(lines[0]) <= 80
    halves = {"\u2588": (255, 255), "\u2580": (255, 0), "\u2584": (0, 255), " ": (0, 0)}
    for turned in (False, True):
        rows = []
        for line in lines:
            for half in (0, 1):
                shades = [halves[sign][half] ^ (255 if turned else 0) for sign in line]
                rows += [bytes(shade for shade in shades for _ in range(4))] * 4
        pixels = memoryview(b"".join(rows)).cast("B", shape=[len(rows), len(rows[0])])
        assert [bytes(found.bytes) for found in zxingcpp.read_barcodes(pixels)] == [held]


@pytest.mark.parametrize("change", [b"x", b"", b".FIT"])
def test_a_file_that_another_wrote_is_not_read_as_a_plan(change: bytes) -> None:
    for reader in fit_reading.READERS:
        assert f"as {reader} reads it" in refused(lambda r=reader: fit_reading.read_fit(change, reader=r))
    for data in (b"<x/>", b"<workout_file>", b"<!DOCTYPE x><workout_file/>"):
        assert "is no workout of Zwift" in refused(lambda d=data: zwift.read_zwift(d))
    assert "is no step of a workout" in refused(lambda: interval_text.read_interval_text("- 10m\n"))
    for data in (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", b"\xff", b"nothing"):
        assert "is no calendar" in refused(lambda d=data: calendar.read_calendar(d))


def test_a_byte_of_the_file_changed_is_noticed() -> None:
    whole = fit.fit_file(run_here())
    for place in range(len(whole)):
        torn = bytearray(whole)
        torn[place] ^= 0x41
        for reader in fit_reading.READERS:
            try:
                read = fit_reading.read_fit(bytes(torn), reader=reader)
            except FormatError:
                continue
            assert (read.title, read.parts) == (run_here().title, fit.shown(run_here())), f"byte {place} by {reader}"


def test_a_reader_that_finds_something_else_keeps_the_file_back() -> None:
    hold((1, "a"), (1, "a"), what="the file", reader="a reader")
    said = refused(lambda: hold((1, "a"), (1, "b"), what="the file", reader="a reader"))
    assert said == "the file does not say the same when a reader reads it; nothing is written; please report it"


@pytest.mark.parametrize("reader", fit_reading.READERS)
def test_a_workout_of_a_watch_is_kept_back_where_one_of_its_readers_finds_something_else(
    monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    reads = fit_reading.READERS[reader]

    def other(data: bytes) -> Any:
        return [
            (name, {**fields, "wkt_step_name": "Hops"} if fields.get("wkt_step_name") == "Warm-up" else fields)
            for name, fields in reads(data)
        ]

    monkeypatch.setitem(cast("dict[str, Any]", fit_reading.READERS), reader, other)
    assert f"the workout file does not say the same when {reader} reads it" in refused(lambda: fit.fit_file(run_here()))


@pytest.mark.parametrize(("before", "after"), [(b"SUMMARY:Bursts", b"SUMMARY:Burst"), (b"DTEND:2026", b"DTEND:2027")])
def test_a_calendar_that_is_written_otherwise_than_meant_is_kept_back(
    monkeypatch: pytest.MonkeyPatch, before: bytes, after: bytes
) -> None:
    writes = icalendar.Calendar.to_ical
    monkeypatch.setattr(icalendar.Calendar, "to_ical", lambda self: writes(self).replace(before, after))
    said = refused(lambda: calendar.calendar_file([calendar.run_event(run_here(), at=time(8))]))
    assert "the calendar does not say the same when icalendar reads it" in said


def test_a_workout_of_zwift_that_is_written_otherwise_than_meant_is_kept_back(monkeypatch: pytest.MonkeyPatch) -> None:
    writes = ElementTree.tostring
    monkeypatch.setattr(ElementTree, "tostring", lambda root, **how: writes(root, **how).replace(b'"600"', b'"60"'))
    assert "the workout of Zwift does not say the same" in refused(lambda: zwift.zwift_file(run_here()))


def test_a_qr_code_of_something_else_is_kept_back(monkeypatch: pytest.MonkeyPatch) -> None:
    makes = segno.make_qr
    monkeypatch.setattr(segno, "make_qr", lambda data, **how: makes(data + b"x", **how))
    assert "the QR code does not say the same" in refused(lambda: qr_code.code_of(b"x"))


def test_a_calendar_is_read_by_lines_too_and_kept_back_where_these_say_something_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As where the library that wrote it unfolds or unescapes its own slip."""
    event = calendar.run_event(run_here(), at=time(8))
    monkeypatch.setattr(calendar, "read_calendar", lambda _: (event,))
    writes = icalendar.Calendar.to_ical
    for before, after in (("DTSTART:", "DTSTART;TZID=Europe/Rome:"), ("\\n", " "), ("UID:", "UID:x"), ("DTEND", "DUE")):
        with pytest.MonkeyPatch.context() as patched:
            swap = before.encode(), after.encode()
            patched.setattr(icalendar.Calendar, "to_ical", lambda self, s=swap: writes(self).replace(*s))
            said = refused(lambda: calendar.calendar_file([event]))
            assert "read line by line" in said or "when a reader of lines reads it" in said, before


def test_a_text_that_is_written_otherwise_than_meant_is_kept_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interval_text, "_length", lambda seconds: "9m")
    assert "the text for intervals.icu does not say the same" in refused(
        lambda: interval_text.interval_text(run_here())
    )


def test_what_the_extra_lacks_is_told_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "find_spec", lambda name: None)
    run = run_here()
    writers: list[Callable[[], Any]] = [
        lambda: fit.fit_file(run),
        lambda: calendar.calendar_file([calendar.run_event(run)]),
        lambda: qr_code.code_of(b"x"),
    ]
    for write in writers:
        assert refused(write).endswith("pip install 'springstep[watch]'")
    assert interval_text.interval_text(run) and zwift.zwift_file(run)
