"""What a watch says of days: kept for some weeks, compared with what is usual, and never taken for an answer."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.diary.storage.store import Diary
from springstep.diary.watch_proposal import WatchProposal
from springstep.diary.wellness import DAYS_KEPT, Wellness, WellnessSource, days_kept, joined_days
from springstep.diary.wellness_proposals import FEWEST_DAYS, RULES, wellness_proposals
from springstep.installed import default_rule_base

TODAY = date(2026, 6, 1)
BASE = default_rule_base()


def days(
    today: float | None,
    *,
    usual: float = 7.5,
    count: int = 14,
    figure: str = "sleep_h",
    source: WellnessSource = "garmin",
) -> list[Wellness]:
    """Return days that are all alike, and today."""
    values = [*(usual for _ in range(count)), today]
    first = TODAY - timedelta(days=count)
    return [
        Wellness(day=first + timedelta(days=number), source=source, **{figure: value})
        for number, value in enumerate(values)
    ]


def proposed(*known: Wellness) -> tuple[WatchProposal, ...]:
    return wellness_proposals(known, today=TODAY, base=BASE)


def suggestions(*known: Wellness) -> dict[str, str | None]:
    return {each.fact: each.suggests for each in proposed(*known)}


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (7.5, {}),
        (6.51, {}),
        (6.5, {"sleep": "short"}),
        (5.01, {"sleep": "short"}),
        (5.0, {"sleep": "poor"}),
        (2.0, {"sleep": "poor"}),
        (9.5, {}),
        (None, {}),
    ],
)
def test_a_short_night_is_told_by_what_is_usual(hours: float | None, expected: dict[str, str]) -> None:
    assert suggestions(*days(hours)) == expected


def test_a_runner_who_always_sleeps_little_is_not_told_so_every_day() -> None:
    assert suggestions(*days(5.5, usual=6.0)) == {}


@pytest.mark.parametrize(
    ("figure", "usual", "today", "asked"),
    [
        ("resting_bpm", 50, 57, True),
        ("resting_bpm", 50, 56.9, False),
        ("resting_bpm", 50, 40, False),
        ("hrv_ms", 40, 30, True),
        ("hrv_ms", 40, 30.1, False),
        ("hrv_ms", 40, 90, False),
        ("readiness", 60, 45, True),
        ("readiness", 60, 45.1, False),
        ("readiness", 60, 90, False),
        ("readiness", 0, 0, False),
    ],
)
def test_pulse_and_readiness_only_make_the_question_be_asked(
    figure: str, usual: float, today: float, asked: bool
) -> None:
    assert suggestions(*days(today, usual=usual, figure=figure)) == ({"fatigue": None} if asked else {})


def test_nothing_is_usual_before_a_week_of_it() -> None:
    assert suggestions(*days(4.0, count=FEWEST_DAYS)) == {"sleep": "poor"}
    assert suggestions(*days(4.0, count=FEWEST_DAYS - 1)) == {}


def test_of_two_sources_the_graver_one_is_said_and_each_is_compared_with_itself() -> None:
    told = proposed(*days(6.4), *days(3.0, usual=6.0, source="apple_health"))
    assert [(each.fact, each.suggests, each.source) for each in told] == [("sleep", "poor", "apple_health")]


def test_what_is_said_gives_both_figures_and_asks() -> None:
    (told,) = proposed(*days(5.1666, usual=7.3333))
    assert told.say == "Your watch says 5 h 10 min of sleep, usually 7 h 20 min. Was it a short night?"


@pytest.mark.parametrize(
    ("figure", "said"), [("hrv_ms", "a heart rate variability (HRV) of 20 ms"), ("readiness", "a readiness of 20")]
)
def test_hrv_and_readiness_are_two_figures_each_said_by_its_name(figure: str, said: str) -> None:
    (told,) = proposed(*days(20, usual=40, figure=figure))
    assert told.say == f"Your watch says {said}, usually 40. So you are asked how tired you are."


@pytest.mark.parametrize(("ago", "asked"), [(0, True), (1, True), (2, False)])
def test_a_noted_illness_makes_the_question_be_asked_and_is_no_answer(ago: int, asked: bool) -> None:
    noted = Wellness(day=TODAY - timedelta(days=ago), ill_noted=True, source="intervals.icu")
    assert suggestions(noted) == ({"today": None} if asked else {})


FIGURES = st.fixed_dictionaries(
    {},
    optional={
        "sleep_h": st.floats(0, 24),
        "resting_bpm": st.floats(25, 150),
        "hrv_ms": st.floats(0, 500),
        "readiness": st.floats(0, 100),
        "ill_noted": st.booleans(),
    },
)


@given(st.lists(FIGURES, min_size=1, max_size=30))
def test_no_answer_is_ever_suggested_of_pain_or_illness_nor_a_good_one(known: list[dict[str, float]]) -> None:
    found = [
        Wellness(day=TODAY - timedelta(days=number), source="garmin", **values)  # type: ignore[arg-type]
        for number, values in enumerate(known)
    ]
    for each in proposed(*found):
        assert each.fact in ("sleep", "fatigue", "today")
        assert each.suggests in (None, "short", "poor")
        assert each.suggests is None or each.fact == "sleep"


def test_every_rule_names_what_the_knowledge_has_and_says_why() -> None:
    for rule in RULES:
        assert "before" in BASE.facts[rule.fact].moments
        assert rule.suggests is None or rule.suggests in BASE.facts[rule.fact].values
        assert rule.because.endswith(".")


def test_what_is_new_wins_and_what_it_does_not_tell_stays() -> None:
    before = Wellness(day=TODAY, sleep_h=7, resting_bpm=50, source="garmin")
    new = Wellness(day=TODAY, sleep_h=6, source="garmin")
    other = Wellness(day=TODAY, sleep_h=5, source="apple_health")
    assert joined_days([before], [new, other]) == (
        other,
        Wellness(day=TODAY, sleep_h=6, resting_bpm=50, source="garmin"),
    )


def test_of_a_day_told_twice_at_once_the_less_rested_figures_stand_in_either_order() -> None:
    rested = Wellness(day=TODAY, sleep_h=8, resting_bpm=48, hrv_ms=60, readiness=80, source="garmin")
    tired = Wellness(day=TODAY, sleep_h=4, resting_bpm=60, hrv_ms=30, source="garmin")
    expected = (replace(tired, readiness=80),)
    assert joined_days((), (rested, tired)) == joined_days((), (tired, rested)) == expected
    assert joined_days((tired,), (rested,)) == (rested,)


def test_only_the_last_weeks_are_kept() -> None:
    every = [Wellness(day=TODAY - timedelta(days=ago), sleep_h=7, source="garmin") for ago in (-2, 0, 59, 60)]
    kept = days_kept([*every, Wellness(day=TODAY, source="garmin")], TODAY)
    assert [(TODAY - each.day).days for each in kept] == [0, DAYS_KEPT - 1]


def test_the_diary_keeps_days_sealed_and_deletes_them_with_all_else(tmp_path: Path) -> None:
    place = tmp_path / "diary.db"
    known = tuple(days(5.0, count=2))
    with Diary.open(place) as diary:
        diary.days.keep(known)
        assert diary.days.sound() == known and diary.faults() == ()
    with sqlite3.connect(place) as connection:
        connection.execute("UPDATE wellness SET kept = replace(kept, '5.0', '9.0') WHERE day = '2026-06-01'")
    connection.close()
    with Diary.open(place) as diary:
        assert diary.days.sound() == known[:2]
        assert "2026-06-01" in str(diary.faults()[0])
        diary.delete_all()
        assert diary.days.sound() == ()
