"""Render a rule base to CLIPS source: its rules, decisions and drills, one construct a text.

A condition of three truth values becomes patterns of two kinds: those that match when it *holds*, and those that match
when it *fails*. When neither matches it is unknown. An unknown fact is one that is not in working memory, so CLIPS
finds the truth by matching alone; there is no third value anywhere.

This reads the condition tree and the rules as loaded, their layer included, and shares nothing else with the engine:
not how experta's rules are built, not the evaluation of conditions, not the joining of conclusions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from springstep.engine.language.conditions import (
    All,
    Always,
    Among,
    Arith,
    Compare,
    Condition,
    Constant,
    Either,
    Fact,
    Known,
    Not,
    Term,
)
from springstep.engine.language.entries import ATTRIBUTES
from springstep.engine.language.rules import Advise, Assume, Bound, Conclusion, Rule, Select, Step
from springstep.engine.language.vocabulary import ITEMS
from springstep.engine.rulebase.base import RuleBase

_SYMBOL = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_NUMBERS = {"==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_WORDS = {"==": "eq", "!=": "neq"}
_ALWAYS, _NEVER = "(told (fact moment))", "(not (told (fact moment)))"  # the moment is told in every case


def rendered(base: RuleBase) -> Iterator[str]:
    """Yield the constructs of a rule base, in an order in which CLIPS takes them."""
    yield deffacts(base)
    for rule in base.rules:
        yield defrule(rule, base)
        yield from choices(rule)


def deffacts(base: RuleBase) -> str:
    """Render what the knowledge says besides rules: how decisions are joined, and the drills' attributes."""
    decisions = [
        f"(decision (name {d.name}) (kind {d.kind}) (settles {d.settles})"
        f" (moments {' '.join(d.moments)}) (steps {' '.join(d.steps)}))"
        for d in base.decisions.values()
    ]
    drills = [f"(drill (id {drill.id}))" for drill in base.drills]
    traits = [
        f"(trait (drill {drill.id}) (attribute {name}) (value {atom(getattr(drill, name))}))"
        for drill in base.drills
        for name in ATTRIBUTES
    ]
    return "(deffacts MAIN::knowledge\n  " + "\n  ".join([*decisions, *drills, *traits]) + ")"


def defrule(rule: Rule, base: RuleBase) -> str:
    """Render a rule into the module of its layer."""
    patterns = _Patterns("told" if rule.layer == "assume" else "known", base)
    parts = [f"(told (fact moment) (value {'|'.join(rule.moments)}))"]
    if rule.for_each:
        parts.append(f"(item (list {ITEMS[rule.for_each][0]}) (index ?item))")
    parts += patterns.holds(rule.when)
    if rule.unless is not None:
        parts += patterns.fails(rule.unless)
    exceptions = [other for other in base.rules if rule.id in other.overrides]
    parts += [part for exception in exceptions for part in patterns.fails(exception.when)]
    amounts = [c.amount for c in rule.conclusions if isinstance(c, (Bound, Assume)) and c.amount is not None]
    named = [Fact(c.id_from) for c in rule.conclusions if isinstance(c, Select) and c.id_from]
    parts += [part for term in (*amounts, *named) for part in patterns.bindings(term)]
    item = "?item" if rule.for_each else "none"
    actions = [f"(fired (rule {rule.id}) (item {item}))"]
    for place, conclusion in enumerate(rule.conclusions):
        actions += _assertions(rule, place, conclusion, item)
    return (
        f"(defrule {rule.layer.upper()}::{rule.id}\n  "
        + "\n  ".join(dict.fromkeys(parts))
        + "\n  =>\n  (assert "
        + "\n          ".join(actions)
        + "))"
    )


def _assertions(rule: Rule, place: int, conclusion: Conclusion, item: str) -> Iterator[str]:
    """Yield the facts that one conclusion of a rule puts into working memory."""
    head = f"(concluded (rule {rule.id}) (item {item}) (place {place})"
    match conclusion:
        case Step(decision, step):
            yield f"{head} (amount {step}) (decision {decision}))"
        case Bound(decision, _, amount, _, strict):
            yield f"{head} (amount {_tidied(amount)}) (decision {decision}) (strict {atom(strict)}))"
        case Assume(fact, None, items):
            yield f"{head} (amount nil))"
            yield f"(assumed (fact {fact}) (value listed) (by {rule.id}))"
            for index, element in enumerate(items):
                yield from elements(fact, index, element, by=rule.id)
        case Assume(fact, amount, _):
            assert amount is not None
            yield f"{head} (amount {_tidied(amount)}))"
            yield f"(assumed (fact {fact}) (value {_tidied(amount)}) (by {rule.id}))"
        case Select(id_from=str() as name) if name:
            yield f"{head} (amount {_variable(name)}))"
        case Select() | Advise():
            yield f"{head} (amount nil))"


def elements(list_fact: str, index: int, element: Mapping[str, Any], *, by: str = "case") -> Iterator[str]:
    """Yield the fields of one element of a list fact, each as a fact."""
    scope = next(scope for scope, (name, _) in ITEMS.items() if name == list_fact)
    for field, value in element.items():
        yield f"(element (list {list_fact}) (by {by}) (index {index}) (field {scope}.{field}) (value {atom(value)}))"


def choices(rule: Rule) -> Iterator[str]:
    """Yield, for each conclusion on drills, the rule that finds the drills it means."""
    for place, conclusion in enumerate(rule.conclusions):
        if not isinstance(conclusion, Select):
            continue
        concluded = f"(concluded (rule {rule.id}) (item ?item) (place {place}) (amount ?wanted))"
        if conclusion.id_from:
            meant = ["(drill (id ?drill&?wanted))"]
        else:
            meant = ["(drill (id ?drill))"] + [
                f"(trait (drill ?drill) (attribute {name}) (value {'|'.join(atom(value) for value in values)}))"
                for name, values in conclusion.where
            ]
        found = f"(drill ?drill) (rule {rule.id}) (item ?item) (place {place})"
        said = (
            f"(excluded {found})"
            if conclusion.kind == "exclude"
            else f"(preferred {found} (weight {conclusion.weight}))"
        )
        yield (
            f"(defrule CHOOSE::{rule.id}-{place}\n  {concluded}\n  "
            + "\n  ".join(meant)
            + f"\n  =>\n  (assert {said}))"
        )


class _Patterns:
    """Renders conditions to patterns over told or over known facts."""

    def __init__(self, template: str, base: RuleBase) -> None:
        self._template = template
        self._base = base

    def holds(self, condition: Condition) -> list[str]:
        """Render what matches, all together, when the condition is true."""
        match condition:
            case Always():
                return [_ALWAYS]
            case Compare():
                return self._comparison(condition, condition.op)
            case Among(fact, values):
                if any(map(_is_number, values)):
                    return [_either([self.holds(Compare("==", fact, Constant(value))) for value in values])]
                return [self._pattern(fact, "|".join(atom(value) for value in values))]
            case Known(fact):
                return [self._pattern(fact)]
            case Not(item):
                return self.fails(item)
            case All(items):
                return [part for item in items for part in self.holds(item)]
            case Either(items):
                return [_either([self.holds(item) for item in items])]

    def fails(self, condition: Condition) -> list[str]:
        """Render what matches, all together, when the condition is false; that is more than its not being true."""
        match condition:
            case Always():
                return [_NEVER]
            case Compare():
                return self._comparison(condition, _OPPOSITE[condition.op])
            case Among(fact, values):
                if any(map(_is_number, values)):
                    return [part for value in values for part in self.fails(Compare("==", fact, Constant(value)))]
                return [self._pattern(fact, "&".join(f"~{atom(value)}" for value in values))]
            case Known(fact):
                return [f"(not {self._pattern(fact)})"]
            case Not(item):
                return self.holds(item)
            case All(items):
                return [_either([self.fails(item) for item in items])]
            case Either(items):
                return [part for item in items for part in self.fails(item)]

    def bindings(self, term: Term) -> list[str]:
        """Render the patterns that bind the facts of a term, and that refuse a division by nothing."""
        match term:
            case Fact():
                return [self._pattern(term, _variable(term.name))]
            case Constant():
                return []
            case Arith(op, left, right):
                found = [*self.bindings(left), *self.bindings(right)]
                return [*found, f"(test (<> {_expression(right)} 0))"] if op == "/" else found

    def _comparison(self, compare: Compare, op: str) -> list[str]:
        left, right = _expression(compare.left), _expression(compare.right)
        if compare.scale:
            steps = f"(create$ {' '.join(compare.scale)})"
            truth = f"({_NUMBERS[op]} (member$ {left} {steps}) (member$ {right} {steps}))"
        elif self._numeric(compare):
            truth = f"({_NUMBERS[op]} {left} {right})"
        elif isinstance(compare.left, Fact) and isinstance(compare.right, Constant):
            return [self._pattern(compare.left, right if op == "==" else f"~{right}")]
        else:
            truth = f"({_WORDS[op]} {left} {right})"
        return [*self.bindings(compare.left), *self.bindings(compare.right), f"(test {truth})"]

    def _numeric(self, compare: Compare) -> bool:
        """Tell whether numbers are compared, which CLIPS does apart from words."""
        for term in (compare.left, compare.right):
            match term:
                case Constant(value):
                    return _is_number(value)
                case Arith():
                    return True
                case Fact():
                    pass
        return self._base.facts[compare.left.name].kind == "number"  # type: ignore[union-attr]

    def _pattern(self, fact: Fact, value: str = "") -> str:
        of_item = " (item ?item)" if "." in fact.name else ""
        constraint = f" (value {value})" if value else ""
        return f"({self._template} (fact {fact.name}){of_item}{constraint})"


def atom(value: Any) -> str:
    """Write a plain value as CLIPS reads it; a word stays a symbol, any other text is quoted."""
    match value:
        case bool():
            return str(value).upper()
        case int() | float():
            return repr(value)
        case str() if _SYMBOL.fullmatch(value):
            return value
        case str():
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
    raise AssertionError(f"{value!r} is no plain value")


def _tidied(amount: Term) -> str:
    """Render an amount worked out in a firing; words and flags are taken as they are."""
    match amount:
        case Constant(bool() | str() as value):
            return atom(value)
        case _:
            return f"(tidy {_expression(amount)})"


def _expression(term: Term) -> str:
    match term:
        case Fact(name):
            return _variable(name)
        case Constant(value):
            return atom(value)
        case Arith(op, left, right):
            return f"({op} {_expression(left)} {_expression(right)})"


def _variable(name: str) -> str:
    return f"?{name.replace('.', '-of-')}"


def _either(alternatives: list[list[str]]) -> str:
    """Render alternatives; ``exists`` keeps a rule of several true alternatives to one firing."""
    if not alternatives:
        return _NEVER
    parts = [parts[0] if len(parts) == 1 else f"(and {' '.join(parts or [_ALWAYS])})" for parts in alternatives]
    return f"(exists (or {' '.join(parts)}))"


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
