"""``springstep audit mcdc``: the pairs of a rule, for people and programs, and what is not kept."""

from __future__ import annotations

import json

from springstep.engine.audit.mcdc.table import load_table
from tests.cli.conftest import Invoke
from tests.strategies import BASE


def test_pairs_of_a_rule_are_read_at_80_columns(springstep: Invoke) -> None:
    result = springstep("audit", "mcdc", "--rule", "cue-160")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == "CUE-160 six bursts done" and all(len(line) <= 80 for line in lines)
    assert "  bursts done is at least 6: bursts done: 6 → 5" in lines
    assert lines[-1].endswith("0 are out of date")


def test_json_holds_every_condition(springstep: Invoke) -> None:
    found = json.loads(springstep("audit", "mcdc", "--json").stdout)
    assert found["stale"] == []
    table = load_table(BASE.folder)
    assert [(row["rule"], row["condition"]) for row in found["conditions"]] == [
        (row.rule, row.condition) for row in table
    ]


def test_a_rule_without_pairs_says_which_have_some(springstep: Invoke) -> None:
    convention = next(rule for rule in BASE.rules if rule.basis == "convention")
    result = springstep("audit", "mcdc", "--rule", convention.id)
    assert result.exit_code == 2 and "those of basis guide have" in " ".join(result.stderr.split())
    assert springstep("audit", "mcdc", "--rule", "ABC-999").exit_code == 2
