"""A consultation by an assistant: the person answers, however the client asks her, and the advice is the package's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from springstep import Dialogue
from springstep.engine.consultation.events import Advised, Asked
from tests.mcp.clients import MODES, Mode, asked

HURT = ["sharp pain in the calf", "calf, active", "none", *["unknown"] * 60]
WELL = ["", "none", "none", *["unknown"] * 60]


def by_hand(lines: list[str]) -> tuple[list[str], Any]:
    """Return the questions of the package's own consultation with these answers, and its advice."""
    state, events = Dialogue().begin("before")
    questions = []
    for line in lines:
        questions += [event.question for event in events if isinstance(event, Asked)]
        if advised := [event for event in events if isinstance(event, Advised)]:
            return questions, advised[0].recommendation
        state, events = Dialogue().respond(state, line)
    raise AssertionError("no advice")


@pytest.mark.parametrize("lines", [HURT, WELL], ids=["hurt", "well"])
@pytest.mark.parametrize("mode", MODES)
def test_the_questions_go_to_the_person(mode: Mode, lines: list[str]) -> None:
    questions, made = by_hand(lines)
    heard: list[str] = []
    answers = iter(lines)

    def person(message: str, fields: Mapping[str, Any]) -> dict[str, str]:
        heard.append(message)
        assert set(fields) == {"answer"}
        return {"answer": next(answers)}

    (said,) = asked(("consult", {"moment": "before"}), mode=mode, person=person)
    while "state" in (said.data or {}):  # such a client gives a call up after some questions
        assert mode == "auto" and "without a `line`" in said.text
        (said,) = asked(("consult", {"state": said.data["state"]}), mode=mode, person=person)
    assert len(heard) == len(questions)
    assert all(question in message for question, message in zip(questions, heard, strict=True))
    assert said.data == json.loads(made.card().to_json())


@pytest.mark.parametrize("mode", MODES)
def test_plain_turns_where_the_client_cannot_ask(mode: Mode) -> None:
    questions, made = by_hand(WELL)
    answers = iter(WELL)
    (said,) = asked(("consult", {"moment": "before"}), mode=mode)
    for question in questions:
        assert said.text.startswith("Ask the person, and do not answer for her:") and question in said.text
        (said,) = asked(("consult", {"state": said.data["state"], "line": next(answers)}), mode=mode)
    assert said.data == json.loads(made.card().to_json())


@pytest.mark.parametrize("mode", MODES)
def test_a_person_who_does_not_answer_is_not_answered_for(mode: Mode) -> None:
    (said,) = asked(("consult", {}), mode=mode, person=lambda *_: None)
    assert said.wrong and "nothing is advised" in said.text


def test_a_state_that_was_changed_and_a_moment_that_is_none_are_told() -> None:
    (said,) = asked(("consult", {"moment": "before"}))
    state = said.data["state"]
    for changed in (state[:-1], state + "A", "nosuch", ""):
        (wrong,) = asked(("consult", {"state": changed, "line": "none"}))
        assert wrong.wrong and "not sealed here" in wrong.text
    (later,) = asked(("consult", {"moment": "later"}))
    assert "before" in later.text and "state" in later.data


def test_a_client_that_never_stops_answering_is_not_asked_for_ever() -> None:
    told: list[str] = []

    def person(message: str, _: Mapping[str, Any]) -> dict[str, str]:
        told.append(message)
        return {"answer": "what do you mean"}

    (said,) = asked(("consult", {"moment": "before"}), mode="legacy", person=person)
    assert said.wrong and len(told) < 250
