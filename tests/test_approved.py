"""Every approved runner is still told what was approved; a change of the rules shows here whom it reaches."""

from __future__ import annotations

import pytest

from springstep.engine.audit.approved import ApprovedRunner, approved_text, changed_for, load_approved
from springstep.engine.language.rules import Advise
from tests.strategies import BASE

RUNNERS = load_approved(BASE.folder)


@pytest.mark.parametrize("runner", RUNNERS, ids=[f"{place}-{runner.shows[0]}" for place, runner in enumerate(RUNNERS)])
def test_an_approved_runner_is_told_the_same(runner: ApprovedRunner) -> None:
    assert [what for _, what in changed_for(BASE, [runner])] == []


def test_every_rule_has_an_approved_runner_but_those_accepted_as_doing_nothing_of_their_own() -> None:
    shown = {rule for runner in RUNNERS for rule in runner.shows}
    accepted = {finding.split(":")[1] for finding in BASE.accepted}
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
    (folder / "approved.json").write_text(approved_text(RUNNERS), encoding="utf-8")
    assert load_approved(folder) == RUNNERS
