"""Soft constraints on a case to be shown: be like the standard case of the moment, most important facts first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import z3

from springstep.engine.inference.derived_facts import derive, meaning
from springstep.engine.inference.examples import standard_case
from springstep.engine.language.definitions import Definition
from springstep.engine.language.fact_info import Item
from springstep.engine.language.numbers import exact
from springstep.engine.language.substitute import substituted, substituted_term
from springstep.engine.proof.case_symbols import CaseSymbols
from springstep.engine.proof.conditions import symbol, truth
from springstep.engine.proof.symbols import (
    Formula,
    SymbolicAmount,
    SymbolicChoice,
    all_of,
    differs,
    negation,
    number,
    real,
)


class Near(NamedTuple):
    """A whole number, and the value it should be nearest to."""

    value: z3.ArithRef
    wanted: int


class SoftConstraint(NamedTuple):
    """One soft constraint, and what to fix instead if it cannot hold."""

    formula: Formula
    known: Formula = True
    """That there is anything to fix."""
    instead: Sequence[z3.BoolRef] | Near = ()
    """The first of these that is possible, or the nearest number."""


def soft_constraints(symbols: CaseSymbols) -> Iterator[SoftConstraint]:
    """Yield what makes numbers easy to read, then for each fact that it is as in the standard case."""
    standard = standard_case(symbols.base, symbols.moment)
    free = [_Free(symbols, definition, standard) for definition in symbols.free.values()]
    reals = {name: _Halves(symbols, name) for name in symbols.asked if _is_real(symbols, name)}
    yield from (SoftConstraint(each.readable) for each in free)
    yield from (SoftConstraint(each.readable) for each in reals.values())
    for each in free:
        yield from each.as_usual()
    for name in symbols.asked:
        if name in symbols.lists:
            yield from _listed(symbols, name, standard.get(name))
        elif name in reals:
            yield from reals[name].as_standard(standard.get(name))
        else:
            yield from _as_standard(symbols.facts[name], standard.get(name))
    for each in free:
        yield each.as_standard()


def _is_real(symbols: CaseSymbols, name: str) -> bool:
    found = symbols.facts[name]
    return isinstance(found, SymbolicAmount) and not z3.is_int(found.value)


def _as_standard(fact: Any, value: Any) -> Iterator[SoftConstraint]:
    known, unknown = fact.known, negation(fact.known)
    if isinstance(fact, SymbolicChoice):
        options = list(fact.of)
        place = options.index(value) if value is not None else 0
        nearest = sorted(options, key=lambda option: abs(options.index(option) - place))
        instead: Any = [fact.of[option] for option in nearest]
        preferred = fact.among((value,))
    else:
        instead = Near(number(fact.value), value if value is not None else 0)
        preferred = all_of((known, number(fact.value) == number(instead.wanted)))
    if value is None:
        yield SoftConstraint(unknown, known, instead)
    else:
        yield SoftConstraint(known)
        yield SoftConstraint(preferred, known, instead)


def _listed(symbols: CaseSymbols, name: str, items: Sequence[Item] | None) -> Iterator[SoftConstraint]:
    there, times, _ = symbols.lists[name]
    counted = [*map(symbols.base.vocabulary.list_scopes[name].values_in, items or ())]
    yield SoftConstraint(there if items is not None else negation(there))
    for kind, value in times.items():
        count = counted.count(tuple(field for _, field in kind))
        yield SoftConstraint(value == count, there, Near(value, count))
    yield SoftConstraint(all_of(value <= 1 for value in times.values()))


class _Halves:
    """A stated number that need not be whole: in halves where possible."""

    def __init__(self, symbols: CaseSymbols, name: str) -> None:
        found = symbols.facts[name]
        assert isinstance(found, SymbolicAmount)
        self._known, self._value = found.known, number(found.value)
        self._halves = z3.Int(f"halves of {name}{symbols.mark}")
        self.readable: Formula = self._value * 2 == z3.ToReal(self._halves)

    def as_standard(self, value: Any) -> Iterator[SoftConstraint]:
        """Yield that the number is as in the standard case."""
        near = Near(self._halves, round(2 * exact(value or 0)))
        settled = all_of((self._known, self.readable))
        if value is None:
            yield SoftConstraint(negation(self._known), settled, near)
        else:
            yield SoftConstraint(self._known)
            yield SoftConstraint(all_of((self._known, self._value == number(value))), settled, near)


class _Free:
    """A free number: with no more places than it has, and as it follows from the standard case's quantities."""

    def __init__(self, symbols: CaseSymbols, definition: Definition, standard: Mapping[str, Any]) -> None:
        name, vocabulary = definition.name, symbols.base.vocabulary
        found = symbols.facts[name]
        assert isinstance(found, SymbolicAmount) and definition.proof is not None
        self._known, value = found.known, number(found.value)
        self._prefers = [truth(each, symbols.facts).fails for each in definition.proof.prefers]
        parts = 10 ** (definition.places or 0)
        self._parts = z3.Int(f"parts of {name}{symbols.mark}")
        self.readable: Formula = value * parts == z3.ToReal(self._parts)
        read = meaning(vocabulary, standard)
        quantities = {fact: read[fact] for fact in read if vocabulary.facts[fact].kind == "quantity"}
        derive(vocabulary, read, standard)
        self._usual = round(parts * exact(read.get(name) or 0))
        way = definition.ways[-1]
        usual = symbol(substituted_term(way.value, quantities), symbols.facts)
        assert isinstance(usual, SymbolicAmount), "a number follows from numbers"
        self._follows = all_of((truth(substituted(way.when, quantities), symbols.facts).holds, usual.known))
        away, half = (value - real(usual.value)) * parts, number(0.5)
        self._as_follows = all_of((self._known, self._follows, away < half, -half < away))

    def as_usual(self) -> Iterator[SoftConstraint]:
        """Yield what the knowledge prefers for it, and that it follows from the standard case's quantities."""
        yield from (SoftConstraint(negation(fails)) for fails in self._prefers)
        yield SoftConstraint(self._as_follows)
        yield SoftConstraint(negation(differs(self._known, self._follows)))

    def as_standard(self) -> SoftConstraint:
        """Return that it follows from them, or else is near its value in the standard case."""
        return SoftConstraint(self._as_follows, all_of((self._known, self.readable)), Near(self._parts, self._usual))
