"""Write one layer of rules as a Python function: straight-line ``if``s, and a loop for rules over items.

The function reads what is ``known``, with ``None`` for what is not, and keeps in ``concluded`` the most cautious
conclusion on each decision so far: the rank of a step (-1 before any), or an amount and whether it is strict. Of a cap
the lowest counts, so it starts at infinity, and an amount that cannot be worked out is minus infinity: nothing is
decided then, whatever else concludes. A sum starts at 0 and only grows. In the layer of assumptions ``concluded`` takes
what is assumed, which no other assumption reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from springstep.engine.compiled.names import Names, checked, remark
from springstep.engine.compiled.order import Placed, groups_of
from springstep.engine.compiled.truth import Translator, assured
from springstep.engine.language.conclusions import Add, Advise, Assume, Bound, Conclusion, Select, Step
from springstep.engine.language.conditions import Arith, Fact
from springstep.engine.language.declarations import DecisionScheme
from springstep.engine.language.fact_info import Item, Scope
from springstep.engine.language.rules import Rule, effective_condition
from springstep.engine.rulebase.base import RuleBase

_INDENT = "    "


class Written(NamedTuple):
    """A function's source, all of it that Python needs, and the facts and decisions that it reads."""

    text: str
    reads: tuple[str, ...]


def layer_source(base: RuleBase, moment: str, layer: str, rules: Iterable[Placed]) -> Written:
    """Write the function of some rules of one layer and moment.

    Raises ``ValueError`` or ``TypeError`` for a name or a constant outside the language.
    """
    writer = _LayerWriter(base, moment)
    text = "\n".join(writer.lines(layer, rules)) + "\n"
    return Written(text, tuple(writer.facts))


class _LayerWriter:
    """Writes one function, learning on the way what it reads and of which decisions it speaks."""

    def __init__(self, base: RuleBase, moment: str) -> None:
        self._base = base
        self._schemes = {name: each for name, each in base.decisions.items() if moment in each.moments}
        self._names = Names()
        self.facts: dict[str, str] = {}
        self._fields: dict[str, str] = {}
        self._spoken: dict[str, str] = {}
        self._translator = Translator(self._names, self._local)

    def lines(self, layer: str, rules: Iterable[Placed]) -> Iterator[str]:
        """Yield the function's lines."""
        body: list[str] = []
        scopes = self._base.vocabulary.scopes
        for scope, group in groups_of(rules, self._base.by_id, self._base.decisions, scopes):
            if scope is None:
                body += [line for place, rule in group for line in self._rule(place, rule, "-1")]
            else:
                body += self._loop(scopes[scope], group)
        yield from self._names.constants()
        yield f"def {checked(layer)}(known, concluded, fire, lose):"
        head = [f"{local} = known[{name!r}]" for name, local in sorted(self.facts.items())]
        head += [f"{self._held(name)} = concluded[{name!r}]" for name in self._spoken]
        tail = [f"concluded[{name!r}] = {self._held(name)}" for name in self._spoken]
        yield from (f"{_INDENT}{line}" for line in ((*head, *body, *tail) or ("pass",)))

    def _local(self, name: str) -> str:
        known = self._fields if "." in name else self.facts
        return known.setdefault(checked(name), self._names.local(name))

    def _held(self, name: str) -> str:
        """Return the variables that hold what is concluded on a decision."""
        return f"{self._spoken[name]}, {self._names.local(name, 'strict')}"

    def _loop(self, scope: Scope, group: Iterable[Placed]) -> Iterator[str]:
        self._fields = {}
        inner = [line for place, rule in group for line in self._rule(place, rule, "index")]
        local = self._local(scope.list_fact)
        yield f"for index in range(len({local} or ()) - 1, -1, -1):"
        yield f"{_INDENT}element = {local}[index]"
        for name, field in self._fields.items():
            part = "element" if scope.plain else f"element.get({name.removeprefix(f'{scope.name}.')!r})"
            yield f"{_INDENT}{field} = {part}"
        yield from (f"{_INDENT}{line}" for line in inner)

    def _rule(self, place: int, rule: Rule, index: str) -> Iterator[str]:
        condition = effective_condition(rule, self._base.by_id)
        given = assured(condition)
        yield remark(rule.id)
        yield from self._translator.surely_true(condition).opening()
        yield f"{_INDENT}fire(({place}, {index}))"
        for number, conclusion in enumerate(rule.conclusions):
            lost = f"lose(({place}, {index}, {number}))"
            yield from (f"{_INDENT}{line}" for line in self._conclude(conclusion, lost, given))

    def _conclude(self, conclusion: Conclusion, lost: str, given: frozenset[str]) -> Iterator[str]:
        match conclusion:
            case Step(decision, step) if decision in self._schemes:
                held = self._speak(decision)
                rank = tuple(self._schemes[decision].steps).index(step)
                yield f"if {held} < {rank}:  {remark(step)}"
                yield f"{_INDENT}{held} = {rank}"
            case Bound(decision) if decision in self._schemes:
                yield from self._bound(conclusion, self._schemes[decision], lost, given)
            case Add(decision, points) if decision in self._schemes:
                held = self._speak(decision)
                yield f"{held} = {held} + {int(points)}"
            case Bound(amount=amount):
                yield from self._guarded(self._translator.known(amount, given), (), (lost,))
            case Assume(fact, amount, items):
                if amount is None:
                    yield f"concluded[{checked(fact)!r}] = {self._listed(items)}"
                else:
                    taken = f"concluded[{checked(fact)!r}] = {self._worked_out(amount)}"
                    yield from self._guarded(self._translator.known(amount, given), (taken,), (lost,))
            case Select(id_from=str() as name) if name:
                yield from self._guarded(self._translator.known(Fact(name), given), (), (lost,))
            case Select(kind, table=table):
                yield remark(f"which {table} it {kind}s is read off this firing")
            case Step() | Add() | Advise():
                return

    def _bound(self, bound: Bound, scheme: DecisionScheme, lost: str, given: frozenset[str]) -> Iterator[str]:
        """Keep the tighter one of two bounds; of equal ones the strict."""
        held, strict = self._speak(bound.decision), self._names.local(bound.decision, "strict")
        tighter, past = ("<", "-INF") if scheme.kind == "cap" else (">", "INF")
        amount = self._worked_out(bound.amount)
        plain = amount if amount.isidentifier() or not isinstance(bound.amount, Arith) else "amount"
        lines = [f"amount = {amount}"] if plain == "amount" else []
        lines += [
            f"if {plain} {tighter}{'=' if bound.strict else ''} {held}:",
            f"{_INDENT}{held}, {strict} = {plain}, {bound.strict!r}",
        ]
        yield from self._guarded(self._translator.known(bound.amount, given), lines, (lost, f"{held} = {past}"))

    def _guarded(self, known: Iterable[str], then: Iterable[str], otherwise: Iterable[str]) -> Iterator[str]:
        """Yield what is done where all is known, and what where it is not."""
        guards, lines = tuple(known), tuple(then)
        if not guards:
            yield from lines
            return
        yield f"if {' and '.join(guards)}:"
        yield from (f"{_INDENT}{line}" for line in lines or ("pass",))
        yield "else:"
        yield from (f"{_INDENT}{line}" for line in otherwise)

    def _worked_out(self, amount: Any) -> str:
        text = self._translator.number(amount)
        return f"exact({text})" if isinstance(amount, Arith) else text

    def _speak(self, decision: str) -> str:
        return self._spoken.setdefault(checked(decision), self._names.local(decision, "now"))

    def _listed(self, items: Iterable[Item]) -> str:
        """Return the elements of a list as source."""
        return "(" + "".join(f"{self._element(item)}, " for item in items).rstrip() + ")"

    def _element(self, item: Item) -> str:
        if isinstance(item, str):
            return self._names.literal(item)
        fields = (f"{checked(name)!r}: {self._names.literal(value)}" for name, value in item.items())
        return "{" + ", ".join(fields) + "}"
