"""What was not told is said as a gap, and what was told is heard beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import springstep
from springstep.diary.card import card_of
from springstep.engine.inference.examples import standard_case
from springstep.installed import default_rule_base

BASE = default_rule_base()


def without(*facts: str, **told: Any) -> Any:
    case = standard_case(BASE, "before")
    return springstep.recommend({**{name: each for name, each in case.items() if name not in facts}, **told})


@pytest.mark.parametrize(("fact", "label"), [("today", "out of the ordinary today"), ("screening", "screening")])
def test_a_card_gives_no_reason_as_if_it_had_been_told(fact: str, label: str) -> None:
    card = card_of(without(fact), BASE, day=date(2026, 3, 2))
    assert [line.say for line in card.lines[1:]] == [f"Not told, so taken with caution: {label}."]


def test_a_card_gives_the_reason_that_was_told() -> None:
    card = card_of(without(today=["chest_pain"]), BASE, day=date(2026, 3, 2))
    assert [line.say for line in card.lines[1:]] == [BASE.by_id["TDY-016"].because]


@pytest.mark.parametrize(
    ("told", "code", "headline"),
    [
        (
            {"today": ["fever"]},
            "ill_and_unchecked",
            "No bursts: rest until you are well. Then answer first: screening.",
        ),
        (
            {"today": ["fever"], "pain": "sharp"},
            "ill_and_unchecked",
            "Stop: no bursts until it has been checked. Rest until you are well.",
        ),
        ({"today": ["dizzy"]}, "get_help", "Do not run: sit down, see a doctor; call for help if it stays."),
        (
            {"today": ["chest_pain", "fever"]},
            "get_help",
            "Do not run: sit down, see a doctor; call for help if it stays.",
        ),
        ({"today": []}, "get_checked", "No bursts planned: too much is left open. Answer first: screening."),
    ],
)
def test_an_illness_or_a_danger_that_was_told_is_heard_beside_an_open_question(
    told: dict[str, Any], code: str, headline: str
) -> None:
    made = without("screening", **told)
    assert (made.verdict_code, made.headline) == (code, headline)
