"""The question for the next race hears its day, counted from the day of the consultation, and that there is none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep import Dialogue, recommend
from springstep.engine.inference.case import case_of
from springstep.engine.inference.plain_answers import understand
from springstep.engine.language.answers import AnswerError
from tests.strategies import BASE, FACTS, examples

MONDAY = date(2026, 11, 30)
RACE = "days_to_race"


def days(told: str, *, today: date | None = MONDAY, asked: bool = True) -> Any:
    return understand(RACE, told, BASE, today=today, asked=asked, numbered=asked).facts[RACE]


@pytest.mark.parametrize(
    ("told", "far"),
    [
        ("today", 0),
        ("tomorrow", 1),
        ("the day after tomorrow", 2),
        ("Saturday", 5),
        ("on Saturday", 5),
        ("it is on saturday", 5),
        ("race on Saturday", 5),
        ("next Monday", 7),
        ("5 December", 5),
        ("Dec 5", 5),
        ("2026-12-05", 5),
        ("05/12/2026", 5),
        ("13/12/26", 13),
        ("in two weeks", 14),
        ("3 weeks to go", 21),
        ("a fortnight", 14),
        ("10 days away", 10),
        ("10", 10),
        ("5 December 2028", 400),
        ("no race", 400),
        ("none", 400),
        ("no", 400),
        ("I have no race planned", 400),
    ],
)
def test_a_race_is_told_by_its_day_or_in_days(told: str, far: int) -> None:
    assert days(told) == far
    assert days(told, asked=False) == far


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("Monday", "may be 2026-11-30 or 2026-12-07"),
        ("next Saturday", "may be 2026-12-05 or 2026-12-12"),
        ("this weekend", "Saturday or Sunday"),
        ("next week", "On which day"),
        ("5-7 days", "5 days or 7 days"),
        ("2026-11-29", "has gone by"),
        ("December", "names no day"),
        ("31 November", "there is no"),
        ("500 days", "out of range"),
        ("blah", "not understood"),
    ],
)
@pytest.mark.parametrize("asked", [True, False])
def test_a_day_that_is_not_sure_is_asked_back_and_not_guessed(told: str, why: str, asked: bool) -> None:
    with pytest.raises(AnswerError, match=why):
        days(told, asked=asked)


@pytest.mark.parametrize("told", ["Saturday", "5 December", "2026-12-05", "monday"])
def test_where_no_day_is_today_a_day_is_not_counted(told: str) -> None:
    with pytest.raises(AnswerError, match="which day is today is not told"):
        days(told, today=None)


@examples(100)
@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(0, 400))
def test_any_day_to_come_is_as_far_off_as_the_calendar_says(today: date, far: int) -> None:
    assert days((today + timedelta(days=far)).isoformat(), today=today) == far


def in_words(value: Any) -> str:
    return {"[]": "none", "True": "yes", "False": "no"}.get(str(value), str(value))


def test_a_consultation_counts_from_its_day() -> None:
    runner = {**BASE.standard_cases["before"], "season_phase": "race_week", RACE: "Saturday"}
    state, _ = Dialogue().begin("before", day="2026-11-30", one_by_one=True)
    while state.asking is not None and RACE not in state.answers:
        state, _ = Dialogue().respond(state, in_words(runner.get(state.asking, "unknown")))
    assert state.answers[RACE] == 5


def test_no_race_is_as_careful_as_a_race_beyond_all_rules_and_less_than_one_of_which_nothing_is_told() -> None:
    case = {**BASE.standard_cases["before"], "season_phase": "unknown"}
    untold, none, far = (recommend({**case, **more}) for more in ({}, {RACE: "no race"}, {RACE: 8}))
    assert untold.verdict == "none" or untold.session != none.session
    assert [each.value for each in none.decisions] == [each.value for each in far.decisions]
    assert FACTS[RACE].maximum == 400
    assert case_of({**case, RACE: "no race"}, BASE).said[RACE] == '"no race"'
