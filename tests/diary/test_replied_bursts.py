"""What an answer tells of the planned bursts: that all were done, said in whatever way, or nothing for certain."""

from __future__ import annotations

import pytest

from springstep.diary.asked import Around
from springstep.diary.replied_bursts import bursts_told
from springstep.engine.language.answers import AnswerError
from springstep.installed import default_rule_base
from tests.diary.conftest import plan_by_hand

BASE = default_rule_base()
THERE = Around(plan=plan_by_hand(efforts=3, effort_s=8))


@pytest.mark.parametrize(
    "said",
    ["all", "yes", "all done", "yes all", "Yes, all 3", "all three", "all of them", "did them all", "all as planned"],
)
def test_that_all_was_done_may_be_said_twice(said: str) -> None:
    told = bursts_told(said, {}, THERE, BASE)
    assert (told["bursts"], told["efforts"], told["effort_s"]) == ("done", 3, 8)


@pytest.mark.parametrize(
    "said", ["not all", "nearly all", "all but one", "all 2", "done, 2", "yes but 2", "no all", "partly done", "it"]
)
def test_what_may_be_less_than_all_is_asked_back(said: str) -> None:
    with pytest.raises(AnswerError):
        bursts_told(said, {}, THERE, BASE)


@pytest.mark.parametrize(("said", "bursts"), [("2", "partly"), ("two of three", "partly"), ("0", "skipped")])
def test_a_number_is_how_many(said: str, bursts: str) -> None:
    assert bursts_told(said, {}, THERE, BASE)["bursts"] == bursts
