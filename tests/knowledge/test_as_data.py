"""A plan as data: typed values with units, known names, an id, and what it says of itself."""

from __future__ import annotations

import json
import pickle
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from springstep import CaseError, QueryError, Recommendation, json_schema, recommend
from springstep.installed import default_rule_base
from tests.strategies import cases, examples

BASE = default_rule_base()
SCHEMA = Draft202012Validator(json_schema("recommendation"))
CASE = {**BASE.standard_cases["before"], "duration_min": 40, "pace": "6:00/km"}


def plain(made: Recommendation, **how: bool) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(made.to_json(**how))
    return told


@examples(150)
@given(cases())
def test_every_value_is_of_its_kind_with_its_unit(case: dict[str, Any]) -> None:
    made = recommend(case)
    for decision in made.decisions:
        match decision.kind:
            case "scale":
                assert decision.value in BASE.decisions[decision.name].steps
                assert (decision.unit, decision.amounts, decision.strict) == ("", (), False)
            case "choice":
                row = BASE.choices[decision.name].by_value.get(decision.value)
                assert (row is None) == (decision.value == "none")
                amounts = {amount.name: (amount.value, amount.unit) for amount in decision.amounts}
                assert (
                    row is None
                    or amounts.items()
                    <= {
                        name: (row[name], column.unit)
                        for name, column in BASE.choices[decision.name].table.columns.items()
                    }.items()
                )
            case kind:
                assert (kind, decision.unit) == (
                    BASE.decisions[decision.name].kind,
                    BASE.decisions[decision.name].unit,
                )
                assert isinstance(decision.value, (int, float))
                assert decision.strict == decision.text.startswith("less than")


@examples(100)
@given(cases())
def test_without_its_trace_a_plan_is_the_same_and_the_rules_make_the_trace_anew(case: dict[str, Any]) -> None:
    made = recommend(case)
    told = plain(made, trace=False)
    assert told == {name: value for name, value in plain(made).items() if name != "trace"}
    SCHEMA.validate({**told, "trace": plain(made)["trace"]})
    again = Recommendation.from_json(made.to_json(trace=False))
    assert not again.has_trace
    assert again.trace == made.trace and again == made and hash(again) == hash(made)
    assert again.why(made.decisions[0].name) == made.why(made.decisions[0].name)


def test_a_plan_that_was_changed_gets_no_trace() -> None:
    told = plain(recommend(CASE), trace=False)
    told["decisions"][0]["value"] = 3
    changed = Recommendation.from_json(json.dumps(told))
    with pytest.raises(QueryError, match="changed since the rules made it"):
        changed.trace  # noqa: B018
    told = plain(recommend(CASE), trace=False)
    unknown = Recommendation.from_json(json.dumps({**told, "rules_digest": "0" * 64}))
    with pytest.raises(QueryError, match="made by another rule base"):
        unknown.trace  # noqa: B018


def test_only_the_trace_may_be_missing() -> None:
    told = plain(recommend(CASE), trace=False)
    del told["verdict"]
    with pytest.raises(Exception, match="verdict"):
        Recommendation.from_json(json.dumps(told))


def test_the_id_is_that_of_case_history_rules_and_day() -> None:
    one, other = recommend(CASE), recommend({**CASE, "fatigue": 3})
    dated = recommend(CASE, on=date(2026, 5, 4))
    assert UUID(one.id).version == 5
    assert one.id == recommend(dict(reversed(CASE.items()))).id == Recommendation.from_json(one.to_json()).id
    assert len({one.id, other.id, dated.id}) == 3
    assert dated.on == date(2026, 5, 4) and plain(dated)["on"] == "2026-05-04" and plain(one)["on"] is None
    assert Recommendation.from_json(dated.to_json(trace=False)).trace == one.trace
    assert pickle.loads(pickle.dumps(dated)) == dated


def test_a_distance_is_told_in_kilometres_too() -> None:
    distance = next(fact for fact in recommend(CASE).facts if fact.fact == "distance_mi")
    assert (distance.value, distance.unit) == (4.142, "mi")
    assert [(each.name, each.value, each.unit) for each in distance.also] == [("distance_km", 6.67, "km")]


def test_names_are_enumerated_in_the_schema() -> None:
    told = plain(recommend(CASE))
    for place, wrong in (
        (("verdict",), "perhaps"),
        (("moment",), "later"),
        (("decisions", 0, "name"), "mood"),
        (("decisions", 0, "kind"), "guess"),
        (("advice", 0, "topic"), "stars"),
        (("facts", 0, "fact"), "age"),
        (("bears", 0), "weather"),
        (("session", "drill"), "backflips"),
        (("session", "contact"), "soft"),
        (("session", "gentler_drill"), "naps"),
    ):
        part: Any = told
        for step in place[:-1]:
            part = part[step]
        right, part[place[-1]] = part[place[-1]], wrong
        assert not SCHEMA.is_valid(told), place
        part[place[-1]] = right
    SCHEMA.validate(told)


def test_a_plan_names_the_guide_and_says_what_it_is_not() -> None:
    about = recommend(CASE).about
    assert about is not None
    assert about.guide.address.startswith("https://") and about.guide.author is None
    assert "no medical advice" in about.disclaimer
    assert "medication" in about.not_considered
    assert "Not considered, and refused: age" in json_schema("case")["description"]


@pytest.mark.parametrize("name", ["age", "medication", "heart_rate", "sex"])
def test_what_is_not_considered_is_refused_as_that(name: str) -> None:
    with pytest.raises(CaseError) as caught:
        recommend({**CASE, name: 40})
    (fault,) = caught.value.faults
    assert fault.what.startswith("not considered: ") and fault.allowed == "leave it out"


def test_no_fact_bears_a_name_that_is_not_considered() -> None:
    names = {name for names in BASE.domain.about["not_considered"].values() for name in names}
    assert not names & {*BASE.facts, *BASE.plan_names}
