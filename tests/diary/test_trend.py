"""The diary week by week: sums and means by hand, and no week left out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from springstep.diary.entry import Entry
from springstep.diary.trend import MEANS, MOST_IDLE_WEEKS, DiaryWeek, idle_before, is_enough, weeks
from tests.diary.conftest import entry_by_hand, plan_by_hand
from tests.diary.strategies import entries

NOTHING: dict[str, Any] = {"drill": None, "efforts": None, "effort_s": None}


def test_a_diary_without_entries_has_no_weeks() -> None:
    assert weeks(()) == ()


def test_sums_and_means_by_hand() -> None:
    monday = date(2026, 3, 30)
    found = weeks(
        [
            entry_by_hand(1, day=monday, fatigue_after=2, cadence=4, spring=3),
            entry_by_hand(2, day=monday + timedelta(days=6), bursts="partly", efforts=3, effort_s=15, fatigue_after=5),
            entry_by_hand(3, day=monday, bursts="skipped", **NOTHING),
            entry_by_hand(4, day=monday, bursts="none", fatigue_after=5, **NOTHING),
            entry_by_hand(6, day=monday, drill="strides"),
            entry_by_hand(5, day=monday, bursts="planned", plan=plan_by_hand(), **NOTHING),
        ]
    )
    assert found == (
        DiaryWeek(
            monday=monday, runs=5, sessions=2, strides=1,
            dose_s=85, largest_s=45, skipped=1, partly=1,
            fatigue=4.0, cadence=4.0, stride=None, spring=3.0, return_to_pace=None,
        ),
    )  # fmt: skip
    assert found[0].name == "2026-W14"


def test_a_week_starts_on_monday_also_over_new_year() -> None:
    found = weeks([entry_by_hand(1, day=date(2025, 12, 28)), entry_by_hand(2, day=date(2026, 1, 4))])
    assert [(week.monday, week.name, week.runs) for week in found] == [
        (date(2025, 12, 22), "2025-W52", 1),
        (date(2025, 12, 29), "2026-W01", 1),
    ]


def test_weeks_without_a_run_are_there_with_nothing_in_them() -> None:
    found = weeks([entry_by_hand(1, cadence=3), entry_by_hand(2, day=date(2026, 3, 23), cadence=4)])
    assert [week.runs for week in found] == [1, 0, 0, 1]
    assert [week.cadence for week in found] == [3.0, None, None, 4.0]


@pytest.mark.parametrize(("days", "enough"), [([], False), ([2], False), ([2, 8], False), ([2, 9], True)])
def test_a_trend_takes_two_weeks_with_sessions(days: list[int], enough: bool) -> None:
    found = weeks([entry_by_hand(day, day=date(2026, 3, day)) for day in days])
    assert is_enough(found) is enough


@settings(max_examples=30, deadline=None)
@given(st.lists(entries().filter(lambda entry: entry.day.year > 2024), min_size=1, max_size=8))
def test_every_entry_counts_once_and_every_week_is_there(many: list[Entry]) -> None:
    found = weeks(many)
    assert found == weeks(reversed(many))
    mondays = [week.monday for week in found]
    for place, (earlier, later) in enumerate(pairwise(mondays), 1):
        away = (later - earlier).days // 7 - 1
        assert idle_before(found, place) == away and (away == 0 or away > MOST_IDLE_WEEKS)
    assert mondays[0] <= min(entry.day for entry in many) and all(day.weekday() == 0 for day in mondays)
    assert max(entry.day for entry in many) - mondays[-1] < timedelta(days=7)
    assert sum(week.runs for week in found) == sum(entry.bursts != "planned" for entry in many)
    assert sum(week.dose_s for week in found) == sum(entry.dose_s for entry in many)
    for name in MEANS:
        field = "fatigue_after" if name == "fatigue" else name
        values = [value for entry in many if (value := getattr(entry, field)) is not None]
        means = [value for week in found if (value := getattr(week, name)) is not None]
        assert bool(means) == bool(values)
        assert all(min(values) <= mean <= max(values) for mean in means)


@pytest.mark.parametrize("away", [0, 1, MOST_IDLE_WEEKS - 1, MOST_IDLE_WEEKS])
def test_weeks_away_are_there_one_by_one(away: int) -> None:
    found = weeks([entry_by_hand(1), entry_by_hand(2, day=date(2026, 3, 2) + timedelta(weeks=away + 1))])
    assert [week.runs for week in found] == [1, *[0] * away, 1]
    assert [idle_before(found, place) for place in range(len(found))] == [0] * len(found)


@pytest.mark.parametrize("last", [date(2026, 6, 15), date(2036, 3, 3), date.max, date(9999, 12, 27)])
def test_a_long_time_away_is_left_out(last: date) -> None:
    """However far a clock is wrong, a diary of three runs has three weeks."""
    entries = [entry_by_hand(1), entry_by_hand(2, day=date(2026, 3, 10)), entry_by_hand(3, day=last)]
    found = weeks(entries)
    assert [week.runs for week in found] == [1, 1, 1]
    assert idle_before(found, 1) == 0
    assert idle_before(found, 2) == (found[2].monday - found[1].monday).days // 7 - 1 > MOST_IDLE_WEEKS
