"""The whole audit: every claim, every rule and the rule base as a whole, put together with a verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from springstep.engine.audit.checks.faults import faults_found
from springstep.engine.audit.checks.sources import idle_sentences
from springstep.engine.audit.jobs import Done, Job, auditor
from springstep.engine.audit.processes import spread
from springstep.engine.audit.report import Audit, ClaimResult, Finding, Timing
from springstep.engine.errors import Fault
from springstep.engine.language.wording import listed
from springstep.engine.rulebase.accepted import load_accepted
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims
from springstep.engine.rulebase.sense import load_sense

Progress = Callable[[str, int, int], None]
"""Called with what is being worked on, how much of it is done, and how much there is."""

_CLAIMS_A_JOB, _RULES_A_JOB = 3, 4
"""Small enough to be shared out evenly and to show progress."""


def audit(
    base: RuleBase,
    *,
    faults: Iterable[Fault] = (),
    processes: int = 1,
    progress: Progress = lambda part, done, total: None,
) -> Audit:
    """Prove the claims and check every rule; needs ``springstep[audit]``.

    ``faults`` are those for which something was left out when the rules were read; each is a finding.
    On several processes (spawned, so a script that calls this needs a ``__main__`` guard) the outcome is the same,
    apart from the timings.
    """
    jobs = _jobs(base)
    done = _done(base, jobs, processes, progress)
    claims = tuple(claim for each in done for claim in each.claims)
    cards = tuple(card for each in done for card in each.cards)
    findings = [*faults_found(faults, base), *(finding for each in done for finding in each.findings)]
    if not base.overlays:  # an overlay says itself what it takes away
        findings += idle_sentences(cards, base)
    opened, accepted = _accept(findings, base)
    return Audit(
        verdict=_verdict(base, claims, opened),
        clean=not opened and all(claim.status == "proved" or claim.relaxed for claim in claims),
        rules_digest=base.digest,
        overlays=tuple(overlay.name for overlay in base.overlays),
        claims=claims,
        findings=opened,
        accepted=accepted,
        rules=cards,
        replayed=len({case for each in done for case in each.replayed}),
        timings=tuple(_timings(jobs, done)),
    )


def _jobs(base: RuleBase) -> list[Job]:
    claims, rules = load_claims(base), tuple(base.by_id)
    load_sense(base)  # faults in it are told before anything is proved
    return [
        Job("preparing"),
        *(Job("claims", claims=claims[at : at + _CLAIMS_A_JOB]) for at in range(0, len(claims), _CLAIMS_A_JOB)),
        *(Job("rules", rules=rules[at : at + _RULES_A_JOB]) for at in range(0, len(rules), _RULES_A_JOB)),
        Job("the rule base as a whole"),
        Job("what was approved"),
    ]


def _done(base: RuleBase, jobs: Sequence[Job], processes: int, progress: Progress) -> list[Done]:
    """Do the jobs and return their results, in order."""
    there = {"claims": len(load_claims(base)), "rules": len(base.rules)}
    ready = dict.fromkeys(there, 0)
    progress("claims", 0, there["claims"])
    found: dict[int, Done] = {}
    with closing(spread(base, auditor, jobs, processes=processes)) as results:
        for place, done in results:
            found[place] = done
            part = jobs[place].part
            if part in ready:
                ready[part] += len(done.claims) + len(done.cards)
                progress(part, ready[part], there[part])
    return [found[place] for place in range(len(jobs))]


def _timings(jobs: Sequence[Job], done: Sequence[Done]) -> Iterator[Timing]:
    """Yield how long each part took outside the solver, added up over processes, and how long the solver took.

    This is processor time: the load of the machine does not count.
    """
    seconds: dict[str, float] = {}
    for job, each in zip(jobs, done, strict=True):
        seconds["preparing"] = seconds.get("preparing", 0) + each.preparing
        seconds[job.part] = seconds.get(job.part, 0) + each.seconds
    seconds["in the solver"] = sum(each.in_solver for each in done)
    yield from (Timing(part=part, seconds=round(spent, 3)) for part, spent in seconds.items())


def _accept(findings: Iterable[Finding], base: RuleBase) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Separate what the knowledge accepts; what it accepts but is no longer found is a finding itself.

    Under an overlay it is not: an overlay's author has no say in what is accepted for the guide's rules.
    """
    reasons = load_accepted(base)
    once = {finding.id: finding for finding in findings}
    opened = [finding for name, finding in once.items() if name not in reasons]
    accepted = [replace(finding, accepted=reasons[name]) for name, finding in once.items() if name in reasons]
    for name in reasons:
        if name not in once and not base.overlays:
            says = f"'{name}' is accepted but is no longer found; remove it from accepted.yaml."
            opened.append(Finding(id=f"acceptance:{name}", kind="acceptance", subject=name, says=says))
    return tuple(opened), tuple(accepted)


def _verdict(base: RuleBase, claims: tuple[ClaimResult, ...], findings: tuple[Finding, ...]) -> str:
    proved = sum(claim.status == "proved" for claim in claims)
    relaxed = [claim.id for claim in claims if claim.status != "proved" and claim.relaxed]
    failed = [claim.id for claim in claims if claim.status != "proved" and not claim.relaxed]
    others = sum(finding.subject not in failed for finding in findings)
    parts = []
    if failed:
        do = "does" if len(failed) == 1 else "do"
        parts.append(f"{len(failed)} of {len(claims)} safety claims {do} not hold: {listed(failed, last='and')}")
    if relaxed:
        parts.append(f"an overlay goes beyond {listed(relaxed, last='and')} and says so")
    if others:
        more = "other " if failed else ""
        parts.append(f"{others} {more}{'finding is' if others == 1 else 'findings are'} open")
    if not parts:
        all_cases = f"every {base.domain.subject}"
        return f"Nothing is open: all {proved} safety claims hold for {all_cases}, and every rule does its work."
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."
