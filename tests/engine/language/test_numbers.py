"""Numbers are exact inside the engine, and plain on the way out to people and JSON."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep import recommend
from springstep.engine.inference.forward import infer
from springstep.engine.language.numbers import exact, exact_values, plain_number, quotient
from springstep.engine.language.wording import plain
from springstep.installed import default_rule_base
from tests.second_opinion.cases import facts_from
from tests.strategies import examples

BASE = default_rule_base()


@pytest.mark.parametrize(
    ("value", "found"),
    [(0.1, Fraction(1, 10)), (2.0, 2), (7, 7), (True, True), ("go", "go"), (None, None), (Fraction(4, 2), 2)],
)
def test_a_decimal_stands_for_what_is_written(value: Any, found: Any) -> None:
    assert (exact(value), type(exact(value))) == (found, type(found))


@examples(100)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_that_is_told_leaves_as_it_was_told(value: float) -> None:
    assert float(exact(value)) == value


def test_numbers_in_the_elements_of_a_list_are_exact_too() -> None:
    assert exact_values({"laps": [{"km": 0.5}], "pain": "none"}) == {"laps": ({"km": Fraction(1, 2)},), "pain": "none"}


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises((ValueError, OverflowError)):
        exact(value)


def test_a_quotient_is_exact_and_nothing_where_there_is_none() -> None:
    assert [quotient(1, 3), quotient(6, 3), quotient(Fraction(1, 2), 2), quotient(1, 0)] == [
        Fraction(1, 3),
        2,
        Fraction(1, 4),
        None,
    ]


@pytest.mark.parametrize("value", [Fraction(1, 3), Fraction(75, 2), Fraction(1, 8), Fraction(10**7 + 1, 10**7)])
def test_people_read_a_fraction_as_they_read_a_float(value: Fraction) -> None:
    assert plain(value) == plain(float(value))
    assert plain_number(value) == pytest.approx(float(value), abs=5e-7)


def test_nothing_is_rounded_before_it_leaves() -> None:
    case = {name: value for name, value in BASE.standard_cases["before"].items() if name not in ("pace", "distance")}
    inference = infer(BASE, facts_from(case | {"duration_min": 37.1}))
    assert inference.facts["duration_min"].value == Fraction(371, 10)
    assert inference.facts["distance_mi"].value == Fraction(371, 220)
    assert inference.decided["total_s"] == (Fraction(371, 220) * 30, False)
    made = recommend(case | {"duration_min": 37.1})
    values = {fact.fact: fact.value for fact in made.facts}
    assert (values["duration_min"], values["distance_mi"]) == (37.1, 1.686364)
    assert made.decision("total_s").value == 50.590909
    assert json.loads(made.to_json())["facts"]
