"""Every format says what the plan says: read again by the reader that the package has, and by one that it has not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from xml.dom import minidom

import pytest
import recurring_ical_events
import vobject
from hypothesis import given
from icalendar import Calendar

from springstep import recommend, workout
from springstep.formats.workouts.calendar import calendar_file, run_event
from springstep.formats.workouts.fit import MOST_STEPS, fit_file, fit_id
from springstep.formats.workouts.fit_reading import READERS, read_fit
from springstep.formats.workouts.interval_text import interval_text
from springstep.formats.workouts.named_run import NamedRepeat, NamedRun, NamedStep, written_out
from springstep.formats.workouts.naming import named_run
from springstep.formats.workouts.qr_code import read_code, run_code
from springstep.formats.workouts.zwift import zwift_file
from springstep.session.workout import WorkoutRepeat
from tests.formats.workouts.runs import BASE, CASE, DAY, RUNNERS, run_here, run_of
from tests.strategies import examples


@examples(600)
@given(RUNNERS)
def test_whatever_the_plan_every_file_says_the_same(case: dict[str, Any]) -> None:
    made = recommend(case, rule_base=BASE)
    run, told = named_run(made, BASE, day=DAY), workout(made)
    assert (run is None) == (told is None)
    if run is None or told is None:
        return
    steps = list(written_out(run.parts))
    planned = [
        step
        for part in told.parts
        for step in (part.steps * part.times if isinstance(part, WorkoutRepeat) else (part,))
    ]
    assert [(each.role, each.duration_s, each.least_s) for each in steps] == [
        (each.role, each.duration_s, each.least_s) for each in planned
    ]
    if made.session is not None:
        efforts = [each for each in steps if each.role == "effort"]
        assert len(efforts) == made.session.efforts
        assert {each.duration_s for each in efforts} == {made.session.effort_s}
        assert {each.least_s for each in steps if each.role == "recovery"} == {made.session.rest_s}
    holds_fit(run, steps)
    if run.run_s is not None:
        holds_text(interval_text(run), steps)
        holds_zwift(zwift_file(run), run, steps)
    for at in (None, time(7, 5)):
        holds_calendar(calendar_file([run_event(run, at=at)]), run, at)


def holds_fit(run: NamedRun, steps: list[NamedStep]) -> None:
    """Read the file by two readers, and play it as a watch does: a repeat goes back until it is done."""
    written = fit_file(run)
    assert written == fit_file(run)
    for reader in READERS:
        messages = READERS[reader](written)
        assert [name for name, _ in messages[:2]] == ["file_id", "workout"]
        fields = [found for _, found in messages[2:]]
        assert len(fields) == messages[1][1]["num_valid_steps"] <= MOST_STEPS
        assert messages[1][1]["wkt_name"] == run.title
        assert (messages[0][1]["serial_number"], messages[0][1]["time_created"].date()) == (fit_id(run)[0], DAY)
        assert not any("heart" in name or "custom" in name for found in fields for name in found)
        played = [
            (
                found["wkt_step_name"],
                found.get("notes", ""),
                found["duration_time"] if found["duration_type"] == "time" else None,
            )
            for found in play(fields)
        ]
        assert played == [
            (f"{each.name} {least_on_a_watch(each)}".rstrip(), each.cue, each.duration_s) for each in steps
        ]
        assert all(len(name) <= 15 for name, _, _ in played)


def least_on_a_watch(each: NamedStep) -> str:
    if each.least_s is None:
        return ""
    minutes, seconds = divmod(each.least_s, 60)
    if each.role == "recovery":
        return f"{each.least_s}s+"
    if minutes < 100:
        return f"{minutes}:{seconds:02d}+"
    minutes += seconds > 0
    return f"{minutes // 60}h{minutes % 60:02d}+"


def play(fields: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    left: dict[int, int] = {}
    place = 0
    while place < len(fields):
        found = fields[place]
        if found["duration_type"] != "repeat_until_steps_cmplt":
            yield found
            place += 1
            continue
        left[place] = left.get(place, found["repeat_steps"]) - 1
        place = found["duration_step"] if left[place] else place + 1


def holds_text(text: str, steps: list[NamedStep]) -> None:
    """Read the text word by word, as the program's guide tells it."""
    found: list[tuple[str, int, bool]] = []
    for block in text.strip("\n").split("\n\n"):
        lines = block.splitlines()
        times = int(lines.pop(0)[:-1]) if re.fullmatch(r"\d+x", lines[0]) else 1
        assert times == 1 or all(not each.endswith("x") for each in lines), "no repeat stands in another"
        read = []
        for line in lines:
            dash, *words = line.split(" ")
            lap = words[-2:] == ["press", "lap"]
            *cue, length = words[:-2] if lap else words
            units = {"h": 3600, "m": 60, "s": 1}
            parts = re.findall(r"(\d+)([hms])", length)
            assert dash == "-" and "".join(number + unit for number, unit in parts) == length
            assert not re.search(r"\d", " ".join(cue)), "a digit before the length would be taken for one"
            read.append((" ".join(cue), sum(int(number) * units[unit] for number, unit in parts), lap))
        found += read * times
    assert [(seconds, lap) for _, seconds, lap in found] == [
        (each.least_s or each.duration_s, each.least_s is not None) for each in steps
    ]
    assert all(cue.startswith(each.name) for (cue, _, _), each in zip(found, steps, strict=True))
    assert all(each.cue in cue for (cue, _, _), each in zip(found, steps, strict=True) if each.role == "effort")


def holds_zwift(data: bytes, run: NamedRun, steps: list[NamedStep]) -> None:
    document = minidom.parseString(data)
    stretches = document.getElementsByTagName("FreeRide")
    assert [int(each.getAttribute("Duration")) for each in stretches] == [
        each.least_s or each.duration_s for each in steps
    ]
    assert sum(int(each.getAttribute("Duration")) for each in stretches) == run.run_s
    said = [each.getElementsByTagName("textevent")[0].getAttribute("message") for each in stretches]
    assert all(message.startswith(each.name) for message, each in zip(said, steps, strict=True))
    (name,) = document.getElementsByTagName("name")
    assert name.firstChild is not None and name.firstChild.nodeValue == run.title
    assert not any(each.hasAttribute("Power") for each in stretches), "no stretch has a target"


def holds_calendar(data: bytes, run: NamedRun, at: time | None) -> None:
    """Read the file by vobject, and look up the day as a calendar does that shows it."""
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    event = vobject.readOne(data.decode()).vevent
    starts = event.dtstart.value
    assert event.summary.value == run.title
    assert event.description.value == "\n".join(run.text)
    if at is None:
        assert starts == DAY
    else:
        assert starts == datetime.combine(DAY, at) and starts.tzinfo is None
        assert run.run_s is None or event.dtend.value - starts == timedelta(seconds=run.run_s)
    (shown,) = recurring_ical_events.of(Calendar.from_ical(data)).at(DAY)
    assert str(shown["summary"]) == run.title


def test_the_runner_has_the_unit_that_they_use() -> None:
    for pace, unit in (("6:00/km", "km"), ("9:40/mi", "mi")):
        run = run_of({**CASE, "pace": pace})
        assert run is not None
        assert next(written_out(run.parts)).cue == f"About {pace}"
        assert [line.endswith(f" {unit}.") for line in run.text if line.startswith("Distance: ")] == [True]
    by_distance = run_of({**CASE, "pace": None, "distance": "5 mi"})
    assert by_distance is not None
    assert [line.endswith(" mi.") for line in by_distance.text if line.startswith("Distance: ")] == [True]
    untold = run_of({**CASE, "pace": None})
    assert untold is not None and not any(line.startswith("Distance") for line in untold.text)
    assert {each.cue for each in written_out(untold.parts) if each.role == "easy"} == {""}


def test_walking_breaks_are_told_and_recovery_is_walked() -> None:
    run = run_of({**CASE, "run_kind": "run_walk"})
    assert run is not None
    names = {(each.role, each.name, each.cue) for each in written_out(run.parts) if each.role != "effort"}
    assert ("recovery", "Calm walk", "Press lap when breath is calm") in names
    assert ("easy", "Easy run", "With walking breaks") in names


def test_strides_and_easy_runs_are_written_too() -> None:
    strides = run_of({**CASE, "fatigue": 5})
    assert strides is not None and strides.kind == "strides" and strides.title.startswith("Strides ")
    easy = run_of({**CASE, "legs": "flooding"})
    assert easy is not None and (easy.kind, easy.title) == ("easy_run", "Easy run, no bursts")
    assert [(each.role, each.duration_s) for each in written_out(easy.parts)] == [("easy", 3000)]
    (read,) = read_fit(fit_file(easy)).parts
    assert isinstance(read, NamedStep) and read.duration_s == 3000


@pytest.mark.parametrize(("minutes", "said"), [(40, "4:20+"), (422, "99:50+"), (423, "1h41+"), (600, "2h25+")])
def test_the_least_of_a_stretch_that_waits_for_its_place_fits_into_its_name(minutes: int, said: str) -> None:
    run = run_of({**CASE, "terrain": "hilly", "duration_min": minutes})
    assert run is not None
    names = {part.name for part in written_out(read_fit(fit_file(run)).parts) if part.role == "easy"}
    assert names == {f"Easy run {said}"} and all(len(name) <= 15 for name in names)


def test_a_plan_to_stop_or_to_rest_is_no_run() -> None:
    for change in ({"pain": "sharp"}, {"today": ["fever"]}, {"run_kind": "long"}):
        assert run_of({**CASE, **change}) is None
    during = recommend({**BASE.standard_cases["during"], "moment": "during"}, rule_base=BASE)
    assert named_run(during, BASE, day=DAY) is None


def test_the_same_plan_and_day_are_the_same_file_and_another_day_is_another() -> None:
    later = run_of(CASE, day=DAY.replace(day=30))
    assert later is not None
    assert fit_id(run_here()) == fit_id(run_here()) != fit_id(later)
    uids = {run_event(run).uid for run in (run_here(), run_here(), later)}
    assert len(uids) == 2 and all(UUID(uid) for uid in uids)


def test_a_watch_repeats_what_comes_several_times() -> None:
    parts = read_fit(fit_file(run_here())).parts
    repeats = [part for part in parts if isinstance(part, NamedRepeat)]
    assert [(repeat.times, [each.role for each in repeat.steps]) for repeat in repeats] == [
        (3, ["effort", "recovery", "easy"])
    ]


def test_a_qr_code_holds_the_event_in_a_few_lines() -> None:
    code = run_code(run_here(), at=time(18, 30))
    held = read_code(code)
    event = vobject.readOne(held.decode()).vevent
    assert event.dtstart.value == datetime(2026, 11, 29, 18, 30)
    assert event.description.value.startswith("Bursts today: ") and "at 10:00" in event.description.value
    assert code.designator.split("-")[0] <= "13", "no wider than a terminal of 80 columns"
