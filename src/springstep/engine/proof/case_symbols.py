"""Everything that a case may state at one moment, as symbols, with the constraints that make it a case.

A list becomes a count for each possible kind of item: conditions read one item at a time, so nothing else about a list
can matter. Derived facts are worked out as the inference does. Where the knowledge says how proofs should see a derived
number, it is *free*: any number that meets the condition given there. The quantities it is derived from then have no
symbols.

The symbols stand for all cases that the engine accepts, and for some more: a free number need not be rounded as the
inference rounds it. What is proved of all that they stand for is proved of every case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

import z3

from springstep.engine.language.conditions import names_in
from springstep.engine.language.constraints import Constraint
from springstep.engine.language.definitions import Definition
from springstep.engine.language.fact_info import MOMENT, FactInfo
from springstep.engine.proof.conditions import symbol, truth
from springstep.engine.proof.symbols import (
    NOTHING,
    Formula,
    ItemKind,
    Listed,
    Symbol,
    SymbolicAmount,
    SymbolicChoice,
    all_of,
    any_of,
    constant,
    either,
    implies,
    negation,
    number,
)
from springstep.engine.rulebase.base import RuleBase


class CaseSymbols:
    """The facts of a case at one moment, as symbols, with their constraints."""

    def __init__(self, base: RuleBase, moment: str, *, mark: str = "") -> None:
        self.base = base
        self.moment = moment
        self.mark = mark
        """A suffix that keeps the names of these variables apart from those of another case."""
        self.constraints: list[Formula] = []
        self.facts: dict[str, Symbol] = {MOMENT: constant(moment)}
        """The facts a case states, and those derived from them."""
        self.lists: dict[str, Listed] = {}
        vocabulary = base.vocabulary
        relevant = _relevant_facts(base, moment)
        self.asked = tuple(name for name in relevant if vocabulary.facts[name].kind != "quantity")
        """The stated facts that have symbols."""
        self.free: dict[str, Definition] = {}
        """Derived numbers that may be any number for which a condition holds."""
        for name in self.asked:
            info = vocabulary.facts[name]
            required = moment in info.required_at
            if info.kind == "items":
                self.facts[name] = self.lists[name] = self._listed(info, required=required)
            else:
                self.facts[name] = self._symbol(info, required=required)
        for definition in vocabulary.definitions:
            if definition.name not in vocabulary.facts and not relevant.keys().isdisjoint(
                vocabulary.sources(definition.name)
            ):
                self._define(definition)
        self.constraints += [
            part for each in vocabulary.constraints for part in self._formulas(each) if part is not True
        ]

    @property
    def variables(self) -> tuple[str, ...]:
        """Return the names of the facts that are variables: stated facts and free numbers."""
        return (*self.asked, *self.free)

    def known(self, name: str) -> Formula:
        """Return that a fact is stated or can be derived."""
        return self.facts[name].known if name in self.facts else False

    def _bool(self, name: str) -> z3.BoolRef:
        return z3.Bool(f"{name}{self.mark}")

    def _symbol(self, info: FactInfo, *, required: bool) -> Symbol:
        if info.kind == "number":
            make = z3.Int if info.integer else z3.Real
            value = make(f"{info.name}{self.mark}")
            known: Formula = True if required else self._bool(f"{info.name}?")
            self.constraints.append(value >= number(info.minimum or 0))
            if info.maximum is not None:
                self.constraints.append(value <= number(info.maximum))
            return SymbolicAmount(value, known, _span(info))
        of = {value: self._bool(f"{info.name}={value}") for value in self._values(info)}
        self.constraints.append(z3.PbLe([(each, 1) for each in of.values()], 1))
        if required:
            self.constraints.append(any_of(of.values()))
        return SymbolicChoice(of)

    def _values(self, info: FactInfo) -> tuple[Any, ...]:
        match info.kind:
            case "flag":
                return (True, False)
            case "row":
                return tuple(self.base.tables[info.table].by_id)
            case _:
                return info.values

    def _listed(self, info: FactInfo, *, required: bool) -> Listed:
        name, fields = info.name, self.base.vocabulary.list_scopes[info.name].fields
        kinds = [tuple(zip(fields, values, strict=True)) for values in product(*(i.values for i in fields.values()))]
        known: Formula = True if required else self._bool(f"{name}?")
        there: dict[ItemKind, Formula] = {}
        times: dict[ItemKind, Any] = {}
        for kind in kinds:
            label = f"{name}:{'/'.join(str(value) for _, value in kind)}"
            there[kind], times[kind] = self._bool(label), z3.Int(f"{label}#{self.mark}")
            self.constraints += [
                implies(there[kind], known),
                times[kind] >= 0,
                there[kind] == (times[kind] >= 1),
            ]
        if info.item_words:  # a word said twice is said once
            self.constraints += [number <= 1 for number in times.values()]
        self.constraints.append(z3.Sum(list(times.values())) <= info.most)
        return Listed(known, times, there)

    def _define(self, definition: Definition) -> None:
        """Add a derived fact."""
        name, view = definition.name, definition.proof
        if view is None:
            self.facts[name] = defined(definition, self.facts)
            return
        self.free[name] = definition
        self.facts[name] = SymbolicAmount(z3.Real(f"{name}{self.mark}"), self._bool(f"{name}?"))
        self.constraints.append(negation(truth(view.holds, self.facts).fails))

    def _formulas(self, constraint: Constraint) -> Iterator[Formula]:
        """Yield the formulas of a constraint; none where it is already part of how proofs see a free number."""
        read = [*names_in(constraint.when if constraint.when is not None else constraint.never)]
        facts = self.base.vocabulary.facts
        if any(name in facts and facts[name].kind == "quantity" for name in read):
            return
        if constraint.when is None:
            yield negation(truth(constraint.never, self.facts).holds)
            return
        holds = truth(constraint.when, self.facts).holds
        yield from (implies(holds, negation(self.known(name))) for name in constraint.forbids if name in self.facts)


def defined(definition: Definition, scope: Mapping[str, Symbol]) -> Symbol:
    """Return a derived fact as a symbol, by the first way whose condition holds.

    A way whose condition neither holds nor fails leaves it unknown.
    """
    ways = [(truth(way.when, scope), symbol(way.value, scope)) for way in definition.ways]
    if definition.info.kind != "number":
        return _chosen_way(ways)
    value: Any = 0
    known: Formula = False
    for when, found in reversed(ways):
        if when.holds is False:
            known = all_of((when.fails, known))
            continue
        amount = found if isinstance(found, SymbolicAmount) else NOTHING
        value = amount.value if known is False else either(when.holds, amount.value, value)
        known = any_of((all_of((when.holds, amount.known)), all_of((when.fails, known))))
    return SymbolicAmount(value, known, _span(definition.info)) if known is not False else NOTHING


def _chosen_way(ways: Iterable[tuple[Any, Symbol]]) -> SymbolicChoice:
    held: dict[Any, list[Formula]] = {}
    reached: Formula = True
    for when, found in ways:
        for value, holds in found.of.items() if isinstance(found, SymbolicChoice) else ():
            held.setdefault(value, []).append(all_of((reached, when.holds, holds)))
        reached = all_of((reached, when.fails))
    return SymbolicChoice({value: any_of(parts) for value, parts in held.items()})


def _span(info: FactInfo) -> range | None:
    if not info.integer or info.minimum is None or info.maximum is None:
        return None
    return range(int(info.minimum), int(info.maximum) + 1)


def _relevant_facts(base: RuleBase, moment: str) -> dict[str, None]:
    """Name the facts that a case may state at a moment; any other that is read then is unknown."""
    return {info.name: None for info in base.vocabulary.asked_at(moment)}
