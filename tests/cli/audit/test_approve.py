"""``springstep audit approve``: what is written is what is checked, and a change of the rules shows."""

from __future__ import annotations

from pathlib import Path

from springstep import load_rule_base
from springstep.engine.audit.mcdc.table import load_table, wanted
from springstep.engine.audit.snapshot import load_snapshot
from tests.cli.conftest import Invoke
from tests.planted import change, few


def test_snapshot_and_pairs_are_written_and_hold_until_a_rule_changes(springstep: Invoke, tmp_path: Path) -> None:
    small = few(tmp_path)
    written = springstep("audit", "approve", "--knowledge", small)
    assert written.exit_code == 0, written.output
    base = load_rule_base(small)
    assert [(row.rule, row.condition) for row in load_table(small)] == list(wanted(base))
    count = len(load_snapshot(small))
    checked = springstep("audit", "approve", "--check", "--knowledge", small)
    assert (checked.exit_code, checked.stdout) == (
        0,
        f"0 of {count} runners of the snapshot get different advice\n",
    )
    change(small / "rules" / "cue.yaml", "bursts_done >= 6", "bursts_done >= 7")
    again = springstep("audit", "approve", "--check", "--knowledge", small)
    assert again.exit_code == 1
    assert "CUE-160: nothing shows 'bursts done is at least 7'" in again.stdout.splitlines()
