"""An audit as a coach reads it in a terminal: the verdict first, then claims, findings, signatures, what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from springstep.cli.audit.signatures import names, signatures
from springstep.cli.text.echo import styled
from springstep.cli.text.lines import bullets, columns, heading, wrapped
from springstep.engine.audit.report import (
    KINDS,
    Audit,
    ClaimResult,
    Finding,
    Witness,
    by_kind,
    kind_words,
    not_proved,
)
from springstep.engine.language.wording import sentence_words
from springstep.engine.rulebase.base import RuleBase

_STATUS = {"proved": ("proved", "green"), "broken": ("BROKEN", "red"), "undecided": ("undecided", "yellow")}
_MOST = 5
_BAR = 12


def audit_page(audit: Audit, base: RuleBase, *, whole: bool = False) -> Iterator[str]:
    """Yield the page of an audit, readable at 80 columns; ``whole`` shows every list and witness in full."""
    yield styled(wrapped(audit.verdict), bold=True, fg="green" if audit.clean else "red")
    yield wrapped(_counts(audit))
    for overlay in audit.overlays:
        yield wrapped(f"With the overlay {overlay}.")
    yield from _claims(audit.claims, whole)
    broken = {claim.id for claim in audit.claims if claim.status == "broken"}  # told with the claims
    yield from _findings([each for each in audit.findings if each.subject not in broken], base, whole, bool(broken))
    yield from _accepted(audit.accepted, whole)
    yield from signatures(audit, whole=whole)
    yield from _not_proved(base)
    yield from _times(audit)
    yield from _next(audit)


def _counts(audit: Audit) -> str:
    proved = sum(claim.status == "proved" for claim in audit.claims)
    return (
        f"{_many(len(audit.rules), 'rule')}; {proved} of {_many(len(audit.claims), 'claim')} proved; "
        f"{_many(len(audit.findings), 'finding')} open, {len(audit.accepted)} accepted; "
        f"{_many(audit.replayed, 'runner')} found by the solver and replayed through the engine."
    )


# Claims


def _claims(claims: Sequence[ClaimResult], whole: bool) -> Iterator[str]:
    """Yield what is broken or undecided in full, then what is proved in a line each."""
    order = ("broken", "undecided", "proved")
    for status in order:
        matching = [claim for claim in claims if claim.status == status]
        if not matching:
            continue
        yield ""
        yield heading(f"Claims {status} ({len(matching)})")
        for claim in matching:
            yield from _claim(claim, whole)


def _claim(claim: ClaimResult, whole: bool) -> Iterator[str]:
    word, colour = _STATUS[claim.status]
    line = wrapped(f"{claim.id} {claim.says} {_source(claim)}", first=f"  {word:<10} ", rest=" " * 13)
    yield line.replace(word, styled(word, fg=colour, bold=True), 1)
    if claim.status != "proved" or whole:
        yield wrapped(f"as a condition: {claim.formal}", first=" " * 13, rest=" " * 15)
    if claim.to_blame:
        yield wrapped(f"rules to blame: {names(claim.to_blame)}", first=" " * 13, rest=" " * 15)
    if claim.relaxed:
        yield wrapped(f"relaxed by {claim.relaxed}", first=" " * 13, rest=" " * 15)
    for number, witness in enumerate(claim.witnesses, 1):
        lead = f"runner {number}" if len(claim.witnesses) > 1 else "runner"
        yield from _witness(witness, lead, indent=13)


def _source(claim: ClaimResult) -> str:
    cited = f"{sentence_words(claim.guide)} " if claim.guide else ""
    return f"{cited}{claim.basis}, {' and '.join(claim.moments)} a run"


# Findings


def _findings(findings: Sequence[Finding], base: RuleBase, whole: bool, broken: bool) -> Iterator[str]:
    """Yield the open findings by kind, each kind with its meaning; ``broken`` says that claims are told as broken."""
    if not findings and not broken:
        yield ""
        yield heading("Findings")
        yield "  Nothing is open."
    for kind, group in by_kind(findings):
        yield ""
        name, _, meaning = kind_words(kind, base.domain).partition(": ")
        yield heading(f"{name.capitalize()} ({len(group)})")
        yield wrapped(f"{meaning[0].upper()}{meaning[1:]}.", first="  ")
        shown = group if whole or len(group) <= _MOST + 1 else group[:_MOST]
        for finding in shown:
            yield from _finding(finding, base, whole)
        if len(shown) < len(group):
            yield wrapped(
                f"and {len(group) - len(shown)} more, about {names(f.subject for f in group[len(shown) :])}: --all",
                first="  ",
            )


def _finding(finding: Finding, base: RuleBase, whole: bool) -> Iterator[str]:
    yield wrapped(finding.says, first="  - ")
    yield wrapped(f"{finding.id}; {_rules(finding, base, whole)}", first="    ", rest="      ")
    witnesses = finding.witnesses if whole else finding.witnesses[:1]
    for witness in witnesses:
        yield from _witness(witness, "runner", indent=4)
    if len(witnesses) < len(finding.witnesses):
        yield wrapped(f"and {_many(len(finding.witnesses) - len(witnesses), 'more runner')}: --all", first="    ")


def _rules(finding: Finding, base: RuleBase, whole: bool) -> str:
    if len(finding.rules) == 1 and finding.rules[0] in base.by_id:
        rule = base.by_id[finding.rules[0]]
        return f"rule {rule.id} {rule.name.replace('-', ' ')}"
    return f"rules {', '.join(finding.rules) if whole else names(finding.rules)}" if finding.rules else "no rule"


def _witness(witness: Witness, lead: str, *, indent: int) -> Iterator[str]:
    yield wrapped(f"{lead}: {' '.join(witness.words)}", first=" " * indent, rest=" " * (indent + 2))


def _accepted(accepted: Sequence[Finding], whole: bool) -> Iterator[str]:
    if not accepted:
        return
    yield ""
    yield heading(f"Accepted, for a reason that the knowledge gives ({len(accepted)})")
    for kind, group in by_kind(accepted):
        shown = group if whole or len(group) <= _MOST + 1 else group[:_MOST]
        yield f"  {KINDS[kind].partition(': ')[0]} ({len(group)})"
        for finding in shown:
            yield wrapped(f"{finding.says if whole else finding.subject}: {finding.accepted}", first="  - ")
        if len(shown) < len(group):
            yield f"    and {len(group) - len(shown)} more: --all"


# Times, what to do


def _not_proved(base: RuleBase) -> Iterator[str]:
    yield ""
    yield heading("What is not proved")
    yield from bullets(not_proved(base))


def _times(audit: Audit) -> Iterator[str]:
    if not audit.timings:
        return
    yield ""
    yield heading("How long it took, in processor time")
    longest = max(timing.seconds for timing in audit.timings)
    name_width = max(len(timing.part) for timing in audit.timings)
    for timing in audit.timings:
        bar = "#" * round(_BAR * timing.seconds / longest) if longest else ""
        yield f"  {timing.part.ljust(name_width)}  {timing.seconds:7.1f} s  {bar}".rstrip()
    yield f"  {'in all'.ljust(name_width)}  {sum(timing.seconds for timing in audit.timings):7.1f} s"


def _next(audit: Audit) -> Iterator[str]:
    """Suggest what to do about the result."""
    yield ""
    yield heading("What to do next")
    witnesses = [witness for about in (audit.claims, audit.findings) for thing in about for witness in thing.witnesses]
    rules = [rule for finding in audit.findings for rule in finding.rules]
    rows = [(f"springstep rules show {rules[0] if rules else 'ID'}", "one rule with everything")]
    if witnesses:
        rows.append(("--save-case", "save a runner as a case file, to recommend for and ask about"))
    rows.append(("springstep audit why-not CASE ID", "why a rule did not fire for a runner"))
    rows.append(("springstep audit what-if CASE FACT=VALUE", "the same runner with another answer"))
    if any(card.signature != "signed" for card in audit.rules):
        rows.append(("springstep audit sign --by NAME", "sign what you stand behind"))
    kinds = {finding.kind for finding in audit.findings}
    if "signature" in kinds:
        rows.append(("springstep audit signed", "what was signed, and what it is now"))
    if "unapproved" in kinds:
        rows.append(("springstep audit approve", "approve what the knowledge says now, once it is read"))
    yield from columns(rows)
    if witnesses:
        yield ""
        yield wrapped(
            "The standard runner is described in RULES.md under Facts; nothing counts against bursts for this one."
        )


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
