"""A new thread for every request: each gets what one alone gets, and none compiles anything anew."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from springstep import recommend
from springstep.engine.compiled import program
from springstep.engine.inference import forward
from springstep.engine.rulebase.base import RuleBase
from springstep.installed import default_rule_base
from tests.second_opinion.cases import random_case
from tests.strategies import BASE, MOMENTS

CASES = [random_case(seed, moment) for seed in range(7) for moment in MOMENTS]
THREADS = 200


def in_new_threads(cases: list[Mapping[str, Any]], base: RuleBase | None, *, at_once: int) -> list[str]:
    """Recommend each case in a thread of its own, so many of them at the same time."""
    found: dict[int, str] = {}

    def work(place: int, together: threading.Barrier) -> None:
        together.wait(timeout=60)
        found[place] = recommend(cases[place], rule_base=base).to_json()

    for first in range(0, len(cases), at_once):
        places = range(first, min(first + at_once, len(cases)))
        together = threading.Barrier(len(places))
        threads = [threading.Thread(target=work, args=(place, together)) for place in places]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return [found[place] for place in range(len(cases))]


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[int, str]]:
    """Count the programs that are made, by rule base and moment."""
    made: Counter[tuple[int, str]] = Counter()

    class Counted(program.Program):
        def __init__(self, base: RuleBase, moment: str) -> None:
            made[id(base), moment] += 1
            super().__init__(base, moment)

    monkeypatch.setattr(program, "Program", Counted)
    return made


@pytest.mark.parametrize("at_once", [1, 20])
@pytest.mark.parametrize("engine", ["experta", "function"])
def test_two_hundred_new_threads_share_one_program_of_each_moment(
    engine: str, at_once: int, programs: Counter[tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine == "function":
        monkeypatch.setattr(forward, "_by_experta", lambda: None)
    cases = [CASES[place % len(CASES)] for place in range(THREADS)]
    alone = [recommend(case, rule_base=BASE).to_json() for case in CASES]
    programs.clear()
    base = replace(BASE)  # as BASE, with nothing compiled yet
    found = in_new_threads(cases, base, at_once=at_once)
    assert found == [alone[place % len(CASES)] for place in range(THREADS)]
    assert programs == {(id(base), moment): 1 for moment in MOMENTS}


def test_two_hundred_new_threads_share_the_rule_base_that_comes_along(programs: Counter[tuple[int, str]]) -> None:
    alone = [recommend(case).to_json() for case in CASES]
    loaded = default_rule_base.cache_info().misses
    programs.clear()
    found = in_new_threads([CASES[place % len(CASES)] for place in range(THREADS)], None, at_once=20)
    assert set(found) == set(alone)
    assert (programs, default_rule_base.cache_info().misses) == ({}, loaded)
