"""An audit as one HTML page: self-contained, for a screen of any width, for paper, and for a screen reader.

The page loads nothing and sends nothing: style and script are in it, and its content security policy says so. The cards
of the rules and the drawings lie in it packed, which keeps it small enough to be sent; without the script each rule is
one line, and everything else is shown. The same audit gives the same bytes.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from springstep.engine.audit.items.of_rules import RULES
from springstep.engine.audit.report import KINDS, Audit, Finding, RuleCard, Witness, by_kind, kind_words, not_proved
from springstep.engine.audit.signing.wording import remark_words, standing_words
from springstep.engine.characters import visible
from springstep.engine.finding.index import finding_index
from springstep.engine.frozen import Frozen
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import conclusion_words, condition_words, listed, plain
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.ledger import citations_of, load_ledger
from springstep.rendering.html.packing import packed
from springstep.rendering.html.pictures import Picture
from springstep.rendering.markdown.one_rule import when_each
from springstep.rendering.templates import environment, part

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE = "springstep.rendering.html"
_STATUSES = ("broken", "undecided", "proved")
_AS_WRITTEN = re.compile(r"(<pre.*?</pre>|<script>.*?</script>)", re.S)
_INDENT = re.compile(r"\s*\n\s*")


class _Effect(Frozen):
    """One conclusion as a card shows it; without an audit, it is taken to matter."""

    words: str
    carries: bool
    matters: bool


class _CaseView(Frozen):
    """One rule with what the audit knows of it, ready to be shown."""

    rule: Rule
    card: RuleCard | None
    signature: str
    standing: str
    kinds: tuple[str, ...]
    marks: tuple[tuple[str, str], ...]
    """Findings that involve it: the term, and the anchor of the finding."""
    when: str
    unless: str
    effects: tuple[_Effect, ...]
    stories: tuple[tuple[str, Witness], ...]
    """Cases for which conclusions matter: which of several, from 1, and the case."""
    others: tuple[tuple[str, tuple[str, ...]], ...]
    origin: str
    place: str


def audit_html(audit: Audit, base: RuleBase, *, pictures: Sequence[Picture] = ()) -> str:
    """Return the page of an audit of this rule base, with pictures of its rules to choose from.

    Pictures are taken into the page as they are, so their text must be escaped already. Raises ``RenderingError`` when
    Jinja2 is not installed.
    """
    filled = environment(_HERE)
    filled.filters["case"] = _case_text
    filled.filters["moments"] = base.vocabulary.when
    from markupsafe import Markup  # comes with Jinja2, an extra

    script = part(_HERE, "finding.js") + part(_HERE, "page.js")
    anchors = _anchors((*audit.findings, *audit.accepted))
    views = _views(audit, base, anchors)
    told: dict[str, Any] = {
        "audit": audit,
        "not_proved": not_proved(base),
        "subject": base.domain.subject,
        "subjects": base.domain.subjects,
        "intro": base.domain.intro,
        "style": Markup(part(_HERE, "page.css")),
        "script": Markup(script),
        "script_digest": b64encode(sha256(script.encode()).digest()).decode(),
        "pictures": [(picture.name, picture.title, packed(visible(picture.svg))) for picture in pictures],
        "known": {rule.id for rule in base.rules},
        "gists": {number: sentence.gist for number, sentence in load_ledger(base).sentences.items()},
        "anchors": anchors,
        "terms": {kind: words.partition(": ")[0] for kind, words in KINDS.items()},
        "meanings": {kind: _sentence(kind_words(kind, base.domain).partition(": ")[2]) for kind in KINDS},
        "tiles": _tiles(audit, base),
        "claims": [claim for status in _STATUSES for claim in audit.claims if claim.status == status],
        "broken": {each.subject: anchors[each.id] for each in audit.findings if each.kind in ("claim", "promise")},
        "findings": list(by_kind(audit.findings)),
        "accepted": list(by_kind(audit.accepted)),
        "signers": listed(audit.signers, last="and"),
        "remarks": [(each.open, remark_words(each)) for each in audit.remarks],
        "remarks_on": _remarks(audit),
        "filters": _filters(audit, base, views),
        "count": len(views),
        "topics": [
            {"name": topic, "title": title, "rules": rules}
            for topic, title in base.topics.items()
            if (rules := [view for view in views if view.rule.topic == topic])
        ],
        "sentences": [
            {
                "number": number,
                "gist": sentence.gist,
                "rules": citations_of(base)[number],
                "role": plain(sentence.role),
                "reason": sentence.reason,
            }
            for number, sentence in load_ledger(base).sentences.items()
        ],
    }
    cards, index = _written(filled, "cards.html", told), finding_index(base).to_json()
    return _written(filled, "page.html", {**told, "packed_cards": packed(cards), "packed_finding": packed(index)})


def _written(filled: Environment, template: str, told: Mapping[str, Any]) -> str:
    return visible(_without_indents(filled.get_template(template).render(told)))


def _without_indents(page: str) -> str:
    """Return a page without the spaces that start its lines, but for those of what is set as it is written."""
    parts = _AS_WRITTEN.split(page)
    return "".join(part if place % 2 else _INDENT.sub("\n", part) for place, part in enumerate(parts))


def _case_text(case: Mapping[str, Any]) -> str:
    """Write a case as a file that can be given to `recommend`: JSON, a fact a line."""
    lines = (f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in case.items())
    return "{\n" + ",\n".join(lines) + "\n}"


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _anchors(findings: Iterable[Finding]) -> dict[str, str]:
    """Give each finding an anchor of its own that is valid in a URL."""
    found: dict[str, str] = {}
    for finding in findings:
        stem = anchor = "finding-" + re.sub(r"[^A-Za-z0-9_.-]+", "-", finding.id)
        taken, number = set(found.values()), 2
        while anchor in taken:
            anchor, number = f"{stem}-{number}", number + 1
        found.setdefault(finding.id, anchor)
    return found


def _tiles(audit: Audit, base: RuleBase) -> list[tuple[int, int | None, str]]:
    """Return the counts at the top: how many, of how many, of what."""
    proved = sum(claim.status == "proved" for claim in audit.claims)
    signed = sum(card.signature == "signed" for card in audit.rules)
    return [
        (proved, len(audit.claims), f"claims proved for every {base.domain.subject}"),
        (len(audit.findings), None, "findings open"),
        (len(audit.accepted), None, "findings accepted with a reason"),
        (signed, len(audit.rules), "rules signed as they stand"),
    ]


def _filters(audit: Audit, base: RuleBase, views: Iterable[_CaseView]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return what rules can be chosen by: name, label and options, each option with its count."""
    shown = list(views)
    topics = Counter(view.rule.topic for view in shown)
    bases: Counter[str] = Counter(view.rule.basis for view in shown)
    standings: Counter[str] = Counter(view.signature for view in shown)
    kinds = Counter(kind for view in shown for kind in view.kinds)
    return [
        (
            "topic",
            "Topic",
            [(name, f"{title} ({topics[name]})") for name, title in base.topics.items() if topics[name]],
        ),
        ("basis", "Basis", _options(("guide", "inference", "convention"), bases)),
        ("finding", "Finding", [(k, f"{KINDS[k].partition(': ')[0]} ({kinds[k]})") for k in KINDS if kinds[k]]),
        ("signature", "Signature", _options(("signed", "changed", "unsigned"), standings)),
    ]


def _options(names: Iterable[str], counts: Counter[str]) -> list[tuple[str, str]]:
    return [(name, f"{name} ({counts[name]})") for name in names if counts[name]]


def _remarks(audit: Audit) -> dict[str, list[str]]:
    """Return the remarks on each rule, in words."""
    found: dict[str, list[str]] = {}
    for remark in audit.remarks:
        found.setdefault(remark.item.removeprefix(f"{RULES}/"), []).append(remark_words(remark, of_item=False))
    return found


# Cards


def _views(audit: Audit, base: RuleBase, anchors: Mapping[str, str]) -> list[_CaseView]:
    cards = {card.rule: card for card in audit.rules}
    part_in: dict[str, list[Finding]] = {}
    for finding in (*audit.findings, *audit.accepted):
        for rule in dict.fromkeys(finding.rules):
            part_in.setdefault(rule, []).append(finding)
    return [_view(rule, cards.get(rule.id), part_in.get(rule.id, []), base, anchors) for rule in base.rules]


def _view(
    rule: Rule, card: RuleCard | None, findings: list[Finding], base: RuleBase, anchors: Mapping[str, str]
) -> _CaseView:
    signature = card.signature if card is not None else "unsigned"
    return _CaseView(
        rule=rule,
        card=card,
        signature=signature,
        standing=_standing(card) if card is not None else signature,
        kinds=tuple(dict.fromkeys(finding.kind for finding in findings)),
        marks=tuple(
            (KINDS[f.kind].partition(": ")[0] + (" (accepted)" if f.accepted else ""), anchors[f.id]) for f in findings
        ),
        when=when_each(rule, base) + condition_words(rule.when, base.facts),
        unless=condition_words(rule.unless, base.facts) if rule.unless is not None else "",
        effects=tuple(_effects(rule, card, base)),
        stories=tuple(_stories(card)) if card is not None else (),
        others=tuple(_others(rule, card)),
        origin=_origin(rule),
        place=f"{rule.source}, line {rule.line}",
    )


def _standing(card: RuleCard) -> str:
    return standing_words(
        card.signature, by=card.signed_by, on=card.signed_on, stale_by=card.stale_by, waits_for=card.waits_for
    )


def _effects(rule: Rule, card: RuleCard | None, base: RuleBase) -> Iterator[_Effect]:
    if card is not None and card.conclusions:
        for found in card.conclusions:
            yield _Effect(found.words, found.carries, found.matters)
    else:
        for conclusion in rule.conclusions:
            yield _Effect(conclusion_words(conclusion, base.decisions, base.facts), True, True)


def _stories(card: RuleCard) -> Iterator[tuple[str, Witness]]:
    """Yield each case for which conclusions matter, once; of a single conclusion or of all, without their places."""
    places: dict[tuple[str, ...], list[int]] = {}
    witnesses: dict[tuple[str, ...], Witness] = {}
    for place, found in enumerate(card.conclusions, start=1):
        if found.witness is not None:
            places.setdefault(found.witness.words, []).append(place)
            witnesses.setdefault(found.witness.words, found.witness)
    for words, found_at in places.items():
        all_of_them = len(found_at) == len(card.conclusions)
        yield "" if all_of_them else listed(map(str, found_at), last="and"), witnesses[words]


def _others(rule: Rule, card: RuleCard | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the rules related to this one, by how."""
    related = (
        ("Overrides", rule.overrides),
        ("Overridden by", rule.overridden_by),
        ("Can dominate", card.dominates if card is not None else ()),
        ("Can be dominated by", card.dominated_by if card is not None else ()),
    )
    yield from ((label, ids) for label, ids in related if ids)


def _origin(rule: Rule) -> str:
    origin = rule.origin
    if origin is None:
        return ""
    who = f"{plain(origin.kind)} by {origin.overlay}, {origin.author}, {origin.date}"
    return f"{who}: {plain(origin.reason)}; {origin.note}"
