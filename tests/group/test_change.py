"""Whose advice in a group differs between two rule bases, and by which rule."""

from __future__ import annotations

from datetime import date

import pytest

from springstep import load_rule_base
from springstep.engine.rulebase.base import RuleBase
from springstep.group.advice import AdvisedGroup, advise
from springstep.group.athletes import read_group
from springstep.group.change import GroupDifference, group_difference
from springstep.installed import default_rule_base
from tests.places import EXAMPLES, OVERLAY

BASE = default_rule_base()


def advised(base: RuleBase) -> AdvisedGroup:
    group = read_group(EXAMPLES / "group.csv", base)
    day = date(2026, 3, 2)
    return advise(group, group.athletes, rules_of=lambda each: base, recall=lambda each: (), day=day)


@pytest.fixture(scope="module")
def club() -> GroupDifference:
    second = load_rule_base(overlays=[OVERLAY])
    return group_difference(advised(BASE), advised(second), old=BASE.digest, new=second.digest)


def test_the_same_rules_change_nobody() -> None:
    found = group_difference(advised(BASE), advised(BASE), old=BASE.digest, new=BASE.digest)
    assert (found.compared, found.changed, found.faults) == (10, (), ())


def test_each_change_names_a_rule_of_the_overlay_and_what_it_says(club: GroupDifference) -> None:
    assert club.compared == 10
    assert {each.name for each in club.changed} == {"Runner 1", "Runner 9"}
    rules = load_rule_base(overlays=[OVERLAY]).by_id
    for each in club.changed:
        assert rules[each.rule].origin is not None
        assert each.because == rules[each.rule].because


def test_only_what_bears_on_the_run_counts(club: GroupDifference) -> None:
    second = {each.athlete.name: each for each in advised(load_rule_base(overlays=[OVERLAY])).advised}
    first = {each.athlete.name: each for each in advised(BASE).advised}
    for each in club.changed:
        bears = {*first[each.name].made.bears, *second[each.name].made.bears}
        assert {one.decision for one in each.decisions} <= bears
        assert each.decisions or each.advice_new or each.advice_gone or each.was != each.now


def test_it_goes_to_json_and_back(club: GroupDifference) -> None:
    assert GroupDifference.from_json(club.to_json()) == club
