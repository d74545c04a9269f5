"""The solver's formulas and the engine say the same of every case: random cases, boundary cases, examples."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.engine.proof.case_symbols import CaseSymbols
from springstep.engine.proof.encoding import Encoding
from springstep.engine.proof.prover import Prover
from springstep.engine.proof.replay import Replay
from springstep.engine.proof.symbolic_plan import SymbolicPlan
from tests.second_opinion.cases import random_case
from tests.strategies import BASE, MOMENTS, Moment, all_cases, examples


@cache
def replay(moment: Moment) -> Replay:
    return Replay(SymbolicPlan(Encoding(BASE, CaseSymbols(BASE, moment))))


@pytest.mark.parametrize("moment", MOMENTS)
def test_there_is_a_case_at_all(moment: Moment) -> None:
    assert Prover([CaseSymbols(BASE, moment)]).satisfiable().status == "some"


@pytest.mark.parametrize("moment", MOMENTS)
@given(data=st.data())
@examples(300)
def test_solver_and_engine_agree_on_random_and_boundary_cases(moment: Moment, data: st.DataObject) -> None:
    case: dict[str, Any] = data.draw(all_cases(moment))
    assert replay(moment).run(case)[1] == ()


@pytest.mark.parametrize("moment", MOMENTS)
def test_they_agree_on_what_is_said_where_something_is_assumed(moment: Moment) -> None:
    encoding = replay(moment).plan.encoding
    saying = [rule for rule in encoding.rules if any(each.says for each in rule.conclusions)]
    formulas = {rule.id: encoding.fires_without_assumptions(rule) for rule in saying}
    silent = 0
    for seed in range(examples(40).max_examples):
        made, differences = replay(moment).run(random_case(seed, moment))
        assert differences == ()
        if made is None:
            continue
        said = {rule for advice in made.advice for rule in advice.rules}
        assert {rule for rule, formula in formulas.items() if replay(moment).holds(made, formula)} == said
        silent += len({firing.rule for firing in made.trace.firings} & formulas.keys() - said)
    assert silent, "no advice was left out of any of them"
