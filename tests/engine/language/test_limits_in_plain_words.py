"""What is said of a list of limits: no is none, a letter is told back, and what may be one of them is asked about."""

from __future__ import annotations

import pytest

from springstep.dialogue import Dialogue
from springstep.engine.consultation.events import Notice
from springstep.engine.inference.plain_answers import understand
from springstep.engine.language.answers import AnswerError, AskedBackError
from springstep.installed import default_rule_base

BASE = default_rule_base()


def limits(text: str) -> list[str]:
    found: list[str] = understand("screening", text, BASE).facts["screening"]
    return found


@pytest.mark.parametrize("fact", ["screening", "injuries", "stiffness", "today"])
@pytest.mark.parametrize("said", ["n", "N", "no", "No.", "none", "nope", "0"])
def test_no_means_none_of_a_list_also_as_one_letter(fact: str, said: str) -> None:
    assert understand(fact, said, BASE).facts[fact] == []


@pytest.mark.parametrize(
    ("said", "limit"), [("u", "under_16"), ("he", "heart"), ("no b", "no_base"), ("preg", "pregnant")]
)
def test_a_beginning_is_told_back(said: str, limit: str) -> None:
    found = understand("screening", said, BASE)
    assert found.facts["screening"] == [limit] and found.said == said


def test_the_consultation_tells_back_an_injury_that_was_begun() -> None:
    dialogue = Dialogue()
    state, _ = dialogue.begin("before", one_by_one=True)
    while state.asking != "injuries":
        state, _ = dialogue.respond(state, "none" if state.asking in ("screening", "pain") else "unknown")
    _, events = dialogue.respond(state, "calf ret")
    assert Notice(lines=("Taken as: calf returning.",)) in events


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("no base yet", ["no_base"]),
        ("no base yet, pregnant", ["no_base", "pregnant"]),
        ("I'm 15", ["under_16"]),
        ("15", ["under_16"]),
        ("i am fourteen", ["under_16"]),
        ("12 years old", ["under_16"]),
        ("6 weeks postpartum", ["pregnant"]),
        ("six weeks post partum", ["pregnant"]),
        ("gave birth 3 months ago", ["pregnant"]),
        ("3, 6", ["heart", "no_base"]),
    ],
)
def test_limits_in_a_runners_words(said: str, found: list[str]) -> None:
    assert limits(said) == found


@pytest.mark.parametrize(
    "said", ["high blood pressure", "I have high blood pressure", "beta blockers", "I'm on statins"]
)
def test_what_may_be_a_limit_is_asked_about(said: str) -> None:
    with pytest.raises(AskedBackError, match="heart condition"):
        limits(said)


@pytest.mark.parametrize("said", ["yet", "6 weeks", "17", "I'm 25", "weeks"])
def test_what_says_nothing_of_them_is_never_none(said: str) -> None:
    with pytest.raises(AnswerError):
        limits(said)
