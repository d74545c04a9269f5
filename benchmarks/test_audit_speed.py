"""How long an audit takes, part by part, measured and never asserted: ``python -m pytest benchmarks``."""

from __future__ import annotations

from typing import Any

import pytest

from springstep.engine.advice.recommend import build
from springstep.engine.audit.advice_probe import AdviceProbe
from springstep.engine.audit.checks.claim_proofs import ClaimProver
from springstep.engine.audit.checks.rules import check_rule
from springstep.engine.audit.full_audit import audit
from springstep.engine.audit.mutation_testing import check_mutants
from springstep.engine.audit.snapshot import load_snapshot
from springstep.engine.inference.case import case_of, facts_of
from springstep.engine.proof.all_cases import AllCases, AllCasesAt
from springstep.engine.rulebase.claim_files import load_claims
from springstep.installed import default_rule_base


@pytest.mark.parametrize("moment", ["before", "during", "after"])
def test_rules_put_into_formulas(benchmark: Any, moment: str) -> None:
    assert benchmark.pedantic(AllCasesAt, (default_rule_base(), moment), rounds=3).plan.facts


@pytest.mark.parametrize("claim_id", ["CLM-010", "CLM-410", "CLM-780"])
def test_one_claim(benchmark: Any, claim_id: str) -> None:
    base = default_rule_base()
    claim = next(claim for claim in load_claims(base) if claim.id == claim_id)
    prover = ClaimProver(AllCases(base))
    assert benchmark.pedantic(prover.check, (claim,), rounds=3, warmup_rounds=1).status == "proved"


@pytest.mark.parametrize("rule_id", ["RDY-030", "INJ-040", "DRL-010"])
def test_one_rule(benchmark: Any, rule_id: str) -> None:
    base = default_rule_base()

    def fresh() -> Any:
        all_cases = AllCases(base)
        for moment in base.by_id[rule_id].moments:
            all_cases.at(moment)
        return (all_cases, base.by_id[rule_id]), {}

    assert benchmark.pedantic(check_rule, setup=fresh, rounds=3).fires


@pytest.mark.parametrize("processes", [1, 2])
def test_whole_audit(benchmark: Any, processes: int) -> None:
    assert benchmark.pedantic(audit, (default_rule_base(),), {"processes": processes}, rounds=1).rules


def test_mutants_of_every_tenth_rule(benchmark: Any) -> None:
    base = default_rule_base()
    rules = [rule.id for rule in base.rules[::10]]
    assert benchmark.pedantic(check_mutants, (base, rules), {"processes": 1}, rounds=1).results


def test_approved_case(benchmark: Any) -> None:
    base = default_rule_base()
    approved = load_snapshot(base.folder)[0]
    facts = facts_of(case_of(approved.case(base), base), base)
    assert benchmark(lambda: AdviceProbe(base, facts).is_still(approved.told))


def test_recommend_approved_case(benchmark: Any) -> None:
    base = default_rule_base()
    case = case_of(load_snapshot(base.folder)[0].case(base), base)
    assert benchmark(build, base, case, look_ahead=False).verdict
