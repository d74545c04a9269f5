"""The whole audit: every claim, every rule and the rule base as such, put together with a verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from time import perf_counter

from springstep.engine.audit.checks.base import check_base, disagreements, shown_by
from springstep.engine.audit.checks.claims import ClaimProver
from springstep.engine.audit.checks.rules import check_rule
from springstep.engine.audit.report import Audit, ClaimResult, Finding, RuleCard, Timing
from springstep.engine.audit.rule_findings import card_of, findings_of
from springstep.engine.language.words import listed
from springstep.engine.proof.everyone import MOMENTS, Everyone
from springstep.engine.proof.symbols import all_of, negation
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.overlay import declared_tightenings

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
    findings += [*check_base(everyone), *_tightenings(everyone)]
    clock.lap("the rule base as a whole")
    opened, accepted = _accept(findings, base.accepted)
    return Audit(
        verdict=_verdict(claims, opened),
        clean=not opened and all(claim.status == "proved" or claim.relaxed for claim in claims),
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
        result = replace(prover.check(claim), relaxed=_relaxed(everyone.base, claim.id))
        results.append(result)
        if result.status == "broken" and not result.relaxed:
            says = f"{result.id} is broken: {result.says}"
            finding = Finding(id=f"claim:{result.id}", kind="claim", subject=result.id, says=says)
            findings.append(replace(finding, stories=result.stories))
        elif result.status == "undecided":
            says = f"Whether {result.id} holds is not known; the solver gave up."
            findings.append(Finding(id=f"undecided:{result.id}", kind="undecided", subject=result.id, says=says))
    for found in prover.differences:
        findings += disagreements(found, "claims", everyone.base)
    return tuple(results), findings


def _relaxed(base: RuleBase, claim: str) -> str:
    """Say who means to go beyond a claim, since when and why."""
    told = (entry for overlay in base.overlays for entry in overlay.relaxed_claims if entry.claim == claim)
    return "; ".join(f"{each.author}, {each.date}, {each.reason}: {each.note}" for each in told)


def _tightenings(everyone: Everyone) -> Iterator[Finding]:
    """Yield the entries of overlays that say they tighten a rule and let a runner off."""
    for told in declared_tightenings(everyone.base):
        for moment in told.new.moments:
            at = everyone.at(moment)
            encoding = at.encoding
            let_off = all_of((encoding.fires_on(told.new, told.fired), negation(encoding.fires(told.new.id))))
            says = f"The overlay says that it tightens {told.new.id}, and this runner, for whom it fired, is let off."
            yield from shown_by("overlay", f"{told.new.id}:{moment}", says, at.refute(let_off), everyone.base)


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
    relaxed = [claim.id for claim in claims if claim.status != "proved" and claim.relaxed]
    failed = [claim.id for claim in claims if claim.status != "proved" and not claim.relaxed]
    others = sum(finding.kind not in ("claim", "undecided") for finding in findings)
    parts = []
    if failed:
        parts.append(f"{len(failed)} of {len(claims)} safety claims do not hold: {listed(failed, last='and')}")
    if relaxed:
        parts.append(f"an overlay goes beyond {listed(relaxed, last='and')} and says so")
    if others:
        parts.append(f"{others} {'finding is' if others == 1 else 'findings are'} open")
    if not parts:
        return f"Nothing is open: all {proved} safety claims hold for every athlete, and every rule does its work."
    told = "; ".join(parts)
    return f"{told[0].upper()}{told[1:]}."
