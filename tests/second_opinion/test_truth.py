"""Conditions of every shape, not only those that today's rules have, come to the same truth in CLIPS."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.engine.language.conditions import All, Among, Arith, Compare, Condition, Constant, Either, Fact, Not
from springstep.engine.language.evaluate import test as truth_of
from springstep.engine.language.numbers import exact
from tests.engine.language.test_conditions import CONDITIONS, FACTS_TOLD
from tests.second_opinion.runner import Truths
from tests.strategies import BASE, examples

_NUMBERS = st.recursive(
    st.builds(Constant, st.integers(-2, 10) | st.sampled_from([0.5, 2.5]))
    | st.sampled_from([Fact("fatigue"), Fact("sessions_done"), Fact("duration_min")]),
    lambda term: st.builds(Arith, st.sampled_from("+-*/"), term, term),
    max_leaves=4,
)
_SUMS = st.builds(Compare, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), _NUMBERS, _NUMBERS)
_LISTED = st.builds(lambda values: Among(Fact("fatigue"), tuple(values)), st.sets(st.integers(0, 10), min_size=1))
_ANY = st.recursive(
    CONDITIONS | _SUMS | _LISTED,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(lambda some: All(tuple(some)), st.lists(inner, max_size=3)),
        st.builds(lambda some: Either(tuple(some)), st.lists(inner, max_size=3)),
    ),
    max_leaves=5,
)
_TOLD = st.builds(
    lambda facts, minutes, gone: {
        name: value for name, value in {**facts, "duration_min": minutes}.items() if name not in gone
    },
    FACTS_TOLD,
    st.integers(1, 60) | st.sampled_from([0.5, 2.5, 7.25]),
    st.sets(st.sampled_from(["fatigue", "sessions_done", "has_coach", "season_phase", "clearance", "duration_min"])),
)


@pytest.fixture(scope="module")
def truths() -> Truths:
    return Truths(BASE)


@examples(450)
@given(_ANY, st.lists(_TOLD, min_size=1, max_size=4))
def test_a_condition_holds_fails_or_stays_unknown(
    truths: Truths, condition: Condition, told: list[dict[str, Any]]
) -> None:
    truths.take(condition)
    for facts in told:
        assert truths.of(facts) is truth_of(condition)({name: exact(value) for name, value in facts.items()})
