"""Ask whether any athlete whatever makes a formula true: an answer is a case to run, or a proof that there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import z3

from springstep.engine.proof.athlete import Athlete
from springstep.engine.proof.cases import Cases
from springstep.engine.proof.nearness import Nearness
from springstep.engine.proof.solver import Solver, Status
from springstep.engine.proof.symbols import Formula, all_of, implies, negation


class Answer(NamedTuple):
    """What the solver says to a question: some athlete (with the case), none, or nothing."""

    status: Status
    cases: tuple[dict[str, Any], ...] = ()
    """A case for each athlete asked about."""


class Prover:
    """A solver over the cases of one athlete, or of several at once."""

    def __init__(self, athletes: Iterable[Athlete]) -> None:
        self.athletes = tuple(athletes)
        self.solver = Solver(part for athlete in self.athletes for part in athlete.constraints)
        self._nearness = Nearness(self.solver, self.athletes)
        self._cases = tuple(Cases(athlete) for athlete in self.athletes)

    def satisfiable(self) -> Answer:
        """Tell whether there is any athlete at all; without one every proof would be empty."""
        return self.ask(True)

    def holds(self, claim: Formula) -> Answer:
        """Tell whether something holds for every athlete: ``none`` means that nobody breaks it."""
        return self.ask(negation(claim))

    def ask(self, question: Formula, *, story: bool = True) -> Answer:
        """Look for an athlete for whom the question holds, told as ``nearness`` does; without ``story`` any will do."""
        if question is False:
            return Answer("none")
        with self.solver.scope(question):
            status = self.solver.check()
            if status == "none" or not story:
                return Answer(status)
            model = self._nearness.nearest()
            if model is None:  # wishes can make a question harder than it is
                if status != "some" or self.solver.check() != "some":
                    return Answer("undecided")
                model = self.solver.model()
            return Answer("some", tuple(cases.of(model) for cases in self._cases))

    def forces(self, given: Sequence[Formula], holds: Formula) -> bool:
        """Tell whether something holds for everyone of whom all that is given holds."""
        return self.ask(all_of((*given, negation(holds))), story=False).status == "none"

    def needed(self, given: Sequence[Formula], holds: Formula) -> tuple[int, ...]:
        """Return which of the given formulas are needed, by place, so that something holds for everyone they fit."""
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
