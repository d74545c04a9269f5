"""What the diary remembers follows from its entries alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.diary.entry import Entry, PlannedSession
from springstep.diary.history import history_of
from springstep.engine.inference.case import case_of
from springstep.installed import default_rule_base
from tests.strategies import WAY_UP, examples

BASE = default_rule_base()
TODAY = date(2026, 11, 20)
LOGGED: dict[str, Any] = {"felt_after": "normal", "form_held": True, "fatigue_after": 2, "cadence": 4, "stride": 4}


def day(before: int) -> date:
    return TODAY - timedelta(days=before)


def entry(before: int, **values: Any) -> Entry:
    """Return an entry so many days before today."""
    uid = f"{before:08x}{'0' * 24}"
    return Entry(**{"uid": uid, "day": day(before), "run_kind": "easy", "bursts": "none", **values})


def planned(level: int, frequency: int = 3, **values: Any) -> PlannedSession:
    rung = WAY_UP[level - 1]
    dose = {"efforts": rung["efforts"], "effort_s": rung["effort_s"]}
    step = {"step_efforts": rung["efforts"], "step_effort_s": rung["effort_s"], "frequency": frequency}
    return PlannedSession(
        **{"kind": "bursts", "verdict": "bursts", "headline": "", "drill": "quick_feet", **dose, **step, **values}
    )


def session(before: int, level: int = 2, *, frequency: int = 3, with_plan: bool = True, **values: Any) -> Entry:
    """Return a session done in full at a rung of the ladder, as it was planned."""
    rung = WAY_UP[level - 1]
    plan = planned(level, frequency) if with_plan else None
    done = {"bursts": "done", "efforts": rung["efforts"], "effort_s": rung["effort_s"], "drill": "quick_feet"}
    return entry(before, **{"plan": plan, **done, **LOGGED, **values})


def remembered(*entries: Entry, moment: str = "before", on: date = TODAY) -> dict[str, Any]:
    return {memory.fact: memory.value for memory in history_of(entries, day=on, moment=moment, base=BASE)}


def test_a_diary_without_sessions_remembers_nothing() -> None:
    assert remembered() == {}
    assert remembered(entry(3), entry(1)) == {}


def test_easy_runs_are_counted_since_the_last_bursts() -> None:
    found = remembered(session(9), entry(7), entry(5, run_kind="workout"), entry(3, run_kind="recovery"), entry(1))
    assert found["easy_runs_since_bursts"] == 3


def test_strides_in_place_of_bursts_are_no_session_but_load_the_legs() -> None:
    strides = {"bursts": "done", "efforts": 3, "effort_s": 8, "drill": "strides", "felt_after": "fresh"}
    found = remembered(session(6), entry(4), entry(2, **strides))
    assert (found["sessions_done"], found["easy_runs_since_bursts"], found["last_drill"]) == (1, 0, "quick_feet")
    assert found["felt_after"] == "fresh", "how the last efforts felt, strides or bursts"


def test_a_plan_that_was_skipped_or_never_logged_counts_as_not_done() -> None:
    skipped = entry(2, bursts="skipped", plan=planned(2))
    forgotten = entry(2, bursts="planned", plan=planned(2))
    assert remembered(session(6), skipped)["last_completed"] == "none"
    assert remembered(session(6), forgotten)["last_completed"] == "none"
    assert remembered(session(6), entry(0, bursts="planned", plan=planned(2)))["last_completed"] == "all", (
        "still to come"
    )


def test_a_higher_step_counts_only_once_it_was_done_in_full() -> None:
    tried = session(3, 4, bursts="partly", efforts=2)
    found = remembered(session(20, 3), session(10, 3), tried)
    assert (found["step_efforts"], found["step_effort_s"]) == (4, 10)
    assert found["sessions_at_step"] == 2
    done = remembered(session(20, 3), session(10, 3), session(3, 4))
    assert (done["step_efforts"], done["step_effort_s"], done["sessions_at_step"]) == (4, 12, 1)


def test_a_day_made_smaller_neither_moves_the_step_nor_counts_at_it() -> None:
    small = session(3, 3, efforts=3, effort_s=8)
    found = remembered(session(20, 3), session(10, 3), small)
    assert (found["step_efforts"], found["step_effort_s"]) == (4, 10)
    assert (found["sessions_at_step"], found["weeks_at_step"]) == (2, 2)


def test_a_session_without_a_log_does_not_count_at_the_step() -> None:
    found = remembered(session(20), session(10, fatigue_after=None))
    assert found["sessions_at_step"] == 1 and found["response_logged"] is False


def test_a_session_without_a_plan_for_bursts_leads_no_higher() -> None:
    unplanned = session(10, 7, with_plan=False)
    assert remembered(unplanned)["step_efforts"] == 3 and remembered(unplanned)["every_nth_easy_run"] == 3
    found = remembered(session(20, 2), *(session(before, 7, with_plan=False) for before in (10, 9, 8)))
    assert (found["step_efforts"], found["step_effort_s"], found["every_nth_easy_run"]) == (3, 10, 3)


def test_bursts_done_against_the_plan_lead_no_higher() -> None:
    barred = PlannedSession(kind="none", verdict="none", headline="")
    against = [session(before, 7, plan=barred) for before in (3, 2, 1)]
    found = remembered(*(session(before, 1) for before in (30, 24, 18, 12)), *against)
    assert (found["step_efforts"], found["step_effort_s"], found["every_nth_easy_run"]) == (3, 8, 3)


def test_one_step_more_often_counts_only_once_done_in_full() -> None:
    small = session(2, 3, frequency=2, efforts=3, effort_s=8)
    assert remembered(session(20, 3), small)["every_nth_easy_run"] == 3
    assert remembered(session(20, 3), session(2, 3, frequency=2))["every_nth_easy_run"] == 2


def test_bursts_that_became_strides_are_done_in_part() -> None:
    broken_off = session(2, 3, drill="strides", efforts=1, bursts="partly")
    assert remembered(session(10, 3), broken_off)["last_completed"] == "partly"


@pytest.mark.parametrize("bad", [{"felt_after": "drained"}, {"form_held": False}], ids=["drained", "form lost"])
def test_a_session_that_went_badly_does_not_count_at_the_step(bad: dict[str, Any]) -> None:
    assert remembered(session(20), session(10, **bad), session(5))["sessions_at_step"] == 2


def test_two_sessions_on_one_day_count_once() -> None:
    twice = [session(5), session(5, uid="f" * 32)]
    found = remembered(session(20), *twice)
    assert (found["sessions_done"], found["sessions_at_step"]) == (2, 2)


def test_one_rise_in_fatigue_costs_one_step() -> None:
    calm = [session(before, 3, fatigue_after=2) for before in (40, 35, 30)]
    tired = [session(before, 3, fatigue_after=4) for before in (25, 20, 15)]
    assert remembered(*calm, *tired)["fatigue_trend"] == "worse"
    stepped_back = session(10, 2, fatigue_after=4)
    assert remembered(*calm, *tired, stepped_back)["fatigue_trend"] == "too_early"


def test_an_old_diary_still_makes_a_case() -> None:
    found = remembered(session(9000))
    assert found["weeks_since_last_session"] == found["weeks_at_step"] == 500


def test_a_count_told_before_the_diary_began_is_added() -> None:
    first = session(20, plan=planned(2, case={"sessions_done": 12}))
    assert remembered(first, session(10))["sessions_done"] == 14


def test_recovery_is_what_was_said_since_the_efforts_in_question() -> None:
    said = entry(3, recovery="slow")
    assert remembered(session(20), entry(15, recovery="full"), session(5), said)["recovery_between_sessions"] == "slow"
    assert "recovery_between_sessions" not in remembered(session(20), entry(15, recovery="full"), session(5))
    assert "recovery_between_sessions" not in remembered(session(20, recovery="full"))
    assert remembered(session(0), moment="after")["recovery_between_sessions"] == "too_early"
    assert "recovery_between_sessions" not in remembered(session(9), session(0), moment="after"), "it could be said"
    after = remembered(session(20), session(0, recovery="full"), moment="after")
    assert after["recovery_between_sessions"] == "full"
    strides = entry(2, bursts="done", efforts=3, effort_s=8, drill="strides")
    assert "recovery_between_sessions" not in remembered(session(9), entry(5, recovery="poor"), strides)


@pytest.mark.parametrize(
    ("ratings", "trend"),
    [
        ([2, 2, 3], "too_early"),
        ([2, 2, 4, 4], "worse"),
        ([1, 1, 2, 2], "same"),
        ([0, 0, 2, 2], "same"),
        ([2, 2, 2, 2], "same"),
        ([4, 4, 4, 2, 2, 2], "better"),
        ([2, 2, 2, 5, 5, 2], "same"),
        ([2, 2, 2, 2, 4, 5], "worse"),
        ([2, 2, 2, 2, 2, 5], "same"),
    ],
    ids=[
        "too few",
        "two and two",
        "one point is noise",
        "still fresh",
        "no change",
        "three and three",
        "over again",
        "begins now",
        "one bad day",
    ],
)
def test_the_trend_of_fatigue(ratings: list[int], trend: str) -> None:
    sessions = [session(5 * (len(ratings) - place), fatigue_after=r) for place, r in enumerate(ratings)]
    assert remembered(*sessions)["fatigue_trend"] == trend


@pytest.mark.parametrize(("ratings", "trend"), [([3, 3, 4, 4], "better"), ([4, 4, 3, 3], "worse")])
def test_the_other_trends_are_better_the_higher_the_rating(ratings: list[int], trend: str) -> None:
    names = {"cadence_trend": "cadence", "stride_trend": "stride", "spring_trend": "spring"}
    for fact, field in {**names, "return_to_pace_trend": "return_to_pace"}.items():
        sessions = [session(5 * (len(ratings) - place), **{field: r}) for place, r in enumerate(ratings)]
        assert remembered(*sessions)[fact] == trend


def test_ratings_of_long_ago_are_no_trend() -> None:
    old = [session(before, fatigue_after=1) for before in (100, 90, 80, 70)]
    assert remembered(*old, session(5, fatigue_after=6))["fatigue_trend"] == "too_early"


def test_what_was_never_rated_is_not_remembered_once_it_could_be_known() -> None:
    sessions = [session(before) for before in (20, 15, 10, 5)]
    assert remembered(*sessions[:3])["spring_trend"] == "too_early"
    assert "spring_trend" not in remembered(*sessions)


def test_each_memory_names_its_entries() -> None:
    notes = {m.fact: m.note for m in history_of([session(8), session(1)], day=TODAY, moment="before", base=BASE)}
    assert notes["sessions_done"] == "12 and 19 November 2026"
    assert notes["last_completed"] == "19 November 2026"


def test_only_what_is_asked_at_the_moment_is_remembered() -> None:
    assert "easy_runs_since_bursts" not in remembered(session(3), moment="after")
    assert remembered(session(3), moment="during") == {}


def test_entries_after_the_day_do_not_count() -> None:
    assert remembered(session(9), session(2), on=day(5))["sessions_done"] == 1


@st.composite
def diaries(draw: st.DrawFn) -> list[Entry]:
    entries = []
    for before in sorted(draw(st.lists(st.integers(0, 200), max_size=25, unique=True)), reverse=True):
        values: dict[str, Any] = {
            "run_kind": draw(st.sampled_from(["easy", "recovery", "long", "workout"])),
            "recovery": draw(st.sampled_from([None, "full", "slow", "poor"])),
        }
        if draw(st.booleans()):
            values |= draw(
                st.fixed_dictionaries(
                    {
                        "bursts": st.sampled_from(["done", "partly"]),
                        "efforts": st.integers(1, 10),
                        "effort_s": st.integers(1, 60),
                        "drill": st.sampled_from([None, *BASE.tables["drills"].by_id]),
                        "plan": st.none() | st.builds(planned, st.integers(1, 7), st.integers(1, 3)),
                        "felt_after": st.sampled_from([None, "fresh", "normal", "drained"]),
                        "form_held": st.sampled_from([None, True, False]),
                        "fatigue_after": st.none() | st.integers(0, 10),
                        "cadence": st.none() | st.integers(1, 5),
                    }
                )
            )
        entries.append(entry(before, **values))
    return entries


@examples(150)
@given(diaries(), st.sampled_from(["before", "after"]))
def test_whatever_the_diary_holds_its_memories_make_a_valid_case(entries: list[Entry], moment: str) -> None:
    found = remembered(*entries, moment=moment)
    case_of({"moment": moment, "pain": "none", "injuries": [], **found}, BASE)
    if found:
        assert found["sessions_at_step"] <= found["sessions_done"]


@examples(100)
@given(diaries())
def test_the_step_never_rises_without_a_plan(entries: list[Entry]) -> None:
    unplanned = [Entry(**{**vars(each), "plan": None}) for each in entries]
    before: tuple[int, int] | None = None
    for count in range(1, len(unplanned) + 1):
        found = remembered(*unplanned[:count])
        if found:
            step = found["step_efforts"], found["step_effort_s"]
            assert before is None or step <= before
            before = step
