from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import springstep
from springstep.engine.inference.examples import standard_case
from springstep.formats.signal import Derived, measured_trends
from springstep.formats.signal.trend import TRENDS
from springstep.installed import default_rule_base

DAY = date(2026, 6, 1)


class Run(NamedTuple):
    day: date
    maker: str
    easy_pace_s_per_km: Derived | None
    cadence_steadiness: Derived | None
    stride_evenness: Derived | None
    return_to_pace_s: Derived | None


def derived(value: float, *, unit: str = "%", samples: int = 600, confidence: float = 1.0) -> Derived:
    return Derived(value=value, unit=unit, from_s=0, to_s=600, parts=10, samples=samples, confidence=confidence)


def run(days_ago: int, value: float | None, *, pace: float | None = 380, maker: str = "a watch", **more: int) -> Run:
    told = None if value is None else derived(value, **more)
    at = None if pace is None else derived(pace, unit="s/km")
    return Run(DAY - timedelta(days=days_ago), maker, at, told, told, told)


def trends(*runs: Run) -> set[str]:
    return {each.trend for each in measured_trends(runs, day=DAY)}


def series(*values: float | None) -> list[Run]:
    return [run(4 * (len(values) - number), value) for number, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "trend"),
    [
        ((2.0, 2.0, 1.7, 1.7), "better"),
        ((2.0, 2.0, 1.71, 1.71), "same"),
        ((2.0, 2.0, 2.3, 2.3), "worse"),
        ((2.0, 2.0, 2.29, 2.29), "same"),
        ((2.0, 2.0, 1.0, 2.0), "same"),
        ((2.0, 2.0, 3.0, 2.0), "same"),
        ((2.0, 2.0, 1.0), "unknown"),
        ((2.0, 2.0, None, 1.0, 1.0), "unknown"),
        ((2.0, 2.0, 1.0, 1.0, None), "unknown"),
        ((None, 2.0, 2.0, 2.0, 1.0, 1.0, 1.0), "better"),
        ((), "unknown"),
    ],
)
def test_a_trend_is_told_by_the_last_runs_against_those_before(values: tuple[float | None, ...], trend: str) -> None:
    assert trends(*series(*values)) == {trend}


def test_a_trend_gives_the_figures_it_rests_on() -> None:
    found = measured_trends(series(2.2, 2.0, 1.5, 1.3), day=DAY)[0]
    assert (found.fact, found.early, found.late, found.unit) == ("cadence_trend", (2.2, 2.0), (1.5, 1.3), "%")
    assert found.days == tuple(DAY - timedelta(days=days) for days in (16, 12, 8, 4))
    assert {each.fact for each in measured_trends((), day=DAY)} <= set(default_rule_base().facts)


def test_runs_at_another_pace_or_by_another_watch_are_left_aside() -> None:
    others = [run(1, 9.0, pace=330), run(2, 9.0, maker="another")]
    assert trends(*series(2.0, 2.0, 1.7, 1.7), *others[:1]) == {"unknown"}, "the newest pace is what counts"
    assert trends(*others[1:], *series(2.0, 2.0, 1.7, 1.7)) == {"unknown"}
    older = [run(30, 9.0, pace=330), run(31, 9.0, maker="another")]
    assert trends(*older, *series(2.0, 2.0, 1.7, 1.7)) == {"better"}


def test_runs_long_ago_and_those_to_come_do_not_count() -> None:
    assert trends(*(run(60 + day, 2.0) for day in range(4)), *(run(-day, 1.0) for day in range(1, 5))) == {"unknown"}


def test_samples_that_are_far_apart_are_not_compared_with_close_ones() -> None:
    sparse = [run(days, 2.0, samples=120) for days in (30, 26)]
    assert trends(*sparse, *series(1.5, 1.5)) == {"unknown"}


@settings(max_examples=300, deadline=None)
@given(st.lists(st.floats(0.5, 4), min_size=1, max_size=10), st.data())
def test_leaving_a_figure_out_never_earns_a_trend(values: list[float], data: st.DataObject) -> None:
    whole = series(*values)
    place = data.draw(st.integers(0, len(values) - 1))
    less = series(*(None if number == place else value for number, value in enumerate(values)))
    (was,), (now,) = trends(*whole), trends(*less)
    assert now in ("unknown", was)


@pytest.mark.parametrize("fact", TRENDS)
@pytest.mark.parametrize("trend", ["better", "same", "worse"])
def test_an_unknown_trend_is_advised_no_less_carefully_than_any_other(fact: str, trend: str) -> None:
    """So a recording that lacks something leads to advice at least as careful."""
    base = default_rule_base()
    steps = list(base.decisions["progression"].steps)
    case = standard_case(base, "after")
    told = springstep.recommend({**case, fact: trend})
    unknown = springstep.recommend({name: value for name, value in case.items() if name != fact})
    known, other = (made.decision("progression").value for made in (told, unknown))
    assert steps.index(other) >= steps.index(known)
