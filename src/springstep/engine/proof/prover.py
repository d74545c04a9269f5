"""Ask whether any case whatever makes a formula true: an answer is a case to run, or a proof that there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import z3

from springstep.engine.proof.case_reader import CaseReader
from springstep.engine.proof.case_symbols import CaseSymbols
from springstep.engine.proof.nearness import Nearness
from springstep.engine.proof.solver import Solver, Status
from springstep.engine.proof.symbols import Formula, all_of, implies, negation


class Answer(NamedTuple):
    """What the solver says to a question: some case, none, or nothing."""

    status: Status
    cases: tuple[dict[str, Any], ...] = ()
    """One for each that was asked about."""


class Prover:
    """A solver over all cases, or over several at once."""

    def __init__(self, cases: Iterable[CaseSymbols]) -> None:
        self.cases = tuple(cases)
        self.solver = Solver(part for told in self.cases for part in told.constraints)
        self._nearness = Nearness(self.solver, self.cases)
        self._read = tuple(CaseReader(told) for told in self.cases)

    def satisfiable(self) -> Answer:
        """Tell whether there is any case at all; without one every proof would be empty."""
        return self.ask(True)

    def holds(self, claim: Formula) -> Answer:
        """Tell whether something holds for every case: ``none`` means that none breaks it."""
        return self.ask(negation(claim))

    def ask(self, question: Formula, *, witness: bool = True) -> Answer:
        """Look for a case for which the question holds, told as ``nearness`` does; without ``witness`` any will do."""
        if question is False:
            return Answer("none")
        with self.solver.scope(question):
            status = self.solver.check()
            if status == "none" or not witness:
                return Answer(status)
            model = self._nearness.nearest()
            if model is None:  # wishes can make a question harder than it is
                if status != "some" or self.solver.check() != "some":
                    return Answer("undecided")
                model = self.solver.model()
            return Answer("some", tuple(each.of(model) for each in self._read))

    def forces(self, given: Sequence[Formula], holds: Formula) -> bool:
        """Tell whether something holds for every case for which all that is given holds."""
        return self.ask(all_of((*given, negation(holds))), witness=False).status == "none"

    def needed(self, given: Sequence[Formula], holds: Formula) -> tuple[int, ...]:
        """Return which of the given formulas are needed, by place, so that something holds for all they fit."""
        literals = [z3.Bool(f"given:{place}") for place in range(len(given))]
        meant = (implies(literal, part) for literal, part in zip(literals, given, strict=True))
        with self.solver.scope(negation(holds), *meant):
            if self.solver.check(literals) != "none":
                return tuple(range(len(given)))
            kept = list(self.solver.core(literals))
            for place in tuple(kept):
                rest = [other for other in kept if other != place]
                if self.solver.check([literals[each] for each in rest]) == "none":
                    kept = rest
            return tuple(kept)
