"""``springstep audit count``, and ``--count`` of what compares rules."""

from __future__ import annotations

import json

from tests.cli.conftest import Invoke


def test_a_rule_is_counted_for_a_person(springstep: Invoke) -> None:
    result = springstep("audit", "count", "cue-020", "CLM-600")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == "During a run: 20,000,000 runners told apart" and all(len(line) <= 80 for line in lines)
    assert lines[1:] == [
        "  rules fire for",
        "    CUE-020  5.9 % (stiffness in hips or lower back)",
        "  claims say something of",
        "    CLM-600  5.9 %",
    ]


def test_it_is_counted_for_a_program(springstep: Invoke) -> None:
    (during,) = json.loads(springstep("audit", "count", "CUE-020", "--json").stdout)["moments"]
    (rule,) = during["rules"]
    assert rule["id"] == "CUE-020" and during["not_counted"] == during["untold"] == []
    assert int(rule["cases"]) / int(during["of"]) == rule["share"]


def test_what_is_unknown_is_refused(springstep: Invoke) -> None:
    result = springstep("audit", "count", "CUE-999")
    assert result.exit_code == 2 and "CUE-999" in result.stderr


def test_a_difference_says_for_how_many(springstep: Invoke) -> None:
    result = springstep("audit", "without", "CUE-070", "--count")
    assert result.exit_code == 1
    assert result.stdout.count("    how many  ") == result.stdout.count("    for whom  ") > 0
    assert "all away from\n" in result.stdout or "all away from caution" in result.stdout


def test_a_group_is_compared_one_by_one_and_not_counted(springstep: Invoke) -> None:
    result = springstep("audit", "diff", "--group", "group.csv", "--count")
    assert result.exit_code == 2 and "--group compares your own" in result.stderr
