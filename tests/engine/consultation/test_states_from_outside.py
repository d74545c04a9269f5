"""A state from outside is taken up only if a dialogue could have made it; no other makes a dialogue stumble."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from springstep import CaseError, Dialogue, RecordError, Remembered, State
from springstep.engine.consultation.events import Asked, Refused
from springstep.installed import default_rule_base

DIALOGUE = Dialogue()
VOCABULARY = default_rule_base().vocabulary
NAMES = [*VOCABULARY.facts, *VOCABULARY.check_ins]


def after(*lines: str, moment: str | None = "before") -> State:
    history = [Remembered(fact="sessions_done", value=3, note="12 March")] if moment == "before" else []
    state, _ = DIALOGUE.begin(moment, day="2026-03-12", history=history)
    for line in lines:
        state, _ = DIALOGUE.respond(state, line)
    return state


KNOWN = [
    json.loads(after(*lines, moment=moment).to_json())
    for moment, lines in [
        ("before", ("stiff calves", "mild")),
        ("before", ("none", "ankle")),
        ("during", ("stiff hips",)),
        ("after", ("drained",)),
        (None, ()),
    ]
]
NAME = st.sampled_from([*NAMES, "moment", "before", "during", "nosuch", "{}", ""])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 12) | NAME,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAME, inner, max_size=2),
    max_leaves=4,
)
SAID = "none||why|help|back|review|so far|unknown|3|change pain|change moment|more|what if fatigue is 8|why dose"
LINES = st.sampled_from([*SAID.split("|"), "why not bounding", "during", "left ankle healing", "quit"])


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"asking": "nosuch"}, "asking"),
        ({"asking": "bursts_done"}, "asking"),
        ({"trail": ["nosuch"]}, "trail"),
        ({"met": ["pain"]}, "met"),
        ({"moment": None, "asking": "pain"}, "moment"),
        ({"moment": "nosuch"}, "moment"),
        ({"injuries": "x"}, "injuries"),
        ({"answers": {"injuries": "x"}}, "answers.injuries"),
        ({"answers": {"fatigue": "a bit tired"}}, "answers.fatigue"),
        ({"usual": {"nosuch": 1}}, "usual"),
        ({"begun": {"injuries": "x"}}, "begun.injuries"),
        ({"begun": {"injuries": [{"site": "nosuch"}]}}, "begun.injuries[0]"),
        ({"history": [{"fact": "sessions_done", "value": "x", "note": ""}]}, "sessions_done"),
        ({"pending": {"fact": "nosuch", "was": "", "standing": {}, "advised": False}}, "pending.fact"),
        ({"day": "12 March"}, "day"),
        ({"ended": 0}, "ended"),
        ({"unfinished": None}, "unfinished"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused_with_its_place(changes: dict[str, Any], where: str) -> None:
    text = json.dumps({**json.loads(after().to_json()), **changes})
    with pytest.raises(RecordError) as refused:
        DIALOGUE.respond(State.from_json(text), "none")
    assert [fault.where for fault in refused.value.faults] == [where]


@settings(deadline=None, max_examples=60)
@given(
    known=st.sampled_from(KNOWN),
    field=st.sampled_from(State._names),
    value=JSON,
    lines=st.lists(LINES, max_size=2),
    resumed=st.booleans(),
)
def test_any_state_is_taken_up_or_refused(
    known: dict[str, Any], field: str, value: Any, lines: list[str], resumed: bool
) -> None:
    try:
        state = State.from_json(json.dumps({**known, field: value}))
        if resumed:
            state, _ = DIALOGUE.resume(state)
        for line in lines:
            state, events = DIALOGUE.respond(state, line)
            assert all(event.to_json() for event in events)
    except RecordError as error:
        assert error.faults


@settings(deadline=None, max_examples=60)
@given(field=st.sampled_from(State._names), value=JSON | st.binary(max_size=2) | st.floats())
def test_a_state_made_by_hand_is_checked_the_same(field: str, value: Any) -> None:
    try:
        DIALOGUE.respond(replace(after(), **{field: value}), "none")
    except RecordError as error:
        assert error.faults


@settings(deadline=None, max_examples=30)
@given(st.lists(LINES, max_size=4), st.sampled_from(["before", "during", "after"]))
def test_every_state_of_a_dialogue_is_taken_up_again(lines: list[str], moment: str) -> None:
    state = after(moment=moment)
    for line in lines:
        state, _ = DIALOGUE.respond(state, line)
        again = State.from_json(state.to_json())
        assert DIALOGUE.respond(again, "help")[1] == DIALOGUE.respond(state, "help")[1]


@pytest.mark.parametrize("state", [None, "x", 5, {}, [State()]])
def test_what_is_no_state_is_refused(state: Any) -> None:
    for take in (DIALOGUE.resume, lambda given: DIALOGUE.respond(given, "none")):
        with pytest.raises(RecordError, match="is no state of a consultation"):
            take(state)


def test_a_line_is_text() -> None:
    with pytest.raises(RecordError, match="a line is text, not 5"):
        DIALOGUE.respond(after(), 5)  # type: ignore[arg-type]


@pytest.mark.parametrize("moment", ["nope", "", 5, ["before"]])
def test_a_moment_that_there_is_not_is_refused_and_asked_for(moment: Any) -> None:
    state, (refused, asked) = DIALOGUE.begin(moment)
    assert isinstance(refused, Refused) and "no moment is called" in refused.what
    assert isinstance(asked, Asked) and asked.fact == "moment"
    assert DIALOGUE.respond(state, "before")[0].moment == "before"


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"usual": {"nosuch": 1}}, "usual"),
        ({"usual": {"surface": "lava"}}, "usual.surface"),
        ({"usual": 5}, "usual"),
        ({"day": "tomorrow"}, "day"),
        ({"day": None}, "day"),
        ({"history": [5]}, "[0]"),
    ],
)
def test_a_consultation_begins_only_with_what_is_known(given: dict[str, Any], where: str) -> None:
    with pytest.raises(CaseError) as refused:
        DIALOGUE.begin("before", **given)
    assert [fault.where for fault in refused.value.faults] == [where]


def test_during_a_run_what_is_volunteered_has_a_purpose_too() -> None:
    state = after("stiff hips", "change pain", moment="during")
    assert DIALOGUE.respond(state, "why")[1]
