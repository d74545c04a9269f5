"""The sheet to sign by hand: whole in itself, a few pages, and bound by digests to what is signed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from html import unescape

import pytest

from springstep import load_rule_base
from springstep.engine.audit.items.listing import items
from springstep.engine.audit.signing.making import remark, sign
from springstep.engine.audit.signing.records import SignatureFile
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.html.sign_off_html import sign_off_html
from tests.audits import BASE, NASTY
from tests.other_subject.plants import BASE as PLANTS
from tests.places import OVERLAY
from tests.rendering.html.test_audit_html import Page

DAY = "2026-03-02"
ALL = sign(SignatureFile(), items(BASE).values(), by="A. Coach", on=DAY)
BOTH = replace(ALL, signers=("A. Coach", "B. Coach"))
RULE = BASE.by_id["INJ-040"]
REWORDED = replace(
    BASE,
    rules=tuple(replace(rule, because="For another reason.") if rule is RULE else rule for rule in BASE.rules),
)


def sheet(file: SignatureFile, base: RuleBase = BASE) -> Page:
    return Page(sign_off_html(base, file, on=DAY))


def rows(file: SignatureFile, base: RuleBase = BASE) -> dict[str, list[str]]:
    """Return the rows of the tables by their names."""
    found = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', sign_off_html(base, file, on=DAY), re.S)
    return {unescape(name): re.sub("<.*?>", " ", cells).split() for name, cells in found}


def digest_of(page: Page) -> str:
    (found,) = re.findall(r"has the digest ([0-9a-f]{64})", page.folded)
    return str(found)


def remarked(texts: Iterable[str]) -> SignatureFile:
    file = BOTH
    for number, text in enumerate(texts):
        file = remark(file, items(BASE)["rules/INJ-040"], by=f"Coach {number}", on=DAY, says="question", text=text)
    return file


def test_it_loads_and_runs_nothing() -> None:
    text = sign_off_html(BASE, BOTH, on=DAY)
    page = Page(text)
    assert not page.all("script") and not page.all("link") and not page.values("src") and not page.values("href")
    policy = next(m["content"] for m in page.all("meta") if "http-equiv" in m)
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert "size: A4" in text and "url(" not in text and "@import" not in text


def test_it_tells_of_every_kind_and_topic_who_has_signed_how_much() -> None:
    found = rows(BOTH)
    drills = len(BASE.tables["drills"].rows) + 1
    assert found["drills"][:-1] == [str(drills), str(drills), "0", "0"]
    injury = str(sum(rule.topic == "injury" for rule in BASE.rules))
    assert found[BASE.topics["injury"]][:-1] == [injury, injury, "0", "0"]
    assert found["everything"][0] == str(len(items(BASE)))


def test_a_line_for_everybody_who_is_to_sign_and_two_where_nobody_is_named() -> None:
    lines = re.findall(r'<div class="line"><span>(.*?)</span>', sign_off_html(BASE, BOTH, on=DAY))
    assert lines == ["A. Coach", "B. Coach"]
    assert sign_off_html(BASE, SignatureFile(), on=DAY).count('class="line"') == 2
    assert "Nothing was signed before." in sheet(SignatureFile()).folded


def test_other_words_anywhere_give_another_digest_and_are_told() -> None:
    before, after = sheet(BOTH), sheet(BOTH, REWORDED)
    assert digest_of(before) != digest_of(after)
    assert rows(BOTH)["rules"][-1] != rows(BOTH, REWORDED)["rules"][-1]
    assert rows(BOTH)["drills"] == rows(BOTH, REWORDED)["drills"]
    assert f"because was '{RULE.because}', is 'For another reason.'" in after.folded
    assert "Nothing: what was signed is as it was." in before.folded


def test_open_remarks_are_told_and_the_sheet_stays_a_few_pages() -> None:
    page = sheet(remarked(["Why six weeks?"]))
    assert "INJ-040: question by Coach 0, 2026-03-02: Why six weeks?" in page.folded
    many = sheet(remarked(["x" * 2000] * 50))
    assert "And 30 more: springstep audit signed shows them." in many.folded
    assert len(many.folded) < 20_000


def test_texts_are_escaped() -> None:
    file = replace(remarked([NASTY]), signers=(f"A {NASTY}",))
    assert "<script>alert" not in sign_off_html(BASE, file, on=DAY)
    assert NASTY in sheet(file).text


def test_the_same_state_gives_the_same_bytes() -> None:
    assert sign_off_html(BASE, BOTH, on=DAY) == sign_off_html(load_rule_base(), BOTH, on=DAY)


@pytest.mark.parametrize("base", [PLANTS, load_rule_base(overlays=[OVERLAY])], ids=["another subject", "an overlay"])
def test_any_rule_base_has_a_sheet(base: RuleBase) -> None:
    assert digest_of(sheet(SignatureFile(), base)) != digest_of(sheet(SignatureFile()))
