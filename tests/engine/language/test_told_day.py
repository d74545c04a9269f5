"""The day of a run as people tell it: one reading is taken, several are asked back, none is guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.engine.errors import RefusedError
from springstep.engine.language.spoken.days import coming_day_told, day_named, run_day_told
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
        ("29/11/26", date(2026, 11, 29)),
        ("29.11.26", date(2026, 11, 29)),
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
        ("03/04/26", "may be 3 April 2026 or 4 March 2026: write 2026-04-03 or 2026-03-04"),
        ("29/11/6", "is not a day; say for example yesterday, monday, 12 May or 2026-05-12"),
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


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("today", MONDAY),
        ("tomorrow", date(2026, 12, 1)),
        ("day after tomorrow", date(2026, 12, 2)),
        ("Saturday", date(2026, 12, 5)),
        ("on sat", date(2026, 12, 5)),
        ("this Saturday", date(2026, 12, 5)),
        ("Saturday week", date(2026, 12, 12)),
        ("next Monday", date(2026, 12, 7)),
        ("5 December", date(2026, 12, 5)),
        ("2 may", date(2027, 5, 2)),
        ("2026-12-05", date(2026, 12, 5)),
        ("13/12/26", date(2026, 12, 13)),
        ("05/12/2026", date(2026, 12, 5)),
    ],
)
def test_a_day_to_come_is_the_next_such_day(told: str, day: date) -> None:
    assert coming_day_told(told, MONDAY) == day


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("monday", "may be 2026-11-30 or 2026-12-07: say which"),
        ("next saturday", "may be 2026-12-05 or 2026-12-12: say which"),
        ("this weekend", "may be Saturday or Sunday"),
        ("03/04/2027", "may be 3 April 2027 or 4 March 2027"),
        ("december", "names no day"),
        ("yesterday", "has gone by"),
        ("29.11.2026", "has gone by"),
        ("31 november", "there is no 31 november"),
        ("sometime", "is not a day"),
    ],
)
def test_a_day_to_come_that_cannot_be_is_told_why(told: str, why: str) -> None:
    with pytest.raises(RefusedError) as error:
        coming_day_told(told, MONDAY)
    assert why in str(error.value)


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2026-11-29", date(2026, 11, 29)),
        ("29/11/26", date(2026, 11, 29)),
        ("5 December 2026", date(2026, 12, 5)),
        ("tomorrow", date(2026, 12, 1)),
    ],
)
def test_a_day_may_be_named_for_itself(told: str, day: date) -> None:
    assert day_named(told, MONDAY) == day


@pytest.mark.parametrize("told", ["monday", "5 december", "december 2026", "03/04/26", "", "2026-11-31"])
def test_a_day_that_hangs_on_another_is_not_named(told: str) -> None:
    with pytest.raises(RefusedError):
        day_named(told, MONDAY)


@examples(200)
@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 6))
def test_a_weekday_to_come_is_found_from_any_day(today: date, days: int) -> None:
    day = today + timedelta(days=days)
    assert coming_day_told(f"{day:%A}", today) == day


@pytest.mark.parametrize("told", ["29 November", "november 1", "2 Oct"])
def test_a_day_to_come_that_has_just_gone_by_is_asked_back(told: str) -> None:
    with pytest.raises(RefusedError, match="which has gone by, or 2027-") as refused:
        coming_day_told(told, MONDAY)
    assert refused.value.code == "ambiguous"
    assert coming_day_told(f"{told} 2027", MONDAY).year == 2027
    assert coming_day_told("2 May", MONDAY) == date(2027, 5, 2)
