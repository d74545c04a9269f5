"""The day of a run as people tell it: one reading is taken, several are asked back, none is guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.diary.told_day import run_day_told
from springstep.engine.errors import RefusedError
from tests.strategies import examples

MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("today", MONDAY),
        ("Yesterday", date(2026, 11, 29)),
        ("29/11/2026", date(2026, 11, 29)),
        ("29.11.2026", date(2026, 11, 29)),
        ("29-11-2026", date(2026, 11, 29)),
        ("11/29/2026", date(2026, 11, 29)),
        ("5/5/2026", date(2026, 5, 5)),
        ("sunday", date(2026, 11, 29)),
        ("Tue", date(2026, 11, 24)),
        ("26 Nov", date(2026, 11, 26)),
        ("12 december", date(2025, 12, 12)),
        ("2026-12-02", date(2026, 12, 2)),
    ],
)
def test_a_day_that_can_be_read_in_one_way_is_taken(told: str, day: date) -> None:
    assert run_day_told(told, MONDAY) == day


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("31.11.2026", "the calendar has no day 31.11.2026"),
        ("2026-11-31", "the calendar has no day 2026-11-31"),
        ("31 November 2026", "there is no 31 November 2026"),
        ("03/04/2026", "may be 3 April 2026 or 4 March 2026: write 2026-04-03 or 2026-03-04"),
        ("monday", "may be 2026-11-30 or 2026-11-23: say which"),
        ("November", "names no day"),
        ("2026-11", "names no day"),
        ("29/11/26", "is not a day; say for example yesterday, monday, 12 May or 2026-05-12"),
        ("13/13/2026", "the calendar has no day"),
        ("31.12.2026", "is still to come"),
        ("29/11.2026", "is not a day"),
        ("", "is not a day"),
        ("blah", "is not a day; say for example"),
        ("tomorrow", "is still to come"),
    ],
)
def test_a_day_that_cannot_is_told_why(told: str, why: str) -> None:
    with pytest.raises(RefusedError) as error:
        run_day_told(told, MONDAY)
    assert why in str(error.value)


@examples(200)
@given(
    st.dates(date(1970, 1, 1), MONDAY),
    st.sampled_from(["{0.day}{1}{0.month}{1}{0.year}", "{0:%d}{1}{0:%m}{1}{0:%Y}"]),
    st.sampled_from("./-"),
)
def test_a_day_in_numbers_is_itself_or_asked_back(day: date, shape: str, between: str) -> None:
    told = shape.format(day, between)
    if day.day <= 12 and day.day != day.month:
        with pytest.raises(RefusedError, match="may be"):
            run_day_told(told, MONDAY)
    else:
        assert run_day_told(told, MONDAY) == day


@given(st.integers(1, 6), st.dates(date(1970, 2, 1), date(2199, 1, 1)))
def test_a_weekday_is_the_one_of_the_last_seven_days(ago: int, today: date) -> None:
    day = today - timedelta(days=ago)
    assert run_day_told(f"{day:%A}", today) == day
