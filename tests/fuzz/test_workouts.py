"""Files of watches and calendars, whatever becomes of them before they are read back."""

from __future__ import annotations

from datetime import time

from hypothesis import given
from hypothesis import strategies as st

from springstep.formats.workouts.calendar import calendar_file, read_calendar, run_event
from springstep.formats.workouts.fit import fit_file
from springstep.formats.workouts.fit_reading import READERS, read_fit
from springstep.formats.workouts.interval_text import interval_text, read_interval_text
from springstep.formats.workouts.zwift import read_zwift, zwift_file
from tests.formats.workouts.runs import run_here
from tests.fuzz.held import held, inputs
from tests.fuzz.mutations import changed_bytes, edits, texts

RUN = run_here()
WATCH = fit_file(RUN)
CALENDAR = calendar_file([run_event(RUN, at=time(7, 30)), run_event(RUN)])
ZWIFT = zwift_file(RUN)


@inputs()
@given(edits(), st.sampled_from(tuple(READERS)))
def test_a_workout_of_a_watch(some: list[tuple[int, int, int]], reader: str) -> None:
    with held():
        read_fit(changed_bytes(WATCH, some), reader=reader)


@inputs()
@given(edits())
def test_an_event_of_a_calendar(some: list[tuple[int, int, int]]) -> None:
    with held():
        read_calendar(changed_bytes(CALENDAR, some))


@inputs()
@given(edits())
def test_a_workout_of_zwift(some: list[tuple[int, int, int]]) -> None:
    with held():
        read_zwift(changed_bytes(ZWIFT, some))


@inputs()
@given(texts(interval_text(RUN)))
def test_a_text_of_a_workout(text: str) -> None:
    with held():
        read_interval_text(text)
