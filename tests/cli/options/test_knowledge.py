"""Which rules a coach's command reads: those named; where others lie in front of the coach, it says so or refuses."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from springstep import load_rule_base
from tests.cli.conftest import Invoke
from tests.places import KNOWLEDGE
from tests.planted import change, copied, few

READING = [
    ["rules", "list"],
    ["rules", "show", "RDY-030"],
    ["rules", "facts"],
    ["rules", "drills"],
    ["rules", "ledger"],
]
BINDING = [
    ["audit"],
    ["audit", "approve"],
    ["audit", "approve", "--check"],
    ["audit", "sign", "--by", "A. Coach", "--all"],
    ["audit", "without", "RDY-030"],
    ["audit", "mutants", "--rule", "RDY-030"],
    ["rules", "render"],
    ["rules", "new", "season"],
]


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository with rules of which one was edited, and go into a folder of it."""
    place = tmp_path / "clone"
    (place / ".git").mkdir(parents=True)
    (place / "docs").mkdir()
    change(copied(place) / "rules" / "readiness.yaml", "when: fatigue >= 5", "when: fatigue >= 6")
    monkeypatch.chdir(place / "docs")
    return place


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_command_that_reads_says_that_others_lie_here(springstep: Invoke, clone: Path, command: list[str]) -> None:
    result = springstep(*command, "--json")
    assert result.exit_code == 0, result.output
    json.loads(result.stdout)
    assert "there are two rule bases" in result.stderr
    assert f"--knowledge {clone / 'knowledge'}" in result.stderr


@pytest.mark.parametrize("command", BINDING, ids=" ".join)
def test_a_command_that_speaks_for_rules_is_refused_where_others_lie_here(
    springstep: Invoke, clone: Path, command: list[str]
) -> None:
    before = sorted(clone.rglob("*"))
    result = springstep(*command)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "there are two rule bases" in result.stderr and "say which: --knowledge" in result.stderr
    assert sorted(clone.rglob("*")) == before


def test_rules_that_are_named_are_read(springstep: Invoke, clone: Path) -> None:
    named = springstep("rules", "show", "RDY-030", "--knowledge", clone / "knowledge")
    assert "fatigue is at least 6" in named.stdout
    digest = load_rule_base(clone / "knowledge").digest
    assert named.stderr == f"springstep: reads the rules in {clone / 'knowledge'}, {digest[:12]}\n"
    own = springstep("rules", "show", "RDY-030", "--knowledge", KNOWLEDGE)
    assert "fatigue is at least 5" in own.stdout and own.stderr == ""


def test_signatures_are_of_the_rules_that_are_named(springstep: Invoke, clone: Path) -> None:
    sign = ["audit", "sign", "--by", "A. Coach", "--on", "2026-03-02", "--rule", "RDY-030", "--file", "signed.yaml"]
    assert springstep(*sign, "--knowledge", clone / "knowledge").exit_code == 0
    again = springstep(*sign[:-2], "--file", "signed.yaml", "--knowledge", KNOWLEDGE)
    assert "Changed since they were last signed: RDY-030." in again.stdout


def test_a_copy_that_differs_in_nothing_is_no_other_rule_base(
    springstep: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert springstep("rules", "list").stderr == ""
    refused = springstep("audit", "approve")
    assert refused.exit_code == 2, "it would write beside the rules, and which is meant is not said"


def test_only_a_repository_is_looked_through_above(
    springstep: Invoke, clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (clone / ".git").rmdir()
    assert springstep("rules", "list").stderr == ""
    monkeypatch.chdir(clone)
    assert "there are two rule bases" in springstep("rules", "list").stderr
    monkeypatch.chdir(clone / "knowledge")
    assert "there are two rule bases" in springstep("rules", "list").stderr


def test_what_lies_here_and_cannot_be_read_is_another_rule_base(springstep: Invoke, clone: Path) -> None:
    facts = clone / "knowledge" / "rules" / "season.yaml"
    facts.unlink()
    os.mkfifo(facts)
    result = springstep("audit", "sign", "--by", "A. Coach", "--all")
    assert result.exit_code == 2
    assert "which cannot be read" in result.stderr


def test_what_is_no_knowledge_is_passed_over(
    springstep: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "knowledge"
    place.mkdir()
    for name in ("domain.yaml", "guide.yaml", "facts.yaml"):
        os.mkfifo(place / name)
    (place / "rules").symlink_to(place)
    monkeypatch.chdir(tmp_path)
    assert springstep("rules", "list").stderr == ""


@pytest.mark.parametrize("command", ["sign", "approve", "season"])
def test_the_option_before_a_command_is_refused(springstep: Invoke, clone: Path, command: str) -> None:
    result = springstep("audit", "--knowledge", clone / "knowledge", command)
    assert result.exit_code == 2
    assert f"--knowledge goes after '{command}'" in result.stderr


@pytest.mark.slow
def test_a_difference_is_that_of_the_rules_that_lie_here(
    springstep: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = few(tmp_path / "old")
    here = Path(shutil.copytree(small, tmp_path / "here" / "knowledge"))
    monkeypatch.chdir(here.parent)
    same = springstep("audit", "diff", small)
    assert same.exit_code == 0, same.output
    change(here / "rules" / "readiness.yaml", "fatigue >= 5", "fatigue >= 6")
    assert "Changed: RDY-030" in springstep("audit", "diff", small).stdout


def test_the_same_rules_in_two_places_are_not_called_two_rule_bases(
    springstep: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    copied(tmp_path)
    monkeypatch.chdir(tmp_path)
    result = springstep("rules", "new", "surface")
    assert "the same rules lie in two places" in result.stderr and "two rule bases" not in result.stderr
