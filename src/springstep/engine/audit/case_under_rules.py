"""A case under the rules as they are: what conditions may read there, and what a changed rule does otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from springstep.engine.inference.case import FactValue, case_of, facts_of
from springstep.engine.inference.forward import infer
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.rules import LAYERS, Rule
from springstep.engine.rulebase.base import RuleBase


class CaseUnderRules(NamedTuple):
    """One case and what the rules make of it."""

    facts: Mapping[str, FactValue]
    """What is told and what follows from that; no rule has a part in it."""
    told: Mapping[str, Any]
    """The values of these."""
    known: Mapping[str, Any]
    """Those, what is assumed, and what is decided."""
    fired: frozenset[str]


def seen(case: Mapping[str, Any], base: RuleBase) -> CaseUnderRules:
    """Run the rules over a case; raises ``CaseError`` for one that is none."""
    facts = facts_of(case_of(case, base), base)
    inference = infer(base, facts, engine="function")
    known = {name: fact.value for name, fact in inference.facts.items()}
    known |= {name: value for name, (value, _) in inference.decided.items() if value is not None}
    fired = frozenset(fired.rule.id for fired in inference.fired)
    return CaseUnderRules(facts, {name: fact.value for name, fact in facts.items()}, known, fired)


def touching(rule_id: str, old: RuleBase, new: RuleBase) -> Callable[[CaseUnderRules], bool]:
    """Return what tells whether a change of a rule can make any difference to a case.

    It cannot where the rule and those that it is an exception to fire as before, and conclude as before if they do.
    """
    ours, theirs = old.by_id[rule_id], new.by_id.get(rule_id)
    same = theirs is not None and theirs.conclusions == ours.conclusions
    names = (*([rule_id] if same else []), *ours.overrides)
    both = [(_firing(old.by_id[name], old), _firing(new.by_id[name], new)) for name in names]
    return lambda seen: (not same and rule_id in seen.fired) or any(one(seen) != other(seen) for one, other in both)


def _firing(rule: Rule, base: RuleBase) -> Callable[[CaseUnderRules], list[bool]]:
    """Return what tells whether a rule fires, for each item that it is for."""
    holds, assumes = predicate(base.condition(rule)), rule.layer == LAYERS[0]
    if rule.for_each is None:
        return lambda seen: [holds(seen.told if assumes else seen.known) is True]
    scope = base.vocabulary.scopes[rule.for_each]

    def of_items(seen: CaseUnderRules) -> list[bool]:
        facts = seen.told if assumes else seen.known
        return [holds({**facts, **scope.element_facts(item)}) is True for item in facts.get(scope.list_fact) or ()]

    return of_items
