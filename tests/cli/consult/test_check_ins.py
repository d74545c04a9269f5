"""``springstep consult`` with check-ins: what is shown, what is kept, and what a pipe may say."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from springstep.cli.consult.ahead import Ahead
from springstep.engine.consultation.dialogue import DialogueMachine
from springstep.engine.consultation.state import State
from tests.cli.conftest import Invoke
from tests.strategies import BASE


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPRINGSTEP_STATE", str(tmp_path / "consultation.json"))
    monkeypatch.setenv("SPRINGSTEP_DIARY", str(tmp_path / "diary.db"))
    return tmp_path / "consultation.json"


def said(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def kept(state: Path) -> State:
    return State.from_json(state.read_bytes())


def test_the_first_question_names_what_may_be_off_and_what_enter_means(springstep: Invoke) -> None:
    shown = springstep("consult", "--moment", "before", given=said("quit")).stdout
    assert "Is anything off today?\n  pain, ill, dizzy, chest pain, tired, heavy legs," in shown
    assert "Press Enter for: nothing" in shown and "at most" not in shown


def test_plain_lists_what_may_be_named_one_a_line(springstep: Invoke) -> None:
    shown = springstep("consult", "--moment", "before", "--plain", given=said("quit")).stdout
    assert "  pain\n  ill\n  dizzy\n  chest pain\n  tired\n" in shown


def test_sharp_pain_is_never_answered_by_the_line_after_it(springstep: Invoke, state: Path) -> None:
    result = springstep("consult", "--moment", "before", given=said("sharp pain", "none", "none"))
    assert result.exit_code == 0 and "Stop: no bursts" in result.stdout
    one_by_one = ("consult", "--moment", "before", "--one-by-one")
    result = springstep(*one_by_one, given=said("sharpp pain", "none", "none", "none", "none", "fresh"))
    assert result.exit_code == 2 and "bursts" not in result.stdout.lower() and kept(state).answers == {}


def test_what_is_half_understood_ends_a_pipe(springstep: Invoke, state: Path) -> None:
    result = springstep("consult", "--moment", "before", given=said("tired, purple", "none"))
    assert result.exit_code == 2 and "'purple' is not understood here" in result.stderr
    assert kept(state).answers == {} and "Your answers are saved." in result.stdout


def test_a_consultation_with_check_ins_goes_on_where_it_was_left(springstep: Invoke, state: Path) -> None:
    springstep("consult", "--moment", "before", given=said("tired, stiff calves", "heavy"))
    before = kept(state)
    assert before.opened and before.begun
    again = springstep("consult", "--resume", given=said("quit"))
    assert again.exit_code == 0 and "Question 3" in again.stdout and kept(state).opened == before.opened


@pytest.mark.parametrize(
    "damage", [{"met": ["nowhere"]}, {"opened": ["nothing_known"]}, {"begun": {"nothing_known": []}}]
)
def test_a_state_with_what_is_not_known_is_refused(springstep: Invoke, state: Path, damage: dict[str, object]) -> None:
    springstep("consult", "--moment", "before", given=said("tired, stiff calves"))
    state.write_text(json.dumps({**json.loads(state.read_text()), **damage}))
    result = springstep("consult", "--resume", given=said("quit"))
    assert result.exit_code == 2 and "no longer fit the questions" in result.stderr


def test_one_by_one_goes_on_from_a_check_in(springstep: Invoke, state: Path) -> None:
    springstep("consult", "--moment", "before", given=said("nothing"))
    shown = springstep("consult", "--resume", "--one-by-one", given=said("none", "none", "quit")).stdout
    assert "in what shoes" not in shown and kept(state).one_by_one


def test_what_is_made_ready_changes_nothing() -> None:
    dialogue = DialogueMachine(BASE)
    state, events = dialogue.begin("before")
    ahead = Ahead(dialogue, BASE)
    ahead.start(state)
    others = [each for each in threading.enumerate() if each is not threading.current_thread()]
    for each in others:
        each.join(timeout=60)
    assert dialogue.begin("before") == (state, events)
    assert dialogue.respond(state, "") == DialogueMachine(BASE).respond(state, "")
