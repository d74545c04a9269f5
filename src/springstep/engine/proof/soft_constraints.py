"""What is wished of a case that is to be told: to be as the standard case of the moment, most important first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import z3

from springstep.engine.inference.derived_facts import derive, meaning
from springstep.engine.inference.examples import standard_case
from springstep.engine.language.numbers import exact
from springstep.engine.language.substitute import substituted, substituted_term
from springstep.engine.language.vocabulary import Definition
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
    """A whole number, and what it is to be as near to as can be."""

    value: z3.ArithRef
    wanted: int


class SoftConstraint(NamedTuple):
    """Something wished of a case, and how to settle it if it cannot be had."""

    formula: Formula
    known: Formula = True
    """That there is anything to settle."""
    instead: Sequence[z3.BoolRef] | Near = ()
    """The first of these that can be had, or the nearest number."""


def soft_constraints(told: CaseSymbols) -> Iterator[SoftConstraint]:
    """Yield what makes numbers easy to read, then for each fact that it is as the standard case has it."""
    standard = standard_case(told.base, told.moment)
    free = [_Free(told, definition, standard) for definition in told.free.values()]
    reals = {name: _Halves(told, name) for name in told.asked if _is_real(told, name)}
    yield from (SoftConstraint(each.readable) for each in free)
    yield from (SoftConstraint(each.readable) for each in reals.values())
    for each in free:
        yield from each.as_usual()
    for name in told.asked:
        if name in told.lists:
            yield from _listed(told, name, standard.get(name))
        elif name in reals:
            yield from reals[name].as_standard(standard.get(name))
        else:
            yield from _as_standard(told.facts[name], standard.get(name))
    for each in free:
        yield each.as_standard()


def _is_real(told: CaseSymbols, name: str) -> bool:
    found = told.facts[name]
    return isinstance(found, SymbolicAmount) and not z3.is_int(found.value)


def _as_standard(told: Any, value: Any) -> Iterator[SoftConstraint]:
    known, unknown = told.known, negation(told.known)
    if isinstance(told, SymbolicChoice):
        options = list(told.of)
        place = options.index(value) if value is not None else 0
        nearest = sorted(options, key=lambda option: abs(options.index(option) - place))
        instead: Any = [told.of[option] for option in nearest]
        preferred = told.among((value,))
    else:
        instead = Near(number(told.value), value if value is not None else 0)
        preferred = all_of((known, number(told.value) == number(instead.wanted)))
    if value is None:
        yield SoftConstraint(unknown, known, instead)
    else:
        yield SoftConstraint(known)
        yield SoftConstraint(preferred, known, instead)


def _listed(told: CaseSymbols, name: str, items: Sequence[Mapping[str, Any]] | None) -> Iterator[SoftConstraint]:
    there, times, _ = told.lists[name]
    counted = [tuple(item.values()) for item in items or ()]
    yield SoftConstraint(there if items is not None else negation(there))
    for kind, value in times.items():
        count = counted.count(tuple(field for _, field in kind))
        yield SoftConstraint(value == count, there, Near(value, count))
    yield SoftConstraint(all_of(value <= 1 for value in times.values()))


class _Halves:
    """A told number that need not be whole: told in halves where that can be had."""

    def __init__(self, told: CaseSymbols, name: str) -> None:
        found = told.facts[name]
        assert isinstance(found, SymbolicAmount)
        self._known, self._value = found.known, number(found.value)
        self._halves = z3.Int(f"halves of {name}{told.mark}")
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
    """A free number: told with as many places as it has, and as it follows with the standard case's quantities."""

    def __init__(self, told: CaseSymbols, definition: Definition, standard: Mapping[str, Any]) -> None:
        name, vocabulary = definition.name, told.base.vocabulary
        found = told.facts[name]
        assert isinstance(found, SymbolicAmount) and definition.proof is not None
        self._known, value = found.known, number(found.value)
        self._prefers = [truth(each, told.facts).fails for each in definition.proof.prefers]
        parts = 10 ** (definition.places or 0)
        self._parts = z3.Int(f"parts of {name}{told.mark}")
        self.readable: Formula = value * parts == z3.ToReal(self._parts)
        read = meaning(vocabulary, standard)
        quantities = {fact: read[fact] for fact in read if vocabulary.facts[fact].kind == "quantity"}
        derive(vocabulary, read, standard)
        self._usual = round(parts * exact(read.get(name) or 0))
        way = definition.ways[-1]
        usual = symbol(substituted_term(way.value, quantities), told.facts)
        assert isinstance(usual, SymbolicAmount), "a number follows from numbers"
        self._follows = all_of((truth(substituted(way.when, quantities), told.facts).holds, usual.known))
        away, half = (value - real(usual.value)) * parts, number(0.5)
        self._as_follows = all_of((self._known, self._follows, away < half, -half < away))

    def as_usual(self) -> Iterator[SoftConstraint]:
        """Yield what the knowledge prefers of it, and that it follows as it does with the standard quantities."""
        yield from (SoftConstraint(negation(fails)) for fails in self._prefers)
        yield SoftConstraint(self._as_follows)
        yield SoftConstraint(negation(differs(self._known, self._follows)))

    def as_standard(self) -> SoftConstraint:
        """Return that it follows so, or else is near to what it is in the standard case."""
        return SoftConstraint(self._as_follows, all_of((self._known, self.readable)), Near(self._parts, self._usual))
