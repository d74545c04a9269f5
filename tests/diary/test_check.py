"""Only sound entries get in; every fault is told at once with its field and what is allowed."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given

from springstep.diary.check import check_entry, entry_of, fields_of_entry, filled_from_plan, plain_fields
from springstep.diary.entry import Entry
from springstep.diary.errors import DiaryError
from springstep.engine.text.source import Document
from tests.diary.conftest import entry_by_hand, plan_by_hand
from tests.diary.strategies import DRILLS, TODAY, entries

SOUND = plain_fields(fields_of_entry(entry_by_hand()))
PLAN = json.loads(plan_by_hand().to_json())
NO_EFFORTS = {"drill": None, "efforts": None, "effort_s": None}


def faults(**changes: Any) -> list[str]:
    lines = {name: value for name, value in {**SOUND, **changes}.items() if value is not None}
    with pytest.raises(DiaryError) as caught:
        check_entry(Document("", lines, {}), today=TODAY, drills=DRILLS)
    return [str(fault) for fault in caught.value.faults]


@given(entries())
def test_every_sound_entry_is_let_in_as_it_is(entry: Entry) -> None:
    assert entry_of(fields_of_entry(entry), today=TODAY, drills=DRILLS) == entry
    assert Entry.from_json(entry.to_json()) == entry


BAD: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "unknown field": ({"fatige_after": 3}, ("fatige_after: unknown field", "did you mean 'fatigue_after'?")),
    "unknown field of the plan": ({"plan": {**PLAN, "effort": 3}}, ("plan.effort: unknown field",)),
    "no uid": ({"uid": None}, ("uid: is required", "32 characters")),
    "short uid": ({"uid": "abc"}, ("uid: 'abc' is not understood", "32 characters")),
    "no day": ({"day": None}, ("day: is required", "2026-03-31")),
    "no such day": ({"day": "2026-02-30"}, ("day: '2026-02-30' is not a day",)),
    "day in words": ({"day": "yesterday"}, ("day: 'yesterday' is not a day",)),
    "day as a number": ({"day": 20260302}, ("day: 20260302 is not a day",)),
    "day with a clock": ({"day": "2026-03-02T10:00"}, ("day: '2026-03-02T10:00' is not a day",)),
    "day to come": (
        {"day": "2026-07-03"},
        ("day: 2026-07-03 is still to come", "2026-07-02, for a traveller", "2026-06-30"),
    ),
    "day long ago": ({"day": "0026-03-02"}, ("day: 0026-03-02 is too long ago", "1970-01-01")),
    "no kind": ({"run_kind": None}, ("run_kind: is required", "recovery, easy, run_walk, long, workout, race")),
    "another kind": ({"run_kind": "jog"}, ("run_kind: 'jog' is not allowed", "recovery, easy")),
    "near word": ({"felt_after": "drainde"}, ("felt_after", "did you mean 'drained'?")),
    "minutes too few": ({"duration_min": 0.5}, ("duration_min: 0.5 is too small", "at least 1")),
    "minutes too many": ({"duration_min": 601}, ("duration_min: 601 is too large", "at most 600")),
    "minutes as text": ({"duration_min": "50"}, ("duration_min: must be a number, not '50'", "from 1 to 600")),
    "efforts too many": ({"efforts": 31}, ("efforts: 31 is too large", "at most 30")),
    "half an effort": ({"efforts": 3.5}, ("efforts: must be a whole number, not 3.5", "from 1 to 30")),
    "a flag for a number": ({"fatigue_after": True}, ("fatigue_after: must be a whole number, not true", "0 to 10")),
    "a number for a flag": ({"form_held": 1}, ("form_held: must be true or false, not 1",)),
    "a word for a flag": ({"form_held": "yes"}, ("form_held: must be true or false",)),
    "rating too low": ({"cadence": 0}, ("cadence: 0 is too small", "at least 1")),
    "rating too high": ({"spring": 6}, ("spring: 6 is too large", "at most 5")),
    "no such drill": ({"drill": "light_hop"}, ("drill: no drill is called 'light_hop'", "did you mean 'light_hops'")),
    "no such drill planned": ({"plan": {**PLAN, "drill": "x"}}, ("plan.drill: no drill is called 'x'",)),
    "long note": ({"note": "x" * 2001}, ("note: is 2001 characters long", "2000")),
    "note with a control character": ({"note": "a\x1b[2Jb"}, ("note: holds the character U+001B",)),
    "note with half a character": ({"note": "a\ud800"}, ("note", "half a character")),
    "note as a number": ({"note": 5}, ("note: must be text, not 5",)),
    "done without efforts": ({"efforts": None}, ("efforts: is needed when bursts is done",)),
    "done with no effort": ({"efforts": 0}, ("efforts: is needed when bursts is done", "at least 1")),
    "partly without seconds": ({"bursts": "partly", "effort_s": None}, ("effort_s: is needed when bursts is partly",)),
    "fewer than planned": ({"plan": PLAN, "efforts": 3}, ("efforts: 3 of 4 planned efforts is not all", "partly")),
    "efforts of none": ({"bursts": "none"}, ("efforts: cannot be given when bursts is none", "done or partly")),
    "efforts when skipped": ({"bursts": "skipped"}, ("efforts: cannot be given when bursts is skipped",)),
    "planned without a plan": ({**NO_EFFORTS, "bursts": "planned"}, ("bursts: is planned, but there is no plan",)),
    "planned and felt": (
        {**NO_EFFORTS, "bursts": "planned", "plan": PLAN, "felt_after": "fresh"},
        ("felt_after: cannot be given when bursts is planned",),
    ),
    "none of a plan": ({**NO_EFFORTS, "bursts": "none", "plan": PLAN}, ("bursts: is none, but bursts were", "skipped")),
    "skipped without a session": (
        {**NO_EFFORTS, "bursts": "skipped", "plan": {**PLAN, "kind": "none"}},
        ("bursts: is skipped, but nothing was planned",),
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_told_with_its_field(name: str) -> None:
    changes, words = BAD[name]
    assert any(all(word in line for word in words) for line in faults(**changes)), faults(**changes)


def test_all_faults_are_told_at_once() -> None:
    lines = faults(run_kind="jog", efforts=99, cadence=0, note="\x00")
    assert [line.split(":")[0] for line in lines] == ["run_kind", "efforts", "cadence", "note"]


@pytest.mark.parametrize("ahead", [0, 1, 2])
def test_a_day_is_taken_up_to_where_a_traveller_may_be(ahead: int) -> None:
    day = TODAY + timedelta(days=ahead)
    assert entry_of({**SOUND, "day": day}, today=TODAY, drills=DRILLS).day == day


def test_a_list_is_not_an_entry() -> None:
    with pytest.raises(DiaryError, match="mapping"):
        check_entry(Document("", [], {}), today=TODAY, drills=DRILLS)


def test_every_end_of_a_line_in_a_note_becomes_the_same() -> None:
    assert entry_of({**SOUND, "note": "a\r\nb\rc\nd"}, today=TODAY, drills=DRILLS).note == "a\nb\nc\nd"


def test_a_whole_number_may_be_written_with_a_point() -> None:
    assert entry_of({**SOUND, "efforts": 4.0}, today=TODAY, drills=DRILLS).efforts == 4


def test_the_plan_fills_in_what_a_session_done_in_full_leaves_out() -> None:
    filled = filled_from_plan({"bursts": "done", "effort_s": 8}, plan_by_hand())
    assert filled == {"bursts": "done", "drill": "light_hops", "efforts": 4, "effort_s": 8}


def test_the_plan_does_not_say_how_many_efforts_were_done_in_part() -> None:
    filled = filled_from_plan({"bursts": "partly"}, plan_by_hand())
    assert filled == {"bursts": "partly", "drill": "light_hops", "effort_s": 10}


@pytest.mark.parametrize("bursts", ["skipped", "none", None])
def test_the_plan_fills_in_nothing_without_a_session(bursts: str | None) -> None:
    assert filled_from_plan({"bursts": bursts}, plan_by_hand()) == {"bursts": bursts}


def test_the_dose_is_what_was_done() -> None:
    assert entry_by_hand().dose_s == 40
    assert entry_by_hand(bursts="skipped").dose_s == 0
    assert entry_by_hand(day=date(2026, 1, 1)).short == "00000000"
