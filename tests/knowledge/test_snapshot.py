"""Every approved runner is still told what was approved; a change of the rules shows here whom it reaches."""

from __future__ import annotations

import pytest

from springstep.engine.advice.recommend import build
from springstep.engine.audit.advice_probe import AdviceGiven, telling
from springstep.engine.audit.snapshot import SnapshotCase, changed_for, load_snapshot, snapshot_text
from springstep.engine.inference.case import case_of
from springstep.engine.language.conclusions import Advise
from springstep.engine.rulebase.accepted import load_accepted
from tests.strategies import BASE

RUNNERS = load_snapshot(BASE.folder)


@pytest.mark.parametrize("runner", RUNNERS, ids=[f"{place}-{runner.shows[0]}" for place, runner in enumerate(RUNNERS)])
def test_an_approved_runner_is_told_the_same(runner: SnapshotCase) -> None:
    assert [what for _, what in changed_for(BASE, [runner])] == []


@pytest.mark.parametrize("runner", RUNNERS, ids=[f"{place}-{runner.shows[0]}" for place, runner in enumerate(RUNNERS)])
def test_what_is_told_without_reasons_is_what_is_recommended(runner: SnapshotCase) -> None:
    made = build(BASE, case_of(runner.case(BASE), BASE), look_ahead=False)
    told = telling(runner.case(BASE), BASE)
    assert told.is_still(runner.told)
    assert told.told() == AdviceGiven(
        verdict=made.verdict,
        decisions={decision.name: decision.value for decision in made.decisions},
        advice=tuple(sorted(f"{advice.topic}:{rule}" for advice in made.advice for rule in advice.rules)),
    )
    assert told.fired == {fired.rule for fired in made.trace.firings}


def test_every_rule_has_an_approved_runner_but_those_accepted_as_doing_nothing_of_their_own() -> None:
    shown = {rule for runner in RUNNERS for rule in runner.shows}
    accepted = {finding.split(":")[1] for finding in load_accepted(BASE)}
    assert {rule.id for rule in BASE.rules} - shown <= accepted


def test_a_changed_rule_is_seen_in_its_approved_runner() -> None:
    from dataclasses import replace

    rule = BASE.rule("RDY-050")
    quiet = replace(rule, conclusions=tuple(c for c in rule.conclusions[1:] if not isinstance(c, Advise)))
    base = replace(BASE, rules=tuple(quiet if each is rule else each for each in BASE.rules))
    runners = [runner for runner in RUNNERS if "RDY-050" in runner.shows]
    assert any("clearance" in what for _, what in changed_for(base, runners))


def test_approved_runners_go_to_a_file_and_back(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("knowledge")
    (folder / "snapshot.json").write_text(snapshot_text(RUNNERS), encoding="utf-8")
    assert load_snapshot(folder) == RUNNERS
