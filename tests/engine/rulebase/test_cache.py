"""What is worked out from a rule base is kept with it, and goes with it."""

from __future__ import annotations

import gc
import weakref
from datetime import date

import pytest

from springstep import Dialogue, check_prose, load_rule_base, messages, recommend, rules_book
from springstep.diary.card import card_of
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized_at_most
from springstep.installed import default_rule_base
from tests.places import EXAMPLES, OVERLAY


def use_all_over(base: RuleBase) -> None:
    made = recommend(EXAMPLES / "first-session.yaml", rule_base=base)
    made.card()
    made.what_would_change("clearance", budget=1)
    check_prose("Do three bounds, since your knee is fine.", made, rule_base=base)
    card_of(made, base, day=date(2026, 3, 2))
    dialogue = Dialogue(base)
    state, _ = dialogue.begin("before")
    dialogue.respond(state, "none")
    messages(rule_base=base)
    rules_book(base)


def test_rules_that_are_gone_leave_nothing_behind() -> None:
    base = load_rule_base(overlays=OVERLAY)
    use_all_over(base)
    gone = weakref.ref(base)
    del base
    gc.collect()
    assert gone() is None


def test_what_was_asked_for_longest_ago_is_forgotten_first_and_what_goes_wrong_is_tried_again() -> None:
    asked: list[int] = []

    @memoized_at_most(2)
    def half(base: RuleBase, number: int) -> int:
        asked.append(number)
        if number % 2:
            raise ValueError(number)
        return number // 2

    base = default_rule_base()
    assert [half(base, number) for number in (2, 4, 2, 6, 2, 4)] == [1, 2, 1, 3, 1, 2]
    assert asked == [2, 4, 6, 4]
    for _ in range(2):
        with pytest.raises(ValueError, match="3"):
            half(base, 3)
    assert asked == [2, 4, 6, 4, 3, 3]
