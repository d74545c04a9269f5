"""What the rules rest on and are held to, as sections of RULES.md: record, tensions, claims, findings, ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from springstep.engine.language.clauses import needs_list
from springstep.engine.language.wording import listed, sentence_words
from springstep.engine.rulebase.accepted import load_accepted
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims
from springstep.engine.rulebase.ledger import citations_of, load_ledger
from springstep.rendering.markdown.escaped import code, text
from springstep.rendering.markdown.links import by_paragraph, heading_of, paragraph_title
from springstep.rendering.markdown.one_rule import broken, names

_ROLE_WORDS = {"out_of_scope": "out of scope"}
_RECORD = "With a record of earlier cases these facts are worked out from it; an answer given by hand wins."


def derivations(base: RuleBase) -> Iterator[str]:
    """Yield how the facts of earlier cases are worked out from the record."""
    yield base.domain.intro.get("record", _RECORD)
    yield ""
    yield "| fact | how | because | basis | sentences |"
    yield "| --- | --- | --- | --- | --- |"
    for derivation in base.derivations.values():
        cells = (text(derivation.words), text(derivation.because), derivation.basis, sentence_words(derivation.guide))
        yield f"| `{derivation.fact}` | {' | '.join(cells)} |"
    yield ""


def tensions(base: RuleBase) -> Iterator[str]:
    """Yield where sentences of the guide pull apart."""
    yield "Where sentences pull apart, and how it is resolved."
    yield ""
    for tension in load_ledger(base).tensions:
        yield f"### {heading_of(tension.id, tension.name)}"
        yield ""
        yield f"- **Sentences** {sentence_words(tension.sentences)}"
        yield f"- **They pull apart:** {text(tension.pulls)}"
        yield f"- **Resolved:** {text(tension.resolved)}"
        yield f"- **By** {names(tension.rules)}"
        yield ""


def claims(base: RuleBase) -> Iterator[str]:
    """Yield the safety claims."""
    subject, subjects = base.domain.subject, base.domain.subjects
    yield (
        f"{len(load_claims(base))} claims that must hold for every {subject}, whatever the rules say. `springstep "
        f"audit` proves each of them for all {subjects}, or shows one who breaks it; a plan made under a coach's "
        f"overlay is held to those of one {subject}."
    )
    yield ""
    for claim in load_claims(base):
        cited = sentence_words(claim.guide)
        moments = base.vocabulary.when(claim.moments, join=lambda words: listed(words, last="and"))
        yield f"### {heading_of(claim.id, claim.name)}"
        yield ""
        yield f"{text(claim.says)} {cited}{' ' if cited else ''}*{claim.basis}*, {moments}."
        yield ""
        yield from broken(claim.formal, "") if needs_list(claim.formal) else [code(claim.formal), ""]


def accepted(base: RuleBase) -> Iterator[str]:
    """Yield the findings that the knowledge accepts, by reason."""
    reasons: dict[str, list[str]] = {}
    for finding, because in load_accepted(base).items():
        reasons.setdefault(because, []).append(finding)
    for because, findings in reasons.items():
        yield f"- {text(because)}"
        yield f"  {', '.join(map(code, findings))}"
    yield ""


def ledger(base: RuleBase) -> Iterator[str]:
    """Yield what became of every sentence of the guide, and the sentences of every rule."""
    counts = Counter("encoded" if citations_of(base)[n] else s.role for n, s in load_ledger(base).sentences.items())
    roles = ", ".join(f"{count} {_ROLE_WORDS.get(name, name)}" for name, count in sorted(counts.items()))
    yield f"Every sentence of the guide and what became of it: {roles}."
    yield ""
    for paragraph, numbers in by_paragraph(load_ledger(base).sentences):
        yield f"### {paragraph_title(paragraph)}"
        yield ""
        yield "| sentence | what it says, in our words | what became of it |"
        yield "| --- | --- | --- |"
        for number in numbers:
            sentence, cited = load_ledger(base).sentences[number], citations_of(base)[number]
            role = _ROLE_WORDS.get(sentence.role, sentence.role)
            fate = f"{role}: {names(cited)}" if cited else f"{role}: {text(sentence.reason)}"
            yield f"| {number} | {text(sentence.gist)} | {fate} |"
        yield ""
    yield "### From rules to sentences"
    yield ""
    yield "| rule | sentences |"
    yield "| --- | --- |"
    for rule in base.rules:
        if rule.guide:
            yield f"| {rule.id} {rule.name.replace('-', ' ')} | {sentence_words(rule.guide)} |"
    yield ""
