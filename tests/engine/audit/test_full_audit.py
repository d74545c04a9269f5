"""A whole audit gives the same result however its work is shared, and whatever the solver was asked before."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from springstep import load_rule_base
from springstep.engine.audit.checks.rules import check_rule
from springstep.engine.audit.full_audit import audit
from springstep.engine.audit.processes import spread
from springstep.engine.audit.report import Audit, Timing
from springstep.engine.audit.rule_findings import card_of
from springstep.engine.errors import SpringstepError
from springstep.engine.language.parse import parse_condition
from springstep.engine.proof.all_cases import AllCases
from springstep.engine.proof.conditions import truth
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims
from tests.planted import add, few, rule
from tests.strategies import BASE

pytestmark = pytest.mark.slow

ALL_CASES = AllCases(BASE)


def timeless(found: Audit) -> Audit:
    return replace(found, timings=(), claims=tuple(replace(claim, seconds=0.0) for claim in found.claims))


def test_two_processes_find_what_one_finds(tmp_path: Path) -> None:
    never = rule(10, "fatigue >= 7 and fatigue < 3", "{step: {clearance: modify}}")
    base = load_rule_base(add(few(tmp_path), never))
    one, two = audit(base), audit(base, processes=2)
    assert timeless(two) == timeless(one)
    assert [finding.id for finding in one.findings] == [
        "unreachable:TST-010",
        "question:how_you_are:fatigue:TST-010",
        "example:TST-010:fires_for",
    ]
    assert [timing.part for timing in two.timings] == [timing.part for timing in one.timings]
    assert Timing(part="in the solver", seconds=0.0) not in two.timings


def test_progress_counts_every_claim_and_rule(tmp_path: Path) -> None:
    base = load_rule_base(few(tmp_path))
    calls: list[tuple[str, int, int]] = []
    audit(base, progress=lambda *progress: calls.append(progress))
    assert calls[0] == ("claims", 0, len(load_claims(base)))
    assert ("claims", len(load_claims(base)), len(load_claims(base))) in calls
    assert calls[-1] == ("rules", len(base.rules), len(base.rules))


def test_runners_shown_do_not_depend_on_what_was_asked_before() -> None:
    rules = [each for each in BASE.rules if each.id.startswith(("RDY", "PRG", "CUE"))]
    forth, back = AllCases(BASE), AllCases(BASE)
    cards = {each.id: card_of(check_rule(forth, each), BASE) for each in rules}
    assert cards == {each.id: card_of(check_rule(back, each), BASE) for each in reversed(rules)}


@pytest.mark.parametrize(
    ("asked", "changes"),
    [
        ("fatigue >= 7", {"fatigue": 7}),
        ("fatigue != 1", {"fatigue": 0}),
        ("weeks_at_step < 3", {"weeks_at_step": 2}),
        ("duration_min > 50", {"duration_min": 50.5}),
        ("duration_min < 37", {"duration_min": 36.5}),
        ("intended_efforts >= 4", {"intended_efforts": 4}),
        ("season_phase in {race_week, transition}", {"season_phase": "race_week"}),
        ("sleep != enough and surface != grass", {"sleep": "short", "surface": "dirt_path"}),
        ("fatigue_trend is unknown", {"fatigue_trend": None}),
        ("has_coach", {"has_coach": True}),
        ("fatigue >= 0", {}),
    ],
)
def test_runner_shown_is_the_standard_runner_but_for_what_is_asked(asked: str, changes: Mapping[str, Any]) -> None:
    at = ALL_CASES.at("before")
    found = at.find(truth(parse_condition(asked, BASE.facts), at.symbols.facts).holds)
    assert found.made is not None and found.differences == ()
    wanted = {**BASE.standard_cases["before"], **changes}
    assert found.made.case == {name: value for name, value in wanted.items() if value is not None}


def quits(base: RuleBase) -> Callable[[int], int]:
    return os._exit


def waits(base: RuleBase) -> Callable[[int], int]:
    return lambda job: job if job == 0 else Event().wait()


def test_process_that_dies_is_reported() -> None:
    with pytest.raises(SpringstepError, match="did not start or was ended"):
        list(spread(BASE, quits, [1, 2], processes=2))


def test_processes_end_when_nobody_wants_the_rest() -> None:
    with closing(spread(BASE, waits, [0, 1, 2], processes=2)) as results:
        assert next(results) == (0, 0)
    assert multiprocessing.active_children() == []
