"""The length of the coming runs: what the last easy run told stands, and what is known is never called untold."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from springstep.diary.entry import Entry
from springstep.diary.week_ahead import WeekAhead
from tests.diary.test_week_ahead import BASE, BEGINNING, DAYS_AWAY, MONDAY, done, easy, planned, week

NO_LENGTH = {name: value for name, value in BEGINNING.items() if name not in ("duration_min", "distance", "pace")}
MILES = {**{name: value for name, value in BEGINNING.items() if name != "duration_min"}, "distance": "5 miles"}
PACE = {"pace": "9:30/mi"}
WEEK_AGO = MONDAY - timedelta(days=7)


def after(first: Entry, told: dict[str, Any]) -> WeekAhead:
    """Return the week after a first run, and a day without bursts whose plan tells no length."""
    return week([first, planned({**NO_LENGTH, **told}, MONDAY - DAYS_AWAY, 2, bursts="none")])


@pytest.mark.parametrize(
    "first",
    [
        done({**MILES, **PACE}, WEEK_AGO),
        done(BEGINNING, WEEK_AGO),
        easy(WEEK_AGO, 1, duration_min=45.0),
    ],
)
def test_the_last_easy_run_that_tells_its_length_stands_for_a_plan_that_does_not(first: Entry) -> None:
    found = after(first, PACE)
    assert not any(run.missing for run in found.runs)
    assert any(run.efforts for run in found.runs)


def test_the_length_of_a_race_is_not_that_of_an_easy_run() -> None:
    found = after(easy(WEEK_AGO, 1, run_kind="race", duration_min=240.0), PACE)
    assert any(run.missing for run in found.runs)


def test_an_answer_that_was_given_is_not_called_missing() -> None:
    first = easy(WEEK_AGO, 1, duration_min=None)
    length, pace = (BASE.facts[name].label for name in ("duration_min", "pace"))
    missing = {label for run in after(first, PACE).runs for label in run.missing}
    assert length in missing and pace not in missing
