"""How each item stands: who has signed it as it is, who only as it was, and who has not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

from springstep.engine.audit.items.item import KnowledgeItem, same
from springstep.engine.audit.items.listing import items
from springstep.engine.audit.items.of_rules import FORMS, RULES, rule_digest
from springstep.engine.audit.signing.records import Signature, SignatureFile
from springstep.engine.frozen import Frozen
from springstep.engine.language.wording import listed
from springstep.engine.rulebase.base import RuleBase

State: TypeAlias = Literal["signed", "changed", "unsigned"]


class SignatureState(Frozen):
    """Whether an item is signed as it is now.

    ``signed``: by all who are to sign it, or by anybody where nobody is named; ``changed``: somebody who is to sign it
    has signed only what it was; ``unsigned``: somebody who is to sign it has not, or nobody has.
    """

    state: State
    by: str = ""
    """Who has signed it: as it is, or where nobody has, as it was."""
    on: str = ""
    """The last day of those."""
    stale: tuple[Signature, ...] = ()
    """The last signature of each who has signed only what it was."""
    waits_for: tuple[str, ...] = ()
    """Who is to sign and has not signed what it is."""

    signed_by: tuple[str, ...] = ()
    """Who has signed it as it is."""

    @property
    def stale_by(self) -> str:
        """Name those who have signed only what it was, each with the day."""
        return listed([f"{each.by} ({each.on})" for each in self.stale], last="and") if self.stale else ""


def signature_states(base: RuleBase, file: SignatureFile) -> dict[str, SignatureState]:
    """Return how every item of a rule base stands, by its name."""
    given: dict[str, list[Signature]] = {}
    for signature in file.signatures:
        given.setdefault(signature.item, []).append(signature)
    return {
        name: _state(given.get(name, []), _holding(item, given.get(name, []), base, file), file.signers)
        for name, item in items(base).items()
    }


def _holding(
    item: KnowledgeItem, signatures: Iterable[Signature], base: RuleBase, file: SignatureFile
) -> list[Signature]:
    """Return the signatures of an item that hold for what it is now."""
    return [each for each in signatures if _holds(each, file.signed_as(each), item, base)]


def _holds(signature: Signature, was: KnowledgeItem | None, item: KnowledgeItem, base: RuleBase) -> bool:
    if signature.digest == item.digest:
        return True
    if was is not None:
        return same(was, item)
    return item.kind == RULES and signature.digest in _earlier(item.id, base)


def _earlier(rule: str, base: RuleBase) -> set[str]:
    return {rule_digest(base.by_id[rule], base.by_id, form=form) for form in FORMS}


def _state(given: Sequence[Signature], holding: Sequence[Signature], signers: Sequence[str]) -> SignatureState:
    last: Mapping[str, Signature] = {each.by: each for each in sorted(given, key=lambda each: each.on)}
    have = {each.by for each in holding}
    stale = tuple(each for by, each in last.items() if by not in have)
    waits = tuple(name for name in signers if name not in have)
    counted = holding or given
    state: State = "signed" if holding and not waits else "unsigned"
    if (stale and not holding) or any(each.by in signers for each in stale):
        state = "changed"
    by = listed(dict.fromkeys(each.by for each in counted), last="and") if counted else ""
    day = max((each.on for each in counted), default="")
    return SignatureState(state, by, day, stale, waits, tuple(dict.fromkeys(each.by for each in holding)))
