"""Translate conditions and terms to Python: when one is *surely true*, and when it is *surely false*.

Between the two lies the third value, so both are needed: a rule fires on what is surely true, a negation is surely true
when its item is surely false. A comparison of known facts is one or the other; of unknown facts it is neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple, TypeAlias

from springstep.engine.compiled.names import Names, checked
from springstep.engine.language.conditions import (
    All,
    Always,
    Among,
    AnyItem,
    Arith,
    Compare,
    Comparison,
    Condition,
    Constant,
    Either,
    Fact,
    Known,
    Not,
    Term,
    names_in,
)
from springstep.engine.language.evaluate import RELATIONS
from springstep.engine.language.numbers import exact

_OPPOSITE: dict[Comparison, Comparison] = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}


_WIDTH = 88


class GeneratedTest(NamedTuple):
    """An expression of Python by its parts."""

    parts: tuple[str, ...]
    joint: Literal["and", "or"] = "and"

    @property
    def text(self) -> str:
        """Return it on one line."""
        return f" {self.joint} ".join(self.parts)

    @property
    def loose(self) -> bool:
        """Say whether it needs brackets when combined with *and*."""
        return self.joint == "or" and len(self.parts) > 1

    def opening(self) -> Iterator[str]:
        """Yield the ``if`` of it, one part on each line where it is long."""
        if len(self.text) <= _WIDTH or len(self.parts) == 1:
            yield f"if {self.text}:"
            return
        yield "if ("
        yield from (f"    {self.joint if index else ''}{' ' if index else ''}{p}" for index, p in enumerate(self.parts))
        yield "):"


_TRUE, _FALSE = GeneratedTest(("True",)), GeneratedTest(("False",))
Local: TypeAlias = Callable[[str], str]


class Translator:
    """Translates over one function's variables; ``local`` gives the variable of a fact and so notes what is read."""

    def __init__(self, names: Names, local: Local) -> None:
        self._names = names
        self._local = local

    def surely_true(self, condition: Condition) -> GeneratedTest:
        """Return the expression that holds exactly when a condition is true."""
        match condition:
            case Always():
                return _TRUE
            case Compare():
                return self._comparison(condition, condition.op)
            case Among(Fact(name), values):
                return GeneratedTest((self._one_of(self._local(name), values),))
            case Known(Fact(name)):
                return GeneratedTest((f"{self._local(name)} is not None",))
            case Not(item):
                return self.surely_false(item)
            case All(items):
                return _all(self.surely_true(item) for item in items)
            case Either(items):
                return _any(self.surely_true(item) for item in items)
            case AnyItem(Fact(name), _, inner):
                test = self._of_one(condition).surely_true(inner).text
                return GeneratedTest((f"any({test} for item in {self._local(name)} or ())",))

    def surely_false(self, condition: Condition) -> GeneratedTest:
        """Return the expression that holds exactly when a condition is false."""
        match condition:
            case Always():
                return _FALSE
            case Compare():
                return self._comparison(condition, _OPPOSITE[condition.op])
            case Among(Fact(name), values):
                local = self._local(name)
                return GeneratedTest((f"{local} is not None", self._one_of(local, values, denied=True)))
            case Known(Fact(name)):
                return GeneratedTest((f"{self._local(name)} is None",))
            case Not(item):
                return self.surely_true(item)
            case All(items):
                return _any(self.surely_false(item) for item in items)
            case Either(items):
                return _all(self.surely_false(item) for item in items)
            case AnyItem(Fact(name), _, inner):
                test, of = self._of_one(condition).surely_false(inner).text, self._local(name)
                return GeneratedTest((f"{of} is not None", f"all({test} for item in {of})"))

    def _of_one(self, condition: AnyItem) -> Translator:
        """Return the translator of what is asked of one item, which is called ``item``."""

        def local(name: str) -> str:
            if not condition.binds(name):
                return self._local(name)
            field = checked(name).removeprefix(f"{condition.scope}.")
            return "item" if condition.plain else f"item.get({field!r})"

        return Translator(self._names, local)

    def known(self, term: Term, given: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """Return what must hold, in this order, so that a term can be worked out; ``given`` facts are known."""
        match term:
            case Fact(name):
                return () if name in given else (f"{self._local(name)} is not None",)
            case Constant():
                return ()
            case Arith(op, left, right):
                found = (*self.known(left, given), *self.known(right, given))
                return tuple(dict.fromkeys((*found, f"{self.number(right)} != 0") if op == "/" else found))

    def number(self, term: Term) -> str:
        """Return a term as an expression, which may be worked out where ``known`` holds."""
        match term:
            case Fact(name):
                return self._local(name)
            case Constant(value):
                return self._names.literal(value)
            case Arith(op, left, right):
                first, second = self._operand(left, op), self._operand(right, op, second=True)
                if op == "/" and not _is_fraction(left):
                    first = f"Fraction({self.number(left)})"
                return f"{first} {op} {second}"

    def _operand(self, term: Term, op: str, *, second: bool = False) -> str:
        text = self.number(term)
        if not isinstance(term, Arith):
            return text
        looser = _STRENGTH[term.op] < _STRENGTH[op]
        return f"({text})" if looser or (second and _STRENGTH[term.op] == _STRENGTH[op]) else text

    def _comparison(self, compare: Compare, op: Comparison) -> GeneratedTest:
        if compare.scale:
            return self._on_scale(compare, op)
        text = f"{self.number(compare.left)} {op} {self.number(compare.right)}"
        if op == "==" and isinstance(compare.left, Fact) and isinstance(compare.right, Constant):
            return GeneratedTest((text,))  # what is unknown equals no constant
        return GeneratedTest(tuple(dict.fromkeys((*self.known(compare.left), *self.known(compare.right), text))))

    def _on_scale(self, compare: Compare, op: Comparison) -> GeneratedTest:
        """Compare steps by listing the ones that the comparison holds for."""
        steps, relation = compare.scale, RELATIONS[op]
        match compare.left, compare.right:
            case Fact(name), Constant(value):
                place = steps.index(str(value))
                among = [step for rank, step in enumerate(steps) if relation(rank, place)]
                return GeneratedTest((self._one_of(self._local(name), among),))
            case Constant(value), Fact(name):
                place = steps.index(str(value))
                among = [step for rank, step in enumerate(steps) if relation(place, rank)]
                return GeneratedTest((self._one_of(self._local(name), among),))
        raise TypeError("a step is compared with anything but a decision")

    def _one_of(self, local: str, values: Iterable[object], *, denied: bool = False) -> str:
        literals = [self._names.literal(value) for value in values]
        if len(literals) == 1:
            return f"{local} {'!=' if denied else '=='} {literals[0]}"
        listed = f"{{{', '.join(literals)}}}" if literals else "()"
        return f"{local} {'not in' if denied else 'in'} {listed}"


def assured(condition: Condition, *, holds: bool = True) -> frozenset[str]:
    """Return the facts that are known whenever a condition is surely true, or surely false."""
    match condition:
        case Compare() | Among():
            return frozenset(names_in(condition))
        case Known(Fact(name)) if holds:
            return frozenset((name,))
        case Not(item):
            return assured(item, holds=not holds)
        case All(items) | Either(items) if items:
            parts = [assured(item, holds=holds) for item in items]
            together = isinstance(condition, All) == holds
            return frozenset().union(*parts) if together else frozenset.intersection(*parts)
        case AnyItem(Fact(name), _, inner):
            found = {each for each in assured(inner) if not condition.binds(each)} if holds else ()
            return frozenset((name, *found))
        case Always() | Known() | All() | Either():
            return frozenset()


def _is_fraction(term: Term) -> bool:
    """Tell whether a term comes out as a ``Fraction`` whatever its facts are, so that dividing it is exact."""
    match term:
        case Constant(value):
            return not isinstance(exact(value), (int, str))
        case Fact():
            return False
        case Arith(op, left, right):
            return op == "/" or _is_fraction(left) or _is_fraction(right)


def _all(truths: Iterable[GeneratedTest]) -> GeneratedTest:
    found = list(truths)
    if _FALSE in found:
        return _FALSE
    joined = (part for each in found if each != _TRUE for part in ((f"({each.text})",) if each.loose else each.parts))
    parts = tuple(dict.fromkeys(joined))
    return GeneratedTest(parts) if parts else _TRUE


def _any(truths: Iterable[GeneratedTest]) -> GeneratedTest:
    found = [each for each in truths if each != _FALSE]
    if _TRUE in found:
        return _TRUE
    if len(found) == 1:
        return found[0]
    parts = tuple(part for each in found for part in (each.parts if each.joint == "or" else (each.text,)))
    return GeneratedTest(parts, "or") if parts else _FALSE
