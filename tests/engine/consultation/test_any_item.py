"""Lists that are read only as a whole, by what is asked of any item, are asked for as long as that can matter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from springstep.engine.advice.outcome import outcome_of
from springstep.engine.advice.recommend import build
from springstep.engine.consultation.inquiry import inquiry_of
from springstep.engine.explain.counterfactuals import what_would_change
from springstep.engine.inference.case import case_from, case_of
from springstep.engine.language.conclusions import Step
from springstep.engine.language.parse import parse_condition
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document
from springstep.installed import default_rule_base
from tests.engine.back_ends import rule_of

WHOLE = default_rule_base()
MARKED = "any(stiffness.severity == marked)"
STANDARD = WHOLE.standard_cases["before"]
ANSWERS = {
    info.name: STANDARD.get(info.name) for info in WHOLE.vocabulary.asked_at("before") if info.name != "stiffness"
}
"""The standard runner's answers to all else, ``None`` for what is not known."""


def reading(condition: str) -> RuleBase:
    """Return a rule base in which one rule alone reads stiffness, with this condition."""
    when = parse_condition(condition, WHOLE.facts)
    rule = rule_of(when, layer="assess", conclusions=(Step("clearance", "no_bursts_today"),))
    others = tuple(each for each in WHOLE.rules if each.layer == "assume" or not _reads_stiffness(each))
    return replace(WHOLE, rules=(*others, rule), unlaid=WHOLE)


def _reads_stiffness(rule: Rule) -> bool:
    return any(name.startswith("stiffness") for name in WHOLE.reads(rule))


@pytest.mark.parametrize("condition", [MARKED, "any(stiffness.site == hips and fatigue < 3)", f"not {MARKED}"])
def test_a_list_that_only_such_a_condition_reads_is_asked_for_with_a_proof(condition: str) -> None:
    base = reading(condition)
    state = inquiry_of(base, "before").inquiry_state(ANSWERS)
    assert (state.next, set(state.open)) == ("stiffness", {"stiffness"})
    assert state.witness is not None and state.witness.fact == "stiffness"
    outcomes = []
    for side in (state.witness.one, state.witness.other):
        known = {name: value for name, value in side.items() if value is not None}
        case = case_from(Document("", {"moment": "before", **known}, {}), base, whole=False)
        outcomes.append(outcome_of(build(base, case, look_ahead=False)))
    assert outcomes[0] != outcomes[1]


@pytest.mark.parametrize("condition", [f"fatigue >= 9 and {MARKED}", "any(stiffness.site == hips and fatigue >= 9)"])
def test_a_list_is_not_asked_for_once_the_rest_of_the_condition_fails(condition: str) -> None:
    base = reading(condition)
    assert inquiry_of(base, "before").inquiry_state(ANSWERS).next is None


def test_a_list_is_settled_by_the_item_for_which_the_condition_is_true() -> None:
    base = reading(f"{MARKED} and any(injury.status == resolved)")
    assert inquiry_of(base, "before").inquiry_state({**ANSWERS, "injuries": []}).next is None
    resolved = [{"site": "hip", "status": "resolved"}]
    assert inquiry_of(base, "before").inquiry_state({**ANSWERS, "injuries": resolved}).next == "stiffness"


def test_what_would_change_it_is_to_take_the_item_away() -> None:
    base = reading(MARKED)
    stiff = [{"site": "hips", "severity": "mild"}, {"site": "knees", "severity": "marked"}]
    made = build(base, case_of({**STANDARD, "stiffness": stiff}, base), look_ahead=True)
    found = [change for change in what_would_change(made, "clearance", base=base) if change.direction == "looser"]
    assert [(each.fact, each.then) for each in found[0].changes] == [("stiffness", [stiff[0]])]
