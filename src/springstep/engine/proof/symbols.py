"""Formulas that fold what is constant, and the two kinds of symbol that a fact or decision becomes.

A formula is one of z3's or plain ``True`` or ``False``: folding constants here keeps what the solver sees small.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

import z3

from springstep.engine.language.numbers import exact

Formula: TypeAlias = "z3.BoolRef | bool"
Term: TypeAlias = "z3.ArithRef | int | float | Fraction"


def all_of(parts: Iterable[Formula]) -> Formula:
    """Return the conjunction."""
    found: list[z3.BoolRef] = []
    for part in parts:
        if part is False:
            return False
        if part is not True:
            found.append(part)
    return True if not found else found[0] if len(found) == 1 else _joined(z3.Z3_mk_and, found)


def any_of(parts: Iterable[Formula]) -> Formula:
    """Return the disjunction."""
    found: list[z3.BoolRef] = []
    for part in parts:
        if part is True:
            return True
        if part is not False:
            found.append(part)
    return False if not found else found[0] if len(found) == 1 else _joined(z3.Z3_mk_or, found)


def _joined(make: Any, parts: list[z3.BoolRef]) -> z3.BoolRef:
    """Join formulas without z3's own checks of each part's type, which take most of the time otherwise."""
    context = z3.main_ctx()
    asts = (z3.Ast * len(parts))(*(part.as_ast() for part in parts))
    return z3.BoolRef(make(context.ref(), len(parts), asts), context)


def negation(part: Formula) -> Formula:
    """Return the opposite."""
    if isinstance(part, bool):
        return not part
    context = z3.main_ctx()
    return z3.BoolRef(z3.Z3_mk_not(context.ref(), part.as_ast()), context)


def differs(first: Formula, second: Formula) -> Formula:
    """Return that exactly one of the two holds."""
    if same(first, second):
        return False
    return any_of((all_of((first, negation(second))), all_of((negation(first), second))))


def same(first: Any, second: Any) -> bool:
    """Tell whether two formulas or terms are the same expression, which z3 stores only once."""
    if isinstance(first, z3.AstRef) and isinstance(second, z3.AstRef):
        return bool(first.eq(second))
    return first is second


def replaced(formula: Formula, pairs: Iterable[tuple[z3.ExprRef, z3.ExprRef]]) -> Formula:
    """Return a formula with the first variable of each pair replaced by the second, of the same type."""
    if isinstance(formula, bool):
        return formula
    # z3's own function checks the types of each pair again, which takes as long as solving does.
    context, both = z3.main_ctx(), list(pairs)
    old = (z3.Ast * len(both))(*(one.as_ast() for one, _ in both))
    new = (z3.Ast * len(both))(*(other.as_ast() for _, other in both))
    return z3.BoolRef(z3.Z3_substitute(context.ref(), formula.as_ast(), len(both), old, new), context)


def implies(first: Formula, second: Formula) -> Formula:
    """Return that the second holds whenever the first does."""
    return any_of((negation(first), second))


def either(condition: Formula, then: Any, otherwise: Any) -> Any:
    """Return one of two terms."""
    if isinstance(condition, bool):
        return then if condition else otherwise
    return then if then is otherwise else z3.If(condition, number(then), number(otherwise))


def number(value: Term) -> z3.ArithRef:
    """Return a number for z3, decimals as exact fractions."""
    if not isinstance(value, (int, float, Fraction)):
        return value
    plain = exact(value)
    return z3.IntVal(plain) if isinstance(plain, int) else z3.RealVal(str(plain))


def real(value: Term) -> z3.ArithRef:
    """Return a number for z3 as a real, even if it is whole."""
    term = number(value)
    return z3.ToReal(term) if z3.is_int(term) else term


def compared(op: str, first: Term, second: Term) -> Formula:
    """Return a comparison of two numbers, worked out at once when both are plain."""
    found: Any
    if isinstance(first, z3.ArithRef) or isinstance(second, z3.ArithRef):
        found = RELATIONS[op](number(first), number(second))
    else:
        found = RELATIONS[op](exact(first), exact(second))
    return found


RELATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class SymbolicChoice(NamedTuple):
    """A word, flag, row of a table or scale: at most one of its values holds; none while it is unknown."""

    of: Mapping[Any, Formula]

    @property
    def known(self) -> Formula:
        """Return that it has a value."""
        return any_of(self.of.values())

    def among(self, values: Iterable[Any]) -> Formula:
        """Return that it is known and one of these."""
        return any_of(self.of.get(value, False) for value in values)


class SymbolicAmount(NamedTuple):
    """A number, and whether it is known; if not, the value means nothing."""

    value: Term
    known: Formula
    span: range | None = None
    """The whole numbers that it can be, where they are few enough to split into cases."""


ItemKind: TypeAlias = "tuple[tuple[str, Any], ...]"
"""One kind of item: its fields by name (``item.colour``) and value."""


class Listed(NamedTuple):
    """A list: whether it is known, and how often each kind of item occurs in it."""

    known: Formula
    times: Mapping[ItemKind, Any]
    """The number of times, a whole number."""
    there: Mapping[ItemKind, Formula]
    """Whether the kind occurs at all; none does where the list is unknown."""


Symbol: TypeAlias = "SymbolicChoice | SymbolicAmount | Listed"

NOTHING = SymbolicAmount(0, False)
"""An unknown fact."""


def constant(value: Any) -> Symbol:
    """Return a value as a symbol."""
    if isinstance(value, (int, float, Fraction)) and not isinstance(value, bool):
        return SymbolicAmount(value, True)
    return SymbolicChoice({value: True})


def chosen(condition: Formula, then: Symbol, otherwise: Symbol) -> Symbol:
    """Return one of two symbols of the same kind."""
    if isinstance(then, SymbolicChoice) and isinstance(otherwise, SymbolicChoice):
        values = dict.fromkeys([*otherwise.of, *then.of])
        no = negation(condition)
        return SymbolicChoice(
            {
                v: any_of((all_of((condition, then.of.get(v, False))), all_of((no, otherwise.of.get(v, False)))))
                for v in values
            }
        )
    assert isinstance(then, SymbolicAmount) and isinstance(otherwise, SymbolicAmount), "a fact is a number or it is not"
    known = any_of((all_of((condition, then.known)), all_of((negation(condition), otherwise.known))))
    return SymbolicAmount(either(condition, then.value, otherwise.value), known)
