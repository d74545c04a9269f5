"""A firing rests on what was assumed where it would not happen without: held against runs that assume nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from springstep import recommend
from springstep.engine.inference.firings import Fired
from springstep.engine.inference.forward import infer
from springstep.engine.inference.provenance import assumed_provenance
from springstep.engine.language.carrying import carrying_names
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.parse import parse_condition
from springstep.installed import default_rule_base
from tests.second_opinion.cases import facts_from, random_case
from tests.strategies import MOMENTS, Moment, all_cases, examples

BASE = default_rule_base()
ASSUMING_NOTHING = replace(BASE, rules=tuple(rule for rule in BASE.rules if rule.layer != "assume"))


def named(fired: Fired) -> tuple[str, str]:
    return fired.rule.id, str(fired.item)


def assert_rests_where_it_needs_to(case: Mapping[str, Any]) -> int:
    facts = facts_from(case)
    run, other = (infer(base, facts, engine="function") for base in (BASE, ASSUMING_NOTHING))
    if other.lost:
        return 0  # a decision stays open for want of an amount, and with it what reads the decision
    found, there = assumed_provenance(run, BASE), {named(fired) for fired in other.fired}
    seen = 0
    for fired in run.fired:
        if fired.rule.layer == "assume":
            assert found[id(fired)].below == ()
            continue
        rests = bool(found[id(fired)].below)
        if not rests:
            assert named(fired) in there, f"{fired.rule.id} would not fire without what was assumed"
        elif not any(each.reads for each in fired.rule.conclusions):
            assert named(fired) not in there, f"{fired.rule.id} fires without what was assumed"
            seen += 1
    return seen


@examples(150)
@given(all_cases())
def test_of_cases_that_a_search_finds(case: dict[str, Any]) -> None:
    assert_rests_where_it_needs_to(case)


@pytest.mark.parametrize("moment", MOMENTS)
def test_of_random_cases(moment: Moment) -> None:
    seeds = range(examples(200).max_examples)
    assert sum(assert_rests_where_it_needs_to(random_case(seed, moment)) for seed in seeds)


@pytest.mark.parametrize(
    ("when", "now", "without", "carrying"),
    [
        ("fatigue >= 5 and sleep == poor", {"fatigue": 7, "sleep": "poor"}, {"sleep": "poor"}, ["fatigue"]),
        ("fatigue >= 5 or sleep == poor", {"fatigue": 7, "sleep": "poor"}, {}, ["fatigue", "sleep"]),
        ("fatigue >= 5 or sleep == poor", {"fatigue": 7, "sleep": "good"}, {"sleep": "good"}, ["fatigue"]),
        ("not (fatigue >= 5 or sleep == poor)", {"fatigue": 2, "sleep": "good"}, {"fatigue": 2}, ["sleep"]),
        ("not (fatigue >= 5 and sleep == poor)", {"fatigue": 2, "sleep": "good"}, {}, ["fatigue", "sleep"]),
        (
            "sleep == poor and (fatigue >= 5 or legs == heavy)",
            {"fatigue": 7, "sleep": "poor", "legs": "heavy"},
            {"legs": "heavy", "fatigue": 7},
            ["sleep"],
        ),
    ],
)
def test_what_carries_a_condition(when: str, now: dict[str, Any], without: dict[str, Any], carrying: list[str]) -> None:
    condition = parse_condition(when, BASE.facts)
    assert predicate(condition)(now) is True
    assert predicate(condition)(without) is not True
    assert list(dict.fromkeys(carrying_names(condition)(now, without))) == carrying


def test_the_week_of_a_race_needs_no_day() -> None:
    plan = recommend(
        {
            "experience": "none",
            "screening": [],
            "injuries": [],
            "pain": "none",
            "today": [],
            "season_phase": "race_week",
            "sessions_done": 0,
            "pace": "6:30/km",
        }
    )
    reasons = {reason.rule: reason.assumed for decision in plan.decisions for reason in decision.reasons}
    assert reasons["SEA-045"] == ()
    assert "days_to_race" in {taken.fact for taken in plan.assumed}
