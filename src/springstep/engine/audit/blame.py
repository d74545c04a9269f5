"""Which rules are to blame where a claim is broken: those that carried what the claim speaks of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.advice.rows import once
from springstep.engine.language.claims import Claim
from springstep.engine.language.conditions import names_in
from springstep.engine.rulebase.base import RuleBase


def to_blame(claim: Claim, plans: Sequence[RecommendationRecord], base: RuleBase) -> tuple[str, ...]:
    """Return the rules to look at, by id: of a promise the one that makes it, then what carried the decisions.

    ``plans`` is what a counterexample is told: one plan, or the two that are compared. Of two, a rule is to blame that
    carried a decision on which they differ, or excluded something in one of them only.
    """
    own = (claim.rule,) if claim.rule else ()
    if claim.broken is not None:
        names = tuple(_resting_on(names_in(claim.broken), base))
        return once((*own, *(rule for made in plans for rule in _carriers(made, names))))
    names = tuple(each.of for each in base.compared_at(plans[0].moment) if not claim.keeps or each.name in claim.keeps)
    first, second = ({each.name: each.value for each in made.decisions} for made in plans)
    apart = [name for name in names if first.get(name) != second.get(name)]
    excluding = [set(_excluders(made, names)) for made in plans]
    found = {*(excluding[0] ^ excluding[1]), *(rule for made in plans for rule in _carriers(made, apart))}
    return tuple(rule.id for rule in base.rules if rule.id in found)


def _resting_on(names: Iterable[str], base: RuleBase) -> Iterator[str]:
    """Yield names and, of what follows from the plan, what it follows from."""
    definitions = {definition.name: definition for definition in base.plan}
    for name in names:
        yield name
        if name in definitions:
            yield from _resting_on(definitions[name].reads, base)


def _carriers(made: RecommendationRecord, names: Iterable[str]) -> tuple[str, ...]:
    """Return the rules that carried these decisions and choices of a plan."""
    by_name = {decision.name: decision.reasons for decision in made.decisions}
    return once(reason.rule for name in names for reason in by_name.get(name, ()))


def _excluders(made: RecommendationRecord, tables: Collection[str]) -> Iterator[str]:
    """Yield the rules that excluded rows of these tables."""
    for firing in made.trace.firings:
        if any(each.kind == "exclude" and each.target in tables for each in firing.conclusions):
            yield firing.rule
