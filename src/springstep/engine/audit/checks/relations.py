"""What must hold of facts that follow from others, and claims that nothing could break: asked of all cases."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from springstep.engine.audit.checks.claim_proofs import broken
from springstep.engine.audit.report import Finding
from springstep.engine.errors import SpringstepError
from springstep.engine.inference.case import case_of, facts_of
from springstep.engine.inference.examples import example_case
from springstep.engine.language.claims import Claim
from springstep.engine.language.conditions import All, Always, Condition, Either, Not, names_in
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.parse import parse_condition
from springstep.engine.proof.all_cases import AllCases, AllCasesAt
from springstep.engine.proof.conditions import truth
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.presence import there_at
from springstep.engine.rulebase.sense import load_sense
from springstep.engine.rulebase.sense_schema import Relation


def broken_relations(all_cases: AllCases) -> Iterator[Finding]:
    """Yield what follows from others and does not come out as it must for some case."""
    base = all_cases.base
    for relation in load_sense(base).relations:
        condition = _condition(relation, base)
        for moment in all_cases.moments:
            at = all_cases.at(moment)
            facts = at.plan.facts if relation.of in base.plan_names else at.symbols.facts
            if moment not in (relation.moments or all_cases.moments) or not set(names_in(condition)) <= set(facts):
                continue
            if at.possible(truth(Not(condition), facts).holds) != "none":
                yield _broken(relation)
                break


def relations_in_examples(base: RuleBase) -> Iterator[Finding]:
    """Yield what of this already shows in the examples of the rules, without the solver."""
    relations = [each for each in load_sense(base).relations if each.of not in base.plan_names]
    examples = [*_examples(base)] if relations else []
    for relation in relations:
        holds = predicate(_condition(relation, base))
        if any(holds(stated) is False for stated in examples):
            yield _broken(relation)


def _examples(base: RuleBase) -> Iterator[dict[str, object]]:
    for rule in base.rules:
        try:
            facts = facts_of(case_of(example_case(base, rule, rule.fires_for), base), base)
        except SpringstepError:
            continue  # no case at all, which is found otherwise
        yield {name: fact.value for name, fact in facts.items()}


def _condition(relation: Relation, base: RuleBase) -> Condition:
    return parse_condition(relation.always, {**base.facts, **base.plan_names})


def _broken(relation: Relation) -> Finding:
    says = f"{relation.of} does not come out as it must, {relation.always}: {relation.because}"
    return Finding(id=f"relation:{relation.of}:{relation.always}", kind="relation", subject=relation.of, says=says)


def vacuous(claim: Claim, all_cases: AllCases) -> Iterator[Finding]:
    """Yield a finding for a claim of one case, or a part of it, that no answers could break, whatever is decided."""
    parts = claim.broken.items if isinstance(claim.broken, Either) else (claim.broken,)
    for place, part in enumerate(parts, 1):
        if part is None or claim.rule:
            continue
        could = (_could_break(claim, part, all_cases.at(moment)) for moment in claim.moments)
        if not any(could):
            which = f"part {place} of " if len(parts) > 1 else ""
            says = f"Nobody could ever break {which}{claim.id}, whatever the rules decide: {claim.formal}."
            yield Finding(id=f"vacuous:{claim.id}:{place}", kind="vacuous", subject=claim.id, says=says)


def _could_break(claim: Claim, part: Condition, at: AllCasesAt) -> bool:
    scope = at.base.vocabulary.scopes.get(claim.for_each or "")
    told = {*at.base.vocabulary.facts, *at.base.vocabulary.defined, *(scope.fields if scope is not None else ())}
    there = told & {*there_at(at.moment, at.base.vocabulary, {}, {}), *(scope.fields if scope is not None else ())}
    return at.possible(broken(replace(claim, broken=_told_part(part, there, wanted=True)), at)) != "none"


def _told_part(condition: Condition, told: Collection[str], *, wanted: bool) -> Condition:
    """Return a condition in which whatever is decided is as it is wanted."""
    match condition:
        case Not(item):
            return Not(_told_part(item, told, wanted=not wanted))
        case All(items):
            return All(tuple(_told_part(item, told, wanted=wanted) for item in items))
        case Either(items):
            return Either(tuple(_told_part(item, told, wanted=wanted) for item in items))
        case _ if set(names_in(condition)) <= set(told):
            return condition
    return Always() if wanted else Not(Always())
