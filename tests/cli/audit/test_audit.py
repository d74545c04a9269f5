"""The command ``audit``: the shipped rules are clean, what is planted is told, files are written whole or not at all.

All rules are audited once, through the command; whatever else is asked of it is asked with a few of them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from click.testing import CliRunner, Result

from springstep import installed, load_rule_base
from springstep.cli.main import main
from springstep.cli.options import overlays
from springstep.engine.advice.recommend import build
from springstep.engine.audit.report import Audit
from springstep.engine.audit.witness_files import check_witness
from springstep.engine.inference.case import case_of
from springstep.engine.rulebase.accepted import load_accepted
from springstep.engine.rulebase.claim_files import load_claims
from springstep.installed import default_rule_base
from tests.cli.conftest import Invoke, WriteCase
from tests.planted import add, change, copied, few, rule

HEAD = "overlay: club-rules\nauthor: A. Coach\ndate: 2026-11-22\n"
BASE = default_rule_base()


class Whole(NamedTuple):
    """What one run of the command over all rules left behind."""

    result: Result
    audit: Audit
    page: str
    witness: Path


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """Audit all the rules that come with the package; the one slow run of these tests."""
    place = tmp_path_factory.mktemp("audit")
    page, witness = place / "audit.html", place / "witness.yaml"
    options = ["--json", "--html", str(page), "--save-case", str(witness), "--of", "PRG-107", "--no-overlay"]
    (place / "none.yaml").write_text("signatures: []\n", encoding="utf-8")
    options += ["--signatures", str(place / "none.yaml")]
    result = CliRunner().invoke(main, ["audit", *options])
    assert result.exit_code in (0, 1), result.stderr
    return Whole(result, Audit.from_json(result.stdout), page.read_text(encoding="utf-8"), witness)


def test_rules_that_come_with_the_package_are_clean(whole: Whole) -> None:
    found = whole.audit
    assert [finding.id for finding in found.findings] == []
    assert {claim.id: claim.status for claim in found.claims} == {claim.id: "proved" for claim in load_claims(BASE)}
    assert whole.result.exit_code == 0 and found.clean
    assert found.verdict.startswith(
        f"Nothing is open: all {len(load_claims(BASE))} safety claims hold for every runner"
    )
    assert {finding.id: finding.accepted for finding in found.accepted} == dict(load_accepted(BASE))
    assert found.rules_digest == BASE.digest


def test_every_rule_has_a_runner_for_whom_it_fires(whole: Whole) -> None:
    assert [card.rule for card in whole.audit.rules] == [each.id for each in BASE.rules]
    for card in whole.audit.rules:
        assert card.fires is not None, f"{card.rule} has no runner"
        made = build(BASE, case_of(card.fires.case, BASE), look_ahead=False)
        fired = {firing.rule for firing in made.trace.firings}
        assert card.rule in fired, f"{card.rule} does not fire for its runner"


def test_solver_and_engine_agree_on_every_runner(whole: Whole) -> None:
    assert whole.audit.replayed > 100
    assert not [finding for finding in (*whole.audit.findings, *whole.audit.accepted) if finding.kind == "encoding"]


def test_page_and_runner_of_the_same_audit_are_written(whole: Whole) -> None:
    assert whole.page.lower().startswith("<!doctype html>")
    assert whole.audit.verdict in whole.page
    assert all(each.id in whole.page for each in (*BASE.rules, *load_claims(BASE)))
    assert f"wrote {whole.witness}" in whole.result.stderr.replace("\n", "")
    assert check_witness(whole.witness, BASE) == {}


def test_kept_runner_differs_when_its_rule_is_changed(whole: Whole, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    change(
        folder / "rules" / "progression.yaml",
        "and counted_s <= 24 and counted_every == 3",
        "and counted_s < 24 and counted_every == 3",
    )
    differing = check_witness(whole.witness, load_rule_base(folder))
    assert differing["verdict"] == ("strides", "bursts")
    assert differing["decisions"][0]["clearance"] == "strides_instead"


# A few rules


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a few rules of which nothing is open, and have the command take them for the package's."""
    folder = few(tmp_path)
    monkeypatch.setattr(installed, "default_rule_base", lambda: load_rule_base(folder))
    monkeypatch.setattr(overlays, "settings_folder", lambda: tmp_path / "settings")
    monkeypatch.setenv("SPRINGSTEP_SIGNATURES", str(tmp_path / "signatures.yaml"))
    monkeypatch.delenv("SPRINGSTEP_OVERLAY", raising=False)
    return folder


def folded(text: str) -> str:
    return " ".join(text.split())


def test_clean_audit_ends_well_and_reads_at_80_columns(springstep: Invoke, small: Path) -> None:
    result = springstep("audit")
    assert result.exit_code == 0, result.stderr
    count = len(load_claims(load_rule_base(small)))
    assert result.stdout.startswith(f"Nothing is open: all {count} safety claims hold for every runner")
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    assert result.stderr == ""


def test_findings_end_with_exit_code_1_and_the_first_runner_is_kept(
    springstep: Invoke, small: Path, tmp_path: Path
) -> None:
    change(small / "rules" / "readiness.yaml", "fatigue >= 5", "fatigue >= 6")
    add(small, rule(10, "fatigue >= 7 and fatigue < 3", "{step: {clearance: modify}}"))
    kept = tmp_path / "kept.yaml"
    result = springstep("audit", "--save-case", kept)
    assert result.exit_code == 1
    text = folded(result.stdout)
    count = len(load_claims(load_rule_base(small)))
    assert text.startswith(f"1 of {count} safety claims do") and "BROKEN CLM-410 From a fatigue of 5 there" in text
    assert text.count("BROKEN CLM-410") == 1 and "CLM-410 is broken" not in text, "each is told once"
    assert "rules to blame: " in text
    assert "TST-010 (planted by test 10) can never fire." in text
    assert "Fatigue is 5 of 10, not 1. Advice: Bursts today" in text
    assert result.stderr == f"wrote {kept}\n"
    lines = yaml.safe_load(kept.read_text(encoding="utf-8"))
    assert lines["about"] == "claim:CLM-410" and lines["case"]["fatigue"] == 5
    assert check_witness(kept, load_rule_base(small)) == {}
    held, now = check_witness(kept, BASE)["verdict"]
    assert (held, now) == ("bursts", "strides")


def test_kept_runner_is_never_written_over(springstep: Invoke, small: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.yaml"
    kept.write_text("mine\n", encoding="utf-8")
    result = springstep("audit", "--save-case", kept, "--of", "RDY-030")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"springstep: {kept}: already exists and is not overwritten\n"
    assert kept.read_text(encoding="utf-8") == "mine\n"


def test_runner_of_something_unknown_is_told_with_the_nearest(springstep: Invoke, small: Path, tmp_path: Path) -> None:
    result = springstep("audit", "--save-case", tmp_path / "kept.yaml", "--of", "RDY-31")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "there is no case for 'RDY-31'; did you mean 'RDY-030'?" in result.stderr
    assert not (tmp_path / "kept.yaml").exists()


def test_overlay_is_audited_with_the_rules_under_it(springstep: Invoke, small: Path, write_case: WriteCase) -> None:
    text = (
        HEAD + "add:\n  - {id: OWN-010, name: tired-is-tired, topic: readiness, moments: [before], when: fatigue >= 8, "
        "then: [{step: {clearance: no_bursts_today}}], because: Eight is too much., reason: club_policy, "
        "note: Everybody says so., fires_for: {fatigue: 8}, silent_for: {fatigue: 7}}\n"
        "relax:\n  - {rule: DOS-110, then: [{floor: {rest_s: 60}}], reason: trial, note: They recover fast.}\n"
        "relaxes_claims:\n  - {claim: CLM-050, reason: trial, note: Their breath is quiet after a minute.}\n"
    )
    result = springstep("audit", "--json", "--overlay", write_case(text, "club.yaml"))
    assert result.exit_code == 1, result.stderr
    found = Audit.from_json(result.stdout)
    assert found.overlays == ("club-rules",)
    assert [finding.id for finding in found.findings] == ["subsumption:OWN-010"]
    assert found.findings[0].rules == ("OWN-010", "RDY-040")
    assert [(claim.id, claim.relaxed) for claim in found.claims if claim.status == "broken"] == [
        ("CLM-050", "A. Coach, 2026-11-22, trial: Their breath is quiet after a minute.")
    ]


# What is refused before anything is audited


def test_every_fault_of_an_overlay_is_told_at_its_place_and_nothing_is_written(
    springstep: Invoke, write_case: WriteCase, tmp_path: Path
) -> None:
    path = write_case(
        HEAD
        + """tighten:
  - {rule: RDY-020, when: fatige >= 2, reason: trial, note: Tried until spring., fires_for: {}, silent_for: {}}
  - {rule: RDY-999, when: fatigue >= 2, reason: trial, note: Tried until spring., fires_for: {}, silent_for: {}}
relaxes_claims:
  - {claim: CLM-999, reason: trial, note: Tried until spring.}
""",
        "club.yaml",
    )
    page, kept = tmp_path / "audit.html", tmp_path / "kept.yaml"
    options = ("--html", page, "--save-case", kept, "--of", "RDY-020", "--no-overlay", "--overlay", path)
    result = springstep("audit", *options)
    assert (result.exit_code, result.stdout) == (2, "")
    lines = [line.removeprefix("springstep: ") for line in result.stderr.splitlines()]
    assert len(lines) == 3
    assert lines[0].startswith(
        f"{path}:5:21: RDY-020: when: character 1: no fact is called 'fatige'; did you mean 'fatigue'?"
    )
    assert lines[1].startswith(f"{path}:6:6: RDY-999: rule: no rule is called 'RDY-999'")
    assert lines[2].startswith(f"{path}:8:6: CLM-999: claim: there is no safety claim 'CLM-999'; did you mean 'CLM-")
    assert not page.exists() and not kept.exists()


def test_of_without_a_file_to_keep_is_refused(springstep: Invoke) -> None:
    result = springstep("audit", "--of", "INJ-040")
    assert result.exit_code == 2 and "--of goes with --save-case" in result.stderr


def test_without_the_solver_one_line_says_what_to_install() -> None:
    blocked = "import sys; sys.modules['z3'] = None; from springstep.cli.start import run; run()"
    command = [sys.executable, "-c", blocked, "audit", "--no-overlay"]
    result = subprocess.run(command, capture_output=True, check=False, text=True)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "springstep: an audit needs the z3 solver; pip install 'springstep[audit]'\n"
