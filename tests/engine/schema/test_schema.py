"""The published schemas are right: they take the cases that the reader takes, and what comes back fits them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from springstep import CaseError, json_schema, recommend
from springstep.engine.inference.examples import example_case
from springstep.engine.language.fact_info import FactInfo
from springstep.installed import default_rule_base
from tests.strategies import FACTS, all_cases, examples

BASE = default_rule_base()
CASE = Draft202012Validator(json_schema("case"))


def read(case: dict[str, Any]) -> bool:
    try:
        recommend(case)
    except CaseError:
        return False
    return True


@examples(40)
@given(all_cases())
def test_a_valid_case_is_valid_by_the_schema(case: dict[str, Any]) -> None:
    CASE.validate(case)


def wrong_values(info: FactInfo) -> list[Any]:
    """Return values just outside what a fact allows, in words, too."""
    match info.kind:
        case "number":
            assert info.minimum is not None and info.maximum is not None
            wrong: list[Any] = [info.minimum - 1, info.maximum + 1, True, [info.minimum]]
            return [*wrong, info.minimum + 0.5] if info.integer else wrong
        case "word":
            return ["", "purple", True, [info.values[0]], *([] if info.spoken.bands else [1])]
        case "flag":
            return ["purple", 1, 0]
        case "items":
            own = "none" in info.spoken.said.get("all_well", ())
            wrong = [{}, [{}], [dict.fromkeys(info.values, "nowhere")], [{}] * 21, "purple", ["none"] * 21]
            some = [*info.item_words, "knee", "calves"][0]
            return wrong if own else [*wrong, ["none", some], [some, "none"], ["none", {}]]
        case "text":
            return ["far", 10, "10", "10 KM", "-1 km", "1e3 km"]
    return [1, True, []]


def told_in_words(info: FactInfo) -> list[Any]:
    """Return answers as a person writes them, which mean what the schema has another form for."""
    match info.kind:
        case "number":
            return [f"{info.minimum:g}"]
        case "word":
            return [info.values[0].upper(), f"{info.values[0]} "]
        case "flag":
            return ["true", "yes"]
        case "items":
            return ["nothing", "Nothing"]
    return []


NEEDED = {
    moment: {name: runner[name] for name, info in FACTS.items() if moment in info.required_at}
    for moment, runner in BASE.standard_cases.items()
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, info in FACTS.items() for value in wrong_values(info)], ids=repr
)
def test_a_wrong_value_is_refused_by_the_schema_and_by_the_reader(name: str, value: Any) -> None:
    moment = FACTS[name].moments[0]
    case = {"moment": moment, **NEEDED[moment], name: value}
    assert not read(case)
    assert not CASE.is_valid(case)


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, info in FACTS.items() for value in told_in_words(info)], ids=repr
)
def test_what_is_told_in_words_is_read_as_a_value_that_the_schema_takes(name: str, value: Any) -> None:
    moment = FACTS[name].moments[0]
    case = {"moment": moment, **NEEDED[moment], name: value}
    assert not CASE.is_valid(case)
    assert CASE.is_valid(recommend(case).case)


@pytest.mark.parametrize("name", [name for name, info in FACTS.items() if info.kind == "number"])
def test_the_ends_of_a_range_are_taken_by_the_schema_and_by_the_reader(name: str) -> None:
    info = FACTS[name]
    moment = info.moments[0]
    for value in (info.minimum, info.maximum):
        assert read({"moment": moment, **NEEDED[moment], name: value})
        assert CASE.is_valid({"moment": moment, **NEEDED[moment], name: value})


@pytest.mark.parametrize("moment", NEEDED)
def test_what_must_be_told_is_required_by_the_schema_and_by_the_reader(moment: str) -> None:
    whole = {"moment": moment, **NEEDED[moment]}
    assert read(whole)
    assert CASE.is_valid(whole)
    for name in NEEDED[moment]:
        for case in ({k: v for k, v in whole.items() if k != name}, {**whole, name: None}):
            assert not read(case)
            assert not CASE.is_valid(case)


@pytest.mark.parametrize("nothing", [None, "unknown"])
def test_a_fact_left_open_in_words_is_valid_by_the_schema_and_for_the_reader(nothing: str | None) -> None:
    for name in ("fatigue", "has_coach", "surface", "stiffness", "duration_min"):
        case = {**NEEDED["before"], name: nothing}
        assert read(case)
        assert CASE.is_valid(case), name


@pytest.mark.parametrize("rule", BASE.rules[::6], ids=lambda rule: rule.id)
def test_a_recommendation_fits_its_schema(rule: Any) -> None:
    validator = Draft202012Validator(json_schema("recommendation"))
    validator.validate(json.loads(recommend(example_case(BASE, rule, rule.fires_for)).to_json()))


def test_explanations_and_changes_fit_their_schemas() -> None:
    plan = recommend({**BASE.standard_cases["after"], "response_logged": False})
    for decision in plan.decisions:
        text = plan.why(decision.name, depth="long").to_json()
        Draft202012Validator(json_schema("explanation")).validate(json.loads(text))
    changes = plan.what_would_change("progression")
    assert changes
    Draft202012Validator(json_schema("changes")).validate(json.loads(changes.to_json()))
