"""``springstep audit mutants``: what is found is kept rule by rule, and a check that was broken off goes on there."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from springstep.engine.audit.mutation_results import ResultsFile
from springstep.engine.audit.mutation_testing import MutantResult, check_mutants
from tests.cli.conftest import Invoke
from tests.strategies import BASE

RULES = ("TEC-005", "MND-010")
FOUND = MutantResult(rule="MND-010", kind="rule", change="the rule is gone", by="example", what="MND-010 fires_for")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "found.json"


def rules_of(path: Path) -> set[str]:
    return set(json.loads(path.read_text())["rules"])


@pytest.mark.slow
def test_each_rule_is_kept_and_what_is_kept_is_not_found_anew(springstep: Invoke, file: Path) -> None:
    first = springstep("audit", "mutants", "--rule", RULES[0], "--results", file)
    assert first.exit_code == 0 and "100.0%" in first.stdout and rules_of(file) == {RULES[0]}
    ResultsFile(file, BASE).add(RULES[1], [FOUND])
    whole = springstep("audit", "mutants", "--rule", RULES[0], "--rule", RULES[1], "--results", file, "--all")
    assert "MND-010 fires_for" in whole.stdout and whole.stdout.count("MND-010  ") == 1, "found anew, it has more"


def test_what_is_done_is_told_at_once() -> None:
    told: list[str] = []
    score = check_mutants(
        BASE, RULES, processes=1, known={RULES[1]: (FOUND,)}, found=lambda rule, results: told.append(rule)
    )
    assert told == [RULES[0]] and [result.rule for result in score.results][-1] == RULES[1]


def test_changes_that_change_nobodys_advice_do_not_count() -> None:
    score = check_mutants(BASE, [RULES[1]], processes=1, known={RULES[1]: (FOUND, replace(FOUND, by="equal"))})
    assert score.share == 1 and score.counted == 1 and len(score.results) == 2


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"about": 1, "rules": {}}', "\x00"])
def test_a_file_of_anything_else_is_refused_and_kept(springstep: Invoke, file: Path, content: str) -> None:
    file.write_text(content)
    result = springstep("audit", "mutants", "--rule", RULES[0], "--results", file)
    assert result.exit_code == 2 and str(file) in result.stderr.replace("\n", "") and file.read_text() == content


def test_results_of_other_rules_are_refused(springstep: Invoke, file: Path) -> None:
    other = replace(BASE, digest="0" * 64)
    ResultsFile(file, other).add(RULES[0], [])
    result = springstep("audit", "mutants", "--rule", RULES[0], "--results", file)
    assert result.exit_code == 2 and "is about other rules" in " ".join(result.stderr.split())
