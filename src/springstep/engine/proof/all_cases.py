"""All cases at all moments under one rule base: ask for one where something holds, and check it with the engine."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.errors import CaseError
from springstep.engine.proof.case_symbols import CaseSymbols
from springstep.engine.proof.encoding import Encoding
from springstep.engine.proof.prover import Prover
from springstep.engine.proof.replay import Replay, case_text
from springstep.engine.proof.solver import Status
from springstep.engine.proof.symbolic_plan import SymbolicPlan
from springstep.engine.proof.symbols import Formula
from springstep.engine.rulebase.base import RuleBase


class FoundCase(NamedTuple):
    """The answer to a question: a case and what the engine makes of it, a proof that there is none, or neither."""

    status: Status
    moment: str
    made: RecommendationRecord | None = None
    differences: tuple[str, ...] = ()
    """Where solver and engine disagree on the case; if anywhere, it proves nothing."""
    case: Mapping[str, Any] | None = None
    """The case as the solver found it."""


class AllCasesAt:
    """All cases at one moment."""

    def __init__(self, base: RuleBase, moment: str) -> None:
        self.base = base
        self.moment = moment
        self.symbols = CaseSymbols(base, moment)
        self.encoding = Encoding(base, self.symbols)
        self.plan = SymbolicPlan(self.encoding)
        self.replayed: set[str] = set()
        """The cases that have been run through the engine, as text."""

    @cached_property
    def prover(self) -> Prover:
        """Return the solver over these cases."""
        return Prover([self.symbols])

    @cached_property
    def proofs(self) -> Prover:
        """Return the solver that is asked whether there are any such cases, and works none out."""
        return Prover([self.symbols], proving=True)

    @cached_property
    def replay(self) -> Replay:
        """Return what compares solver and engine."""
        return Replay(self.plan)

    def find(self, question: Formula) -> FoundCase:
        """Find a case for which a question holds, as near to the standard case as possible, and replay it."""
        answer = self.prover.ask(question)
        if answer.status != "some":
            return FoundCase(answer.status, self.moment)
        return self.replayed_case(answer.cases[0], question)

    def refute(self, question: Formula) -> FoundCase:
        """Find a case as ``find`` does, where none is expected: try a proof first, and a counterexample if it fails."""
        return self.find(question) if self.possible(question) != "none" else FoundCase("none", self.moment)

    def replayed_case(self, case: Mapping[str, Any], question: Formula = True) -> FoundCase:
        """Run a case through the engine and compare; no recommendation when the rules leave a decision open."""
        try:
            made, differences = self.replay.run(case, question)
        except CaseError:
            return FoundCase("undecided", self.moment)  # valid only before its numbers were rounded
        if made is not None:
            self.replayed.add(case_text(case))
        return FoundCase("some", self.moment, made, differences, case)

    def shows(self, found: FoundCase, question: Formula) -> bool:
        """Tell whether a question holds for a case that was found for another question."""
        return found.made is not None and found.moment == self.moment and self.replay.holds(found.made, question)

    def possible(self, question: Formula) -> Status:
        """Tell whether there is any such case, without working one out."""
        return self.proofs.ask(question, witness=False).status


class AllCases:
    """All cases at every moment."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self._at: dict[str, AllCasesAt] = {}

    @property
    def moments(self) -> tuple[str, ...]:
        """Return the moments, in order."""
        return tuple(self.base.vocabulary.moments)

    def at(self, moment: str) -> AllCasesAt:
        """Return all cases at one moment, built on first use."""
        if moment not in self._at:
            self._at[moment] = AllCasesAt(self.base, moment)
        return self._at[moment]

    @property
    def in_solver(self) -> float:
        """Return how many seconds the solver has worked."""
        return sum(prover.solver.seconds for each in self._at.values() for prover in (each.prover, each.proofs))

    @property
    def replayed(self) -> frozenset[str]:
        """Return the cases that were run through the engine, as text."""
        return frozenset(text for each in self._at.values() for text in each.replayed)
