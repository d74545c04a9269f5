"""Formulas as decision diagrams over the answers of a case.

The second pass over the formulas, now with their conditions: a truth becomes a diagram; a number becomes all that it
can be, each with the diagram of when it is that. Comparisons of tied numbers become variables of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

import z3
from oxidd.bcdd import BCDDManager

from springstep.engine.counting.answers import UNTOLD, Answers, Codes, Diagram, answers
from springstep.engine.counting.cuts import Cuts
from springstep.engine.counting.linear import Linear, constant
from springstep.engine.counting.reading import ARITHMETIC, RELATIONS, Part
from springstep.engine.proof.symbols import Formula

Guarded: TypeAlias = "dict[Linear, Diagram]"
"""All that a number can be, with when it is that."""

_NODES, _CACHED = 1 << 25, 1 << 22


class Tie(NamedTuple):
    """That a linear expression of several tied numbers is below zero, or at most zero."""

    apart: Linear
    at_most: bool
    codes: Codes
    """Of its two outcomes, as if it were an answer."""

    @property
    def holds(self) -> Diagram:
        """Return that it does."""
        return self.codes.among([1])


class Diagrams:
    """Every formula of a first pass as a diagram."""

    def __init__(self, cuts: Cuts) -> None:
        self.cuts = cuts
        self.manager = BCDDManager(_NODES, _CACHED, 1)
        self.yes, self.no = self.manager.true(), self.manager.false()
        self.answers: Answers = answers(cuts, self.manager)
        self.ties: dict[tuple[Linear, bool], Tie] = {}
        self._truths: dict[int, Diagram] = {}
        self._numbers: dict[int, Guarded] = {}
        for part in cuts.parts:
            if part.is_truth:
                self._truths[part.key] = self._truth(part)
            else:
                self._numbers[part.key] = self._number(part)

    def of(self, formula: Formula) -> Diagram:
        """Return a formula that was passed over as a diagram."""
        if isinstance(formula, bool):
            return self.yes if formula else self.no
        return self._truths[formula.get_id()]

    def any_of(self, parts: Iterable[Diagram]) -> Diagram:
        """Return the disjunction."""
        found = self.no
        for part in parts:
            found = found | part
        return found

    def all_of(self, parts: Iterable[Diagram]) -> Diagram:
        """Return the conjunction."""
        found = self.yes
        for part in parts:
            found = found & part
        return found

    def _truth(self, part: Part) -> Diagram:
        if part.compares:
            return self._comparison(part)
        own = [self._truths[each] for each in part.of]
        match part.kind:
            case z3.Z3_OP_TRUE:
                return self.yes
            case z3.Z3_OP_FALSE:
                return self.no
            case z3.Z3_OP_UNINTERPRETED:
                return self.answers.truths[part.name]
            case z3.Z3_OP_AND:
                return self.all_of(own)
            case z3.Z3_OP_OR:
                return self.any_of(own)
            case z3.Z3_OP_NOT:
                return ~own[0]
            case z3.Z3_OP_EQ:
                return own[0].equiv(own[1])
            case z3.Z3_OP_ITE:
                return own[0].ite(own[1], own[2])
            case z3.Z3_OP_PB_AT_MOST:  # of the answers of one fact, which have codes of their own
                return self.yes
        raise NotImplementedError(str(part.ast.decl()))

    def _number(self, part: Part) -> Guarded:
        if part.value is not None:
            return {constant(part.value): self.yes}
        if part.kind == z3.Z3_OP_UNINTERPRETED:
            return self._variable(part)
        if part.kind == z3.Z3_OP_TO_REAL:
            return self._numbers[part.of[0]]
        if part.kind == z3.Z3_OP_ITE:
            when = self._truths[part.of[0]]
            found: Guarded = {}
            for own, other in ((when, part.of[1]), (~when, part.of[2])):
                for value, holds in self._numbers[other].items():
                    self._put(found, value, holds & own)
            return found
        found = self._numbers[part.of[0]]
        for other in part.of[1:]:
            found = self._combined(found, self._numbers[other], ARITHMETIC[part.kind])
        return found

    def _variable(self, part: Part) -> Guarded:
        name, leaves = part.name, self.cuts.leaves(part)
        if name in self.answers.one_item:
            there = self.answers.one_item[name]
            return dict(zip(leaves, (~there, there), strict=True))
        if name not in self.cuts.split:
            return dict.fromkeys(leaves, self.yes)
        codes = self.answers.codes[name]
        found = {value: codes.among([code]) for code, value in enumerate(leaves, start=1)}
        self._put(found, constant(self.cuts.lowest(name)), codes.among([UNTOLD]))
        return found

    def _combined(self, first: Guarded, second: Guarded, work_out: Callable[[Linear, Linear], Linear]) -> Guarded:
        found: Guarded = {}
        for one, here in first.items():
            for other, there in second.items():
                self._put(found, work_out(one, other), here & there)
        return found

    def _put(self, into: Guarded, value: Linear, holds: Diagram) -> None:
        if holds != self.no:
            into[value] = into[value] | holds if value in into else holds

    def _comparison(self, part: Part) -> Diagram:
        relation = RELATIONS[part.kind]
        apart = self._combined(self._numbers[part.of[0]], self._numbers[part.of[1]], Linear.minus)
        return self.any_of(holds & self._compared(each, relation) for each, holds in apart.items())

    def _compared(self, apart: Linear, relation: Callable[[Any, Any], bool]) -> Diagram:
        """Return when a linear expression stands in a relation to zero."""
        if not apart.factors:
            return self.yes if relation(apart.rest, 0) else self.no
        if len(apart.factors) > 1:
            return self._of_ties(apart, relation)
        ((name, factor),) = apart.factors
        values: list[Fraction] = [self.cuts.lowest(name), *(cell.any for cell in self.answers.cells[name])]
        return self.answers.codes[name].among(
            code for code, value in enumerate(values) if relation(factor * value + apart.rest, 0)
        )

    def _of_ties(self, apart: Linear, relation: Callable[[Any, Any], bool]) -> Diagram:
        """Return when an expression of tied numbers stands in a relation to zero, by whether it is below or at most."""
        same = apart.by_first()
        sign = 1 if min(apart.factors)[1] > 0 else -1
        below, at_most = self._tie(same, at_most=False), self._tie(same, at_most=True)
        outcomes = ((-1, below), (0, at_most & ~below), (1, ~at_most))
        return self.any_of(holds for side, holds in outcomes if relation(sign * side, 0))

    def _tie(self, apart: Linear, *, at_most: bool) -> Diagram:
        if (apart, at_most) not in self.ties:
            self.ties[apart, at_most] = Tie(apart, at_most, Codes(self.manager, 2, required=False))
        return self.ties[apart, at_most].holds
