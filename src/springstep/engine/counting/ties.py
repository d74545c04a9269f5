"""Which answers about tied numbers some case can give, and how the comparisons between them then come out.

Each number is cut into cells; for each choice of cells and each outcome of the comparisons either some values fit or
none do. Mostly the bounds of the cells tell; where they do not, the solver is asked.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from itertools import product

import z3

from springstep.engine.counting.answers import UNTOLD, Diagram
from springstep.engine.counting.cells import Cell, always
from springstep.engine.counting.diagrams import Diagrams, Tie
from springstep.engine.proof.symbols import number


def possible(diagrams: Diagrams) -> Diagram:
    """Return which answers about tied numbers go with which outcomes of their comparisons."""
    groups = (_Group(diagrams, tuple(sorted(names))) for names in diagrams.cuts.groups())
    return diagrams.all_of(group.possible() for group in groups)


class _Group:
    """Numbers that are tied to each other."""

    def __init__(self, diagrams: Diagrams, names: tuple[str, ...]) -> None:
        self._diagrams, self._names = diagrams, names
        self._ties = [tie for tie in diagrams.ties.values() if not tie.apart.names.isdisjoint(names)]
        self._codes = [diagrams.answers.codes[name] for name in names]
        self._values = {name: number(diagrams.cuts.numbers[name].value) for name in names}
        self._solver = z3.Solver()

    def possible(self) -> Diagram:
        """Return which of their answers go with which outcomes; a comparison with what is not told has none."""
        found = self._diagrams.no
        choices = [[(UNTOLD, None), *enumerate(self._diagrams.answers.cells[name], start=1)] for name in self._names]
        for chosen in product(*choices[:-1]):
            by_outcome: dict[tuple[bool, ...], list[int]] = {}
            for code, cell in choices[-1]:
                cells = (*(each for _, each in chosen), cell)
                told = {name: each for name, each in zip(self._names, cells, strict=True) if each is not None}
                for outcome in self._outcomes(told):
                    by_outcome.setdefault(outcome, []).append(code)
            row = self._diagrams.any_of(
                self._codes[-1].among(codes) & self._come_out(outcome) for outcome, codes in by_outcome.items()
            )
            mine = (codes.among([code]) for codes, (code, _) in zip(self._codes, chosen, strict=False))
            found = found | self._diagrams.all_of([*mine, row])
        return found

    def _come_out(self, outcome: tuple[bool, ...]) -> Diagram:
        ties = zip(self._ties, outcome, strict=True)
        return self._diagrams.all_of(tie.holds if holds else ~tie.holds for tie, holds in ties)

    def _outcomes(self, cells: dict[str, Cell]) -> Iterator[tuple[bool, ...]]:
        """Yield each outcome of the comparisons that some values within the cells have."""
        known = [self._surely(tie, cells) for tie in self._ties]
        if None not in known:
            yield tuple(each is True for each in known)
            return
        self._solver.push()
        for name, cell in cells.items():
            self._solver.add(*self._bounds(name, cell))
        open_ = [self._formula(tie) for tie, surely in zip(self._ties, known, strict=True) if surely is None]
        while self._solver.check() == z3.sat:
            model = self._solver.model()
            found = [z3.is_true(model.eval(formula, model_completion=True)) for formula in open_]
            yield tuple(self._all_known(known, found))
            self._solver.add(z3.Or([z3.Not(f) if holds else f for f, holds in zip(open_, found, strict=True)]))
        self._solver.pop()

    def _all_known(self, known: Sequence[bool | None], found: Sequence[bool]) -> Iterator[bool]:
        """Yield how each comparison comes out: as is known, else as it was found."""
        left = iter(found)
        yield from (next(left) if each is None else each for each in known)

    def _surely(self, tie: Tie, cells: dict[str, Cell]) -> bool | None:
        if not tie.apart.names <= cells.keys():
            return False
        return always(tie.apart, operator.le if tie.at_most else operator.lt, cells)

    def _formula(self, tie: Tie) -> z3.BoolRef:
        parts = [number(factor) * self._values[name] for name, factor in sorted(tie.apart.factors)]
        whole = z3.Sum([*parts, number(tie.apart.rest)])
        return whole <= 0 if tie.at_most else whole < 0

    def _bounds(self, name: str, cell: Cell) -> Iterator[z3.BoolRef]:
        value = self._values[name]
        if cell.single:
            yield value == number(cell.any)
            return
        if cell.low is not None:
            yield value > number(cell.low)
        if cell.high is not None:
            yield value < number(cell.high)
