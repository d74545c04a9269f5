"""Prove the safety claims for every case, or show one that breaks them."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter
from typing import Literal

from springstep.engine.audit.report import ClaimResult, Witness
from springstep.engine.audit.witnesses import witness_from
from springstep.engine.language.claims import Claim
from springstep.engine.proof.all_cases import AllCases, AllCasesAt, FoundCase
from springstep.engine.proof.conditions import truth
from springstep.engine.proof.pairs import Pair
from springstep.engine.proof.symbols import Formula, all_of, any_of, constant


class ClaimProver:
    """Proves claims over all cases; pairs of cases are built when they are first needed."""

    def __init__(self, all_cases: AllCases) -> None:
        self.all_cases = all_cases
        self._pairs: dict[str, Pair] = {}
        self.differences: list[FoundCase] = []
        """Cases in which solver and engine disagree."""

    @property
    def in_solver(self) -> float:
        """Return how many seconds the solver has worked for everything asked so far, by whomever."""
        return self.all_cases.in_solver + sum(pair.in_solver for pair in self._pairs.values())

    def check(self, claim: Claim) -> ClaimResult:
        """Prove one claim, or show how it is broken."""
        start = perf_counter()
        status, witnesses = self._proof(claim)
        return ClaimResult(
            id=claim.id,
            name=claim.name,
            says=claim.says,
            formal=claim.formal,
            moments=claim.moments,
            basis=claim.basis,
            guide=claim.guide,
            status=status,
            witnesses=witnesses,
            seconds=round(perf_counter() - start, 3),
        )

    def _proof(self, claim: Claim) -> tuple[Literal["proved", "broken", "undecided"], tuple[Witness, ...]]:
        undecided = False
        for moment in claim.moments:
            at = self.all_cases.at(moment)
            for status, witnesses in self._answers(claim, at):
                if status == "some":
                    return "broken", witnesses
                undecided = undecided or status == "undecided"
        return ("undecided" if undecided else "proved"), ()

    def _answers(self, claim: Claim, at: AllCasesAt) -> Iterator[tuple[str, tuple[Witness, ...]]]:
        if claim.broken is not None:
            found = at.refute(broken(claim, at))
            yield found.status, self._witnesses(found)
            return
        for answer in self._pair(at).answers(claim):
            cases = [at.replayed_case(case) for case in answer.cases]
            yield answer.status, tuple(witness for found in cases for witness in self._witnesses(found))

    def _pair(self, at: AllCasesAt) -> Pair:
        if at.moment not in self._pairs:
            self._pairs[at.moment] = Pair(at)
        return self._pairs[at.moment]

    def _witnesses(self, found: FoundCase) -> tuple[Witness, ...]:
        if found.made is None:
            return ()
        if found.differences:
            self.differences.append(found)
        return (witness_from(self.all_cases.base, found.made),)


def broken(claim: Claim, at: AllCasesAt) -> Formula:
    """Return when a claim of one case is broken."""
    assert claim.broken is not None
    if claim.for_each is None:
        return truth(claim.broken, at.plan.facts).holds
    listed = at.encoding.lists.get(at.base.vocabulary.scopes[claim.for_each].list_fact)
    if listed is None:
        return False  # nothing of the kind is asked at this moment
    return any_of(
        all_of((there, truth(claim.broken, {**at.plan.facts, **{n: constant(v) for n, v in kind}}).holds))
        for kind, there in listed.there.items()
    )
