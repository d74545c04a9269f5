"""An audit that tells how everything stands that can be signed, and what is not as it was signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from springstep.engine.audit.items.item import split_name
from springstep.engine.audit.items.of_rules import RULES
from springstep.engine.audit.items.wording import subject_of
from springstep.engine.audit.report import Audit, Finding, RemarkShown, RuleCard, SignedKind
from springstep.engine.audit.signing.records import Remark, SignatureFile
from springstep.engine.audit.signing.since import since_signed
from springstep.engine.audit.signing.standing import SignatureState, signature_states
from springstep.engine.rulebase.base import RuleBase


def with_signatures(audit: Audit, base: RuleBase, file: SignatureFile) -> Audit:
    """Return an audit that says how every item stands; what is not as it was signed is a finding."""
    states = signature_states(base, file)
    told = replace(
        audit,
        rules=tuple(_card(card, states[f"{RULES}/{card.rule}"]) for card in audit.rules),
        signers=file.signers,
        signed=tuple(_kinds(states)),
        remarks=remarks_shown(file),
    )
    found = tuple(_findings(base, file))
    if not found:
        return told
    since = f"{len(found)} {'thing is' if len(found) == 1 else 'things are'} not as signed."
    verdict = since if audit.clean else f"{audit.verdict} {since}"
    return replace(told, findings=(*audit.findings, *found), clean=False, verdict=verdict)


def remarks_shown(file: SignatureFile) -> tuple[RemarkShown, ...]:
    """Return the remarks of a file, each with whether it is open."""
    still: Sequence[Remark] = file.open_remarks
    return tuple(
        RemarkShown(item=each.item, by=each.by, on=each.on, says=each.says, text=each.text, open=each in still)
        for each in file.remarks
    )


def _card(card: RuleCard, state: SignatureState) -> RuleCard:
    return replace(
        card,
        signature=state.state,
        signed_by=state.by,
        signed_on=state.on,
        stale_by=state.stale_by,
        waits_for=state.waits_for,
    )


def _kinds(states: Mapping[str, SignatureState]) -> Iterator[SignedKind]:
    kinds: dict[str, Counter[str]] = {}
    for name, state in states.items():
        kinds.setdefault(split_name(name)[0], Counter())[state.state] += 1
    for kind, counts in kinds.items():
        yield SignedKind(kind=kind, signed=counts["signed"], changed=counts["changed"], unsigned=counts["unsigned"])


def _findings(base: RuleBase, file: SignatureFile) -> Iterator[Finding]:
    for each in since_signed(base, file):
        item = each.difference.item
        rules = (item.id,) if item.kind == RULES and item.id in base.by_id else ()
        subject = subject_of(item)
        yield Finding(id=f"signature:{subject}", kind="signature", subject=subject, says=each.says, rules=rules)
