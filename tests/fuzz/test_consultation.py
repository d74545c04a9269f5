"""Consultations: states that were saved, and lines that were typed."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from springstep import Dialogue, Remembered, State
from tests.fuzz.held import held, inputs
from tests.fuzz.mutations import changed_value, edits, json_texts, texts
from tests.fuzz.seeds import CASES, HISTORY, MOMENTS, states

DIALOGUE = Dialogue()
LINES = (
    "", "none", "nothing", "unknown", "back", "why", "help", "review", "so far", "save", "quit", "more", "yes",
    "1", "1, 2",
    "stiff calves", "mild", "ankle returning", "left knee healed in May", "40 min", "1:20", "10 km", "6:00/km", "7",
    "what if fatigue is 8", "why dose", "why not bounding", "change pain", "pain sharp", "2026",
    "both hips marked, knee",
)  # fmt: skip


def _parsed(state: State) -> Any:
    return json.loads(state.to_json())


@inputs()
@given(st.data())
def test_a_state(data: st.DataObject) -> None:
    text = data.draw(json_texts(*map(_parsed, states())))
    line = data.draw(st.sampled_from(LINES))
    with held():
        state = State.from_json(text)
        for step in (DIALOGUE.resume, lambda before: DIALOGUE.respond(before, line)):
            after, events = step(state)
            assert events and State.from_json(after.to_json()).to_json() == after.to_json()
            for event in events:
                event.to_json()


@inputs()
@given(st.sampled_from(MOMENTS), st.lists(texts(*LINES, most=3), max_size=6))
def test_lines(moment: str, lines: list[str]) -> None:
    state, _ = DIALOGUE.begin(moment)
    for line in lines:
        with held():
            state, events = DIALOGUE.respond(state, line)
            assert events and State.from_json(state.to_json()).to_json() == state.to_json()


# Each is begun and goes on for four lines, with all that can still matter worked out: a fifth of what others get.
@inputs(200)
@given(
    st.sampled_from(MOMENTS) | texts(*MOMENTS) | st.none(),
    st.lists(st.sampled_from(HISTORY), max_size=3),
    st.sampled_from(CASES),
    edits(),
    st.booleans(),
)
def test_beginning(moment: str | None, memories: list[Any], usual: dict[str, Any], some: Any, one_by_one: bool) -> None:
    with held():
        history = [Remembered(**{"note": "", **each}) for each in memories]
        state, _ = DIALOGUE.begin(moment, history=history, usual=changed_value(usual, some), one_by_one=one_by_one)
        for line in ("", "why", "unknown", ""):
            state, _ = DIALOGUE.respond(state, line)
