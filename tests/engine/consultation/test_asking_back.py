"""Questions back to the engine in the words that come first: a bare why, and what if about nothing that was asked."""

from __future__ import annotations

from typing import Any

import pytest

from springstep.engine.consultation.events import Asked, Explained, Refused
from springstep.engine.consultation.purpose import purpose
from springstep.engine.consultation.state import State
from tests.engine.consultation.test_dialogue import BASE, DIALOGUE, STANDARD, answered, talk


def advised(**told: Any) -> State:
    state, _ = answered({**STANDARD, **told})
    assert state.advised
    return state


@pytest.mark.parametrize(
    ("told", "decision"),
    [({}, "clearance"), ({"legs": "flooding"}, "clearance"), ({"easy_runs_since_bursts": 0}, "due")],
)
def test_why_alone_explains_the_first_decision_that_the_plan_rests_on(told: dict[str, Any], decision: str) -> None:
    state = advised(**told)
    _, (explained, *_) = talk(["why"], state)
    assert isinstance(explained, Explained) and explained == talk([f"why {decision}"], state)[1][0]


def test_what_if_about_nothing_that_was_asked_names_some_answers_and_no_list() -> None:
    state = advised()
    _, (refused, *_) = talk(["what if it is raining"], state)
    assert isinstance(refused, Refused) and "'it'" in refused.what
    assert BASE.facts["pain"].label in refused.allowed and "review" in refused.allowed
    assert len(f"{refused.what}; {refused.allowed}") < 160 and "_" not in refused.allowed


def test_why_at_a_question_about_several_things_says_what_it_can_change() -> None:
    state, events = DIALOGUE.begin("before")
    while not (isinstance(events[-1], Asked) and events[-1].facts):
        state, events = DIALOGUE.respond(state, "none")
    _, events = DIALOGUE.respond(state, "why")
    (explained,) = (event for event in events if isinstance(event, Explained))
    assert explained.explanation.text.startswith("What you say here can still change the plan")
    assert explained.explanation.parts


def test_why_of_one_of_several_things_says_what_each_answer_opens_or_closes() -> None:
    state, _ = DIALOGUE.begin("before")
    after, (explained, *_) = DIALOGUE.respond(state, "why sleep")
    assert isinstance(explained, Explained) and after == state
    assert explained.explanation == purpose(BASE, "before", {"moment": "before"}, "sleep")
    _, (refused, *_) = DIALOGUE.respond(state, "why shoes")
    assert isinstance(refused, Refused) and "sleep" in refused.allowed
