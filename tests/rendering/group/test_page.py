"""A group as one page: whole in itself, every text escaped, a line and a card for each."""

from __future__ import annotations

import re
from datetime import date

from springstep.diary.card import card_of
from springstep.engine.errors import Fault
from springstep.engine.rulebase.base import RuleBase
from springstep.group.advice import advise
from springstep.group.athletes import Athlete, read_group
from springstep.installed import default_rule_base
from springstep.rendering.group.page import group_html
from tests.places import EXAMPLES
from tests.rendering.html.test_audit_html import Page

BASE = default_rule_base()
NASTY = '<script>alert(1)</script> & "O\'Brien"'


def page_of(*names: str) -> str:
    group = read_group(EXAMPLES / "group.csv", BASE)
    athletes = [each._replace(name=name) for each, name in zip(group.athletes, names, strict=False)]
    found = advise(group, athletes, rules_of=_base, recall=lambda each: (), day=date(2026, 3, 2))
    found = found._replace(faults=(Fault("missing", NASTY, NASTY, NASTY, NASTY, 3, 4, NASTY),))
    cards = [card_of(each.made, each.base, day=found.day, runner=each.athlete.name) for each in found.advised]
    return group_html(found.record(), cards)


def _base(athlete: Athlete) -> RuleBase:
    return BASE


def test_it_loads_and_runs_nothing_and_every_text_is_text() -> None:
    text = page_of(NASTY, "\u202eB")
    page = Page(text)
    assert page.all("script") == [] and page.values("src") == []
    assert all(link.startswith("#") for link in page.values("href"))
    assert "default-src 'none'" in text
    assert NASTY in page.text and "\u202e" not in text
    assert not re.search(r"https?://", text)


def test_each_has_a_line_that_leads_to_her_card() -> None:
    page = Page(page_of("A", "B", "C"))
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert [link.removeprefix("#") for link in page.values("href")] == ["card-1", "card-2", "card-3"]
    assert {"card-1", "card-2", "card-3"} <= set(ids)


def test_the_same_group_gives_the_same_bytes() -> None:
    assert page_of("A", "B") == page_of("A", "B")
