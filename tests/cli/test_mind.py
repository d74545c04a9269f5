"""What a runner is to bear in mind is never dropped: neither from page one nor from the card, however much is told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from springstep import Recommendation, Remembered, recommend
from springstep.cli.text.card_page import card_lines
from springstep.cli.text.echo import unstyled
from springstep.cli.text.short_page import short_page
from springstep.diary.card import card_of
from springstep.installed import default_rule_base
from springstep.session.short_page import short_advice
from tests.strategies import all_cases, examples

BASE = default_rule_base()
STANDARD: dict[str, Any] = dict(BASE.standard_cases["before"])
TOPICS = ("injury", "watch", "surface", "shoes")
RETURNING = [{"site": site, "status": "returning"} for site in ("calf", "knee", "hip")]


def plan(warned: str, **told: Any) -> Recommendation:
    """Return a plan where the diary warned of something that is gone now."""
    memory = Remembered(fact="logged_warning", value=warned, note="1 December 2026")
    return recommend({**STANDARD, "warning_gone": True, **told}, history=[memory])


def page_and_card(made: Recommendation) -> tuple[str, str]:
    page = unstyled(" ".join(short_page(made, BASE)))
    return " ".join(page.split()), " ".join(" ".join(card_lines(card_of(made, BASE))).split())


@pytest.mark.parametrize("warned", ["ache", "sharp_pain"])
@pytest.mark.parametrize("injuries", [[], RETURNING[:1], RETURNING])
def test_telling_more_never_hides_what_a_warning_asks_to_mind(warned: str, injuries: list[dict[str, str]]) -> None:
    made = plan(warned, injuries=injuries, stiffness=[{"site": "hips", "severity": "mild"}], today=["heat"])
    assert made.session is not None
    for text in page_and_card(made):
        assert "top at the first sign of " in text and "more)" not in text.partition("Mind: ")[2].partition("Clock")[0]
        assert text.index("top at the first sign of ") < text.index("Heat: ")


@given(case=all_cases("before"))
@examples(60)
def test_all_that_holds_something_back_is_on_page_and_card(case: dict[str, Any]) -> None:
    made = recommend(case)
    if made.session is None:
        return
    for advice in made.advice:
        if advice.topic in TOPICS and not all(BASE.by_id[rule].only_says for rule in advice.rules):
            assert all(short_advice(advice, BASE) in text for text in page_and_card(made))
