"""The whole audit: every claim, every rule and the rule base as such, put together with a verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from time import perf_counter

from springstep.engine.audit.checks.base import check_base, disagreements
from springstep.engine.audit.checks.claims import ClaimProver
from springstep.engine.audit.checks.rules import check_rule
from springstep.engine.audit.report import Audit, ClaimResult, Finding, RuleCard, Timing
from springstep.engine.audit.rule_findings import card_of, findings_of
from springstep.engine.language.words import listed
from springstep.engine.proof.everyone import MOMENTS, Everyone
from springstep.engine.rulebase.base import RuleBase

Progress = Callable[[str, int, int], None]
"""Told what is being worked on, how much of it is done, and how much there is."""


def audit(base: RuleBase, *, progress: Progress = lambda part, done, total: None) -> Audit:
    """Prove the claims and look at every rule; needs ``springstep[audit]``."""
    clock = _Clock()
    everyone = Everyone(base)
    findings = list(_domain(everyone))
    clock.lap("preparing")
    claims, found = _claims(everyone, progress)
    findings += found
    clock.lap("claims")
    cards, found = _rules(everyone, progress)
    findings += found
    clock.lap("rules")
    findings += check_base(everyone)
    clock.lap("the rule base as a whole")
    opened, accepted = _accept(findings, base.accepted)
    return Audit(
        verdict=_verdict(claims, opened),
        clean=not opened and all(claim.status == "proved" for claim in claims),
        rules_digest=base.digest,
        overlays=tuple(overlay.name for overlay in base.overlays),
        claims=claims,
        findings=opened,
        accepted=accepted,
        rules=cards,
        replayed=everyone.replayed,
        timings=clock.timings(),
    )


class _Clock:
    def __init__(self) -> None:
        self._last = perf_counter()
        self._laps: list[Timing] = []

    def lap(self, part: str) -> None:
        now = perf_counter()
        self._laps.append(Timing(part=part, seconds=round(now - self._last, 3)))
        self._last = now

    def timings(self) -> tuple[Timing, ...]:
        return tuple(self._laps)


def _domain(everyone: Everyone) -> Iterator[Finding]:
    """Yield a finding when there is no athlete at all at a moment: then every proof would be empty."""
    for moment in MOMENTS:
        status = everyone.at(moment).prover.satisfiable().status
        if status != "some":
            says = f"There is no athlete at all {moment} a run ({status}), so nothing is proved."
            yield Finding(id=f"undecided:domain:{moment}", kind="undecided", subject=moment, says=says)


def _claims(everyone: Everyone, progress: Progress) -> tuple[tuple[ClaimResult, ...], list[Finding]]:
    prover = ClaimProver(everyone)
    results: list[ClaimResult] = []
    findings: list[Finding] = []
    for place, claim in enumerate(everyone.base.claims):
        progress("claims", place, len(everyone.base.claims))
        result = prover.check(claim)
        results.append(result)
        if result.status == "broken":
            says = f"{result.id} is broken: {result.says}"
            finding = Finding(id=f"claim:{result.id}", kind="claim", subject=result.id, says=says)
            findings.append(replace(finding, stories=result.stories))
        elif result.status == "undecided":
            says = f"Whether {result.id} holds is not known; the solver gave up."
            findings.append(Finding(id=f"undecided:{result.id}", kind="undecided", subject=result.id, says=says))
    for found in prover.differences:
        findings += disagreements(found, "claims", everyone.base)
    return tuple(results), findings


def _rules(everyone: Everyone, progress: Progress) -> tuple[tuple[RuleCard, ...], list[Finding]]:
    base = everyone.base
    cards: list[RuleCard] = []
    findings: list[Finding] = []
    for place, rule in enumerate(base.rules):
        progress("rules", place, len(base.rules))
        facts = check_rule(everyone, rule)
        cards.append(card_of(facts, base))
        findings += findings_of(facts, base)
    return tuple(cards), findings


def _accept(findings: Iterable[Finding], reasons: Mapping[str, str]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Set apart what the knowledge accepts; what it accepts and is not found any more is a finding itself."""
    once = {finding.id: finding for finding in findings}
    opened = [finding for name, finding in once.items() if name not in reasons]
    accepted = [replace(finding, accepted=reasons[name]) for name, finding in once.items() if name in reasons]
    for name in reasons:
        if name not in once:
            says = f"'{name}' is accepted and is not found any more; take it out of accepted.yaml."
            opened.append(Finding(id=f"acceptance:{name}", kind="acceptance", subject=name, says=says))
    return tuple(opened), tuple(accepted)


def _verdict(claims: tuple[ClaimResult, ...], findings: tuple[Finding, ...]) -> str:
    proved = sum(claim.status == "proved" for claim in claims)
    if proved == len(claims) and not findings:
        return f"Nothing is open: all {proved} safety claims hold for every athlete, and every rule does its work."
    parts = []
    if proved < len(claims):
        names = [claim.id for claim in claims if claim.status != "proved"]
        parts.append(f"{len(names)} of {len(claims)} safety claims do not hold: {listed(names, last='and')}")
    others = sum(finding.kind != "claim" for finding in findings)
    if others:
        parts.append(f"{others} {'finding is' if others == 1 else 'findings are'} open")
    return "; ".join(parts) + "."
