"""A key proves who signed what: every change of anything signed is noticed, and nothing else counts as proof."""

from __future__ import annotations

import re
import sys
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from springstep import KnowledgeError, SpringstepError
from springstep.engine.audit.items.listing import items
from springstep.engine.audit.signing.files import read_signatures, write_signatures
from springstep.engine.audit.signing.keys import public_of, read_private_key, read_public_keys
from springstep.engine.audit.signing.making import sign
from springstep.engine.audit.signing.proofs import check, prover
from springstep.engine.audit.signing.records import SignatureFile
from tests.strategies import BASE, examples

CHOSEN = [items(BASE)[name] for name in ("rules/INJ-040", "drills/calf_raises", "claims/CLM-010")]
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
PUBLIC = public_of(KEY)
SIGNED = sign(SignatureFile(), CHOSEN, by="A. Coach", on="2026-03-02", prove=prover(KEY))


class Line(NamedTuple):
    """One line of a file of keys."""

    before: str
    key: Any
    after: str = ""

    def text(self) -> str:
        made = self.key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
        return " ".join(part for part in (self.before, made, self.after) if part)


def written(path: Path, *lines: Line | str) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else line.text() for line in lines), encoding="utf-8")
    return path


def private(path: Path, key: Any, password: str = "") -> Path:
    lock = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, lock))
    return path


def outcomes(file: SignatureFile, *keys: Any) -> list[str]:
    return [each.outcome for each in check(file, keys)]


def never() -> str:
    raise AssertionError("no password is asked for")


def test_what_was_signed_with_a_key_is_proved_by_it() -> None:
    assert outcomes(SIGNED, public_of(KEY)) == ["proved"] * 3
    assert outcomes(SIGNED, public_of(OTHER)) == ["unknown_key"] * 3
    assert outcomes(SIGNED) == ["unknown_key"] * 3


def test_who_signs_again_without_a_key_keeps_the_proof_of_the_same_words() -> None:
    again = sign(SIGNED, CHOSEN, by="A. Coach", on="2026-04-01")
    assert again == SIGNED
    renewed = sign(SIGNED, CHOSEN, by="A. Coach", on="2026-04-01", prove=prover(KEY))
    assert [each.on for each in renewed.signatures] == ["2026-04-01"] * 3


def test_a_signature_without_a_key_is_a_record() -> None:
    record = sign(SignatureFile(), CHOSEN, by="A. Coach", on="2026-03-02")
    assert outcomes(record, public_of(KEY)) == ["record"] * 3
    assert outcomes(record, replace(public_of(KEY), names=("A. Coach",))) == ["unproved"] * 3


def test_a_key_with_a_name_proves_that_name_only() -> None:
    assert outcomes(SIGNED, replace(public_of(KEY), names=("A. Coach", "a@club"))) == ["proved"] * 3
    assert outcomes(SIGNED, replace(public_of(KEY), names=("B. Coach",))) == ["other_name"] * 3


@examples(60)
@given(
    part=st.sampled_from(["item", "by", "on", "digest", "proof"]),
    at=st.integers(0, 1000),
    sign_=st.sampled_from("abcdefABCDEF0123456789 /."),
)
def test_no_sign_of_a_signature_can_be_another(part: str, at: int, sign_: str) -> None:
    signature = SIGNED.signatures[0]
    text = getattr(signature, part)
    place = at % (len(text) - (2 if part == "proof" else 0))
    changed = text[:place] + sign_ + text[place + 1 :]
    forged = replace(signature, **{part: changed})
    outcome = outcomes(SignatureFile(signatures=(forged,)), public_of(KEY))[0]
    assert outcome == ("proved" if forged == signature else "broken")


@examples(150)
@given(at=st.integers(0, 10**6), sign_=st.sampled_from("abcxyzABC012 :/'\"{},-#\n"))
def test_no_sign_of_the_file_can_change_what_is_proved(
    at: int, sign_: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The file is refused, a proof does not hold, or all that was signed is still the same."""
    path = tmp_path_factory.getbasetemp() / "signatures.yaml"
    write_signatures(path, SIGNED)
    text = path.read_text(encoding="utf-8")
    place = at % len(text)
    path.write_text(text[:place] + sign_ + text[place + 1 :], encoding="utf-8")
    try:
        read = read_signatures(path)
    except SpringstepError:
        return
    assert {digest: item.text for digest, item in read.contents.items()}.items() <= {
        digest: item.text for digest, item in SIGNED.contents.items()
    }.items()
    signed = {(each.item, each.by, each.on, each.digest) for each in SIGNED.signatures}
    for each in check(read, [replace(public_of(KEY), names=("A. Coach",))]):
        signature = each.signature
        if each.outcome == "proved":
            assert (signature.item, signature.by, signature.on, signature.digest) in signed


@pytest.mark.parametrize("password", ["", "secret", "pässwörd"])
def test_a_private_key_is_read_with_its_password(tmp_path: Path, password: str) -> None:
    path = private(tmp_path / "key", KEY, password)
    assert public_of(read_private_key(path, (lambda: password) if password else never)) == public_of(KEY)
    assert [each.name for each in tmp_path.iterdir()] == ["key"]


def test_a_wrong_password_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="is not opened by that password"):
        read_private_key(private(tmp_path / "key", KEY, "secret"), lambda: "wrong")
    with pytest.raises(KnowledgeError, match="is not opened by that password"):
        read_private_key(private(tmp_path / "key", KEY, "secret"), lambda: "")


@pytest.mark.parametrize(
    ("key", "says"),
    [
        (rsa.generate_private_key(65537, 2048), "is a key of another kind; only ssh-ed25519 keys sign here"),
        (ec.generate_private_key(ec.SECP256R1()), "is a key of another kind"),
    ],
    ids=["rsa", "ecdsa"],
)
def test_a_key_of_another_kind_is_refused(tmp_path: Path, key: Any, says: str) -> None:
    with pytest.raises(KnowledgeError, match=says):
        read_private_key(private(tmp_path / "key", key), never)
    with pytest.raises(KnowledgeError, match="holds no Ed25519 key"):
        read_public_keys(written(tmp_path / "key.pub", Line("", key)))
    both = written(tmp_path / "both", Line("", key), Line('"A. Coach"', KEY))
    assert [each.names for each in read_public_keys(both)] == [("A. Coach",)]


@pytest.mark.parametrize(
    "text", ["", "no key", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----"]
)
def test_what_is_no_private_key_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(KnowledgeError, match="is no private key of OpenSSH"):
        read_private_key(written(tmp_path / "key", text), never)


def test_a_public_key_does_not_sign_and_a_private_one_does_not_verify(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="is a public key"):
        read_private_key(written(tmp_path / "key.pub", Line("", KEY)), never)
    with pytest.raises(KnowledgeError, match="is a private key, which nobody else should have"):
        read_public_keys(private(tmp_path / "key", KEY))
    with pytest.raises(KnowledgeError, match="cannot be read"):
        read_private_key(tmp_path / "none", never)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (Line("", KEY, "coach@home"), ()),
        (Line("", KEY), ()),
        (Line("coach", KEY), ("coach",)),
        (Line("a@club,b@club", KEY, "a comment"), ("a@club", "b@club", "a@club,b@club")),
        (Line('"A. Coach,B. Coach"', KEY), ("A. Coach", "B. Coach", "A. Coach,B. Coach")),
        (Line('coach namespaces="file,springstep"', KEY), ("coach",)),
    ],
)
def test_public_keys_are_read_as_openssh_keeps_them(tmp_path: Path, line: Line, names: tuple[str, ...]) -> None:
    (found,) = read_public_keys(written(tmp_path / "keys", "# who signs", "", line))
    assert (found.raw, found.names) == (public_of(KEY).raw, names)
    assert found.fingerprint == public_of(KEY).fingerprint


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "holds no public key"),
        ("hello", "is no public key"),
        ("ssh-ed25519 AAAA", "something missing or changed"),
        (f"ssh-ed25519 {b64encode(bytes(51)).decode()}", "something missing or changed"),
        (Line('coach namespaces="file"', KEY), "options with which it is no key for springstep"),
        (Line("coach cert-authority", KEY), "options with which it is no key for springstep"),
        (Line('coach valid-before="20200101"', KEY), "options with which it is no key for springstep"),
    ],
)
def test_what_is_no_public_key_is_refused(tmp_path: Path, line: Line | str, says: str) -> None:
    with pytest.raises(KnowledgeError, match=says):
        read_public_keys(written(tmp_path / "keys", line))


def test_a_key_that_signed_the_same_for_another_purpose_proves_nothing() -> None:
    raw = KEY.sign(SIGNED.signatures[0].message)
    plain = replace(SIGNED.signatures[0], proof=b64encode(raw).decode())
    assert outcomes(SignatureFile(signatures=(plain,)), public_of(KEY)) == ["broken"]


def test_without_the_extra_it_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = private(tmp_path / "key", KEY)
    for name in [name for name in sys.modules if name.split(".")[0] == "cryptography"]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(KnowledgeError, match=re.escape("pip install 'springstep[signing]'")):
        read_private_key(key, never)
    with pytest.raises(KnowledgeError, match=re.escape("pip install 'springstep[signing]'")):
        outcomes(SIGNED, PUBLIC)
