"""After a line that was not understood, an empty answer is no *nothing*: what it named must not be lost."""

from __future__ import annotations

import pytest

from springstep.dialogue import Dialogue
from springstep.engine.consultation.events import Asked, Refused
from springstep.engine.consultation.state import State

LINES = ["my achilles hurt in the zzz mile", "legs got zzz after the second", "zzz"]


def refused(line: str) -> tuple[Dialogue, State]:
    dialogue = Dialogue()
    state, _ = dialogue.begin("before")
    state, events = dialogue.respond(state, line)
    assert isinstance(events[0], Refused)
    return dialogue, state


@pytest.mark.parametrize("line", LINES)
def test_enter_is_refused_until_something_is_said(line: str) -> None:
    dialogue, state = refused(line)
    for _ in range(3):
        state, events = dialogue.respond(state, "")
        said, again = events
        assert isinstance(said, Refused) and line in said.what and "nothing" in said.allowed
        assert isinstance(again, Asked) and again.fact == "how_you_are" and again.default is None
    assert state.answers == {}
    state, _ = dialogue.respond(state, "nothing")
    assert state.asking != "how_you_are" and state.answers["pain"] == "none" and state.unfinished == ""


def test_it_holds_for_a_check_in_that_was_answered_before_and_for_a_state_that_was_kept() -> None:
    dialogue = Dialogue()
    state, _ = dialogue.begin("before")
    state, _ = dialogue.respond(state, "nothing")
    state, _ = dialogue.respond(state, "back")
    state, _ = dialogue.respond(state, "zzz knee")
    state, events = dialogue.respond(State.from_json(state.to_json()), "")
    assert isinstance(events[0], Refused) and state.asking == "how_you_are"


def test_without_a_refusal_enter_is_nothing_and_help_changes_none_of_it() -> None:
    dialogue = Dialogue()
    state, events = dialogue.begin("before")
    assert isinstance(events[-1], Asked) and events[-1].default == "nothing"
    state, _ = dialogue.respond(state, "help")
    state, _ = dialogue.respond(state, "")
    assert state.answers["pain"] == "none"


def test_what_was_refused_is_no_part_of_the_next_answer() -> None:
    dialogue, state = refused("zzz knee returning")
    state, _ = dialogue.respond(state, "nothing")
    assert state.asking == "injuries"
    state, _ = dialogue.respond(state, "calf active")
    assert state.answers["injuries"] == [{"site": "calf", "status": "active"}]
