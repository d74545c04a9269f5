"""What an audit knows of what was approved: who is told otherwise, by which rule, and which examples hold no more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from springstep import load_rule_base
from springstep.engine.advice.recommend import build
from springstep.engine.audit.checks.approvals import check_approvals
from springstep.engine.audit.report import Finding
from springstep.engine.inference.case import case_of
from springstep.engine.rulebase.partial import read_partly
from springstep.session.room import ROOM
from tests.planted import change, copied, drop
from tests.strategies import BASE

pytestmark = pytest.mark.slow

Plant = Callable[[Path], object]


def found(folder: Path) -> dict[str, Finding]:
    base, _ = read_partly(folder, room=ROOM)
    return {finding.id: finding for finding in check_approvals(base)}


def edited(topic: str, old: str, new: str) -> Plant:
    return lambda folder: change(folder / "rules" / f"{topic}.yaml", old, new)


def without(rule: str) -> Plant:
    return lambda folder: drop(folder, rule)


SETS = "cap: {efforts: 6, effort_s: 15}"
PLANTED: dict[str, tuple[str, Plant]] = {
    "threshold": (
        "RDY-020",
        edited("readiness", "rather-tired\n    when: fatigue >= 4", "rather-tired\n    when: fatigue >= 5"),
    ),
    "cap in race week": ("SEA-040", edited("season", "{efforts: 3, effort_s: 8}", "{efforts: 3, effort_s: 9}")),
    "looser cap for all": ("DOS-020", edited("dose", SETS, "cap: {efforts: 6, effort_s: 16}")),
    "stricter cap for all": ("DOS-020", edited("dose", SETS, "cap: {efforts: 5, effort_s: 15}")),
    "deleted, of the ground": ("SRF-085", without("SRF-085")),
    "deleted, of an injury": ("INJ-065", without("INJ-065")),
    "deleted, of sleep": ("SUP-020", without("SUP-020")),
}


@pytest.mark.parametrize("name", PLANTED)
def test_who_is_told_otherwise_is_found_with_the_rule_behind_it(tmp_path: Path, name: str) -> None:
    rule, plant = PLANTED[name]
    folder = copied(tmp_path)
    plant(folder)
    every = found(folder)
    approved = {finding.id: finding for finding in every.values() if finding.kind == "approved"}
    assert approved.keys() == {f"approved:{rule}"}, "all of it has one cause"
    finding = approved[f"approved:{rule}"]
    assert finding.rules[0] == rule
    assert "other advice. " in finding.says and ": was " in finding.says and ", is " in finding.says
    now, _ = read_partly(folder, room=ROOM)
    for witness in finding.witnesses[:10]:
        assert ": was " in witness.words[-1]
        before = build(BASE, case_of(witness.case, BASE), look_ahead=False)
        after = build(now, case_of(witness.case, now), look_ahead=False)
        assert (before.headline, before.decisions, before.advice) != (after.headline, after.decisions, after.advice)


def test_of_several_edits_each_is_behind_what_it_changes(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    drop(folder, "SEA-047")
    change(
        folder / "rules" / "readiness.yaml", "very-tired\n    when: fatigue >= 7", "very-tired\n    when: fatigue >= 8"
    )
    ache = "when: cue.kind == ache\n    then:\n      - step: {next_action: "
    change(folder / "rules" / "cue.yaml", f"{ache}end_bursts}}", f"{ache}pause}}")
    approved = {each.subject: each for each in found(folder).values() if each.kind == "approved"}
    assert approved.keys() == {"SEA-047", "RDY-040", "CUE-130"}
    for name, finding in approved.items():
        assert finding.rules[0] == name
        during = [witness.case["moment"] == "during" for witness in finding.witnesses]
        assert all(during) if name == "CUE-130" else not any(during)


def test_examples_that_nobody_edited_are_one_finding_beside_what_was(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    change(
        folder / "rules" / "readiness.yaml", "very-tired\n    when: fatigue >= 7", "very-tired\n    when: fatigue >= 8"
    )
    examples = {name: each for name, each in found(folder).items() if each.kind == "example"}
    assert examples.keys() == {"example:RDY-040:fires_for", "example:others"}
    assert examples["example:others"].rules[0] == "RDY-040" and "TDY-075" in examples["example:others"].says


def test_nothing_is_found_of_the_rules_as_they_were_approved(tmp_path: Path) -> None:
    assert found(copied(tmp_path)) == {}


def test_a_drill_that_is_gone_is_told_once(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    text = (folder / "drills.yaml").read_text(encoding="utf-8")
    start = text.index("- id: light_hops")
    end = text.index("\n- id: ", start) + 1
    (folder / "drills.yaml").write_text(text[:start] + text[end:], encoding="utf-8")
    every = found(folder)
    assert every["approved:light hops of drills"].says.startswith("There is no light hops of drills any more. ")
    others = [name for name in every if name.startswith("approved:") and "light hops" not in name]
    assert all("there can be no such runner any more" in every[name].says.lower() for name in others)


def test_an_example_that_no_longer_fires_names_its_rule(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    change(folder / "rules" / "season.yaml", "fires_for: {season_phase: race_week}", "fires_for: {season_phase: build}")
    every = found(folder)
    finding = every["example:SEA-040:fires_for"]
    assert (finding.subject, finding.rules) == ("SEA-040", ("SEA-040",))
    assert finding.says == "fires_for of SEA-040: SEA-040 is silent for this runner (season_phase: build)."
    assert every.keys() == {finding.id, "unapproved:rules/SEA-040"}


def test_a_condition_that_its_two_runners_show_no_more_names_its_rule(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    change(folder / "rules" / "cue.yaml", "bursts_done >= 6", "bursts_done >= 7")
    finding = found(folder)["pair:CUE-160"]
    assert finding.rules == ("CUE-160",)
    assert "nothing shows 'bursts done is at least 7'" in finding.says


@pytest.mark.parametrize(("name", "kind"), [("snapshot.json", "approved"), ("mcdc.json", "pair")])
def test_what_was_approved_and_is_gone_or_damaged_is_a_finding(tmp_path: Path, name: str, kind: str) -> None:
    folder = copied(tmp_path)
    (folder / name).unlink()
    assert f"there is no {name}" in found(folder)[f"{kind}:{name}"].says
    (folder / name).write_text("[", encoding="utf-8")
    (fault,) = [finding for finding in found(folder).values() if finding.kind == "fault"]
    assert name in fault.says


def test_a_decision_left_open_for_an_approved_runner_is_told(tmp_path: Path) -> None:
    base = load_rule_base(drop(copied(tmp_path), "FRQ-090"))
    stories = [finding.says for finding in check_approvals(base) if finding.kind == "approved"]
    assert any("is none, as no rule decides 'due' for this runner" in says for says in stories)
