"""Every rule fires for its own example and not for the other, and each number in a condition turns where it says."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from springstep import Recommendation, recommend
from springstep.engine.inference.examples import example_case
from springstep.engine.language.conditions import Among, Compare, Constant, Fact, atoms
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.rules import Rule, effective_condition
from springstep.installed import default_rule_base

BASE = default_rule_base()
FACTS = BASE.vocabulary.facts
RULES = pytest.mark.parametrize("rule", BASE.rules, ids=lambda rule: rule.id)
EXPECTED: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def fired(rule: Rule, case: Mapping[str, Any]) -> bool:
    return bool(recommend(case).trace.firings_of(rule.id))


def read_by(rule: Rule, plan: Recommendation) -> dict[str, Any]:
    """Return what the rule's condition was tested on: the facts, and except for assumptions what was assumed."""
    found = {fact.fact: fact.value for fact in plan.facts if rule.layer != "assume" or fact.source != "assumed"}
    return found | {decision.name: decision.value for decision in plan.decisions}


def holds(rule: Rule, plan: Recommendation) -> bool:
    """Tell whether a rule's condition holds for the facts, or for one of the items that it is for."""
    check, facts = predicate(effective_condition(rule, BASE.by_id)), read_by(rule, plan)
    if rule.for_each is None:
        return check(facts) is True
    items = facts.get(BASE.vocabulary.scopes[rule.for_each].list_fact) or ()
    scoped = ({f"{rule.for_each}.{name}": value for name, value in item.items()} for item in items)
    return any(check({**facts, **fields}) is True for fields in scoped)


def example_with(rule: Rule, name: str, value: Any) -> dict[str, Any]:
    """Change one fact in a rule's example, which loses its history when there were no sessions."""
    case = example_case(BASE, rule, {k: v for k, v in rule.fires_for.items() if k != name} | {name: value})
    history = BASE.vocabulary.groups["history"]
    return {k: v for k, v in case.items() if case.get("sessions_done") != 0 or k not in history}


@RULES
def test_the_rule_fires_for_its_example(rule: Rule) -> None:
    assert fired(rule, example_case(BASE, rule, rule.fires_for))


@RULES
def test_the_rule_is_silent_for_its_other_example(rule: Rule) -> None:
    assert not fired(rule, example_case(BASE, rule, rule.silent_for))


@RULES
def test_the_examples_differ_from_the_standard_runner_in_few_facts(rule: Rule) -> None:
    for changes in (rule.fires_for, rule.silent_for):
        assert len(changes) <= 5, "an example that changes more no longer shows what the rule is about"


@pytest.mark.parametrize("key", ["id", "name"])
def test_no_two_rules_go_by_the_same_id_or_name(key: str) -> None:
    assert [found for found, count in Counter(getattr(rule, key) for rule in BASE.rules).items() if count > 1] == []


@RULES
def test_a_rule_is_found_by_its_id_and_by_its_name(rule: Rule) -> None:
    assert BASE.rule(rule.id) is rule
    assert BASE.rule(rule.id.lower()) is rule
    assert BASE.rule(f" {rule.name} ") is rule


@RULES
def test_the_rule_is_silent_at_moments_that_it_is_not_for(rule: Rule) -> None:
    for moment in BASE.standard_cases.keys() - set(rule.moments):
        shared = {
            k: v for k, v in rule.fires_for.items() if k in FACTS and moment in FACTS[k].moments and k != "moment"
        }
        assert not fired(rule, example_case(BASE, rule, {**shared, "moment": moment}))


# Numbers in conditions.


@dataclass(frozen=True)
class Threshold:
    """A comparison of one numeric fact of the case with a constant, in one rule."""

    rule: Rule
    atom: Compare
    fact: str
    limit: float

    def __str__(self) -> str:
        return f"{self.rule.id}-{self.fact}{self.atom.op}{self.limit:g}"

    @property
    def step(self) -> float:
        return 1 if FACTS[self.fact].integer else 0.01

    def around(self) -> Iterator[float]:
        """Yield the limit and the values next to it, as far as the fact allows them."""
        info = FACTS[self.fact]
        assert info.minimum is not None and info.maximum is not None
        for value in (self.limit - self.step, self.limit, self.limit + self.step):
            if info.minimum <= value <= info.maximum:
                yield value


def thresholds() -> Iterator[Threshold]:
    seen: set[str] = set()
    for rule in BASE.rules:
        for atom in atoms(effective_condition(rule, BASE.by_id)):
            match atom:
                case Compare(_, Fact(name), Constant(int() | float() as limit)) if not isinstance(limit, bool):
                    found = Threshold(rule, atom, name, limit)
                    if name in FACTS and FACTS[name].kind == "number" and str(found) not in seen:
                        seen.add(str(found))
                        yield found


THRESHOLDS = pytest.mark.parametrize("threshold", list(thresholds()), ids=str)


def test_the_thresholds_that_are_our_own_numbers_are_among_those_tested() -> None:
    tested = {(found.rule.id, found.fact, found.limit) for found in thresholds()}
    assert {
        ("RDY-020", "fatigue", 4),
        ("RDY-030", "fatigue", 5),
        ("RDY-040", "fatigue", 7),
        ("PRG-050", "sessions_at_step", 3),
        ("PRG-060", "weeks_at_step", 2),
        ("PRG-155", "weeks_since_last_session", 2),
        ("PRG-157", "weeks_since_last_session", 3),
        ("PRG-160", "weeks_since_last_session", 5),
        ("PRG-170", "weeks_since_last_session", 8),
        ("PRG-177", "sessions_done", 6),
        ("SEA-040", "days_to_race", 7),
        ("INJ-075", "weeks_since_healed", 26),
        ("INJ-080", "weeks_since_healed", 12),
        ("INJ-081", "weeks_since_healed", 7),
        ("INJ-082", "weeks_since_healed", 3),
        ("INJ-083", "weeks_since_healed", 5),
        ("INJ-084", "weeks_since_healed", 7),
        ("INJ-085", "weeks_since_healed", 9),
        ("INJ-086", "weeks_since_healed", 11),
        ("INJ-087", "weeks_since_healed", 6),
        ("INJ-088", "weeks_since_healed", 12),
        ("INJ-089", "weeks_since_healed", 18),
        ("INJ-090", "weeks_since_healed", 26),
        ("INJ-095", "weeks_since_healed", 26),
        ("DRL-050", "sessions_done", 8),
        ("CUE-160", "bursts_done", 6),
    } <= tested


@THRESHOLDS
def test_a_comparison_turns_exactly_at_its_number(threshold: Threshold) -> None:
    check = predicate(threshold.atom)
    values = read_by(threshold.rule, recommend(example_case(BASE, threshold.rule, threshold.rule.fires_for)))
    outcomes = []
    for value in threshold.around():
        outcome = check({**values, threshold.fact: value})
        assert outcome is EXPECTED[threshold.atom.op](value, threshold.limit)
        outcomes.append(outcome)
    assert set(outcomes) == {True, False}, "the fact's range lies on one side of the number"


@THRESHOLDS
def test_the_rule_fires_on_each_side_of_a_number_as_its_condition_says(threshold: Threshold) -> None:
    tried = [recommend(example_with(threshold.rule, threshold.fact, value)) for value in threshold.around()]
    assert len(tried) >= 2
    for plan in tried:
        assert bool(plan.trace.firings_of(threshold.rule.id)) == holds(threshold.rule, plan)


def rules_about_one_number() -> Iterator[Threshold]:
    """Yield the rules that test a single number and whose two examples both give it."""
    for threshold in thresholds():
        rule = threshold.rule
        given = threshold.fact in rule.fires_for and threshold.fact in rule.silent_for
        if given and effective_condition(rule, BASE.by_id) == threshold.atom:
            yield threshold


@pytest.mark.parametrize("threshold", list(rules_about_one_number()), ids=str)
def test_the_examples_of_a_rule_about_one_number_leave_room_for_no_other_number(threshold: Threshold) -> None:
    rule = threshold.rule
    low, high = sorted(changes[threshold.fact] for changes in (rule.fires_for, rule.silent_for))
    assert low <= threshold.limit <= high
    assert high - low <= 1


# Words in conditions.


def worded() -> Iterator[tuple[Rule, Among]]:
    for rule in BASE.rules:
        if rule.for_each is None:
            for atom in atoms(rule.when):
                if isinstance(atom, Among) and atom.fact.name in FACTS:
                    yield rule, atom


@pytest.mark.parametrize(
    ("rule", "atom"), list(worded()), ids=lambda found: found.id if isinstance(found, Rule) else found.fact.name
)
def test_a_rule_about_words_fires_for_each_of_them_as_its_condition_says(rule: Rule, atom: Among) -> None:
    outcomes = set()
    for value in FACTS[atom.fact.name].values:
        plan = recommend(example_with(rule, atom.fact.name, value))
        outcome = bool(plan.trace.firings_of(rule.id))
        assert outcome == holds(rule, plan)
        outcomes.add(outcome)
    assert outcomes == {True, False}


# Exceptions.

EXCEPTIONS = [(rule, BASE.by_id[general]) for rule in BASE.rules for general in rule.overrides]


def test_some_rule_is_an_exception_to_another() -> None:
    assert EXCEPTIONS


@pytest.mark.parametrize(("rule", "general"), EXCEPTIONS, ids=lambda rule: rule.id)
def test_an_exception_silences_the_general_rule_and_only_where_it_holds(rule: Rule, general: Rule) -> None:
    assert not fired(general, example_case(BASE, rule, rule.fires_for))
    assert fired(general, example_case(BASE, rule, rule.silent_for))


@pytest.mark.parametrize("rule", [rule for rule in BASE.rules if rule.unless is not None], ids=lambda rule: rule.id)
def test_a_rule_with_unless_is_silent_exactly_where_only_that_holds(rule: Rule) -> None:
    assert rule.unless is not None
    silent = example_case(BASE, rule, rule.silent_for)
    values = read_by(rule, recommend(silent))
    assert predicate(rule.unless)(values) is True
    assert predicate(rule.when)(values) is True
    assert not fired(rule, silent)
