"""Numbers in the words of claims, tensions and the ledger that nothing behind them holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from springstep.engine.audit.checks.numbers_in_words import held_by_rule, held_in, loose, measured_words
from springstep.engine.audit.report import Finding
from springstep.engine.language.conditions import Among, Condition, comparisons
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims
from springstep.engine.rulebase.ledger import ENCODED_ROLES, citations_of, load_ledger

_DIGITS = re.compile("[0-9]+")
_SENTENCE = re.compile(r"[0-9]+\.[0-9]+")


def loose_numbers_elsewhere(base: RuleBase) -> Iterator[Finding]:
    """Yield a finding for each such number."""
    measured = measured_words(base)
    for claim in load_claims(base):
        if claim.broken is not None and not claim.rule:
            held = frozenset([*held_in(claim.broken, base), *_in_names(claim.broken)])
            yield from _findings(claim.id, (claim.says,), held, measured, "the claim")
    ledger, rules = load_ledger(base), {rule.id: held_by_rule(rule, base) for rule in base.rules}
    for tension in ledger.tensions:
        held = frozenset(number for rule in tension.rules for number in rules.get(rule, ()))
        gists = (ledger.sentences[number].gist for number in tension.sentences if number in ledger.sentences)
        held |= {*loose(gists, frozenset(), measured), *map(Fraction, filter(_SENTENCE.fullmatch, tension.sentences))}
        yield from _findings(tension.id, (tension.resolved,), held, measured, "the rules that resolve it")
    for number, sentence in ledger.sentences.items():
        if sentence.role in ENCODED_ROLES:
            held = frozenset(each for rule in citations_of(base).get(number, ()) for each in rules.get(rule, ()))
            yield from _findings(number, (sentence.gist,), held, measured, "the rules that cite it")


def _in_names(condition: Condition) -> Iterator[Fraction]:
    """Yield the numbers in the values that a condition names: 3 of ``after_3``."""
    for part in comparisons(condition):
        values = part.values if isinstance(part, Among) else ()
        yield from (Fraction(digits) for value in values for digits in _DIGITS.findall(str(value)))


def _findings(
    subject: str,
    texts: Iterable[str],
    held: frozenset[Fraction],
    measured: frozenset[str],
    holder: str,
) -> Iterator[Finding]:
    left = loose(texts, held, measured)
    for number, word in left.items():
        if any(number * other in held for other in left):
            continue  # *4 x 10 s* is what holds 40
        says = f"{subject} says '{word}', and nothing of {holder} holds {plain(number)}."
        yield Finding(id=f"number:{subject}:{plain(number)}", kind="number", subject=subject, says=says)
