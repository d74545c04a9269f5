"""No diary makes more of a set than a session can hold, nor of a run that is written down twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.diary.alike import alike
from springstep.diary.counting import SOUND, counted
from springstep.diary.entry import Entry
from springstep.diary.history import history_of
from springstep.diary.limits import is_too_much
from springstep.diary.meaning import meaning_of, taken_well
from springstep.diary.next_bursts import runs_until
from springstep.installed import default_rule_base
from tests.diary.conftest import entry_by_hand, plan_by_hand
from tests.diary.strategies import entries
from tests.strategies import examples

BASE = default_rule_base()
SETS = BASE.tables["sets"].rows
NOTHING: dict[str, Any] = {"drill": None, "efforts": None, "effort_s": None}
LOGGED = dict(SOUND)


@pytest.mark.parametrize("row", SETS, ids=lambda row: f"{row['efforts']}x{row['effort_s']}")
def test_every_set_of_the_rules_is_a_session(row: Any) -> None:
    done = entry_by_hand(efforts=row["efforts"], effort_s=row["effort_s"], **LOGGED)
    planned = plan_by_hand(efforts=row["efforts"], effort_s=row["effort_s"])
    for entry in (done, replace(done, plan=planned)):
        assert not is_too_much(entry, BASE) and counted(entry, BASE).counts


@given(st.integers(1, 30), st.integers(1, 120), st.none() | st.integers(1, 600))
def test_a_session_holds_at_most_twice_the_largest_set_and_fits_into_its_run(
    efforts: int, effort_s: int, minutes: int | None
) -> None:
    entry = entry_by_hand(efforts=efforts, effort_s=effort_s, duration_min=minutes, **LOGGED)
    beyond = efforts > 12 or effort_s > 30 or efforts * effort_s > 180
    beyond = beyond or (minutes is not None and efforts * effort_s > minutes * 60)
    assert is_too_much(entry, BASE) == beyond
    assert taken_well(entry, BASE) != beyond, "what no session can be is never done as planned"


def test_what_is_far_more_than_planned_is_not_done_as_planned() -> None:
    entry = entry_by_hand(plan=plan_by_hand(), **LOGGED)
    assert taken_well(replace(entry, efforts=8), BASE) and not taken_well(replace(entry, efforts=9), BASE)


@examples(150)
@given(entries())
def test_a_session_counts_just_where_it_was_taken_well_and_what_is_missing_makes_it_count(entry: Entry) -> None:
    found = counted(entry, BASE)
    assert found.counts == (meaning_of(entry, BASE).session_taken == 0) and found.rules
    if found.missing:
        completed = replace(entry, **{name: SOUND[name] for name in found.missing})
        assert counted(completed, BASE).counts
        for name in found.missing:
            assert counted(replace(completed, **{name: None}), BASE).missing == (name,)


def test_a_run_is_like_another_of_its_day_kind_set_and_length() -> None:
    run = entry_by_hand(1)
    for changes in ({}, {"duration_min": None}, {"felt_after": "fresh"}, {"drill": None}):
        assert alike(entry_by_hand(2, **changes), [run]) == run
    for changes in (
        {"day": run.day + timedelta(days=1)},
        {"run_kind": "long"},
        {"efforts": 3},
        {"duration_min": 51},
        {"bursts": "none", **NOTHING},
        {"bursts": "planned", "plan": plan_by_hand(), **NOTHING},
    ):
        assert alike(entry_by_hand(2, **changes), [run]) is None
    assert alike(run, [run]) is None


@pytest.mark.parametrize(("frequency", "runs"), [(1, [1, 1, 1]), (2, [2, 1, 1]), (3, [3, 2, 1])])
def test_the_next_bursts_are_counted_in_easy_runs(frequency: int, runs: list[int]) -> None:
    diary = [entry_by_hand(1)]
    found = []
    for number in range(3):
        found.append(runs_until(diary, frequency=frequency, base=BASE))
        day = date(2026, 3, 3) + timedelta(days=number)
        diary += [entry_by_hand(10 + number, day=day, bursts="none", **NOTHING)]
        diary += [entry_by_hand(20 + number, day=day, run_kind="long", bursts="none", **NOTHING)]
    assert found == runs
    assert runs_until(diary[1:], frequency=3, base=BASE) is None, "there is no session to count from"


def test_a_run_dated_ahead_of_the_clock_is_remembered_with_what_it_warns_of() -> None:
    for ahead, known in ((1, True), (2, True), (3, False)):
        entry = entry_by_hand(day=date(2026, 3, 2) + timedelta(days=ahead), pain="sharp")
        found = {m.fact: m.value for m in history_of([entry], day=date(2026, 3, 2), moment="before", base=BASE)}
        assert (found.get("logged_warning") == "sharp_pain") == known
        assert (found.get("easy_runs_since_bursts") == 0) == known
        assert found.get("weeks_since_last_session", 0) == 0


def test_a_plan_for_a_day_to_come_is_no_part_of_today() -> None:
    planned = entry_by_hand(day=date(2026, 3, 3), bursts="planned", plan=plan_by_hand(), **NOTHING)
    assert history_of([entry_by_hand(2), planned], day=date(2026, 3, 2), moment="during", base=BASE) == ()
