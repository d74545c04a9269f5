"""Prove the safety claims for every case, or show a case that breaks them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from time import perf_counter
from typing import Any, Literal

from springstep.engine.audit.blame import to_blame
from springstep.engine.audit.report import ClaimResult, Witness
from springstep.engine.audit.witnesses import witness_from, witness_without_advice
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
        """Return how many seconds the solver has worked on everything asked so far."""
        return self.all_cases.in_solver + sum(pair.in_solver for pair in self._pairs.values())

    def check(self, claim: Claim) -> ClaimResult:
        """Prove one claim, or show how it is broken."""
        start = perf_counter()
        status, found = self._proof(claim)
        plans = [each.made for each in found if each.made is not None]
        return ClaimResult(
            id=claim.id,
            name=claim.name,
            says=claim.says,
            formal=claim.formal,
            moments=claim.moments,
            basis=claim.basis,
            guide=claim.guide,
            status=status,
            witnesses=tuple(self._witness(each, each.case) for each in found if each.case is not None),
            to_blame=to_blame(claim, plans, self.all_cases.base) if status == "broken" else (),
            seconds=round(perf_counter() - start, 3),
        )

    def _witness(self, found: FoundCase, case: Mapping[str, Any]) -> Witness:
        """Describe a case that breaks a claim, be it one for which the rules leave a decision open."""
        base = self.all_cases.base
        return witness_from(base, found.made) if found.made is not None else witness_without_advice(base, case)

    def _proof(self, claim: Claim) -> tuple[Literal["proved", "broken", "undecided"], tuple[FoundCase, ...]]:
        undecided = False
        for moment in claim.moments:
            at = self.all_cases.at(moment)
            for status, found in self._answers(claim, at):
                if status == "some":
                    self.differences += (each for each in found if each.differences)
                    return "broken", found
                undecided = undecided or status == "undecided"
        return ("undecided" if undecided else "proved"), ()

    def _answers(self, claim: Claim, at: AllCasesAt) -> Iterator[tuple[str, tuple[FoundCase, ...]]]:
        if claim.broken is not None:
            found = at.refute(broken(claim, at))
            yield found.status, (found,)
            return
        for answer in self._pair(at).answers(claim):
            yield answer.status, tuple(at.replayed_case(case) for case in answer.cases)

    def _pair(self, at: AllCasesAt) -> Pair:
        if at.moment not in self._pairs:
            self._pairs[at.moment] = Pair(at)
        return self._pairs[at.moment]


def broken(claim: Claim, at: AllCasesAt) -> Formula:
    """Return when a claim of one case is broken."""
    assert claim.broken is not None
    told = at.encoding.told(claim.told)
    if claim.for_each is None:
        return all_of((told, truth(claim.broken, at.plan.facts).holds))
    listed = at.encoding.lists.get(at.base.vocabulary.scopes[claim.for_each].list_fact)
    if listed is None:
        return False  # nothing of the kind is asked at this moment
    breaks = any_of(
        all_of((there, truth(claim.broken, {**at.plan.facts, **{n: constant(v) for n, v in kind}}).holds))
        for kind, there in listed.there.items()
    )
    return all_of((told, breaks))
