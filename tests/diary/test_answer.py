"""Whatever the diary holds, what is written down gets an answer, and the same one however it is read."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from springstep.diary.answer import answer_to, rests_on_nothing
from springstep.diary.entry import Entry
from springstep.diary.meaning import meaning_of
from springstep.installed import default_rule_base
from tests.diary.conftest import entry_by_hand, plan_by_hand
from tests.diary.strategies import entries
from tests.strategies import examples

BASE = default_rule_base()
BARS = BASE.decisions["clearance"].bars
LOGGED = {"felt_after": "normal", "form_held": True, "fatigue_after": 2, "cadence": 4, "stride": 4}
NO_ANSWER = {"plan": None, "warning_gone": None}


def in_order(diary: list[Entry]) -> list[Entry]:
    unique = {entry.uid: entry for entry in diary}
    return sorted(unique.values(), key=lambda entry: entry.day)


@examples(150)
@given(st.lists(entries(), min_size=1, max_size=6).map(in_order), st.none() | st.dates(date(2026, 1, 1)))
def test_every_entry_gets_an_answer_and_an_unanswered_warning_bars(diary: list[Entry], race: date | None) -> None:
    for entry in diary:
        made = answer_to(entry, diary, base=BASE, race=race)
        assert made.moment == "after" and isinstance(rests_on_nothing(made, BASE), bool)
    silent = [Entry(**{**vars(each), **NO_ANSWER}) for each in diary if each.bursts != "planned"]
    if any(meaning_of(each, BASE).warns_of for each in silent):
        assert answer_to(silent[-1], silent, base=BASE).decision("clearance").value in BARS


def test_what_stays_the_same_is_taken_from_the_last_plan() -> None:
    plan = plan_by_hand(case={"season_phase": "build", "goal": "speed", "pain": "sharp", "fatigue": 9, "unheard": 1})
    entry = entry_by_hand(plan=plan, **LOGGED)
    made = answer_to(entry, [entry], base=BASE)
    assert {"season_phase", "goal"} <= made.case.keys()
    assert not {"pain", "fatigue", "unheard"} & made.case.keys(), "how the runner felt before the run is over"


def test_pain_of_an_earlier_run_comes_from_the_diary_alone() -> None:
    entry = entry_by_hand(1, pain="ache", **LOGGED)
    planned = plan_by_hand(case={"pain": "none", "injuries": [], "screening": []})
    later = entry_by_hand(2, day=entry.day + timedelta(days=2), plan=planned, **LOGGED)
    assert "pain" not in answer_to(entry, [entry, later], base=BASE).case
    assert answer_to(entry, [entry, later], base=BASE).decision("clearance").value == "no_bursts_today"
    assert answer_to(entry, [entry], base=BASE).case["pain"] == "ache"


def test_what_came_up_in_the_run_is_answered_by_the_gravest_cue() -> None:
    calm = entry_by_hand(1, **LOGGED)
    flooded = entry_by_hand(2, day=calm.day + timedelta(days=4), cues=("tense_upper_body", "flooding_legs"), **LOGGED)
    made = answer_to(flooded, [calm, flooded], base=BASE)
    assert made.case["came_up"] == "flooding_legs"
    assert made.decision("progression").value == "step_back"
