"""What is gone, added and changed since it was signed, and by whom it was."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.engine.audit.items.differences import Difference, field_changes
from springstep.engine.audit.items.item import KnowledgeItem, split_name
from springstep.engine.audit.items.listing import items
from springstep.engine.audit.items.of_rules import RULES
from springstep.engine.audit.items.wording import changes_words, item_words
from springstep.engine.audit.signing.records import Signature, SignatureFile, Whole
from springstep.engine.audit.signing.standing import SignatureState, signature_states
from springstep.engine.frozen import Frozen
from springstep.engine.language.wording import listed
from springstep.engine.rulebase.base import RuleBase


class SinceSigned(Frozen):
    """One item that is not as it was signed, with what was signed and is now, and a sentence on it."""

    difference: Difference
    says: str


def since_signed(base: RuleBase, file: SignatureFile) -> Iterator[SinceSigned]:
    """Yield what is gone, changed and added since it was signed."""
    now, states = items(base), signature_states(base, file)
    for name in gone(base, file):
        signatures = [each for each in file.signatures if each.item == name]
        was = file.signed_as(signatures[-1]) or KnowledgeItem(*split_name(name), None)
        says = f"{item_words(was)} was signed by {_signers(signatures)} and is gone."
        yield SinceSigned(Difference("gone", was, None), says)
    for name, state in states.items():
        if state.state == "changed":
            yield _changed(now[name], state, file)
    topics = {f"{RULES}/{rule.id}": rule.topic for rule in base.rules}
    signed = {(each.item, each.by) for each in file.signatures}
    for name, item in now.items():
        wholes = [each for each in file.wholes if each.holds(item, topics) and (name, each.by) not in signed]
        if wholes:
            yield SinceSigned(Difference("added", None, item), f"{item_words(item)} is new since {_whole(wholes)}.")


def gone(base: RuleBase, file: SignatureFile) -> tuple[str, ...]:
    """Return the items that were signed but are no longer in this rule base."""
    return tuple(sorted({each.item for each in file.signatures} - items(base).keys()))


def changes_since(base: RuleBase, name: str, state: SignatureState, file: SignatureFile) -> str:
    """Say what an item was when it was signed, and is, where somebody has signed only what it was."""
    return _changed(items(base)[name], state, file).says if state.stale else ""


def _changed(item: KnowledgeItem, state: SignatureState, file: SignatureFile) -> SinceSigned:
    signed: dict[str, list[Signature]] = {}
    for each in state.stale:
        signed.setdefault(each.digest, []).append(each)
    sentences = []
    differences = []
    for signatures in signed.values():
        was = file.signed_as(signatures[0])
        said = f"{item_words(item)} was changed after {_signers(signatures)} signed it"
        differences.append(Difference("changed", was, item, field_changes(was, item) if was is not None else ()))
        words = changes_words(differences[-1])
        sentences.append(f"{said}: {words}." if words else f"{said}.")
    return SinceSigned(differences[-1], " ".join(sentences))


def _signers(signatures: list[Signature]) -> str:
    return listed(dict.fromkeys(f"{each.by} on {each.on}" for each in signatures), last="and")


def _whole(wholes: list[Whole]) -> str:
    return listed([f"{each.by} signed {each.words} on {each.on}" for each in wholes], last="and")
