"""Which facts are certainly known wherever a rule can fire: it may not fire where they cannot be known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from springstep.engine.inference.open_facts import OpenFacts
from springstep.engine.language.abstract_values import AbstractValue, AbstractValues, exactly
from springstep.engine.language.conditions import Compare, Condition, Constant, Fact
from springstep.engine.language.declarations import DecisionScheme
from springstep.engine.language.numbers import exact
from springstep.engine.rulebase.base import RuleBase


class Absence(NamedTuple):
    """What holds while a condition forbids that facts are known, whatever else is answered."""

    abstract_values: AbstractValues
    """What facts and decisions may then be."""
    else_known: frozenset[str]
    """What may then be unknown, but is known, given or assumed, whenever the condition does not hold."""


def absences(base: RuleBase, facts: OpenFacts) -> Iterator[Absence]:
    """Yield the absences of one moment whose condition is that a fact has its lowest value."""
    decisions = {name: _any_of(scheme) for name, scheme in base.decisions.items()}
    for constraint in base.vocabulary.constraints:
        for name, least in _least(constraint.when, facts):
            there = AbstractValue(None, least + 1, facts.open[name].high)
            absent, *others = (
                facts.after(facts.nothing, {name: v}).abstract_values for v in (exactly(least), there, None)
            )
            unknown = (each for each, abstract_value in absent.items() if abstract_value.may_be_unknown)
            known = frozenset(each for each in unknown if not any(other[each].may_be_unknown for other in others))
            yield Absence({**decisions, **absent}, known)


def _least(when: Condition | None, facts: OpenFacts) -> Iterator[tuple[str, int]]:
    match when:
        case Compare("==", Fact(name), Constant(value)) if name in facts.open and exact(value) == facts.open[name].low:
            if facts.is_whole(name):
                yield name, exact(value)


def _any_of(scheme: DecisionScheme) -> AbstractValue:
    if scheme.kind == "scale":
        return AbstractValue(frozenset(scheme.steps), may_be_unknown=True)
    if scheme.kind == "sum":
        return AbstractValue(None, 0, float("inf"))
    return AbstractValue(None, float("-inf"), float("inf"), may_be_unknown=True)
