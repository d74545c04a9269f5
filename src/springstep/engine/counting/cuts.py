"""Where the formulas cut each number of a case: the thresholds at which anything changes.

A first pass over the formulas, without their conditions: for each term all that it can be, as linear expressions, and
for each comparison the thresholds that follow. A number that is compared or multiplied with another one is split into
its single values, where these are few. Numbers that are compared with each other and have many values stay *tied*:
their cells together tell how most comparisons come out, and the rest are told apart by their outcome. Where that comes
to too many combinations, the number with the most values is taken as not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import prod

import z3

from springstep.engine.counting.linear import Linear, TiedError, constant, variable
from springstep.engine.counting.reading import ARITHMETIC, Part, in_order
from springstep.engine.proof.case_symbols import CaseSymbols
from springstep.engine.proof.symbols import Formula, SymbolicAmount, SymbolicChoice

_SPLIT_AT_MOST = 128
_TOGETHER_AT_MOST = 100_000
"""So many combinations of cells can numbers have that are tied to each other."""
_TIES_AT_MOST = 16
"""In so many ways can they be compared with each other."""


class Cuts:
    """What the formulas compare each number with.

    ``formulas`` are what rules do and what makes a case.
    """

    def __init__(self, symbols: CaseSymbols, formulas: Sequence[Formula]) -> None:
        self.symbols = symbols
        self.parts = in_order(formulas)
        self.numbers: Mapping[str, SymbolicAmount] = {
            name: symbol
            for name, symbol in symbols.facts.items()
            if isinstance(symbol, SymbolicAmount) and name in symbols.variables
        }
        self.items = {
            str(times.decl().name())
            for listed in symbols.lists.values()
            for times in listed.times.values()
            if isinstance(times, z3.ExprRef)
        }
        """The variables that count the items of a list, which is taken to have one at most."""
        self.split: set[str] = set()
        """Numbers of which each value is a case of its own."""
        self.untold: set[str] = set()
        """Numbers taken as not told, since they are tied to others in too many ways."""
        self.thresholds: dict[str, set[Fraction]] = {}
        self.ties: set[Linear] = set()
        """Expressions of several numbers that are neither split nor taken as not told, compared with zero."""
        while not self._complete():
            pass

    def answers(self, name: str) -> int:
        """Return how many answers of a fact there are to tell apart, or cells of a number."""
        symbol = self.symbols.facts[name]
        if isinstance(symbol, SymbolicAmount):
            return len(self.each_value(name)) if name in self.split else 2 * len(self.thresholds[name]) + 1
        return len(symbol.of if isinstance(symbol, SymbolicChoice) else symbol.times)

    def groups(self) -> list[frozenset[str]]:
        """Return the numbers that are tied to each other, directly or not."""
        found: list[frozenset[str]] = []
        for names in {tie.names for tie in self.ties}:
            apart = [group for group in found if group.isdisjoint(names)]
            found = [*apart, names.union(*(group for group in found if group not in apart))]
        return found

    def lowest(self, name: str) -> Fraction:
        """Return the value that stands for a number which is not told; no formula depends on it."""
        info = self.symbols.base.vocabulary.facts.get(name)
        return Fraction(info.minimum or 0) if info is not None else Fraction(1)

    def leaves(self, part: Part) -> list[Linear]:
        """Return what a variable can be."""
        name = part.name
        if name in self.items:
            return [constant(0), constant(1)]
        if name in self.untold:
            return [constant(self.lowest(name))]
        return self.each_value(name) if name in self.split else [variable(name)]

    def each_value(self, name: str) -> list[Linear]:
        """Return the values of a number that is split."""
        span = self.numbers[name].span
        assert span is not None, "only whole numbers with a span are split"
        return [constant(value) for value in span]

    def _complete(self) -> bool:
        """Pass over the formulas; return whether no number had to be split, or taken as not told."""
        self.thresholds, self.ties = {name: set() for name in self.numbers}, set()
        can_be: dict[int, set[Linear]] = {}
        for part in self.parts:
            try:
                if not part.is_truth:
                    can_be[part.key] = self._can_be(part, can_be)
                elif part.compares:
                    self._compare(part, can_be)
            except TiedError as tied:
                self._untie(tied.names)
                return False
        large = [group for group in self.groups() if self._is_large(group)]
        for group in large:
            self._untie(group)
        return not large

    def _is_large(self, group: frozenset[str]) -> bool:
        ties = sum(not group.isdisjoint(tie.names) for tie in self.ties)
        return ties > _TIES_AT_MOST or prod(map(self.answers, group)) > _TOGETHER_AT_MOST

    def _can_be(self, part: Part, can_be: Mapping[int, set[Linear]]) -> set[Linear]:
        if part.value is not None:
            return {constant(part.value)}
        if part.kind == z3.Z3_OP_UNINTERPRETED:
            return set(self.leaves(part))
        if part.kind == z3.Z3_OP_ITE:
            return can_be[part.of[1]] | can_be[part.of[2]]
        if part.kind == z3.Z3_OP_TO_REAL:
            return can_be[part.of[0]]
        work_out, found = ARITHMETIC[part.kind], can_be[part.of[0]]
        for other in part.of[1:]:
            found = {work_out(a, b) for a in found for b in can_be[other]}
        return found

    def _compare(self, part: Part, can_be: Mapping[int, set[Linear]]) -> None:
        for first in can_be[part.of[0]]:
            for second in can_be[part.of[1]]:
                apart = first.minus(second)
                if len(apart.factors) == 1:
                    ((name, factor),) = apart.factors
                    self.thresholds[name].add(-apart.rest / factor)
                elif apart.factors:
                    if any(self._can_split(name) for name in apart.names):
                        raise TiedError(apart.names)
                    self.ties.add(apart.by_first())

    def _can_split(self, name: str) -> bool:
        span = self.numbers[name].span
        return name not in self.split and span is not None and len(span) <= _SPLIT_AT_MOST

    def _untie(self, names: Iterable[str]) -> None:
        """Split the number with the fewest values, or take the one with the most as not told."""
        by_size = sorted(names, key=lambda name: (len(self.numbers[name].span or range(1 << 62)), name))
        few = [name for name in by_size if self._can_split(name)]
        if few:
            self.split.add(few[0])
            return
        whole = [name for name in by_size if self.numbers[name].span is not None]
        self.untold.add((whole or by_size)[-1])
