"""How long an audit takes, part by part, measured and never asserted: ``python -m pytest benchmarks``."""

from __future__ import annotations

from typing import Any

import pytest

from springstep.engine.audit.checks.claims import ClaimProver
from springstep.engine.audit.checks.rules import check_rule
from springstep.engine.audit.whole import audit
from springstep.engine.proof.everyone import At, Everyone
from springstep.engine.rulebase.load import default_rule_base


@pytest.mark.parametrize("moment", ["before", "during", "after"])
def test_rules_put_into_formulas(benchmark: Any, moment: str) -> None:
    assert benchmark.pedantic(At, (default_rule_base(), moment), rounds=3).plan.facts


@pytest.mark.parametrize("claim_id", ["CLM-010", "CLM-410", "CLM-780"])
def test_one_claim(benchmark: Any, claim_id: str) -> None:
    base = default_rule_base()
    claim = next(claim for claim in base.claims if claim.id == claim_id)
    prover = ClaimProver(Everyone(base))
    assert benchmark.pedantic(prover.check, (claim,), rounds=3, warmup_rounds=1).status == "proved"


@pytest.mark.parametrize("rule_id", ["RDY-030", "INJ-040", "DRL-010"])
def test_one_rule(benchmark: Any, rule_id: str) -> None:
    base = default_rule_base()

    def fresh() -> Any:
        everyone = Everyone(base)
        for moment in base.by_id[rule_id].moments:
            everyone.at(moment)
        return (everyone, base.by_id[rule_id]), {}

    assert benchmark.pedantic(check_rule, setup=fresh, rounds=3).fires


@pytest.mark.parametrize("processes", [1, 2])
def test_whole_audit(benchmark: Any, processes: int) -> None:
    assert benchmark.pedantic(audit, (default_rule_base(),), {"processes": processes}, rounds=1).rules
