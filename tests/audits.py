"""A whole audit built from the real rule base: real rules and runners, and findings of every kind to show."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from springstep.engine.audit.report import (
    KINDS,
    Audit,
    ClaimResult,
    ConclusionCard,
    Finding,
    RemarkShown,
    RuleCard,
    SignedKind,
    Timing,
    Witness,
)
from springstep.engine.audit.witnesses import witness_of
from springstep.engine.inference.examples import example_case
from springstep.engine.language.conclusions import Bound, Step
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import conclusion_words
from springstep.installed import default_rule_base

BASE = default_rule_base()
NASTY = "<script>alert('x')</script> & \"quotes\""


@cache
def full_audit() -> Audit:
    """Return an audit with a card for every rule, a claim of every status and a finding of every kind."""
    return Audit(
        verdict="1 of 3 claims is broken and one is undecided; 16 findings are open.",
        clean=False,
        rules_digest=BASE.digest,
        overlays=("club-rules, A. Coach, 2026-11-22",),
        claims=(_claim("CLM-010", "proved"), _claim("CLM-020", "broken"), _claim("CLM-030", "undecided")),
        findings=tuple(_finding(number, kind) for number, kind in enumerate(KINDS)),
        accepted=(
            Finding(
                id="dominated:RDY-050:clearance",
                kind="dominated",
                subject="RDY-050",
                says="What RDY-050 asks of readiness never carries: RDY-060 is more cautious.",
                rules=("RDY-050", "RDY-060"),
                accepted="Heavy legs must still say why.",
            ),
        ),
        rules=tuple(_card(number, rule) for number, rule in enumerate(BASE.rules)),
        signers=("A. Coach", "B. Coach"),
        signed=(
            SignedKind(kind="rules", signed=105, changed=105, unsigned=105),
            SignedKind(kind="drills", signed=1, changed=1, unsigned=12),
            SignedKind(kind="claims", signed=0, changed=0, unsigned=81),
        ),
        remarks=(
            RemarkShown(
                item="rules/INJ-040", by="B. Coach", on="2026-11-20", says="question", text=f"Why {NASTY}?", open=True
            ),
            RemarkShown(item="drills/strides", by="A. Coach", on="2026-11-20", says="agree", text="", open=False),
        ),
        replayed=412,
        timings=(Timing(part="claims", seconds=3.456), Timing(part="rules", seconds=12.0)),
    )


@cache
def clean_audit() -> Audit:
    """Return an audit without anything open."""
    return Audit(
        verdict="Every claim is proved and nothing is open.",
        clean=True,
        rules_digest=BASE.digest,
        claims=(_claim("CLM-010", "proved"),),
        findings=(),
        accepted=(),
        rules=tuple(
            RuleCard(
                rule=rule.id,
                fires=None,
                conclusions=(),
                dominates=(),
                dominated_by=(),
                signature="signed",
                signed_by="A. Coach",
                signed_on="2026-11-20",
            )
            for rule in BASE.rules
        ),
        replayed=0,
        timings=(),
    )


def witness(**changes: Any) -> Witness:
    return witness_of(BASE, {**BASE.standard_cases["before"], **changes})


@cache
def _runner(rule: str) -> Witness:
    found = BASE.by_id[rule]
    return witness_of(BASE, example_case(BASE, found, found.fires_for))


def _claim(name: str, status: Any) -> ClaimResult:
    worse: Mapping[str, Any] = {"fatigue": 9, "injuries": [{"site": "ankle", "status": "returning"}]}
    return ClaimResult(
        id=name,
        name=f"claim-{status}",
        says=f"A runner whose legs are {NASTY} is never told to do bursts.",
        formal="legs == flooding implies clearance >= no_bursts_today",
        moments=("before", "during"),
        basis="guide",
        guide=("9.6",),
        status=status,
        witnesses=(witness(legs="flooding"), witness(**worse)) if status == "broken" else (),
        relaxed="A. Coach, 2026-11-22: trial with the club's doctor" if status == "undecided" else "",
        seconds=0.1234,
    )


def _finding(number: int, kind: Any) -> Finding:
    rules = tuple(rule.id for rule in BASE.rules[number * 3 : number * 3 + 2])
    return Finding(
        id=f"{kind}:{rules[0]}:{number}",
        kind=kind,
        subject=rules[0],
        says=f"What {rules[0]} concludes bears on {rules[1]} ({NASTY}).",
        rules=rules,
        witnesses=(_runner(rules[0]),) if number % 2 else (),
    )


def _card(number: int, rule: Rule) -> RuleCard:
    decisions = {c.decision for c in rule.conclusions if isinstance(c, (Step, Bound))}
    rivals = tuple(
        other.id
        for other in BASE.rules
        if other is not rule
        and any(isinstance(c, (Step, Bound)) and c.decision in decisions for c in other.conclusions)
    )[:9]
    standing: Any = ("signed", "changed", "unsigned")[number % 3]
    return RuleCard(
        rule=rule.id,
        fires=_runner(rule.id) if number % 11 else None,
        conclusions=tuple(
            ConclusionCard(
                words=conclusion_words(conclusion, BASE.decisions, BASE.facts),
                carries=bool((number + place) % 5),
                matters=bool((number + place) % 7),
                witness=_runner(rule.id) if (number + place) % 7 and place < 2 else None,
            )
            for place, conclusion in enumerate(rule.conclusions)
        ),
        dominates=rivals[:4],
        dominated_by=rivals[4:],
        signature=standing,
        signed_by="" if standing == "unsigned" else "A. Coach",
        signed_on="" if standing == "unsigned" else "2026-11-20",
        stale_by="B. Coach (2026-11-01)" if standing == "signed" else "",
        waits_for=("B. Coach",) if standing == "unsigned" else (),
    )
