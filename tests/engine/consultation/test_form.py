"""The questions that a form of one's own still has to ask: those that may matter, and no other."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from springstep import CaseError, json_schema, next_questions, recommend
from springstep.engine.advice.outcome import outcome_of
from springstep.engine.frozen_values import thawed
from springstep.installed import default_rule_base
from tests.strategies import cases, examples

BASE = default_rule_base()
FACTS = BASE.vocabulary.facts
SCHEMA = Draft202012Validator(json_schema("next-questions"))


@examples(40)
@given(cases(), st.data())
def test_who_answers_them_in_turn_gets_the_plan_of_the_whole_case(case: dict[str, Any], data: st.DataObject) -> None:
    moment = recommend(case).moment
    asked_of = {info.name for info in BASE.vocabulary.questions_at(moment)}
    wanted = recommend({name: value for name, value in case.items() if name in asked_of or name == "moment"})
    told: dict[str, Any] = {"moment": wanted.moment}
    for _ in range(60):
        asked = next_questions(told)
        SCHEMA.validate(json.loads(asked.to_json()))
        if asked.settled:
            break
        question = data.draw(st.sampled_from(asked.questions[:3]))
        assert question.fact not in told
        told[question.fact] = thawed(wanted.case.get(question.fact))
    assert asked.settled
    known = {name: value for name, value in told.items() if value is not None}
    assert outcome_of(recommend(known, whole=False)) == outcome_of(wanted)


def test_a_danger_settles_it_at_once() -> None:
    assert next_questions({"pain": "sharp"}).settled
    assert not next_questions({"pain": "none"}).settled


def test_the_next_question_comes_first_with_all_that_a_form_needs() -> None:
    asked = next_questions({})
    first, second = asked.questions[:2]
    assert asked.moment == "before" and asked.proved
    assert (first.fact, first.kind, first.required) == ("pain", "word", True)
    assert {option.value: bool(option.meaning) for option in first.options} == dict.fromkeys(FACTS["pain"].values, True)
    assert second.fact == "injuries" and [field.name for field in second.fields] == ["site", "status"]
    fatigue = next(question for question in asked.questions if question.fact == "fatigue")
    assert (fatigue.kind, fatigue.minimum, fatigue.maximum, fatigue.integer) == ("number", 0, 10, True)
    today = next(question for question in asked.questions if question.fact == "today")
    assert today.fields == () and "heat" in [option.value for option in today.options]


def test_what_is_told_as_not_known_is_not_asked_again() -> None:
    told = {"pain": "none", "injuries": [], "screening": []}
    names = [question.fact for question in next_questions(told).questions]
    assert "legs" in names
    again = [question.fact for question in next_questions({**told, "legs": None}).questions]
    assert "legs" not in again and "unknown" not in again


@pytest.mark.parametrize("told", [{"fatigue": 99}, {"pane": "none"}, {"age": 30}, {"moment": "later"}])
def test_answers_that_are_none_are_refused(told: dict[str, Any]) -> None:
    with pytest.raises(CaseError):
        next_questions(told)
