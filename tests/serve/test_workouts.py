"""The plan of a case as a workout over HTTP: the same JSON and the same bytes as in Python, and when there is none."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from springstep import recommend, workout
from springstep.formats.workouts import libraries
from springstep.formats.workouts.calendar import calendar_file, run_event
from springstep.formats.workouts.fit import fit_file
from springstep.formats.workouts.interval_text import interval_text
from springstep.formats.workouts.naming import named_run
from springstep.formats.workouts.zwift import zwift_file
from springstep.installed import default_rule_base
from springstep.serve.examples import CASE
from tests.serve.serving import Asked

BASE = default_rule_base()
DAY = date(2026, 5, 4)


def test_a_workout_is_the_one_of_python(service: Asked) -> None:
    made = workout(recommend(CASE, on=DAY))
    assert made is not None
    answer = service.post("/v1/workout", {"case": CASE, "on": "2026-05-04"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.text == made.to_json()


@pytest.mark.parametrize("form", ["fit", "ics", "icu", "zwo"])
def test_a_file_has_the_bytes_of_python_and_says_what_it_is(service: Asked, form: str) -> None:
    run = named_run(recommend(CASE, on=DAY), BASE, day=DAY)
    assert run is not None
    meant = {
        "fit": ("application/vnd.ant.fit", fit_file(run)),
        "ics": ("text/calendar; charset=utf-8", calendar_file([run_event(run)])),
        "icu": ("text/plain; charset=utf-8", interval_text(run).encode()),
        "zwo": ("application/xml", zwift_file(run)),
    }
    answer = service.post("/v1/workout", {"case": CASE, "on": "2026-05-04", "form": form})
    assert answer.status_code == 200
    assert (answer.headers["content-type"], answer.content) == meant[form]
    ending = "txt" if form == "icu" else form
    assert answer.headers["content-disposition"] == f'attachment; filename="run.{ending}"'


def test_the_event_starts_when_it_is_told_to(service: Asked) -> None:
    run = named_run(recommend(CASE, on=DAY), BASE, day=DAY)
    assert run is not None
    asked = {"case": CASE, "on": "2026-05-04", "form": "ics", "at": "18:30"}
    assert service.post("/v1/workout", asked).content == calendar_file([run_event(run, at=time(18, 30))])


def test_a_plan_that_is_no_workout_says_so_by_its_code(service: Asked) -> None:
    answer = service.post("/v1/workout", {"case": {**CASE, "pain": "sharp"}})
    assert [fault["code"] for fault in answer.json()["faults"]] == ["out_of_place"]


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"case": {**CASE, "pain": "sharp"}}, 409, "this is no run to make a workout of: Stop: no bursts"),
        ({"case": CASE, "form": "fit"}, 422, "on: a file is of a day; a day such as 2026-05-04"),
        ({"case": CASE, "form": "fit", "on": "1997-01-01"}, 422, "cannot tell the day 1997-01-01"),
        ({"case": CASE, "form": "exe", "on": "2026-05-04"}, 400, "form"),
        ({"case": CASE, "form": "fit", "on": "4 May"}, 422, "is no day"),
        ({"case": CASE, "form": "ics", "on": "2026-05-04", "at": "25:00"}, 400, "at: is no time; from 0:00 to 23:59"),
        ({"case": CASE, "form": "fit", "on": "2026-05-04", "at": "18:30"}, 400, "at: goes with no fit"),
        ({"case": {**CASE, "moment": "after"}}, 422, "case"),
    ],
)
def test_what_is_no_workout_is_a_problem(service: Asked, body: dict[str, Any], status: int, words: str) -> None:
    answer = service.post("/v1/workout", body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert words in answer.json()["detail"] and "content-disposition" not in answer.headers


def test_without_the_extra_the_file_is_not_there(service: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "find_spec", lambda name: None)
    answer = service.post("/v1/workout", {"case": CASE, "on": "2026-05-04", "form": "fit"})
    assert (answer.status_code, answer.json()["faults"][0]["code"]) == (404, "not_installed")
    assert service.post("/v1/workout", {"case": CASE, "on": "2026-05-04", "form": "zwo"}).status_code == 200
