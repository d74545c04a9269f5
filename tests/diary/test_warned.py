"""What was logged as a warning bars bursts until it is said to be gone, and the return from it is careful."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.api import recommend
from springstep.diary.entry import Entry
from springstep.diary.history import history_of
from springstep.engine.inference.remembered import Remembered
from springstep.installed import default_rule_base
from tests.diary.test_history import LOGGED, TODAY, entry, planned, session
from tests.strategies import examples

BASE = default_rule_base()
GRAVE: tuple[dict[str, Any], ...] = (
    {"pain": "sharp"},
    {"injury": "ankle"},
    {"cues": ("dizzy",)},
    {"cues": ("hip_stiffness", "chest_pain")},
)
FRESH: dict[str, Any] = {
    name: value
    for name, value in BASE.standard_cases["before"].items()
    if name == "screening" or not BASE.vocabulary.facts[name].remembered
}
"""A runner against whose bursts nothing speaks today; the diary knows the rest."""


def memories(*entries: Entry, moment: str = "before", race: date | None = None) -> dict[str, Remembered]:
    found = history_of(entries, day=TODAY, moment=moment, base=BASE, race=race)
    return {memory.fact: memory for memory in found}


def plan(*entries: Entry, **answers: Any) -> Any:
    history = history_of(entries, day=TODAY, moment="before", base=BASE)
    return recommend({**FRESH, "recovery_between_sessions": "full", **answers}, history=history)


def test_a_diary_that_warns_of_nothing_remembers_no_warning() -> None:
    assert not {"logged_warning", "warning_gone"} & memories(session(9), entry(3, pain="none")).keys()


def test_a_warning_is_remembered_even_where_there_was_no_session() -> None:
    found = memories(entry(3, pain="sharp", pain_site="knee", note="knee\nswollen"))
    assert set(found) == {"logged_warning"}
    assert (found["logged_warning"].value, found["logged_warning"].note) == (
        "sharp_pain",
        '17 November 2026: knee, "knee swollen"',
    )


def test_the_gravest_of_several_warnings_counts_and_all_are_named() -> None:
    found = memories(entry(9, pain="ache", pain_site="calf"), entry(5, pain="sharp"), entry(3, pain="ache"))
    assert found["logged_warning"].value == "sharp_pain"
    assert found["logged_warning"].note == (
        "15 November 2026: sharp pain; 11 November 2026: ache, calf; 17 November 2026: ache"
    )


def test_an_answer_that_nothing_hurts_today_settles_nothing() -> None:
    assert memories(session(9, pain="sharp"), entry(5, pain="none"), entry(2, pain="none"))[
        "logged_warning"
    ].value == "sharp_pain"  # fmt: skip


@pytest.mark.parametrize("said_in", ["entry", "plan"])
def test_what_is_said_to_be_gone_is_remembered_until_a_session_was_taken_well(said_in: str) -> None:
    said = (
        entry(5, warning_gone=True)
        if said_in == "entry"
        else entry(5, plan=PLAN_NONE_GONE)
    )  # fmt: skip
    found = memories(session(9, pain="sharp"), said)
    assert (found["logged_warning"].value, found["warning_gone"].value) == ("sharp_pain", True)
    assert found["warning_gone"].note == "15 November 2026"
    drained = session(3, 1, felt_after="drained")
    assert "warning_gone" in memories(session(9, pain="sharp"), said, drained)
    assert "logged_warning" not in memories(session(9, pain="sharp"), said, session(3, 1))


PLAN_NONE_GONE = planned(1, kind="none", case={"warning_gone": True})


def test_a_session_done_before_it_was_said_to_be_gone_settles_nothing() -> None:
    found = memories(session(9, pain="sharp"), session(3, 1, warning_gone=True))
    assert found["warning_gone"].value is True
    assert "logged_warning" in memories(session(9, pain="sharp"), session(3, 1))


def test_the_plan_of_a_run_speaks_of_what_was_before_it() -> None:
    gone = planned(1, case={"warning_gone": True})
    assert "logged_warning" not in memories(session(9, pain="sharp"), session(3, 1, plan=gone))
    again = memories(session(9, pain="sharp"), session(3, 1, plan=gone, pain="ache"))
    assert again["logged_warning"].value == "ache" and "warning_gone" not in again


def test_what_is_still_there_after_all_is_asked_about_again() -> None:
    found = memories(entry(9, pain="sharp"), entry(5, warning_gone=True), entry(3, warning_gone=False))
    assert found["logged_warning"].value == "sharp_pain" and "warning_gone" not in found


def test_a_new_warning_does_not_call_back_one_that_is_gone() -> None:
    entries = [entry(9, pain="sharp"), entry(5, warning_gone=True), entry(3, pain="ache")]
    assert memories(*entries)["logged_warning"].value == "ache"
    back = memories(*entries, entry(1, warning_gone=True))
    assert back["logged_warning"].value == "sharp_pain", "the return is from both"


def test_an_ache_means_no_bursts_and_something_grave_a_stop() -> None:
    assert plan(session(9, pain="ache")).decision("clearance").value == "no_bursts_today"
    for warning in GRAVE:
        made = plan(session(9, **warning))
        assert (made.verdict, made.decision("clearance").value) == ("stop", "stop_and_refer")


def test_the_return_is_careful() -> None:
    before = [session(20, 3), session(15, 3), session(9, 3, pain="sharp"), *(entry(n) for n in (7, 5))]
    made = plan(*before, warning_gone=True)
    assert made.verdict == "bursts" and made.session.efforts * made.session.effort_s == 24
    assert made.decision("progression").value == "restart" and made.decision("contact").value in ("light", "gentle")
    ache = plan(*(Entry(**{**vars(one), "pain": "ache" if one.pain else None}) for one in before), warning_gone=True)
    assert ache.decision("clearance").value == "modify" and ache.decision("progression").value == "step_back"


def test_the_days_to_the_race_are_counted_until_it_has_gone_by() -> None:
    def left(days: int) -> Any:
        found = memories(entry(3), race=TODAY + timedelta(days=days))
        return found["days_to_race"].value if "days_to_race" in found else None

    assert [left(days) for days in (-1, 0, 6, 900)] == [None, 0, 6, 400]
    assert memories(race=TODAY)["days_to_race"].note == "the race of 20 November 2026"


@st.composite
def pained_diaries(draw: st.DrawFn) -> list[Entry]:
    """Draw a diary in which something was logged that bars, and in which nobody ever said that it is gone."""
    days = sorted(draw(st.lists(st.integers(1, 120), min_size=1, max_size=12, unique=True)), reverse=True)
    at = draw(st.integers(0, len(days) - 1))
    made = []
    for place, before in enumerate(days):
        warning: dict[str, Any] = draw(st.sampled_from(GRAVE)) if place == at else {}
        extra = {"pain": draw(st.sampled_from([None, "none"])), **warning}
        if draw(st.booleans()):
            made.append(session(before, draw(st.integers(1, 7)), frequency=draw(st.integers(1, 3)), **extra))
        else:
            made.append(entry(before, run_kind=draw(st.sampled_from(["easy", "recovery", "long"])), **extra))
    return made


@examples(150)
@given(pained_diaries(), st.sampled_from([None, False]))
def test_nothing_logged_as_grave_ever_leads_to_bursts_before_it_is_gone(
    entries: list[Entry], answer: bool | None
) -> None:
    told = {} if answer is None else {"warning_gone": answer}
    made = plan(*entries, **told)
    assert made.session is None and made.decision("clearance").value == "stop_and_refer"


@examples(100)
@given(pained_diaries())
def test_a_session_logged_with_pain_never_counts(entries: list[Entry]) -> None:
    every = [Entry(**{**vars(one), "pain": "sharp"}) if one.is_session else one for one in entries]
    found = memories(*every)
    if any(one.is_session for one in every):
        assert found["sessions_at_step"].value == 0 and found["last_taken"].value == "badly"


def test_whoever_logs_pain_each_time_is_never_promoted() -> None:
    sessions = [session(before, 2, pain="sharp", **LOGGED) for before in (40, 33, 26, 19, 12, 6)]
    runs = [entry(n, pain="none", warning_gone=True) for n in (5, 3)]
    made = plan(*sessions, *runs)
    assert made.decision("progression").value == "restart"
