"""The pocket card says what the rules say: every cue is on it, with the answer that the run would bring."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from springstep import Recommendation, RuleBase, load_rule_base, recommend
from springstep.diary.card import Card, card_of
from springstep.diary.errors import DiaryError
from springstep.diary.plan import plan_of, same_again
from springstep.installed import default_rule_base
from springstep.session.barring import barring
from springstep.session.card_words import card_words
from tests.places import EXAMPLES
from tests.strategies import cases, examples

BASE = default_rule_base()
CUES = tuple(cue for cue in BASE.facts["cue"].item_words if cue != "all_well")
AGAIN = "back again"
TWO_ARE_ENOUGH = """
overlay: club-rules
author: A. Coach
date: 2026-11-22
add:
  - {id: OWN-010, name: two-here, topic: cue, moments: [during], when: bursts_done >= 2,
     then: [{step: {next_action: end_bursts}}], because: Two are enough for today., reason: club_policy,
     note: Only two for beginners., fires_for: {bursts_done: 2}, silent_for: {bursts_done: 1}}
"""


def plans() -> dict[str, Recommendation]:
    found = {path.stem: path for path in sorted(EXAMPLES.iterdir()) if path.suffix in {".yaml", ".json"}}
    made = {name: recommend(path) for name, path in found.items()}
    return {name: plan for name, plan in made.items() if plan.moment == "before"}


PLANS = plans()
WITH_A_SET = sorted(name for name, plan in PLANS.items() if plan.session is not None)


def on_the_run(plan: Recommendation, cue: str, done: int, base: RuleBase = BASE, *, again: bool = False) -> Any:
    """Ask the rules themselves, as a runner would in the middle of this plan."""
    session = plan.session
    assert session is not None
    planned = {"planned_efforts": session.efforts, "planned_drill": session.drill, "planned_rest_s": session.rest_s}
    case = {"moment": "during", "cue": [cue], "cue_repeated": again, "bursts_done": done, **planned}
    case["current_drill"] = session.drill
    return recommend({**case, "planned_contact": session.contact}, rule_base=base)


def answers(card: Card, *, again: bool = False) -> dict[str, Any]:
    return {cue: each for each in card.answers if each.when.startswith(AGAIN) is again for cue in each.cues}


@pytest.mark.parametrize("name", WITH_A_SET)
def test_every_cue_is_answered_as_on_the_run(name: str) -> None:
    plan = PLANS[name]
    assert plan.session is not None
    card = card_of(plan, BASE)
    first = answers(card)
    assert sorted(cue for each in card.answers if not each.when.startswith(AGAIN) for cue in each.cues) == sorted(CUES)
    for cue in CUES:
        for done in range(plan.session.efforts):
            made = on_the_run(plan, cue, done)
            assert first[cue].verdict == made.verdict
            assert set(made.decision("next_action").rules) <= set(first[cue].rules)
            if "drill" in made.bears:
                drill = BASE.tables["drills"].by_id[made.decision("drill").value]["name"].lower()
                assert drill in first[cue].do
            if "rest_s" in made.bears and made.decision("rest_s").value > plan.session.rest_s:
                assert f"{made.decision('rest_s').value} s" in first[cue].do


@pytest.mark.parametrize("name", WITH_A_SET)
def test_what_comes_back_is_answered_as_on_the_run(name: str) -> None:
    plan = PLANS[name]
    card = card_of(plan, BASE)
    again = answers(card, again=True)
    for cue in CUES:
        made, before = on_the_run(plan, cue, 0, again=True), on_the_run(plan, cue, 0)
        ranks = BASE.decisions["next_action"].ranks
        more = ranks[made.decision("next_action").value] > ranks[before.decision("next_action").value]
        assert (cue in again) is more
        if more:
            assert again[cue].verdict == made.verdict
    (line,) = {each.when for each in again.values()}
    assert "(not: tense upper body, thinking too much)" in line


@pytest.mark.parametrize("name", WITH_A_SET)
def test_the_gravest_stands_first_with_all_that_the_rules_ask_for(name: str) -> None:
    card = card_of(PLANS[name], BASE)
    ranks = [BASE.decisions["next_action"].ranks[each.verdict] for each in card.answers]
    assert ranks == sorted(ranks, reverse=True)
    said = answers(card)
    for cue in ("sharp_pain", "dizzy", "chest_pain"):
        told = [each.say for each in on_the_run(PLANS[name], cue, 0).advice if each.topic == "cue"]
        assert told and said[cue].do == " ".join(told)


@pytest.mark.parametrize("name", WITH_A_SET)
def test_the_plan_stands_on_it_with_its_rules(name: str) -> None:
    plan = PLANS[name]
    session = plan.session
    assert session is not None
    headline, drill, feel, clock = card_of(plan, BASE).lines[:4]
    assert headline.say == plan.headline
    source = BASE.tables["drills"].by_id[session.drill]["guide"][0]
    assert drill.say == f"{session.drill_name}: {session.how} [{source}]"
    assert feel.say == f"Feel: {session.feel} [{source}]"
    assert drill.rules == feel.rules == ()  # the guide says how a drill is done, and no rule does
    starts = [part.start_s for part in session.timeline if part.kind == "burst"]
    assert all(f"{start // 60}:{start % 60:02d}" in clock.say for start in starts)
    fired = {firing.rule for firing in plan.trace.firings}
    assert all(line.rules and set(line.rules) <= fired for line in (headline, clock))


@pytest.mark.parametrize("name", sorted(PLANS.keys() - set(WITH_A_SET)))
def test_a_day_without_bursts_is_two_lines(name: str) -> None:
    plan = PLANS[name]
    card = card_of(plan, BASE)
    headline, reason = card.lines
    assert headline.say == plan.headline and card.answers == ()
    assert reason.rules and set(reason.rules) <= {firing.rule for firing in plan.trace.firings}
    told = not plan.decision(barring(plan, BASE)[0]).reasons[0].assumed
    assert (reason.say == BASE.by_id[reason.rules[0]].because) is told
    assert reason.say.startswith("Not told, so taken with caution: ") is not told


@examples(60)
@given(cases("before"))
def test_any_plan_has_a_card(case: dict[str, Any]) -> None:
    plan = recommend(case)
    card = card_of(plan, BASE, day=date(2026, 11, 29))
    assert card.verdict == plan.verdict and card.lines[0].say == plan.headline
    assert bool(card.answers) is (plan.session is not None)
    assert Card.from_json(card.to_json()) == card
    assert all(answer.rules for answer in card.answers)


def test_an_answer_that_changes_on_the_way_says_from_when(tmp_path: Path) -> None:
    (tmp_path / "club.yaml").write_text(TWO_ARE_ENOUGH, encoding="utf-8")
    base = load_rule_base(overlays=tmp_path)
    plan = recommend(dict(base.standard_cases["before"]), rule_base=base)
    assert plan.session is not None and plan.session.efforts == 4
    card = card_of(plan, base)
    said = {(cue, each.when.partition("(after")[2]): each.verdict for each in card.answers for cue in each.cues}
    assert said["breath_not_back", " 0 to 1 bursts)"] == "rest_longer"
    assert said["breath_not_back", " 2 to 3 bursts)"] == "end_bursts"
    assert said["dizzy", ""] == "stop"
    assert any("club-rules by A. Coach" in line.say for line in card.lines)


@examples(40)
@given(cases("before"))
def test_a_kept_plan_is_worked_out_the_same_again(case: dict[str, Any]) -> None:
    plan = recommend(case)
    assert same_again(plan_of(plan), BASE, source="here").session == plan.session


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"rules_digest": "ab" * 32}, "here: was made by other rules than those in use; make it again"),
        ({"efforts": 6}, "here: has been changed since the rules made it: its answers lead to another plan"),
        ({"case": {**PLANS["first-session"].case, "fatigue": 9}}, "its answers lead to another plan; make it again"),
    ],
)
def test_a_plan_of_other_rules_or_a_changed_one_is_refused(changes: dict[str, Any], what: str) -> None:
    plan = replace(plan_of(PLANS["first-session"]), **changes)
    with pytest.raises(DiaryError, match=what):
        same_again(plan, BASE, source="here")


def test_every_answer_and_every_cue_has_words() -> None:
    words = card_words(BASE)
    assert set(words.do) == set(BASE.decisions["next_action"].steps)
    assert set(words.cues) == set(CUES)
