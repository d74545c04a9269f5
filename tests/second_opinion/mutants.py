"""Rules with one small mistake in them, of the kinds that a slip in either engine would cause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from springstep.engine.language.conclusions import Add, Assume, Bound, Conclusion, Select, Step
from springstep.engine.language.conditions import (
    All,
    Always,
    Among,
    AnyItem,
    Arith,
    Compare,
    Condition,
    Constant,
    Either,
    Known,
    Not,
    Term,
)
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase

_NEIGHBOUR = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}


def mutants(rule: Rule, base: RuleBase) -> Iterator[tuple[str, Rule]]:
    """Yield a rule with each of its possible mistakes, and what the mistake is."""
    for what, condition in _conditions(rule.when):
        yield f"when: {what}", replace(rule, when=condition)
    if rule.unless is not None:
        yield "unless: dropped", replace(rule, unless=None)
        for what, condition in _conditions(rule.unless):
            yield f"unless: {what}", replace(rule, unless=condition)
    if rule.overrides:
        yield "overrides: dropped", replace(rule, overrides=())
    for place, conclusion in enumerate(rule.conclusions):
        for what, other in _conclusions(conclusion, base):
            changed = (*rule.conclusions[:place], other, *rule.conclusions[place + 1 :])
            yield f"then {place}: {what}", replace(rule, conclusions=changed)


def _conditions(condition: Condition) -> Iterator[tuple[str, Condition]]:
    match condition:
        case Always():
            return
        case Compare(op, left, right, scale):
            yield f"{op} is {_NEIGHBOUR[op]}", Compare(_NEIGHBOUR[op], left, right, scale)  # type: ignore[arg-type]
            for what, term in _terms(left):
                yield what, Compare(op, term, right, scale)
            for what, term in _terms(right):
                yield what, Compare(op, left, term, scale)
        case Among(fact, values):
            for value in values if len(values) > 1 else ():
                yield f"{fact.name}: {value} dropped", Among(fact, tuple(v for v in values if v != value))
        case Known():
            yield "known is unknown", Not(condition)
        case Not(item):
            yield from ((what, Not(other)) for what, other in _conditions(item))
        case AnyItem(condition=item):
            yield from ((what, condition.asking(other)) for what, other in _conditions(item))
        case All(items) | Either(items):
            joined = type(condition)
            for place, item in enumerate(items):
                yield f"part {place} dropped", joined(items[:place] + items[place + 1 :])
                for what, other in _conditions(item):
                    yield f"part {place}: {what}", joined((*items[:place], other, *items[place + 1 :]))


def _terms(term: Term) -> Iterator[tuple[str, Term]]:
    match term:
        case Constant(bool() | str()):
            return
        case Constant(value):
            yield f"{value} is {value + 1}", Constant(value + 1)
            yield f"{value} is {value - 1}", Constant(value - 1)
        case Arith(op, left, right):
            yield from ((what, Arith(op, other, right)) for what, other in _terms(left))
            yield from ((what, Arith(op, left, other)) for what, other in _terms(right))


def _conclusions(conclusion: Conclusion, base: RuleBase) -> Iterator[tuple[str, Conclusion]]:
    match conclusion:
        case Step(decision, step):
            steps = tuple(base.decisions[decision].steps)
            place = steps.index(step)
            for other in steps[max(0, place - 1) : place] + steps[place + 1 : place + 2]:
                yield f"{step} is {other}", Step(decision, other)
        case Bound(amount=amount, strict=strict):
            yield "strict turned over", replace(conclusion, strict=not strict)
            for what, term in _terms(amount):
                yield what, replace(conclusion, amount=term)
        case Add(points=points):
            for other in (points + 1, points - 1):
                yield f"{points} is {other}", replace(conclusion, points=other)
        case Select(where=where, weight=weight):
            if conclusion.kind == "prefer":
                yield f"weight {weight} is {weight + 1}", replace(conclusion, weight=weight + 1)
            for place, (name, values) in enumerate(where):
                if len(where) > 1:
                    yield f"{name} dropped", replace(conclusion, where=where[:place] + where[place + 1 :])
                for value in values if len(values) > 1 else ():
                    fewer = (name, tuple(v for v in values if v != value))
                    yield f"{value} dropped", replace(conclusion, where=(*where[:place], fewer, *where[place + 1 :]))
        case Assume(amount=amount, items=items):
            if items:
                yield "an element dropped", replace(conclusion, items=items[1:])
            elif amount is not None:
                for what, term in _terms(amount):
                    yield what, replace(conclusion, amount=term)
