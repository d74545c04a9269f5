"""z3's formulas read: each part before what it is part of, and what kind of part it is."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import z3

from springstep.engine.counting.linear import Linear
from springstep.engine.proof.symbols import Formula

RELATIONS: dict[int, Callable[[Any, Any], bool]] = {
    z3.Z3_OP_LE: operator.le,
    z3.Z3_OP_GE: operator.ge,
    z3.Z3_OP_LT: operator.lt,
    z3.Z3_OP_GT: operator.gt,
    z3.Z3_OP_EQ: operator.eq,
    z3.Z3_OP_DISTINCT: operator.ne,
}
"""Comparisons of numbers by z3's number of the operation."""

ARITHMETIC: dict[int, Callable[[Linear, Linear], Linear]] = {
    z3.Z3_OP_ADD: Linear.plus,
    z3.Z3_OP_SUB: Linear.minus,
    z3.Z3_OP_MUL: Linear.times,
    z3.Z3_OP_DIV: Linear.over,
}


class Part:
    """One part of a formula, with z3's numbers of it and of its own parts, which are slow to ask for."""

    __slots__ = ("ast", "bool_args", "is_truth", "key", "kind", "of")

    def __init__(self, ast: z3.ExprRef) -> None:
        self.ast = ast
        self.key: int = ast.get_id()
        self.kind: int = ast.decl().kind()
        children = ast.children()
        self.of: tuple[int, ...] = tuple(child.get_id() for child in children)
        self.is_truth: bool = z3.is_bool(ast)
        self.bool_args: bool = bool(children) and z3.is_bool(children[-1])

    @property
    def name(self) -> str:
        """Return the name of a variable."""
        return str(self.ast.decl().name())

    @property
    def compares(self) -> bool:
        """Tell whether it compares two numbers."""
        return self.is_truth and not self.bool_args and self.kind in RELATIONS

    @property
    def value(self) -> Fraction | None:
        """Return the value of a plain number; ``None`` for anything else."""
        if z3.is_int_value(self.ast):
            return Fraction(self.ast.as_long())
        if z3.is_rational_value(self.ast):
            return Fraction(self.ast.numerator_as_long(), self.ast.denominator_as_long())
        return None


def in_order(formulas: Iterable[Formula]) -> list[Part]:
    """Return every part of these formulas once, each after its own parts."""
    found: list[Part] = []
    seen: set[int] = set()
    open_: list[tuple[Any, bool]] = [(each, False) for each in formulas if not isinstance(each, bool)]
    while open_:
        ast, complete = open_.pop()
        if complete:
            found.append(Part(ast))
        elif ast.get_id() not in seen:
            seen.add(ast.get_id())
            open_.append((ast, True))
            open_.extend((child, False) for child in ast.children() if child.get_id() not in seen)
    return found
