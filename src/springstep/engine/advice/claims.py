"""Check safety claims on one plan: what an audit proves for every athlete, seen on a single recommendation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from springstep.engine.advice.recommendation import Recommendation
from springstep.engine.advice.session import dose_words
from springstep.engine.language.claims import Claim
from springstep.engine.language.entries import ATTRIBUTES
from springstep.engine.language.evaluate import test
from springstep.engine.language.vocabulary import ITEMS
from springstep.engine.rulebase.base import RuleBase


def claims_broken(base: RuleBase, made: Recommendation) -> tuple[Claim, ...]:
    """Return the claims of one athlete that a plan breaks; claims of two cannot be seen on a single plan."""
    facts = {**{fact.fact: fact.value for fact in made.facts}, **dict(_decided(base, made)), **_plan(base, made)}
    return tuple(
        claim
        for claim in base.claims
        if claim.broken is not None and made.moment in claim.moments and _breaks(claim, facts)
    )


def _breaks(claim: Claim, facts: Mapping[str, Any]) -> bool:
    assert claim.broken is not None
    broken = test(claim.broken)
    if claim.for_each is None:
        return broken(facts) is True
    items = facts.get(ITEMS[claim.for_each][0]) or ()
    return any(
        broken({**facts, **{f"{claim.for_each}.{field}": value for field, value in item.items()}}) is True
        for item in items
    )


def _decided(base: RuleBase, made: Recommendation) -> Iterator[tuple[str, Any]]:
    for decision in made.decisions:
        if decision.name in base.decisions:
            yield decision.name, decision.value


def _plan(base: RuleBase, made: Recommendation) -> dict[str, Any]:
    """Return the plan by the names that claims use; without a session there is neither set nor drill."""
    found: dict[str, Any] = {}
    planned = made.session is not None if made.moment == "before" else made.next_step is not None
    rungs = {dose_words(rung): (level, rung) for level, rung in enumerate(base.ladder, 1)}
    dose = next((choice.chosen for choice in made.trace.choices if choice.decision == "dose"), "none")
    if planned and dose in rungs and made.moment != "during":
        level, rung = rungs[dose]
        found = {"set_level": level, "set_efforts": rung.efforts, "set_effort_s": rung.effort_s}
        found["set_total_s"] = rung.efforts * rung.effort_s
    if made.moment == "before":
        found["session"] = made.session.kind if made.session is not None else "none"
    drill = made.session.drill if made.session is not None else None
    if made.moment == "during":
        drill = next((choice.chosen for choice in made.trace.choices if choice.decision == "drill"), None)
    if drill is not None and drill in base.drill_by_id:
        found["drill"] = drill
        found |= {f"drill_{name}": getattr(base.drill_by_id[drill], name) for name in ATTRIBUTES}
    return found
