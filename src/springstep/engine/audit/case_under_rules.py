"""A case under the rules as they are: what conditions read there, and whether a changed rule can affect it."""

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

    case: Mapping[str, Any]
    facts: Mapping[str, FactValue]
    """What the case states and what is derived from that, without any rule."""
    stated: Mapping[str, Any]
    """Their values."""
    known: Mapping[str, Any]
    """Their values, and what is assumed and decided."""
    fired: frozenset[str]


def case_under(case: Mapping[str, Any], base: RuleBase) -> CaseUnderRules:
    """Run the rules over a case; raises ``CaseError`` for one that is not valid."""
    facts = facts_of(case_of(case, base), base)
    inference = infer(base, facts, engine="function")
    known = {name: fact.value for name, fact in inference.facts.items()}
    known |= {name: value for name, (value, _) in inference.decided.items() if value is not None}
    fired = frozenset(fired.rule.id for fired in inference.fired)
    return CaseUnderRules(case, facts, {name: fact.value for name, fact in facts.items()}, known, fired)


def touching(rule_id: str, old: RuleBase, new: RuleBase) -> Callable[[CaseUnderRules], bool]:
    """Return a function that tells whether a change of a rule can make any difference to a case.

    It cannot if the rule, and each rule it is an exception to, fires as before and concludes as before.
    """
    ours, theirs = old.by_id[rule_id], new.by_id.get(rule_id)
    same = theirs is not None and theirs.conclusions == ours.conclusions
    names = (*([rule_id] if same else []), *ours.overrides)
    both = [(_firing(old.by_id[name], old), _firing(new.by_id[name], new)) for name in names]
    return lambda case: (not same and rule_id in case.fired) or any(one(case) != other(case) for one, other in both)


def _firing(rule: Rule, base: RuleBase) -> Callable[[CaseUnderRules], list[bool]]:
    """Return a function that tells whether a rule fires, for each item it applies to."""
    holds = predicate(base.condition(rule))
    return lambda case: [holds(facts) is True for facts in read_by(rule, case, base)]


def read_by(rule: Rule, case: CaseUnderRules, base: RuleBase) -> list[Mapping[str, Any]]:
    """Return the facts that a rule's condition is read against: once, or for each item that it applies to."""
    facts = case.stated if rule.layer == LAYERS[0] else case.known
    if rule.for_each is None:
        return [facts]
    scope = base.vocabulary.scopes[rule.for_each]
    return [{**facts, **scope.element_facts(item)} for item in facts.get(scope.list_fact) or ()]
