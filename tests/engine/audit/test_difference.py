"""Two rule bases compared: what differs is shown by a runner and holds for all who answer alike; the rest is proved."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.engine.advice.recommend import build
from springstep.engine.audit.difference import RuleBaseDifference, compare, differing_case
from springstep.engine.audit.differing_rules import differing_rules
from springstep.engine.audit.switching_off import without
from springstep.engine.errors import QueryError
from springstep.engine.inference.case import case_of, facts_of
from springstep.engine.inference.forward import infer
from springstep.engine.language.conclusions import Step
from springstep.engine.language.conditions import names_in
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.rules import Rule
from springstep.engine.proof.all_cases import AllCasesAt
from springstep.engine.proof.generalisation import Generalisation, generalised
from springstep.engine.proof.symbols import SymbolicChoice, any_of, differs
from springstep.engine.rulebase.base import RuleBase
from tests.strategies import BASE, FACTS, all_cases, examples, valid_case, values


def shifts(found: RuleBaseDifference) -> dict[tuple[str, str], tuple[str, str]]:
    return {(shift.moment, shift.decision): (shift.before.says, shift.after.says) for shift in found.shifts}


def test_a_rule_base_does_not_differ_from_itself() -> None:
    assert differing_case(BASE, BASE) is None


def test_without_a_rule_the_decisions_that_differ_have_a_witness_and_the_rest_are_proved_the_same() -> None:
    found = compare(BASE, without(BASE, "CUE-040"))
    assert found.removed == ("CUE-040",)
    differing = shifts(found)
    assert differing["during", "next_action"] == ("End the bursts for today and run home easy", "Go on as planned")
    assert set(differing) == {("during", "next_action"), ("during", "drill"), ("during", "advice")}
    assert "clearance before a run" in found.same and "dose after a run" in found.same
    action = next(shift for shift in found.shifts if shift.decision == "next_action")
    assert action.witness.case["cue"] == ["flooding_legs"]
    assert action.before.rules == ("CUE-040",) and action.after.rules == ("CUE-010",)
    assert "cues as this runner" in action.generalisation


def test_a_rule_that_others_cover_changes_nobodys_advice() -> None:
    assert differing_case(BASE, without(BASE, "SRF-060")) is None


def test_a_case_whose_advice_differs_is_found() -> None:
    case = differing_case(BASE, without(BASE, "RDY-060"))
    assert case is not None and case["legs"] == "flooding"


def test_what_a_rule_says_counts_as_advice() -> None:
    found = compare(BASE, without(BASE, "CUE-110"))
    assert set(shifts(found)) == {("during", "advice")}


def test_a_changed_step_is_reported_before_and_after() -> None:
    rule = BASE.rule("CUE-130")
    milder = replace(rule, conclusions=(Step("next_action", "rest_longer"), *rule.conclusions[1:]))
    changed = replace(BASE, rules=tuple(milder if each is rule else each for each in BASE.rules))
    found = compare(BASE, changed)
    assert found.changed == ("CUE-130",)
    assert shifts(found)["during", "next_action"][1] == "Take a longer easy recovery before the next burst"


def test_words_shown_in_part_change_nothing_but_whom_they_name() -> None:
    other, shown = without(BASE, "SRF-085"), 60
    whole, part = compare(BASE, other), compare(BASE, other, characters=shown)
    assert (shifts(part), part.same, part.undecided) == (shifts(whole), whole.same, whole.undecided)
    assert any(len(shift.generalisation) > shown for shift in part.shifts)
    assert not any(shift.nobody_else for shift in part.shifts if len(shift.generalisation) > shown)


def test_a_rule_differs_where_one_that_overrides_it_is_gone() -> None:
    overriding = next(rule for rule in BASE.rules if rule.overrides)
    moment = overriding.moments[0]
    expected = {overriding.id, *(name for name in overriding.overrides if moment in BASE.rule(name).moments)}
    assert set(differing_rules(BASE, without(BASE, overriding.id), moment)) == expected
    assert differing_rules(BASE, BASE, moment) == ()


@examples(60)
@given(rule=st.sampled_from(BASE.rules), data=st.data())
def test_where_no_differing_rule_fires_the_advice_is_the_same(rule: Rule, data: st.DataObject) -> None:
    """The proofs suppose it, so they need not look at any other case."""
    other, moment = without(BASE, rule.id), data.draw(st.sampled_from(sorted(rule.moments)))
    case = case_of(data.draw(all_cases(moment)), BASE)
    was, now = (infer(base, facts_of(case, base), engine="function") for base in (BASE, other))
    differing = set(differing_rules(BASE, other, moment))
    if not differing & {fired.rule.id for made in (was, now) for fired in made.fired}:
        assert was.decided == now.decided
        assert [fired.rule.id for fired in was.fired] == [fired.rule.id for fired in now.fired]


def test_a_rule_that_is_not_there_cannot_be_switched_off() -> None:
    with pytest.raises(QueryError, match="did you mean 'RDY-025'"):
        without(BASE, "RDY-02")


@cache
def _found(rule: str, decision: str, *, whole: bool) -> tuple[RuleBase, dict[str, Any], Generalisation]:
    """Switch a rule off; return the other rule base, a case with another decision, and its generalisation."""
    other = without(BASE, rule)
    moment = BASE.rule(rule).moments[0]
    first, second = AllCasesAt(BASE, moment), AllCasesAt(other, moment)
    mine, theirs = first.plan.facts[decision], second.plan.facts[decision]
    assert isinstance(mine, SymbolicChoice) and isinstance(theirs, SymbolicChoice)
    question = any_of(differs(mine.of[step], theirs.of[step]) for step in mine.of)
    answer = first.prover.ask(question)
    assert answer.status == "some"
    found = generalised(first.prover, answer.cases[0], question, enough=lambda _: not whole)
    assert found.sure and (found.widest or not whole)
    return other, answer.cases[0], found


@pytest.mark.parametrize(
    ("rule", "decision"),
    [("RDY-030", "contact"), ("PRG-080", "progression"), ("RUN-010", "room"), ("RDY-040", "clearance")],
)
@pytest.mark.parametrize("whole", [True, False])
@examples(20)
@given(data=st.data())
def test_every_case_of_the_generalisation_gets_other_advice(
    rule: str, decision: str, whole: bool, data: st.DataObject
) -> None:
    other, shown, generalisation = _found(rule, decision, whole=whole)
    named = {*names_in(generalisation.condition), *generalisation.lists}
    drawn = data.draw(all_cases(shown["moment"]))
    case = {name: value for name, value in drawn.items() if name not in named}
    case = valid_case({**case, **{name: value for name, value in shown.items() if name in named}})
    varied = data.draw(st.sampled_from(sorted(named - set(generalisation.lists))))
    tried = valid_case({**case, varied: data.draw(values(varied))}) if varied in FACTS else case
    for each in (case, tried):
        facts = {name: fact.value for name, fact in facts_of(case_of(each, BASE), BASE).items()}
        if predicate(generalisation.condition)(facts) is True:
            before, after = (build(base, case_of(each, base), look_ahead=False) for base in (BASE, other))
            assert before.decision(decision).value != after.decision(decision).value
