"""Check-ins are declared for any subject, and a mistake in one is reported with its place."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from springstep.engine.consultation.dialogue import DialogueMachine
from springstep.engine.consultation.events import Asked, Refused
from springstep.engine.consultation.state import State
from springstep.engine.errors import KnowledgeError
from springstep.engine.rulebase.load import read_rule_base
from tests.other_subject.plants import BASE, FOLDER

CHECK_INS = """
- check_in: look
  label: a first look
  moments: [water]
  question: Does anything about it look wrong?
  help: Name what does.
  facts: [signs, drains, dry_cm]
  such_as: [nothing, mould on the soil]
  otherwise: {signs: [], drains: true}
  words:
    - {said: [mould, mouldy], opens: [signs]}
    - {said: [soft], opens: [signs]}
    - {said: [no hole], gives: {drains: false}}
    - {said: [dry], opens: [dry_cm]}
  nothing: [nothing]
  places: [leaf, soil]
  passed_over: [the, is, on]
"""


def read(tmp_path: Path, text: str) -> Any:
    """Read the knowledge of plants with these check-ins."""
    folder = shutil.copytree(FOLDER, tmp_path / "knowledge")
    (folder / "check_ins.yaml").write_text(text, encoding="utf-8")
    return read_rule_base(folder)


def said(base: Any, *lines: str) -> tuple[State, Any]:
    dialogue = DialogueMachine(base)
    state, events = dialogue.begin("water")
    for line in lines:
        state, events = dialogue.respond(state, line)
    return state, events[-1]


def test_knowledge_may_have_no_check_ins() -> None:
    assert BASE.vocabulary.check_ins == {}


def test_a_check_in_settles_what_is_not_named(tmp_path: Path) -> None:
    base = read(tmp_path, CHECK_INS)
    state, asked = said(base)
    assert isinstance(asked, Asked) and (asked.fact, asked.kind) == ("look", "check_in")
    assert said(base, "nothing")[0].answers == {"signs": [], "drains": True}
    assert said(base, "no hole")[0].answers == {"signs": [], "drains": False}
    state, _ = said(base, "mould on the soil")
    assert state.answers["signs"] == [{"part": "soil", "look": "mould"}]
    state, _ = said(base, "mouldy soil")
    assert state.asking == "signs" and "signs" not in state.answers and state.answers["drains"] is True
    state, asked = said(base, "mouldy soil", "mould")
    assert state.answers["signs"] == [{"part": "soil", "look": "mould"}]
    state, _ = said(base, "mouldy soil", "soil mould, leaf yellow")
    assert len(state.answers["signs"]) == 2


def test_what_is_not_in_otherwise_stays_open(tmp_path: Path) -> None:
    state, _ = said(read(tmp_path, CHECK_INS), "nothing")
    assert "dry_cm" not in state.answers


def test_a_line_half_understood_is_refused(tmp_path: Path) -> None:
    dialogue = DialogueMachine(read(tmp_path, CHECK_INS))
    state, _ = dialogue.begin("water")
    state, (refused, _) = dialogue.respond(state, "no hole, purple")
    assert isinstance(refused, Refused) and "purple" in refused.what and state.answers == {}


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ("check_in: look", "check_in: signs", "'signs' is the name of a fact or check-in already"),
        ("moments: [water]", "moments: [watr]", "no moment is called 'watr'"),
        ("[signs, drains, dry_cm]", "[signs, drains, dry_mm]", "there is no fact 'dry_mm'"),
        ("[signs, drains, dry_cm]", "[signs, drains, dry_cm, roots]", "'roots' is asked at none of these moments"),
        ("opens: [dry_cm]", "opens: [season]", "'season' is none of its facts"),
        ("drains: true}", "drains: maybe}", "'maybe' is no answer"),
        ("said: [soft]", "said: [mould]", "'mould' has another meaning already"),
        ("nothing: [nothing]", "nothing: [nothing, soil]", "'soil' has another meaning already"),
        ("said: [soft]", "said: [soft and wet]", "'soft and wet' would be read as two answers"),
        ("gives: {drains: false}", "gives: {drains: true}", "no word gives false"),
        ("nothing: [nothing]", "nothing: []", "a check-in has both or neither"),
        ("{said: [dry], opens: [dry_cm]}", "{said: [dry]}", "a word gives answers, or opens facts"),
        ("  nothing: [nothing]", "  nothing: [nothing]\n  reads: [drains]", "not both"),
        ("drains: true}", "drains: true, dry_cm: 5}\n  stands_for: {dry_cm: [6, 7]}", "does not hold the value"),
    ],
)
def test_a_mistake_in_a_check_in_is_reported(tmp_path: Path, right: str, wrong: str, fault: str) -> None:
    assert right in CHECK_INS
    with pytest.raises(KnowledgeError) as caught:
        read(tmp_path, CHECK_INS.replace(right, wrong, 1))
    told = [str(each) for each in caught.value.faults]
    assert any(fault in each for each in told) and all(each.startswith("check_ins.yaml:") for each in told), told


def test_what_a_number_stands_for_is_asked_where_rules_tell_it_apart(tmp_path: Path) -> None:
    apart = CHECK_INS.replace("drains: true}", "drains: true, dry_cm: 5}\n  stands_for: {dry_cm: [0, 5, 30]}")
    state, _ = said(read(tmp_path, apart), "nothing")
    assert "dry_cm" not in state.answers


def test_what_is_denied_may_leave_its_fact_open(tmp_path: Path) -> None:
    base = read(tmp_path, CHECK_INS)
    assert said(base, "no mould")[0].opened == ()
    base = read(tmp_path / "open", CHECK_INS.replace("opens: [signs]}", "opens: [signs], denied: open}"))
    assert said(base, "no mould")[0].opened == ("signs",)
