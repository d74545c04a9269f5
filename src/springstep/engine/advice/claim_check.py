"""Check safety claims on one plan: what an audit proves for every case, tested on a single recommendation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from springstep.engine.advice.plan import plan_of
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.inference.case import Case, facts_of
from springstep.engine.inference.forward import infer
from springstep.engine.language.claims import Claim
from springstep.engine.language.evaluate import predicate
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims


def claims_broken(base: RuleBase, made: RecommendationRecord) -> tuple[Claim, ...]:
    """Return the claims of one case that a plan breaks; claims about two cases cannot be tested on one.

    The plan is worked out again from its case: a recommendation holds rounded numbers, and claims are about exact ones.
    """
    inference = infer(base, facts_of(Case(made.case), base))
    facts = plan_of(base, inference).facts
    assumed = {name for name, fact in inference.facts.items() if fact.source == "assumed"}
    return tuple(
        claim
        for claim in load_claims(base)
        if claim.broken is not None
        and made.moment in claim.moments
        and assumed.isdisjoint(claim.told)
        and _breaks(base, claim, facts)
    )


def _breaks(base: RuleBase, claim: Claim, facts: Mapping[str, Any]) -> bool:
    assert claim.broken is not None
    broken = predicate(claim.broken)
    if claim.for_each is None:
        return broken(facts) is True
    scope = base.vocabulary.scopes[claim.for_each]
    return any(broken({**facts, **scope.element_facts(item)}) is True for item in facts.get(scope.list_fact) or ())
