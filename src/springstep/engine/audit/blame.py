"""Which rules are to blame where a claim is broken: those that carried what the claim speaks of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.advice.row_limits import once
from springstep.engine.audit.case_under_rules import case_under, read_by
from springstep.engine.audit.edited import edited_rules
from springstep.engine.language.choices import Choice
from springstep.engine.language.claims import Claim
from springstep.engine.language.conditions import names_in
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase


def to_blame(claim: Claim, plans: Sequence[RecommendationRecord], base: RuleBase) -> tuple[str, ...]:
    """Return the rules to look at, by id: of a promise the one that makes it, then what carried the decisions.

    ``plans`` is what a counterexample is told: one plan, or the two that are compared; none where the rules leave a
    decision open. Of two, a rule is to blame that carried a decision on which they differ, or excluded something in
    one of them only. An exception that kept a rule on these decisions from firing is to blame with it. Where nothing
    of that kind is found, the rules are named that could decide what the claim speaks of and did not fire: first
    those on the claim's own sentences. Rules on what the claim speaks of that were edited since they were approved come
    before all others, be they gone.
    """
    own = (claim.rule,) if claim.rule else ()
    names = tuple(_spoken_of(claim, plans, base))
    if claim.broken is not None:
        found = once((*own, *(rule for made in plans for rule in _carriers(made, names))))
    else:
        apart = _apart(plans, names)
        excluding = [set(_excluders(made, names)) for made in plans] or [set()]
        carried = {rule for made in plans for rule in _carriers(made, apart)}
        found = _in_order({*(excluding[0] ^ excluding[-1]), *carried}, base)
        names = (*apart, *(name for name in names if name in base.tables))
    exceptions = [rule for made in plans for rule in _exceptions(made, names, base)]
    blamed = once((*found, *_in_order(exceptions, base))) or _silent(claim, plans, names, base)
    return once((*_edited(claim, names, base), *blamed))


def _edited(claim: Claim, names: Collection[str], base: RuleBase) -> Iterator[str]:
    """Yield the rules that were edited since they were approved, and bear on what a claim speaks of."""
    bearing = bearing_on(names, base)
    for rule in edited_rules(base):
        if not rule.moments.isdisjoint(claim.moments) and not rule.bears_on.isdisjoint(bearing):
            yield rule.id


def _spoken_of(claim: Claim, plans: Sequence[RecommendationRecord], base: RuleBase) -> Iterator[str]:
    """Yield the decisions, choices, tables and facts that a claim speaks of."""
    if claim.broken is not None:
        yield from _resting_on(names_in(claim.broken), base)
        return
    moments = [made.moment for made in plans] or claim.moments
    for each in base.compared_at(moments[0]):
        if not claim.keeps or each.name in claim.keeps:
            yield each.of


def _apart(plans: Sequence[RecommendationRecord], names: Iterable[str]) -> tuple[str, ...]:
    """Return on which of these decisions two plans differ; all of them where there are no two."""
    if len(plans) < 2:
        return tuple(names)
    first, second = ({each.name: each.value for each in made.decisions} for made in plans)
    return tuple(name for name in names if first.get(name) != second.get(name))


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


def _exceptions(made: RecommendationRecord, names: Collection[str], base: RuleBase) -> Iterator[str]:
    """Yield the rules that fired and kept another from firing that bears on one of these names."""
    fired = [base.by_id[rule] for rule in once(firing.rule for firing in made.trace.firings)]
    held_back = [(rule, base.by_id[general]) for rule in fired for general in rule.overrides]
    bearing = [(rule, general) for rule, general in held_back if _bears_on(general, names, base)]
    if bearing:
        run = case_under(made.case, base)
        for rule, general in bearing:
            holds = predicate(general.when)
            if any(holds(facts) is True for facts in read_by(general, run, base)):
                yield rule.id


def _bears_on(rule: Rule, names: Collection[str], base: RuleBase) -> bool:
    """Tell whether a rule concludes on one of these decisions, or on what one of these choices is made by."""
    bearing = bearing_on(names, base)
    return any(each.decides in bearing or each.selects in bearing for each in rule.conclusions)


def bearing_on(names: Collection[str], base: RuleBase) -> set[str]:
    """Return these decisions, choices and tables, and of each choice what it is made by and from."""
    choices = [base.choices[name] for name in names if name in base.choices]
    by = {name for choice in choices for name in _made_by(choice)}
    return {*names, *by, *(choice.table.name for choice in choices)}


def _made_by(choice: Choice) -> Iterator[str]:
    """Yield the decisions that a choice is made by."""
    yield from (each.by for required in choice.requires.values() for each in required)
    yield from (pool.by for pools in choice.pools.values() for pool in pools)
    yield from (each.cap for each in choice.within)
    yield from (name for each in choice.fits for name in each.by)
    yield from choice.best_by


def _silent(
    claim: Claim, plans: Sequence[RecommendationRecord], names: Collection[str], base: RuleBase
) -> tuple[str, ...]:
    """Return the rules that could have kept a claim and did not fire: on its sentences, else on what it speaks of."""
    fired = {firing.rule for made in plans for firing in made.trace.firings}
    there = [rule for rule in base.rules if rule.id not in fired and set(rule.moments) & set(claim.moments)]
    bearing = [rule for rule in there if _bears_on(rule, names, base)]
    citing = [rule for rule in bearing if set(rule.guide) & set(claim.guide)]
    return tuple(rule.id for rule in citing or bearing or base.rules)


def _in_order(rules: Iterable[str], base: RuleBase) -> tuple[str, ...]:
    wanted = set(rules)
    return tuple(rule.id for rule in base.rules if rule.id in wanted)
