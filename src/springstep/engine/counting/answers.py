"""The answers that a fact can be given, as codes of a few bits in a decision diagram."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import z3
from oxidd.bcdd import BCDDFunction, BCDDManager

from springstep.engine.counting.cells import Cell, point, real_cells, whole_cells
from springstep.engine.counting.cuts import Cuts
from springstep.engine.proof.symbols import Listed, SymbolicAmount, SymbolicChoice

Diagram = BCDDFunction

UNTOLD = 0
"""The code of a fact that is not told."""


class Codes:
    """The codes of one fact: 0 where it is not told, then its answers in order."""

    def __init__(self, manager: BCDDManager, count: int, *, required: bool) -> None:
        self.count = count
        self.required = required
        self.bits = range(manager.num_vars(), manager.num_vars() + max(1, (count - 1).bit_length()))
        manager.add_vars(len(self.bits))
        self._variables = [manager.var(bit) for bit in self.bits]
        self._yes, self._no = manager.true(), manager.false()
        self._made: dict[frozenset[int], Diagram] = {}

    def among(self, codes: Iterable[int]) -> Diagram:
        """Return that the fact has one of these codes."""
        wanted = frozenset(codes)
        if wanted not in self._made:
            self._made[wanted] = self._within(sorted(wanted), 0, 0)
        return self._made[wanted]

    def valid(self) -> Diagram:
        """Return that the bits are one of the codes of a case, which tells what is required."""
        return self.among(range(1 if self.required else 0, self.count))

    def every_bit(self) -> Diagram:
        """Return the conjunction of its bits, by which diagrams are freed of it."""
        found = self._yes
        for variable in self._variables:
            found = found & variable
        return found

    def _within(self, wanted: list[int], depth: int, start: int) -> Diagram:
        size = 1 << (len(self.bits) - depth)
        if not wanted:
            return self._no
        if len(wanted) == size:
            return self._yes
        middle = start + size // 2
        low = self._within([code for code in wanted if code < middle], depth + 1, start)
        high = self._within([code for code in wanted if code >= middle], depth + 1, middle)
        return self._variables[depth].ite(high, low)


class Answers(NamedTuple):
    """The answers of every fact that a case states, and z3's variables in terms of them."""

    codes: dict[str, Codes]
    """By fact, in the order of their bits."""
    cells: dict[str, list[Cell]]
    """By number: its cells, of which the first has code 1."""
    truths: dict[str, Diagram]
    """By the name of a variable that is true or false."""
    one_item: dict[str, Diagram]
    """By the name of a variable that counts items: that there is one."""


def answers(cuts: Cuts, manager: BCDDManager) -> Answers:
    """Give every fact its codes, those with the most answers first, by which diagrams stay small."""
    found = Answers({}, {}, {}, {})
    for name in sorted(cuts.symbols.variables, key=cuts.answers, reverse=True):
        symbol = cuts.symbols.facts[name]
        if isinstance(symbol, SymbolicAmount):
            _number(name, symbol, cuts, manager, found)
        elif isinstance(symbol, Listed):
            codes = found.codes[name] = Codes(manager, len(symbol.times) + 2, required=symbol.known is True)
            _name(found.truths, symbol.known, codes.among(range(1, codes.count)))
            for code, kind in enumerate(symbol.times, start=2):
                _name(found.truths, symbol.there[kind], codes.among([code]))
                _name(found.one_item, symbol.times[kind], codes.among([code]))
        else:
            assert isinstance(symbol, SymbolicChoice)
            codes = found.codes[name] = Codes(manager, len(symbol.of) + 1, required=False)
            for code, holds in enumerate(symbol.of.values(), start=1):
                _name(found.truths, holds, codes.among([code]))
    return found


def _number(name: str, symbol: SymbolicAmount, cuts: Cuts, manager: BCDDManager, found: Answers) -> None:
    if name in cuts.untold:
        _name(found.truths, symbol.known, manager.false())
        return
    if name in cuts.split:
        cells = [point(value.rest) for value in cuts.each_value(name)]
    else:
        cut = whole_cells if z3.is_int(symbol.value) else real_cells
        cells = cut(cuts.thresholds[name])
    found.cells[name] = cells
    codes = found.codes[name] = Codes(manager, len(cells) + 1, required=symbol.known is True)
    _name(found.truths, symbol.known, codes.among(range(1, codes.count)))


def _name(names: dict[str, Diagram], variable: Any, diagram: Diagram) -> None:
    """Note what a variable stands for; what is required is known, and no variable says so."""
    if not isinstance(variable, bool):
        names[str(variable.decl().name())] = diagram
