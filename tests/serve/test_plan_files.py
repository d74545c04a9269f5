"""A plan of the pages as a file: what it holds, how it is named, and what is no file at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests
import vobject

from springstep.formats.workouts import libraries
from springstep.formats.workouts.fit_reading import read_fit
from springstep.formats.workouts.named_run import written_out
from tests.serve.browsing import Browser
from tests.serve.serving import Asked, serving
from tests.serve.test_diary_pages import Book, planned
from tests.serve.test_pages import plain_evening

CALENDAR, WATCH = "run.ics", "run.fit"


def file_of(browser: Browser, name: str) -> requests.Response:
    """Press the button for a file."""
    form, button = browser.page.button(name)
    return browser.send(form.action, [*form.hidden, button[:2]])


def test_a_plan_is_taken_into_a_calendar_and_onto_a_watch(service: Asked) -> None:
    browser = plain_evening(Browser(service))
    calendar, watch = file_of(browser, CALENDAR), file_of(browser, WATCH)
    for answer, name, kind in (
        (calendar, CALENDAR, "text/calendar; charset=utf-8"),
        (watch, WATCH, "application/vnd.ant.fit"),
    ):
        assert answer.status_code == 200
        assert answer.headers["content-type"] == kind
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
    event = vobject.readOne(calendar.content.decode()).vevent
    assert event.summary.value == "Bursts 3 x 8 s"
    assert abs((event.dtstart.value - date.today()).days) <= 1
    read = read_fit(watch.content)
    efforts = [step for step in written_out(read.parts) if step.role == "effort"]
    assert [(step.name, step.duration_s) for step in efforts] == [("Quick feet", 8)] * 3


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"as": "run.exe"}, 404),
        ({"as": 'run.fit"\r\nSet-Cookie: a=b'}, 404),
        ({"as": "../../run.fit"}, 404),
        ({}, 404),
        ({"as": "run.fit", "state": "nonsense"}, 422),
    ],
)
def test_what_is_no_file_of_a_plan_is_a_page_that_says_so(service: Asked, fields: dict[str, Any], status: int) -> None:
    browser = plain_evening(Browser(service))
    form, _ = browser.page.button(WATCH)
    answer = browser.send(form.action, list({**dict(form.hidden), **fields}.items()))
    assert answer.status_code == status and "set-cookie" not in answer.headers
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "content-disposition" not in answer.headers


def test_a_form_from_elsewhere_gets_no_file(service: Asked) -> None:
    browser = plain_evening(Browser(service))
    form, button = browser.page.button(WATCH)
    answer = browser.send(form.action, [*form.hidden, button[:2]], **{"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403 and "content-disposition" not in answer.headers


def test_what_is_no_run_has_no_button_and_no_file(service: Asked) -> None:
    browser = plain_evening(Browser(service))
    form, button = browser.page.button(WATCH)
    stopped = Browser(service)
    stopped.press("before")
    page = stopped.press("answer", words="chest pain")
    assert not any(each[1] in (WATCH, CALENDAR) for other in page.forms for each in other.buttons)
    state = next(value for name, value in page.forms[0].hidden if name == "state")
    answer = browser.send(form.action, [("state", state), button[:2]])
    assert answer.status_code == 409 and "no run to put on a watch" in answer.text


def test_without_the_extra_there_are_no_buttons(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "find_spec", lambda name: None)
    with serving() as without:
        browser = plain_evening(Browser(without))
        assert not any(each[1] in (WATCH, CALENDAR) for form in browser.page.forms for each in form.buttons)
        assert browser.send("/consultation/file", [("as", WATCH)]).status_code in (404, 405)


def test_the_plan_of_a_diary_is_a_file_too(tmp_path: Path) -> None:
    with serving(diaries=tmp_path) as asked:
        plan = planned(Book(asked))
        form, button = plan.button(WATCH)
        answer = asked.post(form.action, data=dict([*form.hidden, button[:2]]))
    assert answer.status_code == 200 and read_fit(answer.content).title == "Bursts 3 x 8 s"
