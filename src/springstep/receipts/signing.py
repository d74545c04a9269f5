"""A receipt signed with one's own key, and whether a signature is by a key that one knows."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from springstep.engine.audit.signing.keys import PublicKey, missing_extra, public_of
from springstep.engine.audit.signing.proofs import framed
from springstep.receipts.receipt import Receipt, ReceiptSignature

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def signed(receipt: Receipt, key: Ed25519PrivateKey) -> Receipt:
    """Return a receipt with the signature of a key over its digest."""
    proof = b64encode(key.sign(framed(_message(receipt)))).decode()
    return replace(receipt, signature=ReceiptSignature(key=public_of(key).fingerprint, proof=proof))


def signature_fault(receipt: Receipt, keys: Iterable[PublicKey]) -> str:
    """Say what is wrong with the signature of a receipt; empty where it is by one of the keys.

    Raises ``KnowledgeError`` where `cryptography` is not installed.
    """
    if receipt.signature is None:
        return "signature: there is none"
    key = next((each for each in keys if each.fingerprint == receipt.signature.key), None)
    if key is None:
        return "signature: by a key that was not given, so nothing is known"
    try:
        from cryptography.exceptions import InvalidSignature  # an extra
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        raise missing_extra() from None
    try:
        proof = b64decode(receipt.signature.proof, validate=True)
        Ed25519PublicKey.from_public_bytes(key.raw).verify(proof, framed(_message(receipt)))
    except (InvalidSignature, Error, ValueError):
        return "signature: not what the key signed"
    return "" if b64encode(proof).decode() == receipt.signature.proof else "signature: not as it was written"


def _message(receipt: Receipt) -> bytes:
    return f"springstep receipt {receipt.digest}".encode()
