"""Partial inference: exact when all is answered, never too sure when something is open, and surer with every answer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.api import recommend
from springstep.engine.advice.outcome import WAY, OutcomesLeft, outcome_of, outcomes_left, settled
from springstep.engine.inference.partial_inference import partial_engine
from springstep.engine.language.abstract_values import UNKNOWN, AbstractValue, exactly
from springstep.engine.language.conditions import Condition
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.partial_evaluation import FAILS, HOLDS, UNDEFINED, partial_condition
from springstep.installed import default_rule_base, load_rule_base
from tests.engine.back_ends import settled_at
from tests.engine.conditions import CONDITIONS, FACTS_KNOWN
from tests.strategies import BASE, FACTS, all_cases, examples, volunteered

TRUTH = {True: HOLDS, False: FAILS, None: UNDEFINED}
SOME_FACTS = st.builds(
    lambda facts, gone: {name: None if name in gone else value for name, value in facts.items()},
    FACTS_KNOWN,
    st.sets(st.sampled_from(["fatigue", "sessions_done", "has_coach", "season_phase", "injuries", "stiffness"])),
)
NUMBERS = ("duration_min", "rest_s", "warm_up_min", "cool_down_min", "frequency")


def left(answers: Mapping[str, Any], moment: str) -> OutcomesLeft:
    return outcomes_left(BASE, partial_engine(BASE, moment).infer(answers))


def answers_to_all(case: Mapping[str, Any]) -> dict[str, Any]:
    """Answer every question of the case's moment, with *not known* for what the case leaves out."""
    moment = case.get("moment", "before")
    return {name: case.get(name) for name, info in FACTS.items() if moment in info.moments and name != "moment"}


def admits(possible: OutcomesLeft, outcome: Mapping[str, Any], moment: str) -> bool:
    """Tell whether an outcome is among those left; numbers are given by their ends."""
    for name, value in outcome.items():
        if name not in possible:
            return False
        known = [each for each in possible[name] if each is not None]
        if value not in possible[name] and not (name in NUMBERS and min(known) <= value <= max(known)):
            return False
    ways = [BASE.verdicts[moment][way] for way in possible[WAY]]
    return any(way.name == outcome["verdict"] and {*way.bears, "verdict"} == outcome.keys() for way in ways)


@examples(300)
@given(all_cases())
def test_with_every_question_answered_it_is_what_the_rules_decide(case: dict[str, Any]) -> None:
    made = recommend(case)
    found = left(answers_to_all({**made.case, "moment": made.moment}), made.moment)
    assert settled(found)
    assert admits(found, outcome_of(made), made.moment)


@examples(300)
@given(all_cases(), st.data())
def test_whatever_is_left_open_the_outcome_is_among_those_left(case: dict[str, Any], data: st.DataObject) -> None:
    made = recommend(case)
    answers = answers_to_all({**made.case, "moment": made.moment})
    questions = [name for name in answers if name not in volunteered(made.moment)]
    if answers.get("distance") is not None:  # the length was given as a distance at a pace
        questions = [name for name in questions if name not in ("duration_min", "pace")]
    asked = data.draw(st.lists(st.sampled_from(questions), unique=True, max_size=len(questions)))
    answered = {name: value for name, value in answers.items() if name in asked or name not in questions}
    assert admits(left(answered, made.moment), outcome_of(made), made.moment)


@examples(150)
@given(all_cases(), st.data())
def test_one_answer_more_never_leaves_more_open(case: dict[str, Any], data: st.DataObject) -> None:
    answers = answers_to_all(case)
    moment = case.get("moment", "before")
    if answers.get("distance") is not None:
        return
    order = data.draw(st.permutations([name for name in answers if name not in volunteered(moment)]))
    count = data.draw(st.integers(0, len(order) - 1))
    answered = {name: answers.get(name) for name in volunteered(moment)} | {
        name: answers[name] for name in order[:count]
    }
    wide, narrow = left(answered, moment), left({**answered, order[count]: answers[order[count]]}, moment)
    for name in narrow.keys() & wide.keys():
        if name in NUMBERS:
            assert _ends(narrow[name])[0] >= _ends(wide[name])[0] and _ends(narrow[name])[1] <= _ends(wide[name])[1]
        else:
            assert narrow[name] <= wide[name]


def _ends(values: frozenset[Any]) -> tuple[float, float]:
    known = [value for value in values if value is not None]
    return min(known), max(known)


@examples(300)
@given(CONDITIONS, SOME_FACTS, SOME_FACTS)
def test_a_condition_on_open_facts_may_come_to_the_truth_of_each_value(
    condition: Condition, one: dict[str, Any], other: dict[str, Any]
) -> None:
    names = one.keys() | other.keys()
    first, second = ({name: settled_at(name, facts.get(name)) for name in names} for facts in (one, other))
    abstract_values = {name: first[name].joined(second[name]) for name in names}
    truths = partial_condition(condition)(abstract_values)
    for facts in (one, other):
        assert truths & TRUTH[predicate(condition)(facts)]


@pytest.mark.parametrize(
    ("pain", "verdicts"), [("sharp", {"stop"}), ("ache", {"stop", "none"})], ids=["sharp pain", "an ache"]
)
def test_pain_decides_what_it_decides(pain: str, verdicts: set[str]) -> None:
    assert left({"pain": pain}, "before")["verdict"] == verdicts


def test_without_answers_everything_is_open() -> None:
    assert left({}, "before")["verdict"] == {"bursts", "strides", "none", "not_due", "stop"}
    actions = tuple(default_rule_base().decisions["next_action"].steps)
    assert left({}, "during")["verdict"] == set(actions)


def test_an_abstract_value_counts_its_answers() -> None:
    assert AbstractValue(frozenset({"a", "b"}), may_be_unknown=True).left == 3
    assert exactly("a").settled and UNKNOWN.settled and UNKNOWN.is_empty
    assert not AbstractValue(None, 1, 4).settled


def test_a_stretch_of_whole_numbers_ends_below_a_fraction(tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    copytree(BASE.folder, folder, ignore=ignore_patterns("__pycache__"))
    rules = folder / "rules" / "dose.yaml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text + FRACTION, encoding="utf-8")
    base = load_rule_base(folder)
    runner = {**BASE.standard_cases["before"], "fatigue": 2}
    whole = recommend(runner, rule_base=base).decision("rest_s").value
    answered = {name: value for name, value in answers_to_all(runner).items() if name != "fatigue"}
    abstract_value = partial_engine(base, "before").infer(answered).abstract_values["rest_s"]
    assert abstract_value.low <= whole <= abstract_value.high


FRACTION = """
  - id: DOS-990
    name: tired-by-a-fraction
    moments: [before]
    when: fatigue < 2.5
    then:
      - floor: {rest_s: 100 * fatigue}
    because: A rule for a test.
    basis: convention
    fires_for: {fatigue: 2}
    silent_for: {fatigue: 3}
"""


@pytest.mark.parametrize("minutes", [37.5000001, 26.66666999, 30.0000002])
def test_amounts_are_rounded_as_the_rules_round_them(minutes: float) -> None:
    runner = {**BASE.standard_cases["before"], "duration_min": minutes, "step_efforts": 6, "step_effort_s": 15}
    made = recommend(runner)
    assert admits(left(answers_to_all(made.case), "before"), outcome_of(made), "before")
