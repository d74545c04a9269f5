"""Every text of a plan is that of its id in the catalogue, in any language; what a milder rule says of carrying on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given

from springstep import QueryError, Recommendation, messages, recommend
from springstep.engine.inference.examples import example_case
from springstep.installed import default_rule_base
from tests.session.test_decision_card import loud
from tests.strategies import all_cases, examples

BASE = default_rule_base()
ENGLISH = messages(plans=True)
LOUD = {key: loud(text) for key, text in ENGLISH.items()}
NO_TEXT = (
    r"/(id|rules_digest|schema_version)",
    r"/(case|trace|history)(/.*)?",
    r"/message/.*",
    r"/decisions/\d+/(value|unit|amounts/\d+/.*|reasons/\d+/(rule|guide/\d+)|dominated/\d+)",
    r"/(advice|assumed)/\d+/(rule|rules/\d+|guide/\d+|value.*)",
    r"/facts/\d+/.*",
    r"/about/guide/.*",
)
"""What is no text of a plan: what was told, names and figures, and how a bibliography names the guide."""
A_CODE = re.compile(r"[a-z][a-z0-9_]*|")


def strings(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from strings(each, f"{at}/{key}")
    if isinstance(value, str):
        yield at, value


def held(plan: Recommendation) -> None:
    told = dict(strings(json.loads(plan.to_json(trace=False))))
    placed = {each.at: each for each in plan.messages()}
    assert len(placed) == len(plan.messages())
    for at, each in placed.items():
        assert each.text(ENGLISH) == told[at], at
    for at, text in told.items():
        assert at in placed or A_CODE.fullmatch(text) or any(re.fullmatch(no, at) for no in NO_TEXT), (at, text)
    other = dict(strings(json.loads(plan.translated(LOUD))))
    assert {at for at in told if told[at] != other[at]} <= placed.keys()
    assert {at: text for at, text in other.items() if at in placed} == {
        at: each.text(LOUD) for at, each in placed.items()
    }


@examples(150)
@given(all_cases())
def test_every_text_of_a_plan_is_that_of_its_id(case: dict[str, Any]) -> None:
    held(recommend(case))


@pytest.mark.parametrize("rule", [rule.id for rule in BASE.rules][::3])
def test_every_text_of_a_plan_in_which_a_rule_fires_is_that_of_its_id(rule: str) -> None:
    held(recommend(example_case(BASE, BASE.by_id[rule], BASE.by_id[rule].fires_for)))


def test_a_plan_read_from_json_has_the_same_texts() -> None:
    plan = recommend(BASE.standard_cases["before"])
    again = Recommendation.from_json(plan.to_json(trace=False))
    assert again.messages() == plan.messages()
    assert again.translated(LOUD, indent=2) == plan.translated(LOUD, indent=2)


def test_a_translation_of_plans_is_one_of_cards_too_and_has_to_be_whole() -> None:
    plan = recommend(BASE.standard_cases["before"])
    assert plan.card(texts=LOUD) == plan.card(texts={key: LOUD[key] for key in messages()})
    with pytest.raises(QueryError, match=r"burden\.amount: this text is not translated"):
        plan.translated(messages())
    with pytest.raises(QueryError, match=r"timeline\.effort: fills in something else"):
        plan.translated({**ENGLISH, "timeline.effort": "{name} fort"})


@pytest.mark.parametrize(
    ("case", "gone"),
    [
        ({"moment": "during", "cue": ["hip_stiffness"], "bursts_done": 2, "current_drill": "pogo_hops"}, "CUE-020"),
        (
            {
                "moment": "during",
                "cue": ["hip_stiffness", "sharp_pain"],
                "bursts_done": 2,
                "current_drill": "pogo_hops",
            },
            "CUE-020",
        ),
        (
            {
                "moment": "during",
                "cue": ["hip_stiffness"],
                "bursts_done": 2,
                "cue_repeated": False,
                "current_drill": "pogo_hops",
            },
            None,
        ),
    ],
)
def test_what_a_milder_rule_says_of_carrying_on_does_not_stand(case: dict[str, Any], gone: str | None) -> None:
    assert [rule for each in recommend(case).advice if not each.stands for rule in each.rules] == [gone] * bool(gone)


@pytest.mark.parametrize(("why", "says"), [("under_16", "start at age 16"), ("no_base", "habit first")])
def test_after_a_run_who_is_to_do_no_bursts_is_told_so_and_nothing_of_the_next(why: str, says: str) -> None:
    plan = recommend({"moment": "after", "pain": "none", "injuries": [], "screening": [why], "last_completed": "all"})
    assert (plan.verdict, plan.verdict_code, plan.next_step) == ("none", why, None)
    assert says in plan.headline


def test_after_an_ache_the_next_session_waits_until_nothing_hurts() -> None:
    plan = recommend({**BASE.standard_cases["after"], "pain": "ache"})
    assert plan.next_step is not None and plan.next_step.say.startswith("Once nothing hurts any more: ")
