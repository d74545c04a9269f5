"""Of all cases for which something holds, the one nearest to the standard case, and always the same one.

Every fact is wished to be as the standard case has it. A wish is given up only if it cannot be had together with those
kept before it; what could not be had is then settled fact by fact, as near to the standard case's as can be. So the
case follows from the question alone, and not from what the solver was asked before or how it came to its answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import z3

from springstep.engine.proof.case_symbols import CaseSymbols
from springstep.engine.proof.soft_constraints import Near, SoftConstraint, soft_constraints
from springstep.engine.proof.solver import Solver, Status
from springstep.engine.proof.symbols import all_of, implies


class Nearness:
    """The wishes of one or several cases, most important first, made known to a solver."""

    def __init__(self, solver: Solver, cases: Sequence[CaseSymbols]) -> None:
        self._solver = solver
        self._soft_constraints = [soft for told in cases for soft in soft_constraints(told)]
        self._literals = [z3.Bool(f"wish:{place}") for place in range(len(self._soft_constraints))]
        for literal, soft in zip(self._literals, self._soft_constraints, strict=True):
            solver.add(implies(literal, soft.formula))

    def nearest(self) -> z3.ModelRef | None:
        """Return the nearest case for what the solver is asked; ``None`` if it gives up or there is none."""
        found = self._kept()
        if found is None:
            return None
        kept, model = found
        self._solver.add(all_of(self._literals[place] for place in kept))
        for place in sorted(set(range(len(self._soft_constraints))) - set(kept)):
            model = self._settled(self._soft_constraints[place], model)
        return model

    def _settled(self, soft: SoftConstraint, model: z3.ModelRef) -> z3.ModelRef:
        if soft.known is not True and not z3.is_true(model.eval(soft.known, model_completion=True)):
            return model
        if isinstance(soft.instead, Near):
            return self._nearest_number(soft.instead, model)
        return self._first(soft.instead, model)

    def _kept(self) -> tuple[list[int], z3.ModelRef] | None:
        """Return the wishes that can be had, by place, each one unless those kept before it forbid it; and who has."""
        sure: list[int] = []
        trying = list(range(len(self._soft_constraints)))
        while True:
            against: dict[int, set[int]] = {}
            while (found := self._check(tried := sure + trying)) == "none":
                core = [tried[at] for at in self._solver.core([self._literals[place] for place in tried])]
                if not core:
                    return None
                against[core[-1]] = set(core[:-1])
                trying.remove(core[-1])
            if found == "undecided":
                return None
            model = self._solver.model()
            wanted = self._wanted_after_all(sorted(tried), against)
            if wanted is None:
                return sorted(tried), model
            sure = [place for place in tried if place < wanted] + [wanted]
            trying = list(range(wanted + 1, len(self._soft_constraints)))

    def _wanted_after_all(self, kept: list[int], against: Mapping[int, set[int]]) -> int | None:
        """Return the first wish given up only because of later ones or of others that were given up, too."""
        for place in sorted(against):
            if against[place] <= set(kept):
                continue
            if self._check([*(each for each in kept if each < place), place]) == "some":
                return place
        return None

    def _check(self, places: Sequence[int]) -> Status:
        return self._solver.check([self._literals[place] for place in places])

    def _first(self, options: Sequence[z3.BoolRef], model: z3.ModelRef) -> z3.ModelRef:
        """Settle on the first option that can be had."""
        for option in options:
            if not z3.is_true(model.eval(option)):
                if self._solver.check([option]) != "some":
                    continue
                model = self._solver.model()
            self._solver.add(option)
            break
        return model

    def _nearest_number(self, near: Near, model: z3.ModelRef) -> z3.ModelRef:
        """Settle on the nearest number, of two the lower one."""
        value, wanted = near
        found = _whole(model, value)
        least, middle = 0, abs(found - wanted) - 1  # the solver likes numbers on the edge: most are the nearest already
        while least < (most := abs(found - wanted)):
            closer = self._within(value, wanted - middle, wanted + middle)
            if closer is None:
                least = middle + 1
            else:
                model, found = closer, _whole(closer, value)
            middle = (least + abs(found - wanted)) // 2
        if found > wanted and (lower := self._within(value, wanted - most, wanted - most)) is not None:
            model, found = lower, wanted - most
        self._solver.add(value == found)
        return model

    def _within(self, value: z3.ArithRef, low: int, high: int) -> z3.ModelRef | None:
        with self._solver.scope(value >= low, value <= high):
            return self._solver.model() if self._solver.check() == "some" else None


def _whole(model: z3.ModelRef, value: z3.ArithRef) -> int:
    return int(model.eval(value, model_completion=True).as_long())
