"""A danger is heard at whatever question it is said; what is denied, or long past, is not."""

from __future__ import annotations

import pytest

from springstep.dialogue import Dialogue
from springstep.engine.consultation.events import Advised, Notice, Refused
from springstep.engine.consultation.state import State
from springstep.engine.inference.remembered import Remembered

SHARP = ["sharp pain in my knee", "zzz, but my knee is swollen", "cannot walk on it"]
NOT_SAID = [
    "I have no sharp pain",
    "not dizzy",
    "never had chest pain",
    "chest pain 3 years ago",
    "swollen in 2019",
    "pain",
]


def at_injuries() -> tuple[Dialogue, State]:
    dialogue = Dialogue()
    state, _ = dialogue.begin("before")
    state, _ = dialogue.respond(state, "nothing")
    assert state.asking == "injuries"
    return dialogue, state


@pytest.mark.parametrize("line", SHARP)
def test_sharp_pain_is_heard_at_another_question(line: str) -> None:
    dialogue, state = at_injuries()
    state, events = dialogue.respond(state, line)
    assert events[0] == Notice(lines=("Heard: pain: sharp. If it is not so: change pain.",))
    assert isinstance(events[-1], Advised) and events[-1].recommendation.decision("clearance").value == "stop_and_refer"
    assert "injuries" not in state.answers


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("my chest is tight", "chest_pain"),
        ("short of breath", "chest_pain"),
        ("dizzy", "dizzy"),
        ("i nearly fainted", "dizzy"),
    ],
)
def test_a_sign_of_the_heart_is_heard_as_one_and_not_as_pain_or_illness(line: str, kind: str) -> None:
    dialogue, state = at_injuries()
    state, events = dialogue.respond(state, line)
    assert state.answers["today"] == [kind] and state.answers["pain"] == "none"
    assert isinstance(events[-1], Advised)
    made = events[-1].recommendation
    assert made.decision("clearance").value == "stop_and_refer" and "call for help" in made.headline


@pytest.mark.parametrize(("line", "came_up"), [("chest pain", "chest_pain"), ("i am dizzy", "dizzy")])
def test_after_a_run_it_is_heard_as_what_came_up_in_it(line: str, came_up: str) -> None:
    dialogue = Dialogue()
    state, _ = dialogue.begin("after")
    state, events = dialogue.respond(state, line)
    assert state.answers["came_up"] == came_up and isinstance(events[-1], Advised)
    assert events[-1].recommendation.headline.startswith("Stop: see a doctor first")


@pytest.mark.parametrize("line", NOT_SAID)
def test_what_is_denied_or_long_past_is_refused_as_before(line: str) -> None:
    dialogue, state = at_injuries()
    after, events = dialogue.respond(state, line)
    assert not any(isinstance(event, Notice) and "Heard" in event.lines[0] for event in events)
    assert after.answers["pain"] == "none"


def test_illness_joins_what_was_named_of_the_day() -> None:
    dialogue = Dialogue()
    state, _ = dialogue.begin("before")
    state, _ = dialogue.respond(state, "hot")
    state, _ = dialogue.respond(state, "dizzy")
    assert state.answers["today"] == ["heat", "dizzy"]


def test_it_is_heard_at_is_it_gone_and_once_the_advice_stands() -> None:
    dialogue = Dialogue()
    warned = [Remembered("logged_warning", "ache", "logged 26 November"), Remembered("last_completed", "all", "logged")]
    state, _ = dialogue.begin("before", history=warned)
    for line in ("nothing", "none", "none", "sharp pain"):
        asked = state.asking
        state, events = dialogue.respond(state, line)
        if asked == "warning_gone":
            break
    assert asked == "warning_gone" and state.answers["pain"] == "sharp" and isinstance(events[-1], Advised)

    state, events = dialogue.respond(dialogue.respond(state, "change pain")[0], "none")
    while state.asking:
        state, events = dialogue.respond(state, "no" if state.asking == "warning_gone" else "unknown")
    state, events = dialogue.respond(state, "my knee is swollen")
    assert state.answers["pain"] == "sharp" and isinstance(events[-1], Advised)


def test_a_command_is_never_taken_for_what_it_names() -> None:
    dialogue, state = at_injuries()
    state, _ = dialogue.respond(state, "sharp pain")
    changed, events = dialogue.respond(state, "why chest pain")
    assert isinstance(events[0], Refused) and changed.answers == state.answers


def test_in_the_middle_of_a_run_it_is_a_cue_and_what_is_asked_back_is_not_overheard() -> None:
    dialogue = Dialogue()
    state, _ = dialogue.begin("during")
    state, _ = dialogue.respond(state, "knee pain and chest tight")
    assert "pain" not in state.answers and state.unfinished
    state, _ = dialogue.respond(dialogue.begin("during")[0], "tired legs")
    while state.asking:
        asked = state.asking
        state, events = dialogue.respond(state, "I feel dizzy")
        assert state.asking != asked
    assert set(state.answers["cue"]) == {"building_fatigue", "dizzy"} and isinstance(events[-1], Advised)
