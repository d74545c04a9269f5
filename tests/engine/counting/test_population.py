"""Cases counted: by hand where that is possible, and against the engine, case by case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import pytest

from springstep.engine.counting.population import Population
from springstep.engine.inference.case import case_of, facts_of
from springstep.engine.inference.forward import infer
from springstep.engine.language.parse import parse_condition
from springstep.engine.proof.all_cases import AllCasesAt
from springstep.engine.proof.conditions import truth
from springstep.engine.proof.symbols import (
    Formula,
    SymbolicAmount,
    SymbolicChoice,
    all_of,
    any_of,
    negation,
    number,
)
from springstep.engine.rulebase.base import RuleBase
from tests.other_subject.plants import BASE as PLANTS
from tests.other_subject.plants import random_cases
from tests.strategies import BASE

BEFORE = AllCasesAt(BASE, "before")


def holds(condition: str) -> Formula:
    return truth(parse_condition(condition, {**BASE.facts, **BASE.plan_names}), BEFORE.symbols.facts).holds


def counted(*conditions: str) -> tuple[int, list[int]]:
    """Count cases that these conditions tell apart, and for how many of them each holds."""
    formulas = [holds(each) for each in conditions]
    population = Population(BEFORE.symbols, formulas)
    return population.total, [population.count(each) for each in formulas]


@pytest.mark.parametrize(
    ("conditions", "total", "each"),
    [
        # one cell on each side of a threshold, whatever else is answered; not told is like little fatigue
        (["fatigue >= 7"], 2, [1]),
        (["fatigue >= 7", "fatigue is unknown"], 3, [1, 1]),
        (["fatigue >= 7", "fatigue > 6"], 2, [1, 1]),
        (["fatigue >= 7", "fatigue > 2"], 3, [1, 2]),
        (["fatigue == 7"], 2, [1]),
        # a number that need not be whole has a cell between two thresholds, too; for one that is not told none holds
        (["duration_min > 30", "duration_min >= 30", "duration_min < 40"], 5, [2, 3, 3]),
        # what no condition reads is not told apart; what several read is told apart for each
        (["fatigue >= 7", "has_coach == true"], 4, [2, 2]),
        (["fatigue >= 7 and has_coach == true"], 4, [1]),
        # words
        (["surface in {grass, track}", "surface == track"], 3, [2, 1]),
        # a condition that no case fails, and one that none meets
        (["fatigue <= 10 or fatigue is unknown", "fatigue > 10"], 1, [1, 0]),
        # numbers of which the constraints of a case say that one is at most the other
        (["sessions_at_step >= 3", "sessions_done < 2"], 3, [1, 1]),
        (["sessions_at_step >= 3", "sessions_done < 4"], 4, [2, 2]),
        # a long way in a short time is no case
        (["distance_mi >= 10", "duration_min < 30"], 3, [1, 1]),
    ],
)
def test_counted_by_hand(conditions: list[str], total: int, each: list[int]) -> None:
    assert counted(*conditions) == (total, each)


def test_a_comparison_of_two_numbers_is_told_apart_within_their_cells() -> None:
    """Whether more sessions than weeks were done cuts each combination of cells that it can cut.

    Of both numbers: not told, few or many. Few sessions in many weeks are never more, all other three combinations of
    what is told are either, and the five with something that is not told are one case each.
    """
    total, (more, many, long) = counted("sessions_done > weeks_at_step", "sessions_done >= 10", "weeks_at_step >= 20")
    assert (total, more, many, long) == (12, 3, 5, 4)


def test_a_product_of_two_numbers_counts_as_trying_all_their_values_does() -> None:
    efforts, seconds = [*range(31), None], [*range(121), None]
    rows = {e: tuple(e is not None and s is not None and e * s >= 60 for s in seconds) for e in efforts}
    columns = {s: tuple(rows[e][place] for e in efforts) for place, s in enumerate(seconds)}
    apart = len(set(rows.values())) * len(set(columns.values()))
    as_asked = len({(rows[e], columns[s]) for e in efforts for place, s in enumerate(seconds) if rows[e][place]})
    assert counted("step_efforts * step_effort_s >= 60") == (apart, [as_asked])


def test_items_of_a_list_are_told_apart_as_far_as_a_condition_does() -> None:
    """A list has one item at most here: none, one that counts, or one that does not."""
    total, (active,) = counted("any(injury.status == active)")
    assert (total, active) == (2, 1)
    total, (active, calf) = counted("any(injury.status == active)", "any(injury.site == calf)")
    assert (total, active, calf) == (4, 2, 2)


def test_only_cases_within_are_counted() -> None:
    tired, coached = holds("fatigue >= 7"), holds("has_coach == true")
    population = Population(BEFORE.symbols, [tired, coached], within=any_of([tired, coached]))
    assert (population.total, population.count(tired), population.share(coached)) == (3, 2, Fraction(2, 3))


def test_a_number_tied_to_others_in_too_many_ways_is_taken_as_not_told() -> None:
    long = holds("intended_efforts * intended_effort_s > 2 * duration_min")
    assert Population(BEFORE.symbols, [long]).untold == ("intended_effort_s",)


def pinned(at: AllCasesAt, case: Mapping[str, Any]) -> Formula:
    """Return that a case is this one, as far as rules can tell."""

    def parts() -> Iterator[Formula]:
        for name in at.symbols.variables:
            symbol, told = at.symbols.facts[name], facts.get(name)
            if told is None:
                yield negation(symbol.known)
            elif isinstance(symbol, SymbolicAmount):
                yield from (symbol.known, number(symbol.value) == number(told.value))
            elif isinstance(symbol, SymbolicChoice):
                yield symbol.of[told.value]
            else:
                own = [{item} if isinstance(item, str) else {*item.values()} for item in told.value]
                yield symbol.known
                yield from (
                    there if {value for _, value in kind} in own else negation(there)
                    for kind, there in symbol.there.items()
                )

    facts = facts_of(case_of(case, at.base), at.base)
    return all_of(parts())


def cases_with_short_lists(base: RuleBase, moment: str, count: int) -> list[dict[str, Any]]:
    drawn = random_cases(base, 4 * count, moment)
    return [case for case in drawn if not any(isinstance(v, list) and len(v) > 1 for v in case.values())][:count]


@pytest.mark.parametrize(("base", "moment"), [(PLANTS, "water"), (PLANTS, "repot"), (BASE, "during")])
def test_a_single_case_is_counted_where_the_engine_fires_a_rule_for_it(base: RuleBase, moment: str) -> None:
    at = AllCasesAt(base, moment)
    rules = [rule.id for rule in at.encoding.rules]
    cases = cases_with_short_lists(base, moment, 25)
    pins = [pinned(at, case) for case in cases]
    fires = {rule: at.encoding.fires(rule) for rule in rules}
    asked = {(place, rule): all_of((pins[place], fires[rule])) for place in range(len(cases)) for rule in rules}
    population = Population(at.symbols, [*fires.values(), *pins, *asked.values()])
    assert not population.untold
    fired_at_all = 0
    for place, case in enumerate(cases):
        assert population.count(pins[place]) == 1, case
        fired = infer(base, facts_of(case_of(case, base), base), engine="function").fired
        found = {firing.rule.id for firing in fired}
        fired_at_all += len(found)
        assert {rule for rule in rules if population.count(asked[place, rule])} == found, case
    assert fired_at_all > 50


def test_each_answer_of_a_scale_is_some_share_and_together_they_are_all() -> None:
    at = AllCasesAt(BASE, "during")
    action = at.plan.facts["next_action"]
    assert isinstance(action, SymbolicChoice)
    population = Population(
        at.symbols, [at.encoding.fires(rule.id) for rule in at.encoding.rules] + [*action.of.values()]
    )
    assert sum(population.share(each) for each in action.of.values()) == 1
