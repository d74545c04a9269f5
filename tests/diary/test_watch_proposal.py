"""What a watch says is part of the question; an empty answer stands for the careful answer or for none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from springstep.diary.memory import DiaryMemory
from springstep.diary.storage.store import Diary
from springstep.engine.consultation.dialogue import DialogueMachine
from springstep.engine.consultation.events import Asked, Event
from springstep.engine.consultation.questions import answer_words
from springstep.engine.consultation.state import State
from springstep.engine.errors import RecordError
from springstep.engine.inference.examples import standard_case
from springstep.installed import default_rule_base
from tests.diary.test_recordings import over_weeks

BASE = default_rule_base()
DIALOGUE = DialogueMachine(BASE)
STEADIER, LESS_STEADY = [4.0, 4.1, 3.9, 3.0, 3.1, 3.0], [3.0, 3.1, 3.0, 4.0, 4.1, 3.9]
QUESTION = "Over the weeks, how has the steadiness of your cadence changed?"
FACT = "cadence_trend"


def until_asked(place: Path, values: list[float]) -> tuple[State, tuple[Event, ...]]:
    """Answer as the standard case after a run does, until the trend is asked about."""
    with Diary.open(place) as diary:
        diary.recordings.keep(over_weeks(values))
    memory = DiaryMemory(place, today=date(2026, 4, 1), base=BASE, there=True)
    case = standard_case(BASE, "after")
    begun, _ = DIALOGUE.begin("after", history=memory.history("after"), usual=memory.usual(), one_by_one=True)
    state, events = DIALOGUE.resume(memory.asking(begun))
    while state.asking not in (None, FACT):
        assert state.asking is not None
        told = answer_words(state.asking, case[state.asking], BASE) if state.asking in case else "unknown"
        state, events = DIALOGUE.respond(state, told)
    return state, events


@pytest.mark.parametrize(
    ("values", "figures", "offered"),
    [
        (STEADIER, "4 % in the runs before, 3.03 % in the last ones, less than before.", None),
        (LESS_STEADY, "3.03 % in the runs before, 4 % in the last ones, more than before.", "worse"),
    ],
)
def test_figures_and_source_stand_in_the_question_and_a_good_one_is_never_offered(
    tmp_path: Path, values: list[float], figures: str, offered: str | None
) -> None:
    state, events = until_asked(tmp_path / "diary.db", values)
    asked = events[-1]
    assert isinstance(asked, Asked)
    assert asked.question == f"Your recordings say of how far your cadence varies: {figures} {QUESTION}"
    assert asked.default == offered
    once, _ = DIALOGUE.respond(state, "")
    twice, _ = DIALOGUE.respond(once, "") if once.asking == FACT else (once, ())
    assert twice.answers[FACT] == offered


@pytest.mark.parametrize("reason", ["", "a\x1b[2Jb", "two\nlines", "x" * 401])
def test_a_state_from_outside_says_in_a_question_no_more_than_a_line(reason: str) -> None:
    state, _ = DIALOGUE.begin("after")
    with pytest.raises(RecordError, match="is no reason"):
        DIALOGUE.resume(replace(state, reasons={FACT: reason}))
    with pytest.raises(RecordError, match="no question is called"):
        DIALOGUE.resume(replace(state, reasons={"nothing": "a reason"}))
