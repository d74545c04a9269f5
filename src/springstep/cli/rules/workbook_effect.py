"""What changed rules come to: whose advice differs, with a story each, and which claims break."""

from __future__ import annotations

from springstep.cli.audit.difference_page import CHARACTERS, difference_page
from springstep.cli.text.lines import wrapped
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims


def effect_lines(before: RuleBase, after: RuleBase) -> tuple[list[str], tuple[str, ...]]:
    """Return what to print, and the claims that held before and break after."""
    try:
        import z3  # noqa: F401  an extra, looked for only
    except ImportError:
        return [wrapped("Whose advice changes is not worked out: that needs pip install 'springstep[audit]'.")], ()
    # take the solver
    from springstep.engine.audit.checks.claim_proofs import ClaimProver
    from springstep.engine.audit.difference import compare
    from springstep.engine.proof.all_cases import AllCases

    lines = [*difference_page(compare(before, after, characters=CHARACTERS)), ""]
    proving, proved = ClaimProver(AllCases(after)), ClaimProver(AllCases(before))
    broken = []
    relaxed = {claim.claim for overlay in after.overlays for claim in overlay.relaxed_claims}
    claims = load_claims(after)
    for claim in claims:
        found = proving.check(claim)
        if found.status == "proved" or claim.id in relaxed or proved.check(claim).status != "proved":
            continue
        broken.append(claim.id)
        becomes = "breaks" if found.status == "broken" else "is not proved any more"
        lines += ["", wrapped(f"{claim.id} {becomes}: {claim.says}")]
        lines += [wrapped(f"  {' '.join(witness.words[:-1])}") for witness in found.witnesses]
        lines += [wrapped(f"  To blame: {', '.join(found.to_blame)}.")] if found.to_blame else []
    if not broken:
        lines.append(wrapped(f"No claim breaks: all {len(claims)} were asked."))
    return lines, tuple(broken)
