"""Every case of the snapshot is still advised as recorded; a change of the rules shows here whom it reaches."""

from __future__ import annotations

import pytest

from springstep.engine.advice.recommend import build
from springstep.engine.audit.advice_probe import AdviceGiven, probe
from springstep.engine.audit.snapshot import SnapshotCase, load_snapshot, snapshot_text
from springstep.engine.audit.told_otherwise import changed_for
from springstep.engine.inference.case import case_of
from springstep.engine.language.conclusions import Advise
from springstep.engine.rulebase.accepted import load_accepted
from tests.strategies import BASE

RUNNERS = load_snapshot(BASE.folder)


@pytest.mark.parametrize("runner", RUNNERS, ids=[f"{place}-{runner.shows[0]}" for place, runner in enumerate(RUNNERS)])
def test_a_snapshot_case_is_advised_the_same(runner: SnapshotCase) -> None:
    assert [each.says for each in changed_for(BASE, [runner])] == []


@pytest.mark.parametrize("runner", RUNNERS, ids=[f"{place}-{runner.shows[0]}" for place, runner in enumerate(RUNNERS)])
def test_advice_without_reasons_is_what_is_recommended(runner: SnapshotCase) -> None:
    made = build(BASE, case_of(runner.case(BASE), BASE), look_ahead=False)
    given = probe(runner.case(BASE), BASE)
    assert given.matches(runner.told)
    assert given.advice_given() == AdviceGiven(
        verdict=made.verdict,
        decisions={decision.name: decision.value for decision in made.decisions},
        advice=tuple(sorted(f"{advice.topic}:{rule}" for advice in made.advice for rule in advice.rules)),
    )
    assert given.fired == {fired.rule for fired in made.trace.firings}


def test_every_rule_has_a_snapshot_case_except_those_accepted_as_without_effect() -> None:
    shown = {rule for runner in RUNNERS for rule in runner.shows}
    accepted = {finding.split(":")[1] for finding in load_accepted(BASE)}
    assert {rule.id for rule in BASE.rules} - shown <= accepted


def test_a_changed_rule_shows_in_its_snapshot_case() -> None:
    from dataclasses import replace

    rule = BASE.rule("RDY-050")
    kept = (c for c in rule.conclusions if not isinstance(c, Advise) and c.target != "clearance")
    quiet = replace(rule, conclusions=tuple(kept))
    base = replace(BASE, rules=tuple(quiet if each is rule else each for each in BASE.rules))
    runners = [runner for runner in RUNNERS if "RDY-050" in runner.shows]
    changed = [*changed_for(base, runners)]
    assert any("Readiness: was Bursts, with care, is" in each.says for each in changed)
    assert all("RDY-050" in each.rules for each in changed)


def test_snapshot_goes_to_a_file_and_back(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("knowledge")
    (folder / "snapshot.json").write_text(snapshot_text(RUNNERS), encoding="utf-8")
    assert load_snapshot(folder) == RUNNERS
