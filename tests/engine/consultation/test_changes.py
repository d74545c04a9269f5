"""What a changed answer is told to have changed: only what answers decide, and the answer as it was given."""

from __future__ import annotations

import pytest

from springstep.engine.consultation.events import Advised, Changed, Event, Refused
from springstep.engine.consultation.progress import effects
from springstep.engine.consultation.state import State
from tests.engine.consultation.test_dialogue import STANDARD, answered, talk

MUST = ("pain", "injuries", "screening")


def left_open_from(state: State) -> tuple[State, list[Event]]:
    """Leave open all that is asked, but for what must be answered."""
    events: list[Event] = []
    while state.asking is not None:
        state, events = talk(["none" if state.asking in MUST else "unknown"], state)
        assert not [event for event in events if isinstance(event, Refused)], events
    return state, events


def changed_by(lines: list[str], state: State | None = None) -> tuple[Changed, Advised]:
    """Say some lines, leave open what is asked after them, and return what changed and the advice."""
    state, events = talk(lines, state)
    if state.asking is not None:
        state, events = left_open_from(state)
    (changed,) = (event for event in events if isinstance(event, Changed))
    (advised,) = (event for event in events if isinstance(event, Advised))
    return changed, advised


@pytest.mark.parametrize(
    ("before", "change"),
    [
        (["none", "none", "none", "none", "flooding"], ["change legs", "heavy"]),
        (["none", "none", "none", "none", "flooding"], ["change legs", "fresh"]),
        (["ache"], ["change pain", "none"]),
    ],
)
def test_what_rests_on_an_answer_left_open_is_told_as_left_open(before: list[str], change: list[str]) -> None:
    state, _ = left_open_from(talk(before)[0])
    changed, advised = changed_by(change, state)
    left_open = {decision.title for decision in advised.recommendation.decisions if decision.left_open}
    assert "Readiness" in left_open
    told = [effect for effect in changed.effects if effect.partition(":")[0] in left_open]
    assert told and all(effect.endswith(" became left open") for effect in told)


def test_points_for_what_was_not_told_are_no_change_of_the_runner_s() -> None:
    state, _ = talk(["none", "none", "none", "none", "flooding"])
    changed, advised = changed_by(["change legs", "heavy"], state)
    burden = advised.recommendation.decision("burden")
    assert any(reason.assumed for reason in burden.reasons)
    assert not any(burden.text in effect for effect in changed.effects)


def test_a_length_told_as_a_distance_is_told_back_as_one() -> None:
    state, _ = answered(STANDARD)
    changed, _ = changed_by(["change duration", "15 km"], state)
    assert changed.was == "50 min" and changed.now == "15 km"
    in_km, _ = left_open_from(talk(["change duration", "15 km"], state)[0])
    back, _ = changed_by(["change duration", "50"], in_km)
    assert back.was == "15 km" and back.now == "50 min"


def test_a_decision_that_is_open_again_reads_as_a_sentence() -> None:
    before = {"How often": "every third easy run", "Dose": "from '3' to '6'"}
    after = {"How often": "from 'every easy run' to 'every third easy run'", "Dose": "3"}
    assert effects(before, after) == (
        "How often: 'every third easy run' became open, from 'every easy run' to 'every third easy run'",
        "Dose: what was open from '3' to '6' became '3'",
    )
