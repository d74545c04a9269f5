"""Small changes of a rule: drop a condition or a conclusion, move a number by one, swap a value, drop the rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple

from springstep.engine.language.conclusions import Add, Assume, Bound, Conclusion, Select, Step
from springstep.engine.language.conditions import (
    All,
    Among,
    AnyItem,
    Arith,
    Compare,
    Condition,
    Constant,
    Either,
    Fact,
    Not,
    Term,
)
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.left_out import left_out
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import conclusion_words, condition_words
from springstep.engine.rulebase.base import RuleBase


class Mutant(NamedTuple):
    """A rule base with one small change."""

    rule: str
    kind: str
    """What kind of change: condition, number, value, conclusion or rule."""
    change: str
    """The change in words."""
    base: RuleBase


def mutants(base: RuleBase, rule: Rule) -> Iterator[Mutant]:
    """Yield every small change of one rule."""
    rest = tuple(_without_it(other, rule) for other in base.rules if other.id != rule.id)
    yield Mutant(rule.id, "rule", "the rule is gone", replace(base, rules=rest))
    for kind, change, changed in _changed(rule, base):
        rules = tuple(changed if other.id == rule.id else other for other in base.rules)
        yield Mutant(rule.id, kind, change, replace(base, rules=rules))


def _without_it(other: Rule, gone: Rule) -> Rule:
    if gone.id not in other.overridden_by:
        return other
    return replace(other, overridden_by=tuple(name for name in other.overridden_by if name != gone.id))


def _changed(rule: Rule, base: RuleBase) -> Iterator[tuple[str, str, Rule]]:
    facts = base.facts
    for part, condition in left_out(rule.when):
        yield "condition", f"without '{condition_words(part, facts)}'", replace(rule, when=condition)
    for kind, condition in _altered(rule.when, facts):
        yield kind, f"when {condition_words(condition, facts)}", replace(rule, when=condition)
    if rule.unless is not None:
        yield "condition", "without its exception", replace(rule, unless=None)
        for kind, condition in _altered(rule.unless, facts):
            yield kind, f"unless {condition_words(condition, facts)}", replace(rule, unless=condition)
    for place, conclusion in enumerate(rule.conclusions):
        before, after = rule.conclusions[:place], rule.conclusions[place + 1 :]
        words = conclusion_words(conclusion, base.decisions, facts)
        if len(rule.conclusions) > 1:
            yield "conclusion", f"without '{words}'", replace(rule, conclusions=(*before, *after))
        for kind, other in _other(conclusion, base):
            other_words = conclusion_words(other, base.decisions, facts)
            yield kind, f"'{other_words}', not '{words}'", replace(rule, conclusions=(*before, other, *after))


def _altered(condition: Condition, facts: Mapping[str, FactInfo]) -> Iterator[tuple[str, Condition]]:
    """Yield a condition with one number or one value altered."""
    match condition:
        case All(items) | Either(items):
            make = type(condition)
            for place, item in enumerate(items):
                for kind, other in _altered(item, facts):
                    yield kind, make((*items[:place], other, *items[place + 1 :]))
        case Not(item):
            for kind, other in _altered(item, facts):
                yield kind, Not(other)
        case AnyItem(condition=item):
            for kind, other in _altered(item, facts):
                yield kind, condition.asking(other)
        case Among(Fact(name) as fact, values):
            for place, value in enumerate(values):
                for other in _neighbours(value, _values(name, facts), taken=values):
                    yield "value", Among(fact, (*values[:place], other, *values[place + 1 :]))
        case Compare(op, left, Constant(value), scale) if isinstance(left, Fact) and not _is_number(value):
            for other in _neighbours(value, scale or _values(left.name, facts), taken=(value,)):
                yield "value", Compare(op, left, Constant(other), scale)
        case Compare(op, left, right, scale):
            for term in _shifted(left):
                yield "number", Compare(op, term, right, scale)
            for term in _shifted(right):
                yield "number", Compare(op, left, term, scale)


def _values(name: str, facts: Mapping[str, FactInfo]) -> tuple[Any, ...]:
    return facts[name].values or (True, False)


def _neighbours(value: Any, values: tuple[Any, ...], *, taken: tuple[Any, ...]) -> Iterator[Any]:
    """Yield the next value after this one that is not taken."""
    if value not in values:
        return
    place = values.index(value)
    following = [*values[place + 1 :], *values[:place]]
    yield from [other for other in following if other not in taken][:1]


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, Fraction)) and not isinstance(value, bool)


def _shifted(term: Term) -> Iterator[Term]:
    """Yield a term with one of its numbers one up or down."""
    match term:
        case Constant(value) if _is_number(value):
            number: Any = value
            yield from (Constant(number + 1), Constant(number - 1))
        case Arith(op, left, right):
            for other in _shifted(left):
                yield Arith(op, other, right)
            for other in _shifted(right):
                yield Arith(op, left, other)
        case _:
            return


def _other(conclusion: Conclusion, base: RuleBase) -> Iterator[tuple[str, Conclusion]]:
    """Yield a conclusion with one number or value altered."""
    match conclusion:
        case Step(decision, step):
            steps = tuple(base.decisions[decision].steps)
            place = steps.index(step)
            yield from (("value", Step(decision, steps[p])) for p in (place - 1, place + 1) if 0 <= p < len(steps))
        case Bound(decision, kind, amount, text, strict):
            yield from (("number", Bound(decision, kind, term, text, strict)) for term in _shifted(amount))
        case Add(decision, points):
            yield from (("number", Add(decision, other)) for other in (points + 1, points - 1))
        case Select(kind=kind, where=where, weight=weight, table=table):
            for place, (name, values) in enumerate(where):
                known = base.tables[table].attributes[name]
                for spot, value in enumerate(values):
                    for other in _neighbours(value, known, taken=values):
                        changed = (name, (*values[:spot], other, *values[spot + 1 :]))
                        yield "value", replace(conclusion, where=(*where[:place], changed, *where[place + 1 :]))
            if kind == "prefer":
                yield from (("number", replace(conclusion, weight=w)) for w in (weight + 1, weight - 1) if w > 0)
        case Assume(fact, Constant(value)) if not _is_number(value):
            for other in _neighbours(value, _values(fact, base.facts), taken=(value,)):
                yield "value", Assume(fact, Constant(other))
        case Assume(fact, amount) if amount is not None:
            yield from (("number", Assume(fact, term)) for term in _shifted(amount))
        case _:
            return
