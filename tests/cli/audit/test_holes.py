"""What cannot be read hides nothing: the audit tells every fault, and proves what is left; no other command goes on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from springstep.cli.options import overlays
from tests.cli.conftest import Invoke
from tests.planted import add, change, drop, few, rule

pytestmark = pytest.mark.slow


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(overlays, "settings_folder", lambda: tmp_path / "settings")
    monkeypatch.setenv("SPRINGSTEP_SIGNATURES", str(tmp_path / "signatures.yaml"))
    return few(tmp_path)


def audited(springstep: Invoke, folder: Path) -> dict[str, dict[str, Any]]:
    """Return what an audit finds, by id; nothing else takes these rules."""
    result = springstep("audit", "--knowledge", folder, "--json")
    assert result.exit_code == 1, result.stderr
    assert springstep("rules", "list", "--knowledge", folder).exit_code == 2
    return {finding["id"]: finding for finding in json.loads(result.stdout)["findings"]}


def faults(found: dict[str, dict[str, Any]]) -> str:
    return "\n".join(finding["says"] for finding in found.values() if finding["kind"] == "fault")


def test_a_rule_that_cannot_be_read_and_the_claim_that_it_kept(springstep: Invoke, small: Path) -> None:
    change(small / "rules" / "readiness.yaml", "fatigue >= 5", "fatig >= 5")
    found = audited(springstep, small)
    assert "RDY-030: when: character 1: no fact is called 'fatig'; did you mean 'fatigue'" in faults(found)
    assert found["claim:CLM-410"]["witnesses"][0]["case"]["fatigue"] == 5
    assert found["claim:CLM-410"]["rules"]


def test_a_deleted_rule_whose_sentence_nobody_cites_now_and_the_claim_that_it_kept(
    springstep: Invoke, small: Path
) -> None:
    (small / "tensions.yaml").write_text(
        "- {id: TEN-010, name: tired, sentences: ['1.6', '9.6'], pulls: One pulls., resolved: So., rules: [RDY-030]}\n"
    )
    drop(small, "RDY-030", "CUE-160")
    found = audited(springstep, small)
    assert "no rule is called 'RDY-030'" in faults(found)
    assert {"claim:CLM-410", "claim:CLM-640"} <= found.keys()
    assert all(found[name]["rules"] for name in ("claim:CLM-410", "claim:CLM-640"))


def test_every_fault_of_every_file_is_told_beside_every_broken_claim(springstep: Invoke, small: Path) -> None:
    change(small / "rules" / "readiness.yaml", "fatigue >= 5", "fatigue >= 6")
    change(small / "claims.yaml", "id: CLM-050", "id: CLM-5")
    change(small / "guide.yaml", "number: '2.5'", "number: '2.55'")
    exception = rule(20, "fatigue == 3", "{step: {clearance: modify}}", overrides="[RDY-999]")
    add(small, rule(10, "legs is none", "{step: {clearance: modify}}"), exception)
    (small / "snapshot.json").write_text("[{")
    found = audited(springstep, small)
    told = faults(found)
    assert "claims.yaml" in told and "'CLM-5' is not understood" in told
    assert "the guide has no sentence '2.5'" in told
    assert "TST-010: when:" in told
    assert "TST-020: overrides: no rule is called 'RDY-999'" in told
    assert "snapshot.json" in told
    assert {"claim:CLM-410", "example:RDY-030:fires_for"} <= found.keys()


def test_the_page_is_written_of_what_is_left(springstep: Invoke, small: Path, tmp_path: Path) -> None:
    change(small / "rules" / "readiness.yaml", "fatigue >= 5", "fatig >= 5")
    page = tmp_path / "audit.html"
    assert springstep("audit", "--knowledge", small, "--html", page).exit_code == 1
    text = page.read_text(encoding="utf-8")
    assert "no fact is called" in text and "CLM-410 is broken" in text


def test_what_is_wrong_with_the_rules_and_with_an_overlay_is_told_at_once(
    springstep: Invoke, small: Path, tmp_path: Path
) -> None:
    change(small / "rules" / "readiness.yaml", "fatigue >= 5", "fatig >= 5")
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "overlay: trial\nauthor: A. Coach\ndate: 2026-11-22\ntighten:\n  - {rule: RDY-030, when: fatigue >= 4, "
        "because: They tire soon., reason: trial, note: Tried until spring.}\n"
    )
    result = springstep("audit", "--knowledge", small, "--overlay", mine)
    assert result.exit_code == 2
    assert "no fact is called 'fatig'" in result.stderr and "no rule is called 'RDY-030'" in result.stderr


def test_a_file_of_rules_that_is_no_yaml_leaves_the_others_audited(springstep: Invoke, small: Path) -> None:
    (small / "rules" / "drill_choice.yaml").write_text("rules: [")
    change(small / "rules" / "readiness.yaml", "fatigue >= 5", "fatigue >= 6")
    found = audited(springstep, small)
    assert "drill_choice.yaml" in faults(found)
    assert "claim:CLM-410" in found


def test_what_rules_are_made_of_cannot_be_left_out(springstep: Invoke, small: Path) -> None:
    change(small / "rules" / "readiness.yaml", "fatigue >= 5", "fatig >= 5")
    (small / "decisions.yaml").write_text("[]")
    result = springstep("audit", "--knowledge", small)
    assert result.exit_code == 2
    assert result.stdout == "" and "springstep: " in result.stderr
