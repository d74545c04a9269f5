"""Conditions over many cases at once say of each what they say of it alone, and doubt as little as they may."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from springstep.engine.language.conditions import Arith, Compare, Condition, atoms, names_in
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.parse import parse_condition
from tests.engine.back_ends import BASE, columns_judge, columns_of
from tests.engine.conditions import any_conditions, any_facts
from tests.strategies import examples

DECIMALS = (0.1, 0.5, 2.5, 1.1, 7.25)


def divides(condition: Condition) -> bool:
    def within(term: Any) -> bool:
        return isinstance(term, Arith) and (term.op == "/" or within(term.left) or within(term.right))

    return any(within(side) for atom in _all_atoms(condition) for side in (atom.left, atom.right))


def _all_atoms(condition: Condition) -> list[Compare]:
    found = []
    for atom in atoms(condition):
        found += [atom] if isinstance(atom, Compare) else []
        found += _all_atoms(atom.condition) if hasattr(atom, "condition") else []
    return found


@given(any_conditions(*DECIMALS), st.lists(any_facts(*DECIMALS), min_size=1, max_size=6))
@examples(1500)
def test_many_cases_at_once(condition: Condition, many: list[dict[str, Any]]) -> None:
    told, doubted = columns_judge(condition, columns_of(many, names_in(condition)))
    alone = predicate(condition)
    for facts, truth, unsure in zip(many, told, doubted, strict=True):
        assert unsure or truth is alone(facts)
    if not divides(condition):
        assert not any(doubted)


def test_only_what_rounding_could_turn_is_doubted() -> None:
    condition = parse_condition("duration_min / fatigue > 4 / 3", BASE.facts)
    many = [{"duration_min": minutes, "fatigue": 3} for minutes in (3, 4, 5)]
    assert columns_judge(condition, columns_of(many, names_in(condition))) == (
        [False, False, True],
        [False, True, False],
    )


def test_an_item_is_judged_with_the_facts_of_its_own_case() -> None:
    condition = parse_condition("any(injury.site == knee and fatigue > 3)", BASE.facts)
    knee, hip = {"site": "knee", "status": "active"}, {"site": "hip", "status": "active"}
    many = [
        {"injuries": (hip, knee), "fatigue": 3},
        {"injuries": (), "fatigue": 4},
        {"injuries": (knee,)},
        {"fatigue": 4},
        {"injuries": (hip, knee), "fatigue": 4},
    ]
    told, _ = columns_judge(condition, columns_of(many, names_in(condition)))
    assert told == [False, False, None, None, True]
