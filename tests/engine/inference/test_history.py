"""What a diary remembers joins the case: it is marked as such, and an answer given by hand wins."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from springstep import Recommendation, Remembered, recommend
from tests.strategies import BASE, all_cases, examples
from tests.strategies import HISTORY as HISTORY_FACTS

WHOLE: dict[str, Any] = dict(BASE.standard_cases["before"])
HISTORY = {name: WHOLE[name] for name in WHOLE if name in (*HISTORY_FACTS, "sessions_done")}
TODAY = {name: value for name, value in WHOLE.items() if name not in HISTORY}
NOTE = "12 and 19 November"


def memories(**changes: Any) -> tuple[Remembered, ...]:
    return tuple(Remembered(fact=name, value=value, note=NOTE) for name, value in {**HISTORY, **changes}.items())


def test_a_history_from_the_diary_decides_as_one_given_by_hand() -> None:
    by_hand, remembered = recommend(WHOLE), recommend(TODAY, history=memories())
    assert [(d.name, d.value, d.rules) for d in remembered.decisions] == [
        (d.name, d.value, d.rules) for d in by_hand.decisions
    ]
    assert remembered.assumed == by_hand.assumed
    assert not {each.fact for each in remembered.assumed} & (HISTORY.keys() | HISTORY_FACTS)


def test_the_trace_tells_which_entries_a_fact_is_from() -> None:
    plan = recommend(TODAY, history=memories())
    sources = {fact.fact: (fact.source, fact.note) for fact in plan.facts}
    assert sources["weeks_at_step"] == ("diary", NOTE)
    assert sources["pain"] == ("given", "")
    held = recommend(TODAY, history=memories(weeks_at_step=1))
    assert f"weeks at this step: 1 week (from your diary, {NOTE})" in str(held.why("progression"))


def test_an_answer_given_by_hand_wins_and_overrules_the_memory() -> None:
    plan = recommend({**TODAY, "felt_after": "drained"}, history=memories())
    assert plan.decision("progression").value == "step_back"
    overruled = [memory for memory in plan.history if memory.overruled]
    assert [(memory.fact, memory.value) for memory in overruled] == [("felt_after", "normal")]
    assert {f.fact: f.source for f in plan.facts}["felt_after"] == "given"


def test_a_runner_who_says_that_there_was_no_session_yet_is_believed() -> None:
    plan = recommend({**TODAY, "sessions_done": 0}, history=memories())
    assert all(memory.overruled for memory in plan.history)
    assert not {fact.fact for fact in plan.facts} & HISTORY_FACTS


@pytest.mark.parametrize(
    ("answers", "ruled_out"),
    [({"sessions_done": 2}, "sessions_at_step"), ({"sessions_at_step": 30}, "sessions_done")],
    ids=["fewer sessions than the diary has at this step", "more at this step than the diary has in all"],
)
def test_a_memory_that_an_answer_contradicts_is_left_out(answers: dict[str, int], ruled_out: str) -> None:
    plan = recommend({**TODAY, **answers}, history=memories())
    assert {memory.fact for memory in plan.history if memory.overruled} == {*answers, ruled_out}


def test_changes_are_looked_for_with_the_diary_in_mind() -> None:
    plan = recommend(TODAY, history=memories(response_logged=False))
    looser = [change for change in plan.what_would_change("progression") if change.direction == "looser"]
    assert [[(c.fact, c.now, c.then) for c in change.changes] for change in looser] == [
        [("response_logged", False, True)]
    ]


@examples(60)
@given(all_cases())
def test_any_case_splits_into_today_and_history_without_a_change(case: dict[str, Any]) -> None:
    past = {name: value for name, value in case.items() if name in HISTORY or name in HISTORY_FACTS}
    today = {name: value for name, value in case.items() if name not in past}
    split = recommend(today, history=[Remembered(fact=n, value=v, note=NOTE) for n, v in past.items()])
    whole = recommend(case)
    assert split.verdict == whole.verdict and split.session == whole.session and split.step == whole.step
    assert [(d.name, d.value) for d in split.decisions] == [(d.name, d.value) for d in whole.decisions]
    assert Recommendation.from_json(split.to_json()) == split


def test_the_step_is_kept_on_a_day_made_smaller_and_moves_with_a_step_on() -> None:
    advancing = recommend({**WHOLE, "step_efforts": 3, "step_effort_s": 10, "every_nth_easy_run": 2})
    assert advancing.step is not None and (advancing.step.efforts, advancing.step.effort_s) == (4, 10)
    oftener = recommend({**WHOLE, "step_efforts": 3, "step_effort_s": 10, "every_nth_easy_run": 3})
    assert oftener.step is not None and (oftener.step.frequency, oftener.step.efforts, oftener.step.effort_s) == (
        2,
        3,
        10,
    )
    short = recommend({**WHOLE, "duration_min": 30, "response_logged": False, "step_efforts": 5, "step_effort_s": 15})
    assert short.session is not None and short.session.total_s < 60
    assert short.step is not None and (short.step.efforts, short.step.effort_s) == (5, 15)
