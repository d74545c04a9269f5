"""Points of strain add up: in every back end, in whatever order, and one more never loosens anything."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.engine.audit.checks.sums import check_sums
from springstep.engine.inference.case import case_of, facts_of
from springstep.engine.inference.forward import Engine, Inference, infer
from springstep.engine.inference.partial_inference import partial_engine
from springstep.engine.language.conclusions import Add, Bound, Conclusion, Step
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.parse import parse_condition, parse_number
from springstep.engine.language.rules import LAYERS, Rule
from springstep.engine.proof.all_cases import AllCasesAt
from springstep.engine.rulebase.base import RuleBase
from tests.other_subject.plants import BASE, random_cases
from tests.second_opinion.opinion import differences, opinion_of
from tests.second_opinion.runner import ClipsEngine
from tests.strategies import examples

ENGINES: tuple[Engine, ...] = ("experta", "function", "stock")
OF_THE_PLANT = (
    "always",
    "season == resting",
    "dry_cm < 4",
    "dry_cm > 2.5",
    "not drains",
    "months_since_repotting < 2",
    "months_since_repotting is known and repottings > 1",
    "thirst == little or leaf == hairy",
)
OF_A_SIGN = ("sign.look == yellow", "sign.part in {leaf, stem}", "sign.look != mould and dry_cm < 6", "always")
READING = ("strain >= 1", "strain >= 3", "strain > 4 and dry_cm < 6", "not strain < 2", "2 * strain >= 5")
_PATTERN = BASE.by_id["STR-020"]


def rule_of(number: int, when: str, conclusion: Conclusion, *, for_each: str | None = None) -> Rule:
    """Return a rule in the layer that its conclusion is needed in."""
    condition = parse_condition(when, BASE.facts)
    layer = BASE.decisions[conclusion.decides].settles
    return replace(
        _PATTERN,
        id=f"TST-{number:03}",
        when=condition,
        when_text=when,
        for_each=for_each,
        conclusions=(conclusion,),
        layer=layer,
    )


POINTS = st.integers(1, 4).map(lambda points: Add("strain", points))
ADDING = st.one_of(
    st.tuples(st.sampled_from(OF_THE_PLANT), POINTS, st.none()),
    st.tuples(st.sampled_from(OF_A_SIGN), POINTS, st.just("sign")),
)
ASKED = st.sampled_from(
    (
        Step("wet", "sip"),
        Step("wet", "wait"),
        Step("wet", "dry_out"),
        Bound("days", "floor", parse_number("strain + 3", BASE.facts), "strain + 3"),
        Bound("feed", "cap", parse_number("100 - 10 * strain", BASE.facts), "100 - 10 * strain"),
    )
)
SIGNS = [{"part": "leaf", "look": "yellow"}, {"part": "leaf", "look": "brown_tip"}, {"part": "soil", "look": "mould"}]
CASES = st.builds(
    lambda case, signs: {**case, "signs": signs},
    st.sampled_from(tuple(random_cases(BASE, 60, "water"))),
    st.lists(st.sampled_from(SIGNS), max_size=5),  # the same sign twice counts twice
)
READERS = st.tuples(st.sampled_from(READING), ASKED, st.none())


@st.composite
def bases(draw: st.DrawFn) -> RuleBase:
    """Draw the rules for plants with some more that add to the strain, and some that read it."""
    drawn = draw(st.lists(ADDING, max_size=4)) + draw(st.lists(READERS, max_size=3))
    more = [rule_of(number, when, made, for_each=scope) for number, (when, made, scope) in enumerate(drawn)]
    return replace(BASE, rules=(*BASE.rules, *more))


def inferred(base: RuleBase, case: Mapping[str, Any], engine: Engine = "function") -> Inference:
    return infer(base, facts_of(case_of(case, base), base), engine=engine)


def added(base: RuleBase, inference: Inference) -> int:
    """Work the strain out anew, from the conditions alone: once for each item that a rule fires for."""
    facts = dict(inference.values)
    total = 0
    for rule in base.rules:
        points = sum(each.points for each in rule.conclusions if isinstance(each, Add))
        if points and "water" in rule.moments:
            items = [{}] if rule.for_each is None else facts["signs"]
            holds = predicate(base.condition(rule))
            total += points * sum(
                holds({**facts, **{f"sign.{name}": value for name, value in item.items()}}) is True for item in items
            )
    return total


@examples(60)
@given(bases(), CASES)
def test_every_engine_adds_up_the_same(base: RuleBase, case: dict[str, Any]) -> None:
    found = {engine: inferred(base, case, engine) for engine in ENGINES}
    for inference in found.values():
        assert inference.decided["strain"] == (added(base, inference), False)
        assert dict(inference.decided) == dict(found["stock"].decided)
        resolution = inference.resolved["strain"]
        assert sum(entry.amount for entry in resolution.carried) == resolution.value
        assert not resolution.dominated


@examples(30)
@given(bases(), st.lists(CASES, min_size=3, max_size=3))
def test_clips_adds_up_the_same(base: RuleBase, cases: list[dict[str, Any]]) -> None:
    second = ClipsEngine(base)
    for case in cases:
        facts = facts_of(case_of(case, base), base)
        assert not differences(opinion_of(base, infer(base, facts)), second.infer(facts)), case


@examples(24)
@given(bases(), st.lists(CASES, min_size=5, max_size=5))
def test_the_formulas_add_up_the_same(base: RuleBase, cases: list[dict[str, Any]]) -> None:
    replay = AllCasesAt(base, "water").replay
    for case in cases:
        assert replay.run(case)[1] == (), case


@examples(60)
@given(bases(), CASES, st.data())
def test_partial_inference_bounds_the_sum_and_is_exact_in_the_end(
    base: RuleBase, case: dict[str, Any], data: st.DataObject
) -> None:
    value, _ = inferred(base, case).decided["strain"]
    answers = {info.name: case.get(info.name) for info in base.vocabulary.asked_at("water")}
    engine = partial_engine(base, "water")
    exact = engine.infer(answers).abstract_values["strain"]
    assert (exact.low, exact.high, exact.may_be_unknown) == (value, value, False)
    asked = [name for name in answers if not base.vocabulary.facts[name].volunteered]
    gone = data.draw(st.sets(st.sampled_from(asked)))
    step = engine.infer({name: answer for name, answer in answers.items() if name not in gone})
    bounds = step.abstract_values["strain"]
    assert 0 <= bounds.low <= value <= bounds.high and not bounds.may_be_unknown
    assert engine.after(step, {name: answers[name] for name in gone}).abstract_values["strain"] == exact


@examples(60)
@given(bases(), CASES, st.randoms(use_true_random=False))
def test_order_does_not_matter(base: RuleBase, case: dict[str, Any], chance: random.Random) -> None:
    shuffled = replace(base, rules=tuple(chance.sample(base.rules, len(base.rules))))
    other = dict(chance.sample(list(case.items()), len(case)))
    other["signs"] = chance.sample(other["signs"], len(other["signs"]))
    one, two = inferred(base, case), inferred(shuffled, other)
    assert dict(one.decided) == dict(two.decided)
    carriers = [Counter((each.rule, each.amount) for each in found.resolved["strain"].carried) for found in (one, two)]
    assert carriers[0] == carriers[1]


@examples(60)
@given(bases(), ADDING, CASES)
def test_one_more_contribution_never_loosens(
    base: RuleBase, more: tuple[str, Add, str | None], case: dict[str, Any]
) -> None:
    when, points, scope = more
    heavier = replace(base, rules=(*base.rules, rule_of(99, when, points, for_each=scope)))
    before, after = inferred(base, case), inferred(heavier, case)
    for name, (value, strict) in before.decided.items():
        scheme, (then, strictly) = base.decisions[name], after.decided[name]
        assert scheme.caution(then, strict=strictly) >= scheme.caution(value, strict=strict), name
    fired = any(each.rule.id == "TST-099" for each in after.fired)
    assert (after.decided["strain"][0] > before.decided["strain"][0]) is fired


# Which way a sum is read


@pytest.mark.parametrize("when", READING)
def test_a_sum_read_as_a_burden_is_no_finding(when: str) -> None:
    base = replace(BASE, rules=(*BASE.rules, rule_of(1, when, Step("wet", "wait"))))
    assert list(check_sums(base)) == []


@pytest.mark.parametrize(
    "when",
    ["strain < 3", "not strain >= 3", "strain == 2", "strain != 0", "3 > strain", "4 - strain > 1", "strain / -2 > -3"],
)
def test_a_rule_that_asks_for_caution_only_while_a_sum_is_low_is_a_finding(when: str) -> None:
    base = replace(BASE, rules=(*BASE.rules, rule_of(1, when, Step("wet", "wait"))))
    (finding,) = check_sums(base)
    assert (finding.id, finding.rules) == ("eased:TST-001:strain", ("TST-001",))


def test_a_bound_that_more_points_loosen_is_a_finding_and_one_that_they_tighten_is_none() -> None:
    for amount, kind, decision, eased in (
        ("strain + 3", "floor", "days", False),
        ("9 - strain", "floor", "days", True),
        ("100 - 10 * strain", "cap", "feed", False),
        ("50 + strain / 2", "cap", "feed", True),
    ):
        bound = Bound(decision, kind, parse_number(amount, BASE.facts), amount)  # type: ignore[arg-type]
        base = replace(BASE, rules=(*BASE.rules, rule_of(1, "always", bound)))
        assert bool(list(check_sums(base))) is eased, amount


def test_layers_are_in_order_and_a_rule_runs_in_the_earliest_that_it_is_needed_in() -> None:
    assert LAYERS == ("assume", "weigh", "assess", "limit", "decide", "advise")
    assert BASE.by_id["STR-010"].layer == "weigh" and BASE.by_id["STR-100"].layer == "assess"
    both = BASE.by_id["SOI-050"]  # a step of a scale that settles later, and points
    assert both.layer == "weigh" and set(both.decides) == {"wet", "strain"}
