"""Cases tried under two rule bases: what they show differs for the solver, too, and what it proves the same is."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.engine.audit.difference import compare
from springstep.engine.audit.difference_report import RuleBaseDifference
from springstep.engine.audit.switching_off import without
from springstep.engine.audit.tried_cases import ADVICE, TriedCases
from springstep.engine.inference.examples import standard_case
from tests.strategies import BASE, MOMENTS, all_cases, examples

RULES = ("CUE-040", "LOG-050", "STF-060")


@cache
def compared(rule: str) -> RuleBaseDifference:
    return compare(BASE, without(BASE, rule))


def tried(rule: str, moment: str) -> TriedCases:
    return TriedCases(BASE, without(BASE, rule), moment, [rule])


@pytest.mark.parametrize("rule", RULES)
@examples(60)
@given(data=st.data())
def test_what_is_proved_the_same_differs_for_no_case(rule: str, data: st.DataObject) -> None:
    moment = data.draw(st.sampled_from([each for each in MOMENTS if each in BASE.rule(rule).moments]))
    case = data.draw(all_cases(moment))
    words = BASE.vocabulary.moments[moment]
    same = [name.removesuffix(f" {words}") for name in compared(rule).same if name.endswith(words)]
    assert same
    assert not [name for name in same if tried(rule, moment).differs(case, name)]


def test_every_name_is_compared_at_every_moment() -> None:
    moments = BASE.vocabulary.moments.items()
    by_moment = {
        moment: {name for name in BASE.decisions if moment in BASE.decisions[name].moments} for moment, _ in moments
    }
    for rule in RULES:
        found = compared(rule)
        told = {*found.same, *(f"{each.decision} {BASE.vocabulary.moments[each.moment]}" for each in found.shifts)}
        assert len(told) == len(found.same) + len(found.shifts)
        for moment, words in moments:
            assert {f"{name} {words}" for name in (*by_moment[moment], ADVICE)} <= told


def test_a_case_that_differs_is_brought_back_until_every_other_answer_matters() -> None:
    for shift in compared("CUE-040").shifts:
        cases, case = tried("CUE-040", shift.moment), shift.witness.case
        standard = standard_case(BASE, shift.moment)
        assert cases.differs(case, shift.decision)
        for name in [name for name, value in case.items() if value != standard.get(name)]:
            usual = {name: standard[name]} if name in standard else {}
            back = {**{fact: value for fact, value in case.items() if fact != name}, **usual}
            assert not cases.differs(back, shift.decision)


def test_a_case_that_is_not_valid_shows_nothing() -> None:
    assert tried("CUE-040", "during").differs({"moment": "during", "nonsense": 1}, ADVICE) is None
