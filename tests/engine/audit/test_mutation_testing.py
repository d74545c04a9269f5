"""Small changes of the rules: all kinds are made, and each is noticed, proved to change nothing, or reported."""

from __future__ import annotations

from collections import Counter

import pytest

from springstep.engine.audit.advice_probe import AdviceProbe
from springstep.engine.audit.case_under_rules import case_under, touching
from springstep.engine.audit.mutants import mutants
from springstep.engine.audit.mutation_testing import check_mutants
from springstep.engine.audit.snapshot import load_snapshot
from tests.strategies import BASE

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("INJ-040", "without 'injury site is knee'"),
        ("INJ-090", "'Number of efforts today: at most 5 efforts', not 'Number of efforts today: at most 4 efforts'"),
    ],
)
def test_a_rule_is_changed_in_every_small_way(name: str, made: str) -> None:
    found = list(mutants(BASE, BASE.rule(name)))
    assert Counter(mutant.kind for mutant in found).keys() == {"rule", "condition", "value", "number", "conclusion"}
    changes = {mutant.change for mutant in found}
    assert "the rule is gone" in changes
    assert made in changes
    assert len(changes) == len(found)
    assert all(mutant.base.rules != BASE.rules for mutant in found)


def test_a_number_in_a_condition_goes_up_and_down() -> None:
    changes = {mutant.change for mutant in mutants(BASE, BASE.rule("RDY-040")) if mutant.kind == "number"}
    assert changes == {"when fatigue is at least 8", "when fatigue is at least 6"}


def test_changes_are_noticed_by_examples_runners_or_claims() -> None:
    score = check_mutants(BASE, ["RDY-040", "CUE-140"], processes=1)
    assert {result.by for result in score.results} <= {"example", "approved case", "claim"}
    assert score.share == 1
    gone = next(result for result in score.results if result.rule == "CUE-140" and result.kind == "rule")
    assert gone.by == "example"


def test_a_change_that_changes_nobodys_advice_is_proved_equal() -> None:
    results = check_mutants(BASE, ["CUE-030"], processes=1).results
    dropped = [result for result in results if result.by == "equal"]
    assert dropped and all("proved" in result.what for result in dropped)


@pytest.mark.parametrize("name", ["INJ-040", "RDY-040", "ASM-150", "CUE-140"])
def test_what_a_change_does_not_touch_gets_the_same_advice(name: str) -> None:
    cases = [(each, case_under(each.case(BASE), BASE)) for each in load_snapshot(BASE.folder)[::5]]
    for mutant in list(mutants(BASE, BASE.rule(name)))[::3]:
        touches = touching(name, BASE, mutant.base)
        for approved, known in cases:
            now = AdviceProbe(mutant.base, known.facts)
            assert now.fired == known.fired or touches(known)
            assert touches(known) or now.matches(approved.told)
