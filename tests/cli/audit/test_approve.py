"""``springstep audit approve``: what is written is what is checked, and a change of the rules shows."""

from __future__ import annotations

import json
from pathlib import Path

from springstep import load_rule_base
from springstep.engine.audit.items.approval import approval_findings
from springstep.engine.audit.mcdc.table import load_table, wanted
from springstep.engine.audit.snapshot import load_snapshot
from tests.cli.conftest import Invoke
from tests.planted import change, copied, few


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
    told = again.stdout.splitlines()
    assert "CUE-160: nothing shows 'bursts done is at least 7'" in told
    assert "is 'bursts_done >= 7'" in " ".join(told)


def test_what_is_approved_is_kept_item_by_item(springstep: Invoke, tmp_path: Path) -> None:
    small = few(tmp_path)
    springstep("audit", "approve", "--knowledge", small)
    assert list(approval_findings(load_rule_base(small))) == []
    change(small / "drills.yaml", "name: Gentle strides", "name: Strides")
    checked = springstep("audit", "approve", "--check", "--knowledge", small)
    assert checked.exit_code == 1
    assert "drills/strides (Strides) was changed after it was approved: name was 'Gentle strides', is 'Strides'." in (
        " ".join(checked.stdout.split())
    )


def test_a_runner_whose_rule_is_gone_is_dropped_only_when_that_is_asked_for(springstep: Invoke, tmp_path: Path) -> None:
    small = few(tmp_path)
    told = {"verdict": "bursts", "decisions": {}, "advice": []}
    kept = [
        {"shows": ["RDY-990"], "changes": {"moment": "before", "fatigue": 4}, "told": told},
        {"shows": ["RDY-030"], "changes": {"moment": "before", "legs": "made of glass"}, "told": told},
        {"shows": ["RDY-030", "RDY-991"], "changes": {"moment": "before", "fatigue": 5}, "told": told},
    ]
    text = json.dumps(kept)
    (small / "snapshot.json").write_text(text)
    refused = springstep("audit", "approve", "--knowledge", small)
    assert refused.exit_code == 1
    said = " ".join(refused.stdout.split())
    assert "RDY-990: RDY-990 is gone. The runner: before a run; fatigue: 4 of 10." in said
    assert "RDY-030: there can be no such runner any more" in said
    assert "2 of 3 runners would be dropped; nothing is written. --drop drops them" in said
    assert (small / "snapshot.json").read_text() == text
    dropped = springstep("audit", "approve", "--drop", "--knowledge", small)
    assert dropped.exit_code == 0, dropped.output
    assert "RDY-990 is gone" in dropped.stderr and "3 before, 2 of them dropped" in dropped.stderr
    assert all("RDY-990" not in each.shows for each in load_snapshot(small))


def test_a_runner_told_otherwise_is_a_story_with_what_was_what_is_and_the_rule(
    springstep: Invoke, tmp_path: Path
) -> None:
    folder = copied(tmp_path)
    change(folder / "rules" / "season.yaml", "cap: {efforts: 3, effort_s: 8}", "cap: {efforts: 4, effort_s: 8}")
    result = springstep("audit", "approve", "--check", "--knowledge", folder)
    assert result.exit_code == 1
    told = " ".join(result.stdout.split())
    assert (
        "SEA-040 runner Before a run: the standard runner, but for this. Season phase is race week, not build." in told
    )
    assert "number of efforts today was at most 3 efforts -> is at most 4 efforts (SEA-040)" in told
    assert "dose was 3 x 8 s -> is 4 x 8 s" in told
