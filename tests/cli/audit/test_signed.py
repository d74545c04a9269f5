"""Commands about signatures: who is to sign, what was remarked, what changed since, what keys prove, the sheet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from springstep.engine.audit.signing.files import read_signatures
from tests.cli.conftest import Invoke
from tests.planted import change, copied

DAY = ("--on", "2026-03-02")
BY = ("--by", "A. Coach")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where signatures are kept by default."""
    path = tmp_path / "kept" / "signatures.yaml"
    monkeypatch.setenv("SPRINGSTEP_SIGNATURES", str(path))
    return path


def keys(place: Path, password: str = "") -> tuple[Path, Path]:
    """Write a private key and its public one."""
    key = Ed25519PrivateKey.generate()
    lock = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    own, public = place / "id", place / "id.pub"
    own.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, lock))
    public.write_bytes(key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH))
    return own, public


def folded(text: str) -> str:
    return " ".join(text.split())


def test_drills_claims_and_single_things_are_signed(springstep: Invoke, file: Path) -> None:
    told = springstep("audit", "sign", *BY, *DAY, "--kind", "drills", "--item", "CLM-010", "--item", "sets/3-8-24")
    assert told.exit_code == 0, told.output
    assert {each.item for each in read_signatures(file).signatures} >= {
        "drills/calf_raises",
        "claims/CLM-010",
        "sets/3-8-24",
    }
    assert "Of 14 drills 14 are signed, 0 changed since, 0 unsigned." in told.stdout


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ("drills/calf_rises", "did you mean 'drills/calf_raises'?"),
        ("INJ-04", "did you mean"),
        ("fatigue_after_all_of_this", "kinds: rules, topics"),
        ("in-order", "may be several things"),
    ],
)
def test_what_is_called_nothing_is_told_and_nothing_changes(
    springstep: Invoke, file: Path, wanted: str, says: str
) -> None:
    told = springstep("audit", "sign", *BY, "--item", wanted)
    assert (told.exit_code, file.exists()) == (2, False)
    assert says in told.stderr


def test_what_changed_since_is_told_with_was_and_is(springstep: Invoke, file: Path, tmp_path: Path) -> None:
    edited = copied(tmp_path)
    springstep("audit", "sign", *BY, *DAY, "--all")
    assert springstep("audit", "signed").exit_code == 0
    change(edited / "drills.yaml", "name: Gentle strides", "name: Strides")
    told = springstep("audit", "signed", "--knowledge", edited)
    assert told.exit_code == 1
    assert "name was 'Gentle strides', is 'Strides'." in folded(told.stdout)
    record = json.loads(springstep("audit", "signed", "--json", "--knowledge", edited).stdout)
    assert record["since"] == [
        {
            "item": "drills/strides",
            "subject": "drills/strides",
            "how": "changed",
            "says": "drills/strides (Strides) was changed after A. Coach on 2026-03-02 signed it: "
            "name was 'Gentle strides', is 'Strides'.",
            "fields": [{"field": "name", "was": "'Gentle strides'", "now": "'Strides'"}],
        }
    ]


def test_two_who_are_to_sign_are_waited_for(springstep: Invoke, file: Path) -> None:
    assert "Nobody in particular" in springstep("audit", "signers").stdout
    assert not file.exists()
    assert springstep("audit", "signers", "A. Coach", "B. Coach").stdout == "To sign: A. Coach and B. Coach.\n"
    springstep("audit", "sign", *BY, *DAY, "--kind", "drills")
    assert "0 of 14, 14 wait for B. Coach" in springstep("audit", "signed").stdout
    each = springstep("audit", "signed", "--kind", "drills").stdout
    assert "  drills/calf_raises: signed by A. Coach 2026-03-02; waits for B. Coach\n" in each
    assert springstep("audit", "signed", "--kind", "drill").exit_code == 2
    springstep("audit", "sign", "--by", "B. Coach", *DAY, "--kind", "drills")
    assert "  drills      14 of 14\n" in springstep("audit", "signed").stdout
    assert springstep("audit", "signers", "A. Coach", "--nobody").exit_code == 2
    assert json.loads(springstep("audit", "signers", "--json").stdout) == {"signers": ["A. Coach", "B. Coach"]}
    assert springstep("audit", "signers", "--nobody").stdout == "Nobody in particular is to sign.\n"


def test_a_remark_is_kept_and_shown_on_the_card(springstep: Invoke, file: Path) -> None:
    told = springstep("audit", "remark", "INJ-040", "--by", "B. Coach", *DAY, "--question", "Why  six weeks?")
    assert told.exit_code == 0, told.output
    assert "INJ-040 (returning ankle or knee): question by B. Coach, 2026-03-02: Why six weeks?" in folded(told.stdout)
    springstep("audit", "sign", *BY, *DAY, "--rule", "INJ-040", "--item", "CLM-010")
    shown = folded(springstep("rules", "show", "INJ-040").stdout)
    assert "Standing signed by A. Coach 2026-03-02" in shown
    assert "Remark question by B. Coach, 2026-03-02: Why six weeks?" in shown
    assert json.loads(springstep("rules", "show", "INJ-040", "--json").stdout)["signature"]["state"] == "signed"
    assert "signed by A. Coach" in springstep("rules", "show", "CLM-010").stdout
    again = springstep("audit", "remark", "INJ-040", "--by", "B. Coach", *DAY, "--agree", "--json")
    assert json.loads(again.stdout) == {
        "item": "rules/INJ-040",
        "by": "B. Coach",
        "on": "2026-03-02",
        "says": "agree",
        "text": "",
        "open": 0,
        "file": str(file),
    }
    assert "question by B. Coach, 2026-03-02, settled" in folded(springstep("audit", "signed").stdout)


def test_a_card_without_a_file_of_signatures_says_nothing_of_them(springstep: Invoke, file: Path) -> None:
    assert "Signature" not in springstep("rules", "show", "INJ-040").stdout


def test_a_damaged_file_of_signatures_keeps_no_rule_from_being_read(springstep: Invoke, file: Path) -> None:
    file.parent.mkdir()
    file.write_text("signatures: 7\n")
    shown = springstep("rules", "show", "INJ-040")
    assert shown.exit_code == 0
    assert "left out" in shown.stderr


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--agree", "--question", "Why?"],
        ["--question", " "],
        ["--disagree", "a\x1bb"],
        ["--question", "x" * 2001],
    ],
    ids=["nothing", "two", "empty", "unprintable", "long"],
)
def test_a_remark_that_says_nothing_changes_nothing(springstep: Invoke, file: Path, options: list[str]) -> None:
    told = springstep("audit", "remark", "INJ-040", *BY, *options)
    assert (told.exit_code, file.exists()) == (2, False)


def test_a_key_proves_who_signed(springstep: Invoke, file: Path, tmp_path: Path) -> None:
    own, public = keys(tmp_path)
    told = springstep("audit", "sign", *BY, *DAY, "--kind", "drills", "--key", own)
    assert "proved by your key" in folded(told.stdout)
    springstep("audit", "sign", "--by", "B. Coach", *DAY, "--rule", "INJ-040")
    checked = springstep("audit", "verify", "--keys", public)
    assert checked.exit_code == 0
    assert "proved by this key: 14 items" in folded(checked.stdout)
    assert "a record only: no key was used, and anyone could have written it: rules/INJ-040" in folded(checked.stdout)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"A. Coach", on: 2026-03-02', '"A. Coach", on: 2026-03-03', 1), encoding="utf-8")
    forged = springstep("audit", "verify", "--keys", public)
    assert forged.exit_code == 1
    assert "broken" in forged.stdout
    outcomes = [
        each["outcome"] for each in json.loads(springstep("audit", "verify", "--keys", public, "--json").stdout)
    ]
    assert sorted(outcomes) == ["broken", *["proved"] * 13, "record"]


def test_an_encrypted_key_asks_for_its_password(springstep: Invoke, file: Path, tmp_path: Path) -> None:
    own, public = keys(tmp_path, "secret")
    wrong = springstep("audit", "sign", *BY, "--rule", "INJ-040", "--key", own, given="wrong\n")
    assert "is not opened by that password" in wrong.stderr
    assert not file.exists()
    for given in ("", b"\xff\n"):
        nothing = springstep("audit", "sign", *BY, "--rule", "INJ-040", "--key", own, given=given)
        assert (nothing.exit_code, file.exists()) == (2, False)
        assert "has a password, and standard input gives" in nothing.stderr
    before = own.read_bytes()
    told = springstep("audit", "sign", *BY, "--rule", "INJ-040", "--key", own, given="secret\n")
    assert told.exit_code == 0, told.output
    assert "secret" not in told.stdout
    assert own.read_bytes() == before
    assert springstep("audit", "verify", "--keys", public).exit_code == 0


def test_a_key_that_is_of_no_use_changes_nothing(springstep: Invoke, file: Path, tmp_path: Path) -> None:
    own, public = keys(tmp_path)
    for wrong in (public, tmp_path / "none", tmp_path):
        told = springstep("audit", "sign", *BY, "--rule", "INJ-040", "--key", wrong)
        assert (told.exit_code, file.exists()) == (2, False)
    assert springstep("audit", "verify", "--keys", own).exit_code == 2
    assert "There is no signature" in springstep("audit", "verify", "--keys", public).stdout


def test_the_sheet_is_written_once(springstep: Invoke, file: Path, tmp_path: Path) -> None:
    springstep("audit", "sign", *BY, *DAY, "--all")
    page = tmp_path / "sign-off.html"
    assert springstep("audit", "sheet", "-o", page, *DAY).exit_code == 0
    first = page.read_text(encoding="utf-8")
    assert "Signed by A. Coach" in first
    assert springstep("audit", "sheet", "-o", page, "--on", "2026-03-03").exit_code == 2
    assert page.read_text(encoding="utf-8") == first
    assert springstep("audit", "sheet", "-o", page, "--on", "2026-03-03", "--force").exit_code == 0
    assert page.read_text(encoding="utf-8") != first
