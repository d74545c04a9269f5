"""Hold a plan made with overlays to the safety claims: one that breaks a claim is refused unless that is intended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from springstep.engine.advice.claim_check import claims_broken
from springstep.engine.advice.overlaid import OverlaidRule, RelaxedClaimNote
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.errors import Fault, KnowledgeError
from springstep.engine.language.claims import Claim
from springstep.engine.language.wording import listed
from springstep.engine.rulebase.base import RuleBase


def held_to_claims(base: RuleBase, made: RecommendationRecord) -> RecommendationRecord:
    """Return a plan with the claims that it breaks and who allowed that.

    Raises ``KnowledgeError`` with every claim that it breaks and that no overlay relaxes. Only claims about one case
    can be tested on a plan; those that compare two are proved by the audit.
    """
    broken = claims_broken(base, made)
    if not broken:
        return made
    allowed = {claim.claim: claim for overlay in base.overlays for claim in overlay.relaxed_claims}
    refused = [claim for claim in broken if claim.id not in allowed]
    if refused:
        raise KnowledgeError([_refusal(base, made, claim) for claim in refused])
    notes = (
        RelaxedClaimNote(
            claim=claim.id,
            says=claim.says,
            overlay=allowed[claim.id].overlay,
            author=allowed[claim.id].author,
            date=allowed[claim.id].date,
            reason=allowed[claim.id].reason,
            note=allowed[claim.id].note,
        )
        for claim in broken
    )
    return replace(made, relaxed_claims=tuple(notes))


def _refusal(base: RuleBase, made: RecommendationRecord, claim: Claim) -> Fault:
    """Say which claim a plan breaks, which entries took part, and what to write if that is intended."""
    entries = list(_loosening(made)) or [entry for note in made.overlays for entry in note.entries]
    places = {entry.rule: entry.origin for overlay in base.overlays for entry in overlay.entries}
    parts = listed((f"{entry.rule} {entry.kind.replace('_', ' ')}" for entry in entries), last="and")
    what = f"this plan is refused, as it breaks the safety claim {claim.id}: '{claim.says}'"
    what += f" (with {parts})" if parts else ""
    meant = f"if that is intended, write under relaxes_claims: {{claim: {claim.id}, reason: CODE, note: ...}}"
    if not entries:
        return Fault("claim_broken", what, allowed=meant, source=base.overlays[0].file)
    origin = places[entries[0].rule]
    return Fault("claim_broken", what, "", meant, origin.file, origin.line, origin.column)


def _loosening(made: RecommendationRecord) -> Iterator[OverlaidRule]:
    for note in made.overlays:
        yield from (entry for entry in note.entries if entry.kind in ("relaxed", "switched_off"))
