"""A receipt signed with one's own key: by the keys that one knows, and of nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from springstep import recommend, rules_book
from springstep.engine.audit.signing.keys import read_private_key, read_public_keys
from springstep.installed import default_rule_base
from springstep.receipts.checking import faults_in
from springstep.receipts.receipt import Receipt, ReceiptSignature
from springstep.receipts.signing import signature_fault, signed

CASE = default_rule_base().standard_cases["before"]


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """Make two key files; the public ones stand beside them."""
    files = tmp_path / "mine", tmp_path / "other"
    for file in files:
        key = Ed25519PrivateKey.generate()
        file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
        public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
        file.with_suffix(".pub").write_bytes(public + b"\n")
    return files


def no_password() -> str:
    raise AssertionError("no password is needed")


def test_a_signature_is_by_its_key_and_of_its_receipt(keys: tuple[Path, Path]) -> None:
    mine, other = keys
    known, strange = read_public_keys(mine.with_suffix(".pub")), read_public_keys(other.with_suffix(".pub"))
    receipt = signed(recommend(CASE).receipt(), read_private_key(mine, no_password))
    assert Receipt.from_json(receipt.to_json()) == receipt
    assert faults_in(receipt.to_json(), rules_book(), [*strange, *known]) == ()
    assert signature_fault(receipt, strange) == "signature: by a key that was not given, so nothing is known"
    another = recommend({**CASE, "fatigue": 3}).receipt()
    moved = replace(another, signature=receipt.signature)
    assert faults_in(moved.to_json(), rules_book(), known) == ("signature: not what the key signed",)
    assert faults_in(another.to_json(), rules_book(), known) == ("signature: there is none",)


@pytest.mark.parametrize("proof", ["", "AAAA", "no base64!", "=" * 88])
def test_a_signature_that_is_none_is_told(proof: str, keys: tuple[Path, Path]) -> None:
    known = read_public_keys(keys[0].with_suffix(".pub"))
    signature = ReceiptSignature(key=known[0].fingerprint, proof=proof)
    receipt = replace(recommend(CASE).receipt(), signature=signature)
    assert signature_fault(receipt, known) == "signature: not what the key signed"
