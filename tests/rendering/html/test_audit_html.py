"""An audit as an HTML page: whole in itself, every text escaped, every link leading somewhere, readable by machines."""

from __future__ import annotations

import json
import re
import sys
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep import SpringstepError, recommend
from springstep.engine.audit.report import KINDS, Finding, kind_words
from springstep.engine.rulebase.ledger import citations_of, load_ledger
from springstep.rendering.html.audit_html import audit_html
from springstep.rendering.html.packing import packed, unpacked
from springstep.rendering.html.pictures import Picture, rule_pictures
from tests.audits import BASE, NASTY, clean_audit, full_audit

INLINE = {"a", "code", "em", "strong"}
VOID = {"br", "img", "input", "link", "meta", "rect"}
PICTURE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "about:blank">
<svg role="img" aria-label="rules" width="4000" height="9"><a href="#INJ-040"><rect/></a></svg>
"""


PICTURES = [Picture("overview", "All topics", PICTURE), Picture("one", "One topic", PICTURE.replace("rules", "one"))]


def as_scripted(source: str) -> str:
    """Return a page as its script leaves it: with the cards unpacked, and without what is for browsers without it."""
    cards = re.findall(r'<template data-packed="rules">(.*?)</template>', source, re.S)
    source = re.sub(r"<noscript>.*?</noscript>|<template .*?</template>", "", source, flags=re.S)
    return source.replace('<div id="cards">', '<div id="cards">' + unpacked(*cards))


class Page(HTMLParser):
    """A page as its elements, in order, each with its attributes, its text, and the tags around it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str], tuple[str, ...]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}, tuple(self._open)))
        self.text += "" if tag in INLINE else " "
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}, tuple(self._open)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, f"</{tag}> closes another element, line {self.getpos()[0]}"

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self._open):
            self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes, _ in self.elements if name == tag]

    def values(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes, _ in self.elements if attribute in attributes]

    @property
    def folded(self) -> str:
        return " ".join(self.text.split())


@pytest.fixture(scope="module")
def source() -> str:
    return audit_html(full_audit(), BASE, pictures=PICTURES)


@pytest.fixture(scope="module")
def scripted(source: str) -> str:
    return as_scripted(source)


@pytest.fixture(scope="module")
def page(scripted: str) -> Page:
    return Page(scripted)


def test_ids_are_unique_and_every_link_stays_on_the_page(page: Page) -> None:
    ids = page.values("id")
    assert len(ids) == len(set(ids)) and not any(re.search(r"\s", each) for each in ids)
    links = page.values("href")
    assert {link.removeprefix("#") for link in links} <= set(ids) and all(link.startswith("#") for link in links)
    assert set(page.values("aria-labelledby")) <= set(ids)


def test_nothing_is_loaded_and_only_its_own_script_may_run(source: str, page: Page) -> None:
    assert not page.values("src") and not page.all("link") and "@import" not in source and "url(" not in source
    (script,) = re.findall(r"<script>(.*?)</script>", source, re.S)
    digest = b64encode(sha256(script.encode()).digest()).decode()
    policy = next(m["content"] for m in page.all("meta") if "Content-Security-Policy" in m.get("http-equiv", ""))
    assert policy == f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    assert not [name for _, attributes, _ in page.elements for name in attributes if name.startswith("on")]


def test_every_text_is_escaped(source: str, page: Page) -> None:
    assert "<script>alert" not in source
    remarks = [remark for remark in full_audit().remarks if NASTY in remark.text]  # in the list and on the rule's card
    assert page.text.count(NASTY) == len(full_audit().claims) + len(full_audit().findings) + 2 * len(remarks)


def test_signatures_and_remarks_are_shown(page: Page) -> None:
    assert "To sign: A. Coach and B. Coach." in page.text
    assert " ".join(["drills", "1", "1", "12"]) in " ".join(page.text.split())
    (card,) = [card for card in page.all("article") if card["id"] == "INJ-040"]
    assert card
    assert page.text.count("question by B. Coach, 2026-11-20") == 2


def test_same_audit_gives_the_same_bytes(source: str) -> None:
    assert audit_html(full_audit(), BASE, pictures=PICTURES) == source


def test_every_rule_has_a_card_with_what_it_can_be_chosen_by(page: Page) -> None:
    cards = {card["id"]: card for card in page.all("article") if card["class"] == "rule"}
    assert list(cards) == [rule.id for rule in BASE.rules]
    chosen = {name: {card[f"data-{name}"] for card in cards.values()} for name in ("topic", "basis", "signature")}
    assert chosen["topic"] == {rule.topic for rule in BASE.rules}
    assert chosen["basis"] == {"guide", "inference", "convention"}
    assert chosen["signature"] == {"signed", "changed", "unsigned"}
    shown, audit = Counter[str](), full_audit()
    for rule, card in cards.items():
        kinds = [each.kind for each in (*audit.findings, *audit.accepted) if rule in each.rules]
        assert card["data-findings"].split() == kinds, "open and accepted ones"
        shown.update(kinds)
    assert shown["dominated"] > 2 and len(shown) == len(KINDS)
    options = {option["value"] for option in page.all("option")} - {"", *(picture.name for picture in PICTURES)}
    assert options == set().union(*chosen.values(), *(card["data-findings"].split() for card in cards.values()))


def test_card_tells_everything_of_its_rule(scripted: str) -> None:
    (card,) = re.findall(r'<article class="rule" id="INJ-050".*?</article>', scripted, re.S)
    text = Page(card).folded
    rule = BASE.by_id["INJ-050"]
    found = next(card for card in full_audit().rules if card.rule == "INJ-050")
    assert found.fires is not None
    for told in (
        "INJ-050 returning lower leg",
        rule.basis,
        "changed since it was signed by A. Coach 2026-11-20",
        next(KINDS[each.kind].partition(":")[0] for each in full_audit().findings if rule.id in each.rules),
        "for each injury, when injury site is achilles, calf, shin or foot and injury status is returning",
        rule.when_text,
        "before and after a run, in layer assess",
        *(conclusion.words for conclusion in found.conclusions),
        "never carries",
        rule.because,
        *(f"[{number}] {load_ledger(BASE).sentences[number].gist}" for number in rule.guide),
        f"Can dominate {', '.join(found.dominates)}",
        f"Can be dominated by {', '.join(found.dominated_by)}",
        " ".join(found.fires.words),
        f"injury.yaml, line {rule.line}",
    ):
        assert told in text, told


def test_claims_come_broken_first_with_condition_and_story(page: Page) -> None:
    text = page.folded
    assert text.index("broken CLM-020") < text.index("undecided CLM-030") < text.index("proved CLM-010")
    broken = text[text.index("broken CLM-020") : text.index("undecided CLM-030")]
    assert "Legs are flooding, not fresh. Advice: No bursts today." in broken
    assert "legs == flooding implies clearance" in broken and "Before and during a run; guide [9.6]; 0.1 s" in broken
    assert "Relaxed by A. Coach, 2026-11-22: trial with the club's doctor" in text


def test_a_runner_who_breaks_a_claim_is_shown_once_where_a_finding_shows_her() -> None:
    audit = full_audit()
    claim = replace(next(each for each in audit.claims if each.witnesses), status="broken", relaxed="")
    finding = Finding(
        id=f"claim:{claim.id}", kind="claim", subject=claim.id, says="It is broken.", witnesses=claim.witnesses
    )
    html = audit_html(replace(audit, claims=(claim,), findings=(finding,), rules=()), BASE)
    words = " ".join(claim.witnesses[0].words)
    page = Page(as_scripted(html))
    assert page.folded.count(words) == 1
    assert f"#finding-claim-{claim.id}" in page.values("href") and f"finding-claim-{claim.id}" in page.values("id")


def test_every_finding_stands_under_its_kind(page: Page) -> None:
    text = page.folded
    for found in full_audit().findings:
        name, _, meaning = kind_words(found.kind, BASE.domain).partition(": ")
        lead = f"{name.capitalize()} 1 {meaning[0].upper()}{meaning[1:]}. {found.subject} {found.says}"
        assert " ".join(lead.split()) in text
    assert "Accepted: Heavy legs must still say why." in text


def test_story_can_be_taken_out_and_recommended(source: str) -> None:
    cases = re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", source, re.S)
    told = [json.loads(case.replace("&#34;", '"')) for case in cases]
    claim = next(claim for claim in full_audit().claims if claim.witnesses)
    assert [each for each in told if each == claim.witnesses[0].case]
    assert recommend(told[0]).headline == claim.witnesses[0].headline


def test_sentences_lead_to_rules_and_say_why_where_there_are_none(page: Page) -> None:
    text = page.folded
    rows = [attributes["id"] for tag, attributes, _ in page.elements if tag == "tr" and "id" in attributes]
    assert rows == [f"sentence-{number}" for number in load_ledger(BASE).sentences]
    for number, sentence in load_ledger(BASE).sentences.items():
        cited = citations_of(BASE)[number]
        assert f"{number} {sentence.gist} {', '.join(cited) or sentence.role.replace('_', ' ') + ': '}" in text


def test_headings_skip_no_level_and_controls_have_labels(page: Page) -> None:
    levels = [int(tag[1]) for tag, _, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and all(later <= before + 1 for before, later in pairwise(levels))
    assert all("label" in around for tag, _, around in page.elements if tag in ("select", "input"))
    assert [a["aria-live"] for a in page.all("output")] == ["polite"]
    assert {"header", "nav", "main", "footer"} <= {tag for tag, _, _ in page.elements}
    assert page.all("html")[0]["lang"] == "en"


def test_without_the_script_each_rule_is_one_line_and_nothing_asks_for_a_choice(source: str) -> None:
    plain = Page(re.sub(r"<template .*?</template>", "", source, flags=re.S))
    hidden = [(tag, attributes.get("id")) for tag, attributes, _ in plain.elements if "hidden" in attributes]
    assert hidden == [("form", "viewer"), ("form", "filters"), ("p", "none")]
    for rule in BASE.rules:
        assert f"{rule.id} {rule.name.replace('-', ' ')}: {rule.because}" in plain.folded
    ids = plain.values("id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in plain.values("href")} <= set(ids)


def test_every_picture_can_be_chosen_and_is_packed_whole(source: str, page: Page) -> None:
    assert [option["value"] for option in page.all("option")][:2] == ["overview", "one"]
    for picture in PICTURES:
        (packed,) = re.findall(rf'<template data-packed="picture-{picture.name}">(.*?)</template>', source)
        assert unpacked(packed) == picture.svg
    without = audit_html(clean_audit(), BASE)
    assert 'data-packed="picture' not in without and "#graph" not in without


@given(st.text())
def test_what_is_packed_comes_back(text: str) -> None:
    assert unpacked(packed(text)) == text and re.fullmatch("[A-Za-z0-9+/=]*", packed(text))


def test_clean_audit_says_so() -> None:
    page = Page(as_scripted(audit_html(clean_audit(), BASE)))
    text = page.folded
    assert "Every claim is proved and nothing is open." in text and "Nothing is open." in text
    assert (
        f"{len(BASE.rules)} of {len(BASE.rules)} rules signed as they stand" in text
        and "#accepted" not in page.values("href")
    )
    assert "Fires for no runner at all" in text


def test_findings_of_one_name_and_odd_names_keep_their_own_anchors() -> None:
    names = ("claim:a b", "claim:a/b", 'claim:"<')
    odd = tuple(Finding(id=name, kind="claim", subject="legs", says="x") for name in names)
    page = Page(audit_html(replace(clean_audit(), findings=odd, clean=False), BASE))
    anchors = [article["id"] for article in page.all("article") if article["class"] == "finding"]
    assert anchors == ["finding-claim-a-b", "finding-claim-a-b-2", "finding-claim-"]


def test_rule_without_a_card_is_shown_as_the_rule_base_has_it() -> None:
    audit = replace(clean_audit(), rules=clean_audit().rules[1:])
    text = Page(as_scripted(audit_html(audit, BASE))).folded
    start = text.index(f"{BASE.rules[0].id} a matter for a doctor")
    assert "Readiness: Stop, and get it checked before any bursts" in text[start : start + 600]


def test_missing_library_is_told_with_the_extra_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(SpringstepError, match=re.escape("pip install 'springstep[audit]'")):
        audit_html(clean_audit(), BASE)


def test_page_is_small_enough_to_be_sent() -> None:
    assert len(audit_html(full_audit(), BASE, pictures=rule_pictures(BASE)).encode()) < 500_000
