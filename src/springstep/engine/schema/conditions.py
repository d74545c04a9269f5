"""A condition as a schema: of the cases in which it holds, or in which it is false; both only where facts are known."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from springstep.engine.language.conditions import (
    All,
    Always,
    Among,
    AnyItem,
    Compare,
    Comparison,
    Condition,
    Constant,
    Either,
    Fact,
    Known,
    Not,
    Value,
)
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.schema.dialect import NEVER, UNKNOWN, Schema, all_of, any_of, known, unknown
from springstep.engine.schema.quantity_patterns import amount_pattern, clock_pattern

OPPOSITE: Mapping[Comparison, Comparison] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_TURNED: Mapping[Comparison, Comparison] = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_KEYWORDS: Mapping[Comparison, str] = {
    "<": "exclusiveMaximum",
    "<=": "maximum",
    ">": "exclusiveMinimum",
    ">=": "minimum",
}


class UnsayableError(Exception):
    """A condition that no schema can say, such as arithmetic."""


def where(condition: Condition, facts: Mapping[str, FactInfo], *, true: bool = True) -> Schema:
    """Return the schema of the valid cases in which a condition is true, or in which it is false.

    Raises ``UnsayableError``.
    """
    match condition:
        case Always():
            return {} if true else dict(NEVER)
        case Not(item):
            return where(item, facts, true=not true)
        case All(items) | Either(items):
            parts = [where(item, facts, true=true) for item in items]
            return all_of(parts) if isinstance(condition, All) is true else any_of(parts)
        case Known(Fact(name)):
            return known(name, {"not": dict(UNKNOWN)}) if true else unknown([name])
        case Among(Fact(name), values):
            return known(name, {"enum": list(values)} if true else {"not": {"enum": [*values, *UNKNOWN["enum"]]}})
        case Compare(op, Fact(name), Constant(value), ()):
            return known(name, _compared(facts[name], op if true else OPPOSITE[op], value))
        case Compare(op, Constant(value), Fact(name), ()):
            return known(name, _compared(facts[name], _TURNED[op if true else OPPOSITE[op]], value))
        case Compare() | AnyItem():
            raise UnsayableError


def _compared(info: FactInfo, op: Comparison, value: Value) -> Schema:
    """Return the schema of the values of a fact that compare so with a constant."""
    if info.kind == "quantity":
        return {"type": "string", "pattern": _quantity(info, op, Fraction(value))}
    if op in _KEYWORDS:
        return {"type": "number", _KEYWORDS[op]: plain_limit(value)}
    return {"const": value} if op == "==" else {"not": {"enum": [value, *UNKNOWN["enum"]]}}


def _quantity(info: FactInfo, op: Comparison, value: Fraction) -> str:
    if info.form == "amount":
        if value == 0 and op in ("==", "<=", ">", "!="):
            return amount_pattern(info, zero=op in ("==", "<="))
        raise UnsayableError
    tick = min(info.units.values()) / 1_000_000  # less than any clock differs from another
    match op:
        case "<":
            return clock_pattern(info, None, value - tick)
        case "<=":
            return clock_pattern(info, None, value)
        case ">":
            return clock_pattern(info, value + tick, None)
        case ">=":
            return clock_pattern(info, value, None)
        case "==":
            return clock_pattern(info, value, value)
    raise UnsayableError


def plain_limit(value: Any) -> int | float:
    """Return a limit as JSON writes it."""
    number = float(value)
    return int(number) if number.is_integer() else number
