"""What rules rest on, and what becomes of sentences: no rule on what asks for nothing, no sentence without effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from springstep.engine.audit.report import Finding, RuleCard
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import listed, sentence_words
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims
from springstep.engine.rulebase.ledger import ENCODED_ROLES, citations_of, load_ledger

_TOO_LITTLE = {"guide": {"promise", "rationale", "out_of_scope"}, "inference": {"promise", "out_of_scope"}}
"""By basis, the roles of sentences of which a rule may not cite these alone. An inference may rest on a rationale."""

_BINDING = ("limits", "warns")


def weak_sources(base: RuleBase) -> Iterator[Finding]:
    """Yield the rules that cite only sentences that explain or promise; an inference may rest on what explains."""
    sentences = load_ledger(base).sentences
    for rule in base.rules:
        cited = [sentences[number].role for number in rule.guide]
        if cited and set(cited) <= _TOO_LITTLE.get(rule.basis, set()):
            roles = listed((role.replace("_", " ") for role in dict.fromkeys(cited)), last="and")
            says = f"{rule.id} has basis {rule.basis} and cites only {roles}: {sentence_words(rule.guide)}."
            yield Finding(id=f"source:{rule.id}", kind="source", subject=rule.id, says=says, rules=(rule.id,))


def tensions_without_part(base: RuleBase) -> Iterator[Finding]:
    """Yield tensions that name a rule which cites none of the sentences that pull apart."""
    for tension in load_ledger(base).tensions:
        for rule in (base.by_id[name] for name in tension.rules if name in base.by_id):
            if not set(rule.guide) & set(tension.sentences):
                says = (
                    f"{tension.id} is resolved by {rule.id}, which cites none of {sentence_words(tension.sentences)}."
                )
                subject = f"{tension.id}:{rule.id}"
                yield Finding(id=f"source:{subject}", kind="source", subject=tension.id, says=says, rules=(rule.id,))


def unclaimed_sentences(base: RuleBase) -> Iterator[Finding]:
    """Yield the sentences that limit or warn and that no claim cites: nothing proves that the rules keep them."""
    cited = {number for claim in load_claims(base) if not claim.rule for number in claim.guide}
    for number, sentence in load_ledger(base).sentences.items():
        if sentence.role in _BINDING and number not in cited:
            says = f"Sentence {number} {sentence.role}, and no claim that cites it says what must never happen."
            yield Finding(id=f"unclaimed:{number}", kind="unclaimed", subject=number, says=says)


def idle_sentences(cards: Iterable[RuleCard], base: RuleBase) -> Iterator[Finding]:
    """Yield the sentences that ask for something and of whose rules none changes a decision or says anything.

    A rule that is only an exception to others, or only assumes, does not count. ``cards`` has one for every rule.
    """
    at_work = {card.rule for card in cards if _works(card, base.by_id[card.rule])}
    for number, sentence in load_ledger(base).sentences.items():
        rules = citations_of(base)[number]
        if sentence.role in ENCODED_ROLES and at_work.isdisjoint(rules):
            by = f"Of {listed(rules, last='and')} none" if rules else "No rule that cites it"
            says = f"Sentence {number} {sentence.role}, in vain. {by} changes a decision or says anything."
            yield Finding(id=f"sentence:{number}", kind="sentence", subject=number, says=says, rules=rules)


def _works(card: RuleCard, rule: Rule) -> bool:
    """Tell whether a rule changes a decision or says something for some case."""
    if card.fires is None:
        return False
    conclusions = zip(card.conclusions, rule.conclusions, strict=True)
    return any(
        each.carries if concluded.says else each.matters and not concluded.assumes for each, concluded in conclusions
    )
