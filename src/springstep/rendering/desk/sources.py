"""What the rules rest on and are held to: the claims, what became of every sentence of the guide, and what is asked."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from springstep.engine.audit.rule_record import ledger_of
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.rulebase.claim_files import load_claims
from springstep.engine.rulebase.ledger import citations_of
from springstep.rendering.desk.desk import Desk
from springstep.rendering.markdown.links import by_paragraph


class SentenceLine(NamedTuple):
    """A sentence of the guide: what it says in our words, and what became of it."""

    number: str
    gist: str
    role: str
    rules: tuple[str, ...]
    reason: str


class FactShown(NamedTuple):
    """A fact, what it may be, and the fields of its items; of how many rules it is read."""

    info: FactInfo
    allowed: str
    fields: tuple[tuple[FactInfo, str], ...]
    read_by: int


def claims_page(desk: Desk) -> str:
    """Return the page of the claims."""
    claims = load_claims(desk.base)
    counts = Counter(claim.basis for claim in claims)
    return desk.page("claims.html", claims=claims, counts=[(basis, counts[basis]) for basis in sorted(counts)])


def ledger_page(desk: Desk) -> str:
    """Return the page of the guide's sentences, and of where they pull apart."""
    ledger, cited = ledger_of(desk.base), citations_of(desk.base)
    paragraphs = [
        (
            number,
            [
                SentenceLine(each, (kept := ledger.sentences[each]).gist, kept.role, cited[each], kept.reason)
                for each in numbers
            ],
        )
        for number, numbers in by_paragraph(ledger.sentences)
    ]
    return desk.page(
        "ledger.html",
        paragraphs=paragraphs,
        tensions=ledger.tensions,
        count=len(ledger.sentences),
        encoded=sum(bool(rules) for rules in cited.values()),
    )


def facts_page(desk: Desk) -> str:
    """Return the page of all that a case may hold."""
    base = desk.base
    read = Counter(name for rule in base.rules for name in base.facts_read(rule))
    shown = [
        FactShown(
            info, _allowed(info), tuple((each, _allowed(each)) for each in base.vocabulary.fields_of(name)), read[name]
        )
        for name, info in base.vocabulary.facts.items()
    ]
    return desk.page("facts.html", facts=shown, when=base.vocabulary.when)


def _allowed(info: FactInfo) -> str:
    return "" if info.kind == "quantity" else info.allowed().removeprefix("allowed: ")
