"""Turn a condition's syntax tree into the condition tree, every name and type checked against the vocabulary."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from math import log10

from springstep.engine.language.condition_text import ConditionError, ConditionText
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
    Known,
    Not,
    Term,
    Value,
)
from springstep.engine.language.fact_info import FactInfo, Scope

_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_ARITHMETIC: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_NUMERIC = ("number", "quantity")
LARGEST = 10**12
_MOST_DIGITS = 100
_FEW = 4
"""How many digits a fact has at most, about."""
_FACTS_LISTED = "`springstep rules facts` lists what there is"


def _show(node: ast.AST) -> str:
    """Quote a part of the text; what is nested too deeply to be written out again is not."""
    try:
        return ast.unparse(node)
    except RecursionError:
        return "this"


def _digits(term: Term) -> float:
    """Return how many digits a term may come to, before or after the point, where each fact has a few."""
    match term:
        case Arith("*" | "/", left, right):
            return _digits(left) + _digits(right)
        case Arith(_, left, right):
            return max(_digits(left), _digits(right)) + 1
        case Constant(int() | float() as value) if value:
            return abs(log10(abs(value)))
    return _FEW


def _near(word: str, known: Iterable[str], *, listed: str = "") -> tuple[str, tuple[str, ...]]:
    """Return what to say of a word that there is not, and the names that it may stand for."""
    from springstep.engine.language.slips.near_names import hint, near  # only mistakes need it

    return hint(word, known, listed=listed), near(word, known)


class ConditionParser:
    """Turns Python's syntax tree into a condition tree, checking every name and type on the way."""

    def __init__(self, facts: Mapping[str, FactInfo], text: ConditionText) -> None:
        """Take the names that may be read, and the text whose tree's parts are turned."""
        self._facts = facts
        self._text = text

    def _wrong(self, node: ast.AST, reason: str, instead: tuple[str, ...] = ()) -> ConditionError:
        return ConditionError(reason, self._text.span(node), instead)

    def _held(self, node: ast.AST, number: int | float) -> int | float:
        """Return a number of a condition; raises ``ConditionError`` for one that nothing in a case comes near."""
        if not abs(number) <= LARGEST:
            raise self._wrong(node, f"a number in it is too large; at most {LARGEST:,}")
        return number

    def condition(self, node: ast.expr) -> Condition:
        """Return a condition; raises ``ConditionError``, as do the others."""
        match node:
            case ast.BoolOp(op=ast.And(), values=parts):
                return All(tuple(self.condition(part) for part in parts))
            case ast.BoolOp(op=ast.Or(), values=parts):
                return Either(tuple(self.condition(part) for part in parts))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.condition(operand))
            case ast.Compare():
                return self._comparisons(node)
            case ast.Name(id=word) if word not in self._facts and (of := self._facts_with(word)):
                what = f"'{word}' is a value of {' and '.join(repr(name) for name in of)}, and no fact"
                raise self._wrong(node, what, tuple(f"{name} == {word}" for name in of))
            case ast.Name() | ast.Attribute():
                fact = self._fact(node)
                if self._facts[fact.name].kind != "flag":
                    raise self._wrong(node, f"'{fact.name}' is not true or false; compare it with a value")
                return Compare("==", fact, Constant(True))
            case ast.Call(func=ast.Name(id="any")):
                return self._of_any(node)
        raise self._wrong(
            node,
            f"'{_show(node)}' is not allowed in a condition; allowed: comparisons, in, and, or, not, any, arithmetic",
        )

    def _facts_with(self, word: str) -> tuple[str, ...]:
        return tuple(name for name, info in self._facts.items() if info.kind == "word" and word in info.values)

    def _of_any(self, node: ast.Call) -> Condition:
        """Return what is asked of any item of the list whose fields are read."""
        if len(node.args) != 1 or node.keywords or isinstance(node.args[0], ast.Starred):
            raise self._wrong(node, f"'{_show(node)}' is not allowed; any() takes one condition")
        asked, scopes = node.args[0], self._scopes()
        inside = list(ast.walk(asked))
        if any(isinstance(each, ast.Call) for each in inside):
            raise self._wrong(node, f"'{_show(node)}' is not allowed; any() takes a condition without any() in it")
        items = [each.value for each in inside if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name)]
        for item in items:
            if item.id not in scopes:
                said, found = _near(item.id, scopes)
                raise self._wrong(item, f"no item of a list is called '{item.id}'; {said}", found)
        named = list(dict.fromkeys(item.id for item in items))
        if len(named) != 1:
            says = f"reads {' and '.join(named)}" if named else "reads no item"
            fields = ", ".join(field for scope in scopes.values() for field in scope.fields)
            raise self._wrong(
                node, f"'{_show(node)}' is not allowed: it {says}; any() reads the items of one list: {fields}"
            )
        scope = scopes[named[0]]
        plain = {name: info for name, info in self._facts.items() if "." not in name}
        asking = ConditionParser({**plain, **scope.fields}, self._text).condition(asked)
        return AnyItem(Fact(scope.list_fact), scope.name, asking, next(iter(scope.fields)) if scope.plain else "")

    def _scopes(self) -> Mapping[str, Scope]:
        """Return the items of the lists that may be read, by what conditions call one."""
        return {info.scope.name: info.scope for info in self._facts.values() if info.scope is not None}

    def _comparisons(self, node: ast.Compare) -> Condition:
        terms = [node.left, *node.comparators]
        parts = tuple(
            self._comparison(left, op, right) for left, op, right in zip(terms, node.ops, terms[1:], strict=False)
        )
        return parts[0] if len(parts) == 1 else All(parts)

    def _comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Condition:
        match op, right:
            case ((ast.Is() | ast.IsNot()), ast.Name(id="unknown" | "known" as word)):
                known = self._known(left)
                return known if (word == "known") is isinstance(op, ast.Is) else Not(known)
            case ((ast.In() | ast.NotIn()), ast.Set(elts=elements)):
                fact = self._fact(left)
                values = tuple(self.value(element, self._facts[fact.name]) for element in elements)
                among = Among(fact, values)
                return among if isinstance(op, ast.In) else Not(among)
            case ((ast.In() | ast.NotIn()), _):
                raise self._wrong(right, f"'in' needs a set of values such as {{a, b}}, not '{_show(right)}'")
        symbol = _COMPARISONS.get(type(op))
        if symbol is None:
            info = self._info(left)
            allowed = f"; {info.allowed()}" if info is not None and info.kind in ("word", "scale", "flag") else ""
            raise self._wrong(right, f"'is' goes with known and unknown only; compare with == or !={allowed}")
        return self._compare(left, symbol, right)

    def _known(self, node: ast.expr) -> Condition:
        """Return that a fact is known; of a group, that any of its facts is."""
        info = self._facts[self._fact(node).name]
        if info.kind == "group":
            return Either(tuple(Known(Fact(name)) for name in info.values))
        return Known(Fact(info.name))

    def _compare(self, left: ast.expr, symbol: str, right: ast.expr) -> Condition:
        info = self._info(left)
        if info is None or info.kind in _NUMERIC:
            return Compare(symbol, self.number(left), self.number(right))  # type: ignore[arg-type]
        if info.kind not in ("word", "scale", "flag", "row"):
            raise self._wrong(left, f"'{info.name}' cannot be compared; {info.allowed()}")
        if symbol not in ("==", "!=") and info.kind != "scale":
            raise self._wrong(left, f"'{info.name}' has no order, so '{symbol}' does not apply; use == or in")
        scale = info.values if info.kind == "scale" else ()
        return Compare(symbol, Fact(info.name), Constant(self.value(right, info)), scale)  # type: ignore[arg-type]

    def number(self, node: ast.expr) -> Term:
        """Return a number, or numbers worked out."""
        match node:
            case ast.Constant(value=bool() | str() | None):
                raise self._wrong(node, f"'{_show(node)}' is not a number")
            case ast.Constant(value=int() | float() as value):
                return Constant(self._held(node, value))
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
                term = Arith(_ARITHMETIC[type(op)], self.number(left), self.number(right))  # type: ignore[arg-type]
                if _digits(term) > _MOST_DIGITS:
                    raise self._wrong(node, "that may come to a number too large to work with")
                return term
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
                return Constant(-self._held(node, value))
            case ast.Name() | ast.Attribute():
                fact = self._fact(node)
                if self._facts[fact.name].kind not in _NUMERIC:
                    raise self._wrong(node, f"'{fact.name}' is not a number; {self._facts[fact.name].allowed()}")
                return fact
        raise self._wrong(node, f"'{_show(node)}' is not allowed where a number is needed")

    def _info(self, node: ast.expr) -> FactInfo | None:
        return self._facts[self._fact(node).name] if isinstance(node, (ast.Name, ast.Attribute)) else None

    def _fact(self, node: ast.expr) -> Fact:
        match node:
            case ast.Name(id=name):
                pass
            case ast.Attribute(value=ast.Name(id=scope), attr=field):
                name = f"{scope}.{field}"
            case _:
                raise self._wrong(node, f"'{_show(node)}' is not a fact")
        if name not in self._facts:
            said, found = _near(name, self._facts, listed=_FACTS_LISTED)
            raise self._wrong(node, f"no fact is called '{name}'; {said}", found)
        return Fact(name)

    def value(self, node: ast.expr, info: FactInfo) -> Value:
        """Return one of the values of a fact."""
        match node:
            case ast.Name(id=word):
                value: Value = {"true": True, "false": False}.get(word, word)
            case ast.Constant(value=bool() | str() as literal):
                value = literal
            case ast.Constant(value=int() | float() as number):
                value = self._held(node, number)
            case _:
                raise self._wrong(node, f"'{_show(node)}' is not a value of '{info.name}'; {info.allowed()}")
        fits = {
            "flag": isinstance(value, bool),
            "number": isinstance(value, (int, float)) and not isinstance(value, bool),
            "row": isinstance(value, str),
        }.get(info.kind, value in info.values)
        if not fits:
            text = isinstance(value, str) and bool(info.values)
            said, found = _near(str(value), info.values) if text else (info.allowed(), ())
            raise self._wrong(node, f"'{value}' is not a value of '{info.name}'; {said}", found)
        return value
