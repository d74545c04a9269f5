"""Render conditions to CLIPS patterns.

A condition of three truth values becomes patterns of two kinds: those that match when it *holds*, and those that match
when it *fails*. When neither matches it is unknown. An unknown fact is one that is not in working memory, so CLIPS
finds the truth by matching alone; there is no third value anywhere.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

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
    Fact,
    Known,
    Not,
    Term,
)
from springstep.engine.rulebase.base import RuleBase

_SYMBOL = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_NUMBERS = {"==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_WORDS = {"==": "eq", "!=": "neq"}
_ALWAYS, _NEVER = "(told (fact moment))", "(not (told (fact moment)))"  # the moment is given in every case


class Patterns:
    """Renders conditions to patterns over given or over known facts."""

    def __init__(self, template: str, base: RuleBase, *, item: str = "?item") -> None:
        self._template = template
        self._base = base
        self._item = item
        """The variable that holds the item whose fields are read."""

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
            case AnyItem(items, _, item):
                return [f"(exists {self._listed(items)} {' '.join(self._of_one.holds(item))})"]

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
            case AnyItem(items, _, item):
                one = f"{self._listed(items)} (not (and {_ALWAYS} {' '.join(self._of_one.fails(item))}))"
                return [self._pattern(items), f"(not (and {_ALWAYS} {one}))"]

    @property
    def _of_one(self) -> Patterns:
        """Return the patterns of what is asked of any item: its fields are those of an item of its own."""
        return Patterns(self._template, self._base, item="?any")

    def _listed(self, items: Fact) -> str:
        """Render the pattern of an item of a list; a list that is assumed is not told."""
        if self._template == "told":
            return f"(element (list {items.name}) (by case) (index ?any))"
        return f"(item (list {items.name}) (index ?any))"

    def bindings(self, term: Term) -> list[str]:
        """Render the patterns that bind the facts of a term, and that refuse a division by nothing."""
        match term:
            case Fact():
                return [self._pattern(term, variable(term.name))]
            case Constant():
                return []
            case Arith(op, left, right):
                found = [*self.bindings(left), *self.bindings(right)]
                return [*found, f"(test (<> {expression(right)} 0))"] if op == "/" else found

    def _comparison(self, compare: Compare, op: str) -> list[str]:
        left, right = expression(compare.left), expression(compare.right)
        if compare.scale:
            steps = f"(create$ {' '.join(compare.scale)})"
            truth = f"({_NUMBERS[op]} (member$ {left} {steps}) (member$ {right} {steps}))"
        elif self._numeric(compare):
            truth = f"({_NUMBERS[op]} (gap {left} {right}) 0)"
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
        constraint = f" (value {value})" if value else ""
        if "." in fact.name and self._template == "told":
            return f"(element (by case) (index {self._item}) (field {fact.name}){constraint})"
        of_item = f" (item {self._item})" if "." in fact.name else ""
        return f"({self._template} (fact {fact.name}){of_item}{constraint})"


def atom(value: Any) -> str:
    """Write a plain value as CLIPS reads it; a word stays a symbol, any other text is quoted."""
    match value:
        case bool():
            return str(value).upper()
        case int() | float():
            return repr(value)
        case Fraction():
            return repr(float(value))
        case str() if _SYMBOL.fullmatch(value):
            return value
        case str():
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
    raise AssertionError(f"{value!r} is no plain value")


def expression(term: Term) -> str:
    """Write a term in CLIPS's prefix notation."""
    match term:
        case Fact(name):
            return variable(name)
        case Constant(value):
            return atom(value)
        case Arith(op, left, right):
            return f"({op} {expression(left)} {expression(right)})"


def variable(name: str) -> str:
    """Name the variable that a fact is bound to."""
    return f"?{name.replace('.', '-of-')}"


def _either(alternatives: list[list[str]]) -> str:
    """Render alternatives; ``exists`` keeps a rule of several true alternatives to one firing."""
    if not alternatives:
        return _NEVER
    parts = [parts[0] if len(parts) == 1 else f"(and {' '.join(parts or [_ALWAYS])})" for parts in alternatives]
    return f"(exists (or {' '.join(parts)}))"


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, Fraction)) and not isinstance(value, bool)
