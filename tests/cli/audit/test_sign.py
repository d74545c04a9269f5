"""``springstep audit sign`` records who has read which rules, and says how many still wait."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from springstep import KnowledgeError, QueryError
from springstep.cli.audit.sign import sign
from springstep.cli.options import overlays
from springstep.cli.options.signature_file import signatures_path
from springstep.engine.audit.items.listing import items
from springstep.engine.audit.signing.files import read_signatures
from springstep.installed import default_rule_base
from tests.places import OVERLAY

BASE = default_rule_base()

Signed = Callable[..., Result]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where signatures are kept by default."""
    monkeypatch.setattr(overlays, "settings_folder", lambda: tmp_path / "nothing")
    path = tmp_path / "kept" / "signatures.yaml"
    monkeypatch.setenv("SPRINGSTEP_SIGNATURES", str(path))
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(sign, [str(argument) for argument in arguments])


def folded(result: Result) -> str:
    assert result.exit_code == 0, result.output
    assert all(len(line) <= 80 for line in result.stdout.splitlines() if "signatures.yaml" not in line)
    return " ".join(result.stdout.split())


def test_rules_are_signed_by_id_name_and_topic(file: Path) -> None:
    printed = folded(
        run("--by", "A. Coach", "--rule", "INJ-040", "--rule", "rather tired", "--topic", "stop", "--on", "2026-11-22")
    )
    wanted = {"INJ-040", "RDY-020", *(rule.id for rule in BASE.rules if rule.topic == "stop")}
    signatures = read_signatures(file).signatures
    assert {signature.item for signature in signatures} == {f"rules/{rule}" for rule in wanted}
    assert {(signature.by, signature.on) for signature in signatures} == {("A. Coach", "2026-11-22")}
    assert f"Of {len(BASE.rules)} rules {len(wanted)} are signed, 0 changed since" in printed
    assert "a record, not a proof of identity" in printed


def test_everything_is_signed_only_when_that_is_said(file: Path) -> None:
    refused = run("--by", "A. Coach")
    assert (refused.exit_code, file.exists()) == (2, False)
    assert "--rule ID, --topic TOPIC, --kind KIND, --item KIND/ID or --all" in refused.output
    printed = json.loads(run("--by", "A. Coach", "--all", "--json").stdout)
    assert printed["standing"] == {"signed": len(items(BASE)), "changed": 0, "unsigned": 0}


def test_what_was_changed_since_and_what_is_gone_is_told(file: Path) -> None:
    run("--by", "A. Coach", "--all", "--on", "2026-11-22")
    printed = folded(run("--by", "B. Coach", "--rule", "RDY-020", "--overlay", OVERLAY, "--on", "2026-11-23"))
    assert "Changed since they were last signed: RDY-020." in printed
    assert "1 changed since" in printed  # RUN-030, which the overlay relaxes
    assert "Signed once, but no longer there: STF-060." in printed


def test_a_file_that_is_named_is_used(file: Path, tmp_path: Path) -> None:
    named = tmp_path / "beside.yaml"
    run("--by", 'Ä. Trainer: "quoted"', "--rule", "RDY-020", "--file", named)
    assert [signature.by for signature in read_signatures(named).signatures] == ['Ä. Trainer: "quoted"']
    assert not file.exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x1bb"])
def test_a_name_that_is_none_is_refused(file: Path, name: str) -> None:
    result = run("--by", name, "--all")
    assert (result.exit_code, file.exists()) == (2, False)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["--topic", "redness"], "no topic 'redness'"), (["--rule", "RDY-020", "--on", "22.11."], "22.11.")],
)
def test_bad_usage_changes_nothing(file: Path, arguments: list[str], message: str) -> None:
    result = run("--by", "A. Coach", *arguments)
    assert not file.exists()
    assert message in (result.output if result.exit_code == 2 else str(result.exception))


def test_an_unknown_rule_changes_nothing(file: Path) -> None:
    result = run("--by", "A. Coach", "--rule", "RDY-02")
    assert isinstance(result.exception, QueryError)
    assert not file.exists()


def test_a_damaged_file_is_left_as_it_is(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("signatures: [{rule: X}]")
    assert isinstance(run("--by", "A. Coach", "--all").exception, KnowledgeError)
    assert file.read_text() == "signatures: [{rule: X}]"


def test_signatures_are_kept_in_the_settings_folder_unless_told() -> None:
    assert signatures_path({}).name == "signatures.yaml"
    assert signatures_path({"SPRINGSTEP_SIGNATURES": "mine.yaml"}) == Path("mine.yaml")
