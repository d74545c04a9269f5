"""Edge cases where a proof could go wrong: amounts of overlays, facts of another moment, distances, assumptions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from springstep import CaseError, recommend
from springstep.engine.audit.difference import compare, differing_case
from springstep.engine.audit.jobs import Job, auditor
from springstep.engine.language.conclusions import Bound
from springstep.engine.language.parse import parse_condition, parse_number
from springstep.engine.language.rules import Rule
from springstep.engine.proof.all_cases import AllCasesAt
from springstep.engine.rulebase.base import RuleBase
from springstep.installed import load_rule_base
from tests.strategies import BASE


def overlay(folder: Path, entry: str) -> RuleBase:
    file = folder / "overlay.yaml"
    head = "overlay: trial\nauthor: A. Coach\ndate: 2026-11-22\n"
    file.write_text(head + entry, encoding="utf-8")
    return load_rule_base(overlays=[file])


def changed(rule: Rule, **fields: Any) -> RuleBase:
    return replace(BASE, rules=tuple(replace(rule, **fields) if each is rule else each for each in BASE.rules))


def test_an_overlay_that_says_it_tightens_an_amount_is_held_to_it(tmp_path: Path) -> None:
    base = overlay(
        tmp_path,
        "tighten:\n  - rule: FRQ-050\n    then: [{floor: {reached_every: counted_every, frequency: counted_every}}]\n"
        "    because: As it was.\n    reason: trial\n    note: A trial.\n",
    )
    found = auditor(base)(Job("the rule base as a whole")).findings
    loosened = [finding for finding in found if finding.kind == "overlay" and "bound less" in finding.says]
    assert loosened and all(finding.witnesses for finding in loosened)


def test_a_rule_that_reads_what_no_case_of_its_moment_gives_never_fires(tmp_path: Path) -> None:
    base = overlay(
        tmp_path,
        "add:\n  - id: OWN-010\n    name: after-a-long-way\n    topic: dose\n    moments: [after]\n"
        "    when: distance_mi > 5\n    then: [{cap: {reached_efforts: 3}}]\n    because: It was far.\n"
        "    reason: trial\n    note: A trial.\n    fires_for: {distance: 10 mi}\n    silent_for: {}\n",
    )
    at = AllCasesAt(base, "after")
    assert at.possible(at.encoding.fires("OWN-010")) == "none"
    with pytest.raises(CaseError, match="distance: is asked before a run, and this is after a run"):
        recommend({**BASE.standard_cases["after"], "distance": "10 mi"}, rule_base=base)
    assert differing_case(BASE, base) is None


def test_an_assumption_over_a_given_fact_changes_the_advice() -> None:
    rule = BASE.rule("ASM-030")
    always = parse_condition("has_coach is unknown or has_coach == true", BASE.facts)
    case = differing_case(BASE, changed(rule, when=always))
    assert case is not None and case["has_coach"] is True


def test_a_generalisation_over_a_distance_names_the_distance() -> None:
    rule = BASE.rule("DOS-030")
    (bound,) = rule.conclusions
    assert isinstance(bound, Bound)
    fewer = replace(bound, amount=parse_number("20 * distance_mi", BASE.facts), text="20 * distance_mi")
    found = compare(BASE, changed(rule, conclusions=(fewer,)))
    dose = next(shift for shift in found.shifts if shift.decision == "dose")
    assert dose.before.says != dose.after.says
    assert "distance" in dose.generalisation or dose.generalisation == "this runner"


def test_solver_and_engine_use_the_same_decimals(tmp_path: Path) -> None:
    base = overlay(
        tmp_path,
        "add:\n  - id: OWN-010\n    name: an-hour-by-another-name\n    topic: dose\n    moments: [before]\n"
        "    when: duration_min * 1.1 == 55 or fatigue == 9\n    then: [{cap: {total_s: duration_min * 0.7}}]\n"
        "    because: It is a rule with decimals.\n    reason: trial\n    note: A trial.\n"
        "    fires_for: {fatigue: 9}\n    silent_for: {duration_min: 51}\n",
    )
    at = AllCasesAt(base, "before")
    for minutes in (50, 50.1, 49.9, 33.3):
        found = at.replayed_case({**BASE.standard_cases["before"], "duration_min": minutes})
        assert found.made is not None and found.differences == ()
        assert bool(found.made.trace.firings_of("OWN-010")) == (minutes == 50)
    found = at.find(at.encoding.fires("OWN-010"))
    assert found.made is not None and found.differences == ()
    assert found.made.case["duration_min"] == 50
