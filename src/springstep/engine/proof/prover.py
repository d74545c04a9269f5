"""Ask whether any case at all makes a formula true: the answer is a case to run, or a proof that there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import z3

from springstep.engine.proof.case_reader import CaseReader
from springstep.engine.proof.case_symbols import CaseSymbols
from springstep.engine.proof.nearness import Nearness
from springstep.engine.proof.solver import Solver, Status
from springstep.engine.proof.symbols import Formula, implies, negation


class Answer(NamedTuple):
    """The solver's answer to a question: some case, none, or undecided."""

    status: Status
    cases: tuple[dict[str, Any], ...] = ()
    """One for each set of symbols that was asked about."""


class Prover:
    """A solver over all cases, or over several at once; ``proving`` where it is asked for proofs rather than cases."""

    def __init__(self, cases: Iterable[CaseSymbols], *, proving: bool = False) -> None:
        self.cases = tuple(cases)
        self.solver = Solver((part for symbols in self.cases for part in symbols.constraints), proving=proving)
        self._nearness = Nearness(self.solver, self.cases)
        self._read = tuple(CaseReader(symbols) for symbols in self.cases)

    def satisfiable(self) -> Answer:
        """Tell whether there is any case at all; without one, every proof would be vacuous."""
        return self.ask(True)

    def holds(self, claim: Formula) -> Answer:
        """Tell whether something holds for every case: ``none`` means that none breaks it."""
        return self.ask(negation(claim))

    def ask(self, question: Formula, *, witness: bool = True, nearest: bool = True) -> Answer:
        """Look for the nearest case for which the question holds.

        Without ``witness``, only whether there is one; without ``nearest``, any case, which takes less time.
        """
        if question is False:
            return Answer("none")
        with self.solver.scope(question):
            status = self.solver.check()
            if status == "none" or not witness:
                return Answer(status)
            model = self._nearness.nearest() if nearest else None
            if model is None:  # soft constraints can make a question harder than it is
                if status != "some" or self.solver.check() != "some":
                    return Answer("undecided")
                model = self.solver.model()
            return Answer("some", tuple(each.of(model) for each in self._read))

    @contextmanager
    def denied(self, holds: Formula) -> Iterator[Denied]:
        """Suppose that something does not hold, for as long as it is asked what rules that out."""
        with self.solver.scope(negation(holds)):
            yield Denied(self.solver)


class Denied:
    """A solver that supposes that something does not hold: whatever it finds impossible forces it to hold."""

    def __init__(self, solver: Solver) -> None:
        self._solver = solver
        self._literals: dict[int, tuple[z3.BoolRef, z3.BoolRef]] = {}
        """By the number that z3 gives a formula: the formula, kept so that the number stays its own, and its name."""

    def forced_by(self, given: Sequence[Formula]) -> bool:
        """Tell whether it holds for every case that meets everything given."""
        parts = [part for part in given if part is not True]
        return any(part is False for part in parts) or self._solver.check([*map(self._literal, parts)]) == "none"

    def needed(self, given: Sequence[Formula], surely: Callable[[int], bool]) -> tuple[int, ...]:
        """Return the places of the given formulas that are needed for it to hold for every case they fit.

        ``surely`` tells of a place whether it is known to be needed, which need not be found out then.
        """
        literals = [self._literal(z3.BoolVal(part) if isinstance(part, bool) else part) for part in given]
        if self._solver.check(literals) != "none":
            return tuple(range(len(given)))
        kept = self._solver.core(literals)
        groups = [[place for place in kept if not surely(place)]]
        while groups:  # a group that cannot be spared as a whole is tried in halves
            group = [place for place in groups.pop() if place in kept]
            rest = [literals[place] for place in kept if place not in group]
            if group and self._solver.check(rest) == "none":
                kept = self._solver.core(literals)
            elif len(group) > 1:
                half = len(group) // 2
                groups += [group[half:], group[:half]]
        return kept

    def _literal(self, part: z3.BoolRef) -> z3.BoolRef:
        """Return what a formula is called, so that what the solver learns of it is kept from question to question."""
        number = part.get_id()
        if number not in self._literals:
            self._literals[number] = part, z3.Bool(f"given:{len(self._literals)}")
            self._solver.add(implies(self._literals[number][1], part))
        return self._literals[number][1]
