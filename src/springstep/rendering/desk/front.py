"""The first page of the desk: what the rules are, and where everything is."""

from __future__ import annotations

from collections import Counter

from springstep.engine.audit.rule_record import ledger_of
from springstep.engine.rulebase.claim_files import load_claims
from springstep.rendering.desk.desk import Desk


def front_page(desk: Desk) -> str:
    """Return the page."""
    base = desk.base
    bases = Counter(rule.basis for rule in base.rules)
    return desk.page(
        "front.html",
        rules=len(base.rules),
        topics=len(base.topics),
        bases=[(basis, bases[basis]) for basis in ("guide", "inference", "convention")],
        claims=len(load_claims(base)),
        sentences=len(ledger_of(base).sentences),
        facts=len(base.vocabulary.facts),
        digest=base.digest,
        overlays=[overlay.name for overlay in base.overlays],
    )
