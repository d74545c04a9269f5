"""The z3 solver, reduced to the few things asked of it, with the time it takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import thread_time
from typing import Literal

import z3

from springstep.engine.proof.symbols import Formula

Status = Literal["some", "none", "undecided"]
"""Some case makes it true, none does, or the solver gave up."""

_MILLISECONDS = 20_000
_PROVING = {"smt.phase_selection": 0, "smt.relevancy": 0, "smt.arith.solver": 2}
"""With these z3 finds in a third less time that there is no case; those that it does find are far-fetched."""


class Solver:
    """z3's solver over permanent constraints, with questions in scopes of their own.

    One that is ``proving`` is set to find soon that there is nothing to find.
    """

    def __init__(self, constraints: Iterable[Formula], *, proving: bool = False) -> None:
        self._solver = z3.Solver()
        self._solver.set("timeout", _MILLISECONDS)
        if proving:
            self._solver.set(**_PROVING)
        self._solver.add(*constraints)
        self.seconds = 0.0
        """How long the solver has worked in all, in processor time, so the load of the machine does not count."""

    @contextmanager
    def scope(self, *formulas: Formula) -> Iterator[None]:
        """Add formulas for as long as the scope lasts."""
        self._solver.push()
        try:
            self.add(*formulas)
            yield
        finally:
            self._solver.pop()

    def add(self, *formulas: Formula) -> None:
        """Add formulas to the innermost scope."""
        self._solver.add(*(formula for formula in formulas if formula is not True))

    def check(self, literals: Sequence[z3.BoolRef] = ()) -> Status:
        """Tell whether everything added can be true together with these literals."""
        # z3's own method checks the type of each literal, which takes longer than solving.
        asts = (z3.Ast * len(literals))(*(literal.as_ast() for literal in literals))
        start = thread_time()
        found = z3.Z3_solver_check_assumptions(self._solver.ctx.ref(), self._solver.solver, len(literals), asts)
        self.seconds += thread_time() - start
        return "some" if found == z3.Z3_L_TRUE else "none" if found == z3.Z3_L_FALSE else "undecided"

    def core(self, literals: Sequence[z3.BoolRef]) -> tuple[int, ...]:
        """Return the places of the literals of the last check that cannot be true at once."""
        core = {each.get_id() for each in self._solver.unsat_core()}
        return tuple(place for place, literal in enumerate(literals) if literal.get_id() in core)

    def model(self) -> z3.ModelRef:
        """Return a model for the last check."""
        start = thread_time()
        model = self._solver.model()
        self.seconds += thread_time() - start
        return model
