"""The section on single conditions: one answer, what follows, and why there is no pair."""

from __future__ import annotations

from typing import Any

import pytest

from springstep.engine.audit.mcdc.table import ConditionShown
from springstep.rendering.markdown.catalogue import render_catalogue
from springstep.rendering.markdown.conditions import conditions_shown, shown
from tests.other_subject.plants import BASE as PLANTS
from tests.strategies import BASE

ANKLE, HIP = ({"site": site, "status": "returning"} for site in ("ankle", "hip"))
BEFORE = {"moment": "before"}


@pytest.mark.parametrize(
    ("case", "other", "told", "answer", "follows"),
    [
        ({}, {"fatigue": 5}, {"advice": ["sleep"]}, "fatigue: 1 of 10 → 5 of 10", "its advice"),
        (
            {"injuries": [HIP, ANKLE]},
            {"injuries": [HIP, HIP]},
            {"contact": ["gentle", "light"], "advice": ["injury"]},
            "injury site: ankle → hip",
            "ground contact: gentle → light; its advice",
        ),
        ({}, {"sleep": "unknown"}, {"drill": ["hops", None]}, "sleep: enough → not told", "drill: hops → none"),
        (
            {},
            {"sessions_done": 0, "step_efforts": "unknown"},
            {"rest_s": [120, 90]},
            "sessions with bursts so far: 9 → 0, and what gives way to that",
            "recovery after each effort: 120 s → 90 s",
        ),
    ],
)
def test_a_pair_is_told_in_a_line(
    case: dict[str, Any], other: dict[str, Any], told: dict[str, Any], answer: str, follows: str
) -> None:
    row = ConditionShown(rule="INJ-040", condition="it is so", case={**BEFORE, **case}, other=other, told=told)
    assert shown(row, BASE) == ("it is so", answer, follows)


def test_a_reason_stands_where_there_is_no_pair() -> None:
    row = ConditionShown(rule="INJ-040", condition="it is so", case={}, other={}, told={}, why_none="It is implied.")
    assert shown(row, BASE) == ("it is so", "", "It is implied.")


def test_rules_that_the_same_pair_shows_stand_in_one_line() -> None:
    lines = [line for line in conditions_shown(BASE) if "due today is due" in line]
    assert len(lines) == 1 and all(each in lines[0] for each in ("TEC-010", "STP-010", "LOG-010"))


def test_there_is_no_section_without_pairs() -> None:
    assert "## What each condition does" in render_catalogue(BASE)
    assert "What each condition does" not in render_catalogue(PLANTS)
