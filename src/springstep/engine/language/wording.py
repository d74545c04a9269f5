"""Put conditions and conclusions in plain words, for people who do not read expressions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from springstep.engine.language.conclusions import Add, Advise, Assume, Bound, Conclusion, Select, Step
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
from springstep.engine.language.declarations import DecisionScheme
from springstep.engine.language.fact_info import FactInfo

_RELATION = {
    "==": "is",
    "!=": "is not",
    "<": "is less than",
    "<=": "is at most",
    ">": "is more than",
    ">=": "is at least",
}
_SCALE_RELATION = {
    "==": "is",
    "!=": "is not",
    "<": "is milder than",
    "<=": "is no stricter than",
    ">": "is stricter than",
    ">=": "is at least as strict as",
}
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}
_SIGN = {"+": "+", "-": "-", "*": "x", "/": "/"}


def plain(value: Any) -> str:
    """Write a value as people do: ``true`` as yes, ``dark_red`` as dark red, 2.0 as 2.

    >>> plain(True), plain("dark_red"), plain(2.0), plain(())
    ('yes', 'dark red', '2', 'none')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (float, Fraction)):
        return f"{round(float(value), 2):g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{plain(part)}" for part in value.values())
    if isinstance(value, (list, tuple)):
        return "; ".join(plain(part) for part in value) if value else "none"
    return str(value).replace("_", " ")


def listed(words: Iterable[str], *, last: str = "or") -> str:
    """Join words as in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b or c'
    """
    parts = list(words)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}" if parts else ""


def condition_words(condition: Condition, facts: Mapping[str, FactInfo], *, denied: bool = False) -> str:
    """Put a condition in words; ``denied`` puts its opposite."""
    match condition:
        case Always():
            return "never" if denied else "always"
        case Compare(op, left, Constant(bool() as flag), _) if op in ("==", "!="):
            yes = (flag == (op == "==")) != denied
            return f"{term_words(left, facts)}: {'yes' if yes else 'no'}"
        case Compare(op, left, right, scale):
            relation = (_SCALE_RELATION if scale else _RELATION)[_OPPOSITE[op] if denied else op]
            return f"{term_words(left, facts)} {relation} {term_words(right, facts)}"
        case Among(fact, values):
            verb = ("is neither" if len(values) > 1 else "is not") if denied else "is"
            named = listed((plain(value) for value in values), last="nor" if denied else "or")
            return f"{term_words(fact, facts)} {verb} {named}"
        case Known(fact):
            return f"{term_words(fact, facts)} is {'not ' if denied else ''}known"
        case Not(item):
            return condition_words(item, facts, denied=not denied)
        case All(items):
            return _many(items, facts, denied, "or" if denied else "and")
        case Either(items):
            return _many(items, facts, denied, "and" if denied else "or")
        case AnyItem(Fact(name), scope, item):
            info = facts[name].scope if name in facts else None
            one = info.words if info is not None else plain(scope)
            return f"for {'no' if denied else 'some'} {one}, {condition_words(item, facts)}"


def _many(items: tuple[Condition, ...], facts: Mapping[str, FactInfo], denied: bool, joint: str) -> str:
    parts = []
    for item in items:
        words = condition_words(item, facts, denied=denied)
        inner = item
        while isinstance(inner, Not):
            inner = inner.item
        parts.append(f"({words})" if isinstance(inner, (All, Either, AnyItem)) else words)
    return f" {joint} ".join(parts)


def term_words(term: Term, facts: Mapping[str, FactInfo]) -> str:
    """Put a number, word or expression in words."""
    match term:
        case Fact(name):
            return fact_words(name, facts)
        case Constant(value):
            return plain(value)
        case Arith(op, left, right):
            first, second = (_operand(part, op, facts, second=part is right) for part in (left, right))
            return f"{first} {_SIGN[op]} {second}"


def _operand(term: Term, op: str, facts: Mapping[str, FactInfo], *, second: bool) -> str:
    """Put one side of a calculation in words, in brackets where it would otherwise be misread."""
    words = term_words(term, facts)
    if not isinstance(term, Arith):
        return words
    looser = _STRENGTH[term.op] < _STRENGTH[op]
    return f"({words})" if looser or (second and _STRENGTH[term.op] == _STRENGTH[op]) else words


def _bracketed(term: Term, facts: Mapping[str, FactInfo]) -> str:
    return f"({term_words(term, facts)})" if isinstance(term, Arith) else term_words(term, facts)


def value_words(name: str, value: Any, facts: Mapping[str, FactInfo]) -> str:
    """Write a fact's value with its unit: ``50 min``."""
    unit = facts[name].unit if name in facts and not isinstance(value, str) else ""  # a text holds its own
    return counted(value, unit) if value is not None else plain(value)


def counted(amount: Any, unit: str) -> str:
    """Write an amount with its unit, one of it without the s.

    >>> counted(1, "points"), counted(2, "points"), counted(1, "")
    ('1 point', '2 points', '1')
    """
    one = unit.removesuffix("s") if amount == 1 and len(unit) > 1 else unit
    return f"{plain(amount)} {one}" if one else plain(amount)


def fact_words(name: str, facts: Mapping[str, FactInfo]) -> str:
    """Name a fact as people do: its label, which is ``item colour`` for ``item.colour``."""
    info = facts.get(name)
    return info.label if info else name.replace(".", " ").replace("_", " ")


def conclusion_words(
    conclusion: Conclusion, decisions: Mapping[str, DecisionScheme], facts: Mapping[str, FactInfo], amount: Any = None
) -> str:
    """Say what a conclusion asks for; ``amount`` stands in for its expression once it is worked out."""
    match conclusion:
        case Step(decision, step):
            return f"{decisions[decision].title}: {decisions[decision].steps[step]}"
        case Bound(decision, _, term, _, strict):
            value = plain(amount) if amount is not None else _bracketed(term, facts)
            return f"{decisions[decision].title}: {amount_words(decisions[decision], value, strict=strict)}"
        case Add(decision, points):
            return f"{decisions[decision].title}: add {counted(points, decisions[decision].unit)}"
        case Select(kind, where, weight, id_from, table):
            rows = f"the {fact_words(id_from, facts)}" if id_from else selector_words(where)
            row = table.removesuffix("s")
            return f"No {row} with {rows}" if kind == "exclude" else f"Prefer {rows} (weight {weight})"
        case Advise("stop", say):
            return f"Stop signal: {say}"
        case Advise(topic, say):
            return f"Advice ({topic.replace('_', ' ')}): {say}"
        case Assume(fact, term, items):
            value = plain(items) if term is None else term_words(term, facts)
            return f"Take {fact_words(fact, facts)} as {value}"


def amount_words(scheme: DecisionScheme, amount: Any, *, strict: bool = False) -> str:
    """Put a cap, floor or sum in words: ``at most 15 s``, ``1 point``; a strict cap says ``less than``."""
    text = amount_said(scheme, scheme.names.get(plain(amount), plain(amount)), strict=strict)
    if scheme.kind == "sum" and scheme.unit and plain(amount) == "1":
        text = text.replace(f"1 {scheme.unit}", counted(1, scheme.unit))
    return text


def amount_said(scheme: DecisionScheme, written: str, *, strict: bool = False) -> str:
    """Put a cap, floor or sum in words around its amount, as that is written."""
    text = scheme.says.format(written)
    return text.replace("at most", "less than") if strict else text


def selector_words(where: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    """Say which rows a selector means: ``colour: dark red, size: small or medium``."""
    return ", ".join(f"{plain(name)}: {listed(plain(v) for v in values)}" for name, values in where)


def sentence_words(numbers: Iterable[str]) -> str:
    """Cite sentences: their numbers in brackets; nothing when there are none."""
    return " ".join(f"[{number}]" for number in numbers)
