"""A recording that waits for its answers counts for how soon bursts come again, and for nothing that leads on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from springstep.diary.entry import Entry
from springstep.diary.memory import DiaryMemory
from springstep.diary.storage.store import Diary
from springstep.diary.waiting import maybe_done
from springstep.diary.watched import WatchedRun
from springstep.installed import default_rule_base
from tests.diary.conftest import entry_by_hand, plan_by_hand, watched_by_hand

FIRST = date(2026, 3, 2)
NONE: dict[str, Any] = {"drill": None, "efforts": None, "effort_s": None, "bursts": "none", "plan": None}


def book() -> Iterator[Entry]:
    """Yield a session, two easy runs and a plan for the day after."""
    yield entry_by_hand(1, day=FIRST, plan=plan_by_hand())
    yield entry_by_hand(2, day=FIRST + timedelta(days=2), **NONE)
    yield entry_by_hand(3, day=FIRST + timedelta(days=4), **NONE)
    planned = {**NONE, "plan": plan_by_hand(), "bursts": "planned"}
    yield entry_by_hand(4, day=FIRST + timedelta(days=6), **planned)


def run_on_the_day(**fields: Any) -> WatchedRun:
    return watched_by_hand(7, **{"efforts_planned": 4, "told_by": "steps", "bursts": "done", **fields})


def remembered(place: Path, *runs: WatchedRun) -> dict[str, Any]:
    with Diary.open(place) as diary:
        for entry in book():
            diary.add(entry)
        diary.recordings.keep(runs)
    memory = DiaryMemory(place, today=FIRST + timedelta(days=7), base=default_rule_base(), there=True)
    return {each.fact: each.value for each in memory.history("before")}


@pytest.mark.parametrize("bursts", ["done", "partly", None])
def test_bursts_that_may_have_been_done_space_the_next_ones_and_change_nothing_else(
    tmp_path: Path, bursts: str | None
) -> None:
    without = remembered(tmp_path / "without.db")
    found = remembered(tmp_path / "with.db", run_on_the_day(bursts=bursts))
    assert (without["easy_runs_since_bursts"], found["easy_runs_since_bursts"]) == (2, 0)
    assert {**found, "easy_runs_since_bursts": 2} == without


@pytest.mark.parametrize("fields", [{"bursts": "none"}, {"entry": "ab" * 16}, {"day": FIRST + timedelta(days=30)}])
def test_a_run_without_bursts_or_with_an_answer_or_still_to_come_changes_nothing(
    tmp_path: Path, fields: dict[str, Any]
) -> None:
    assert remembered(tmp_path / "with.db", run_on_the_day(**fields)) == remembered(tmp_path / "without.db")


def test_a_run_of_a_day_without_a_plan_counts_only_if_it_shows_bursts() -> None:
    run = replace(run_on_the_day(), day=FIRST + timedelta(days=5))
    entries = list(book())
    assert len(maybe_done([run], entries, date(2026, 4, 1))) == 1
    assert maybe_done([replace(run, bursts=None)], entries, date(2026, 4, 1)) == ()
