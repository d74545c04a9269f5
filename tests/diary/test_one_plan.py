"""There is one plan for a day and kind of run; what becomes of another one is said."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from springstep.diary.entry import Entry
from springstep.diary.errors import DiaryError
from springstep.diary.storage.merging import Merged
from springstep.diary.storage.migrations import MIGRATIONS
from springstep.diary.storage.store import Diary
from tests.diary.conftest import entry_by_hand, fork, plan_by_hand


def planned(number: int, **changes: object) -> Entry:
    nothing = {"drill": None, "efforts": None, "effort_s": None, "bursts": "planned", "plan": plan_by_hand()}
    return entry_by_hand(uid=f"{number:08x}" * 4, **{**nothing, **changes})


def test_a_second_plan_is_refused_and_one_of_another_kind_or_day_is_not(place: Path) -> None:
    with Diary.open(place) as diary:
        diary.add(planned(1))
        with pytest.raises(DiaryError, match="there is another plan for the easy run on 2026-03-02, 00000001"):
            diary.add(planned(2))
        diary.add(planned(3, run_kind="run_walk"))
        diary.add(planned(4, day=date(2026, 3, 3)))
        with pytest.raises(DiaryError, match="there is another plan for the run walk run"):
            diary.update(planned(1, run_kind="run_walk"))
        diary.update(entry_by_hand(uid=planned(1).uid, plan=plan_by_hand()))
        diary.add(planned(2))


def test_of_plans_that_come_in_the_last_stays_and_one_that_is_there_unless_it_is_replaced(place: Path) -> None:
    with Diary.open(place) as diary:
        assert diary.merge([planned(1), planned(2)]) == Merged(2, 0, 0, ("00000001",))
        with pytest.raises(DiaryError, match=r"another plan .* 00000002; --replace takes the incoming one"):
            diary.merge([planned(3)])
        assert diary.entries() == (planned(2),)
        assert diary.merge([planned(3)], replace=True) == Merged(1, 0, 0, ("00000002",))
        assert diary.entries() == (planned(3),)


def test_what_an_earlier_diary_has_more_is_taken_out_kept_in_the_copy_and_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    place = tmp_path / "diary.db"
    Diary.open(place, steps=MIGRATIONS[:2]).close()
    rows = [("aa" * 16, "easy"), ("bb" * 16, "easy"), ("cc" * 16, "easy"), ("dd" * 16, "long")]
    with closing(sqlite3.connect(place)) as raw, raw:
        insert = "INSERT INTO entries (uid, day, run_kind, bursts, plan) VALUES (?, '2026-03-02', ?, 'planned', ?)"
        raw.executemany(insert, [(*row, plan_by_hand().to_json()) for row in rows])
    with Diary.open(place) as diary:
        assert [entry.uid[:2] for entry in diary.entries()] == ["cc", "dd"] and diary.faults() == ()
    assert caplog.messages == [
        f"springstep: {place}: of 3 plans for one easy run on 2026-03-02 the latest stays, cccccccc; "
        "taken out: aaaaaaaa, bbbbbbbb",
        f"springstep: {place}: the diary as it was before is diary.db.v2.bak",
    ]
    with closing(sqlite3.connect(place.with_name("diary.db.v2.bak"))) as raw:
        assert raw.execute("SELECT count(*) FROM entries").fetchone() == (4,)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_of_many_changes_at_once_none_is_lost(place: Path) -> None:
    """Each program reads an entry, changes one thing and writes it: every change is there in the end."""
    names = ["cadence", "stride", "spring", "return_to_pace", "fatigue_after", "effort_s"]
    with Diary.open(place) as diary:
        diary.add(entry_by_hand())
    children = []
    for name in names:
        pid = fork()
        if pid == 0:
            status = 1
            try:
                from dataclasses import replace

                with Diary.open(place) as diary:
                    diary.change(entry_by_hand().uid, lambda entry, name=name: replace(entry, **{name: 5}))
                status = 0
            finally:
                os._exit(status)
        children.append(pid)
    assert [os.waitpid(pid, 0)[1] for pid in children] == [0] * len(names)
    with Diary.open(place) as diary:
        assert diary.entries() == (entry_by_hand(**dict.fromkeys(names, 5)),)
