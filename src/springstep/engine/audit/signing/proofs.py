"""What a key proves of a signature: that its owner signed this item with these words, under this name, on this day.

What is signed is framed as OpenSSH frames what `ssh-keygen -Y sign` signs, with a namespace of our own, so that no
signature made for anything else counts here, nor one from here elsewhere.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha512
from typing import TYPE_CHECKING, Literal, TypeAlias

from springstep.engine.audit.signing.keys import NAMESPACE, PublicKey, missing_extra, public_of
from springstep.engine.audit.signing.making import Prove
from springstep.engine.audit.signing.records import Signature, SignatureFile
from springstep.engine.frozen import Frozen

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

Outcome: TypeAlias = Literal["proved", "record", "broken", "unknown_key", "other_name", "unproved"]

OUTCOMES: dict[Outcome, str] = {
    "broken": "broken: not what the key signed; item, name, day, digest or proof was changed since",
    "other_name": "under another name than the key's",
    "unproved": "without a proof, by somebody who has a key",
    "unknown_key": "by a key that was not given, so nothing is known",
    "record": "a record only: no key was used, and anyone could have written it",
    "proved": "proved by this key",
}
"""Every outcome in words, the gravest first."""
GOOD: tuple[Outcome, ...] = ("proved", "record")


class Checked(Frozen):
    """One signature and what it proves."""

    signature: Signature
    outcome: Outcome


def prover(key: Ed25519PrivateKey) -> Prove:
    """Return what adds to a signature the proof of a key."""
    fingerprint = public_of(key).fingerprint

    def prove(signature: Signature) -> Signature:
        made = key.sign(framed(signature.message))
        return replace(signature, key=fingerprint, proof=b64encode(made).decode())

    return prove


def check(file: SignatureFile, keys: Iterable[PublicKey]) -> Iterator[Checked]:
    """Yield every signature of a file with what it proves; raises ``KnowledgeError`` without `cryptography`."""
    known: dict[str, list[PublicKey]] = {}
    for key in keys:
        known.setdefault(key.fingerprint, []).append(key)
    owners = {name for held in known.values() for key in held for name in key.names}
    for signature in file.signatures:
        yield Checked(signature, _outcome(signature, known.get(signature.key, []), owners))


def _outcome(signature: Signature, keys: list[PublicKey], owners: set[str]) -> Outcome:
    if not signature.proof:
        return "unproved" if signature.by in owners else "record"
    if not keys:
        return "unknown_key"
    if not _holds(signature, keys[0]):
        return "broken"
    named = [key.names for key in keys]
    return "proved" if any(not names or signature.by in names for names in named) else "other_name"


def _holds(signature: Signature, key: PublicKey) -> bool:
    try:
        from cryptography.exceptions import InvalidSignature  # an extra
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        raise missing_extra() from None
    try:
        made = b64decode(signature.proof)
        Ed25519PublicKey.from_public_bytes(key.raw).verify(made, framed(signature.message))
    except (InvalidSignature, ValueError):
        return False
    return b64encode(made).decode() == signature.proof


def framed(message: bytes) -> bytes:
    """Return what a key signs of a message, framed as OpenSSH frames it, in a namespace of our own."""
    parts = (NAMESPACE.encode(), b"", b"sha512", sha512(message).digest())
    return b"SSHSIG" + b"".join(len(part).to_bytes(4, "big") + part for part in parts)
