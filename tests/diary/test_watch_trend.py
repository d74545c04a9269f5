"""Recordings compared over the weeks: where one of those compared lacks its value, nothing is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import springstep
from springstep.diary.watch_trend import COMPARED, PROPOSED, proposals, watch_trends
from springstep.diary.watched import WatchedRun, WatchValue
from springstep.engine.inference.examples import standard_case
from springstep.installed import default_rule_base

LAST = datetime(2026, 6, 1, 7, tzinfo=timezone.utc)


def value(amount: float, *, unit: str = "%", samples: int = 600, confidence: float = 1.0) -> WatchValue:
    return WatchValue(value=amount, unit=unit, from_s=0, to_s=600, parts=10, samples=samples, confidence=confidence)


def run(
    days_ago: int, amount: float | None, *, pace: float | None = 380, maker: str = "a watch", **more: Any
) -> WatchedRun:
    began = LAST - timedelta(days=days_ago)
    told = None if amount is None else value(amount, **more)
    return WatchedRun(
        digest=f"{days_ago % 1000:064x}",
        day=began.date(),
        began_at=began,
        elapsed_s=2400,
        duration_min=40,
        source="fit",
        maker=maker,
        easy_pace_s_per_km=None if pace is None else value(pace, unit="s/km"),
        **dict.fromkeys(COMPARED, told),
    )


def series(*amounts: float | None) -> list[WatchedRun]:
    return [run(4 * (len(amounts) - number), amount) for number, amount in enumerate(amounts)]


def changes(*runs: WatchedRun) -> set[str | None]:
    return {each.change for each in watch_trends(runs)} or {None}


@pytest.mark.parametrize(
    ("amounts", "change"),
    [
        ((2.0, 2.0, 1.7, 1.7), "less"),
        ((2.0, 2.0, 1.71, 1.71), "same"),
        ((2.0, 2.0, 2.3, 2.3), "more"),
        ((2.0, 2.0, 2.29, 2.29), "same"),
        ((2.0, 2.0, 1.0, 2.0), "same"),
        ((2.0, 2.0, 3.0, 2.0), "same"),
        ((2.0, 2.0, 1.0), None),
        ((2.0, 2.0, None, 1.0, 1.0), None),
        ((2.0, 2.0, 1.0, 1.0, None), None),
        ((None, 2.0, 2.0, 2.0, 1.0, 1.0, 1.0), "less"),
        ((None, None), None),
    ],
)
def test_the_last_runs_are_compared_with_as_many_before_them(amounts: tuple[float | None, ...], change: str) -> None:
    assert changes(*series(*amounts)) == {change}


def test_it_is_told_whether_runs_are_too_few_or_one_does_not_tell_it() -> None:
    assert {each.left_out for each in watch_trends(series(2.0, 2.0, 1.0))} == {False}
    assert {each.left_out for each in watch_trends(series(2.0, 2.0, None, 1.0, 1.0))} == {True}


def test_only_runs_at_a_like_pace_and_by_one_watch_are_compared() -> None:
    alike = series(2.0, 2.0, 1.7, 1.7)
    assert changes(run(31, 9.0, pace=330), *alike) == {"less"}
    assert changes(run(31, 9.0, maker="another"), *alike) == {"less"}
    assert changes(*alike, run(0, 9.0, maker="another")) == {None}
    assert changes(*alike, run(0, 1.7, pace=None)) == {None}, "which may have been at the same pace"


def test_runs_long_ago_do_not_count() -> None:
    assert changes(*(run(60 + day, 2.0) for day in range(4)), run(1, 1.0), run(0, 1.0)) == {None}


def test_samples_that_are_far_apart_are_not_compared_with_close_ones() -> None:
    sparse = [run(days, 2.0, samples=120) for days in (30, 26)]
    assert changes(*sparse, *series(1.5, 1.5)) == {None}
    seconds = [run(days, 2.0, samples=120, unit="s") for days in (30, 26)]
    assert changes(*seconds, *(run(days, 1.5, unit="s") for days in (8, 4))) == {"less"}


@settings(max_examples=300, deadline=None)
@given(st.lists(st.floats(0.5, 4), min_size=1, max_size=10), st.data())
def test_leaving_a_value_out_never_earns_a_change(amounts: list[float], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(amounts) - 1))
    whole = series(*amounts)
    less = list(whole)
    less[place] = replace(less[place], **dict.fromkeys(COMPARED))
    assert changes(*less) <= {None, *changes(*whole)}


@pytest.mark.parametrize("fact", PROPOSED.values())
@pytest.mark.parametrize("trend", ["better", "same", "worse"])
def test_an_unknown_trend_is_advised_no_less_carefully_than_any_other(fact: str, trend: str) -> None:
    """So a recording that lacks something leads to advice at least as careful."""
    base = default_rule_base()
    steps = list(base.decisions["progression"].steps)
    case = standard_case(base, "after")
    told = springstep.recommend({**case, fact: trend})
    unknown = springstep.recommend({name: each for name, each in case.items() if name != fact})
    known, other = (made.decision("progression").value for made in (told, unknown))
    assert steps.index(other) >= steps.index(known)


@pytest.mark.parametrize(("late", "offered"), [(1.7, None), (2.0, None), (2.3, "worse")])
def test_only_that_it_got_worse_is_ever_offered_as_an_answer(late: float, offered: str | None) -> None:
    found = proposals(series(2.0, 2.0, late, late))
    assert {(each.fact, each.suggests, each.asks) for each in found} == {
        (fact, offered, False) for fact in PROPOSED.values()
    }
    assert proposals(series(2.0, None, 1.7, 1.7)) == ()


def test_what_recordings_say_names_its_source_and_both_figures() -> None:
    said = {each.fact: each.say for each in proposals(series(2.0, 2.0, 1.7, 1.7))}
    assert said["cadence_trend"] == (
        "Your recordings say of how far your cadence varies: 2 % in the runs before, 1.7 % in the last ones, less than "
        "before."
    )
