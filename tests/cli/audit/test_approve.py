"""``springstep audit approve``: what is written is what is checked, and a change of the rules shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from springstep import load_rule_base
from springstep.cli.audit import approve
from springstep.engine.audit.mcdc.table import load_table, wanted
from springstep.engine.audit.snapshot import load_snapshot
from tests.cli.conftest import Invoke
from tests.planted import change, few


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a few rules, and have the command take them for the package's."""
    folder = few(tmp_path)
    monkeypatch.setattr(approve, "default_rule_base", lambda: load_rule_base(folder))
    return folder


def test_snapshot_and_pairs_are_written_and_hold_until_a_rule_changes(springstep: Invoke, small: Path) -> None:
    written = springstep("audit", "approve")
    assert written.exit_code == 0, written.output
    base = load_rule_base(small)
    assert [(row.rule, row.condition) for row in load_table(small)] == list(wanted(base))
    count = len(load_snapshot(small))
    checked = springstep("audit", "approve", "--check")
    assert (checked.exit_code, checked.stdout) == (
        0,
        f"0 of {count} runners of the snapshot get different advice\n",
    )
    change(small / "rules" / "cue.yaml", "bursts_done >= 6", "bursts_done >= 7")
    again = springstep("audit", "approve", "--check")
    assert again.exit_code == 1
    assert "CUE-160: nothing shows 'bursts done is at least 7'" in again.stdout.splitlines()
