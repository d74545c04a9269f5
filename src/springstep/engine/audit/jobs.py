"""The work of an audit in pieces, each of which can be done separately and in any process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from time import thread_time
from typing import Literal, NamedTuple

from springstep.engine.audit.checks.approvals import check_approvals
from springstep.engine.audit.checks.claim_proofs import ClaimProver
from springstep.engine.audit.checks.effects import looser_bounds
from springstep.engine.audit.checks.plain import plain_checks
from springstep.engine.audit.checks.relations import broken_relations, vacuous
from springstep.engine.audit.checks.rule_base import check_base, disagreements, shown_by
from springstep.engine.audit.checks.rules import check_rule
from springstep.engine.audit.report import ClaimResult, Finding, RuleCard
from springstep.engine.audit.rule_findings import card_of, findings_of
from springstep.engine.language.claims import Claim
from springstep.engine.proof.all_cases import AllCases
from springstep.engine.proof.symbols import all_of, negation
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.overlay import declared_tightenings

Part = Literal["preparing", "claims", "rules", "the rule base as a whole", "what was approved"]


class Job(NamedTuple):
    """A piece of work: some claims, some rules by id, or one of the other parts."""

    part: Part
    claims: tuple[Claim, ...] = ()
    rules: tuple[str, ...] = ()


class Done(NamedTuple):
    """The result of a job."""

    claims: tuple[ClaimResult, ...]
    cards: tuple[RuleCard, ...]
    findings: tuple[Finding, ...]
    replayed: frozenset[str]
    """The cases that were run through the engine for it, as text."""
    seconds: float
    """How long this process worked on it, the solver's part excluded."""
    preparing: float
    """How long it took to put the rules into formulas first; next to nothing after a worker's first job."""
    in_solver: float


def auditor(base: RuleBase) -> Callable[[Job], Done]:
    """Return a function that does the jobs of one rule base and keeps its formulas between them."""
    return _Auditor(base).work


class _Auditor:
    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self.all_cases = AllCases(base)
        self.prover = ClaimProver(self.all_cases)

    def work(self, job: Job) -> Done:
        start, solved, replayed = thread_time(), self.prover.in_solver, self.all_cases.replayed
        for moment in self.all_cases.moments:
            self.all_cases.at(moment)
        prepared = thread_time()
        claims = tuple(self._claim(claim) for claim in job.claims)
        facts = [check_rule(self.all_cases, self.base.by_id[rule]) for rule in job.rules]
        results = zip(job.claims, claims, strict=True)
        findings = [*(finding for each in results for finding in claim_findings(*each)), *self._differences()]
        findings += [finding for claim in job.claims for finding in vacuous(claim, self.all_cases)]
        findings += [finding for each in facts for finding in findings_of(each, self.base)]
        if job.part == "preparing":
            findings += self._domain()
        elif job.part == "the rule base as a whole":
            findings += [*check_base(self.all_cases), *self._tightenings()]
            findings += [*broken_relations(self.all_cases), *plain_checks(self.base)]
        elif job.part == "what was approved":
            findings += check_approvals(self.base)
        cards = tuple(card_of(each, self.base) for each in facts)
        in_solver = self.prover.in_solver - solved
        seconds = thread_time() - prepared - in_solver
        return Done(
            claims,
            cards,
            tuple(findings),
            self.all_cases.replayed - replayed,
            seconds,
            prepared - start,
            in_solver,
        )

    def _domain(self) -> Iterator[Finding]:
        """Yield a finding when there is no case at all at a moment: then every proof would be vacuous."""
        for moment in self.all_cases.moments:
            status = self.all_cases.at(moment).prover.satisfiable().status
            if status != "some":
                words = f"no {self.base.domain.subject} at all {self.base.vocabulary.moments[moment]}"
                says = f"There is {words} ({status}), so nothing is proved."
                yield Finding(id=f"undecided:domain:{moment}", kind="undecided", subject=moment, says=says)

    def _claim(self, claim: Claim) -> ClaimResult:
        return replace(self.prover.check(claim), relaxed=_relaxed(self.base, claim.id))

    def _differences(self) -> Iterator[Finding]:
        """Yield where solver and engine have disagreed since the last call."""
        while self.prover.differences:
            yield from disagreements(self.prover.differences.pop(0), "claims", self.base)

    def _tightenings(self) -> Iterator[Finding]:
        """Yield the entries of overlays that say they tighten a rule but let some case off."""
        for entry in declared_tightenings(self.base):
            claimed = f"The overlay says that it tightens {entry.new.id}, and this {self.base.domain.subject}"
            for moment in entry.new.moments:
                at = self.all_cases.at(moment)
                encoding = at.encoding
                let_off = all_of((encoding.fires_on(entry.new, entry.fired), negation(encoding.fires(entry.new.id))))
                says = f"{claimed}, for whom it fired, is let off."
                yield from shown_by("overlay", f"{entry.new.id}:{moment}", says, at.refute(let_off), self.base)
                says = f"{claimed} is bound less than before."
                looser = looser_bounds(at, entry.old, entry.new, entry.fired)
                yield from shown_by("overlay", f"{entry.new.id}:bounds:{moment}", says, at.refute(looser), self.base)


def claim_findings(claim: Claim, result: ClaimResult) -> Iterator[Finding]:
    """Yield a finding for a claim or a promise that is broken, or of which the solver does not know."""
    kind: Literal["claim", "promise"] = "promise" if claim.rule else "claim"
    if result.status == "broken" and not result.relaxed:
        says = f"{result.id} is broken: {result.says}"
        finding = Finding(id=f"{kind}:{result.id}", kind=kind, subject=result.id, says=says, rules=result.to_blame)
        yield replace(finding, witnesses=result.witnesses)
    elif result.status == "undecided":
        says = f"Whether {result.id} holds is not known; the solver gave up."
        yield Finding(id=f"undecided:{result.id}", kind="undecided", subject=result.id, says=says)


def _relaxed(base: RuleBase, claim: str) -> str:
    """Say who means to go beyond a claim, since when and why."""
    entries = (entry for overlay in base.overlays for entry in overlay.relaxed_claims if entry.claim == claim)
    return "; ".join(f"{each.author}, {each.date}, {each.reason}: {each.note}" for each in entries)
