"""OpenSSH keys as they are kept in files: one's own Ed25519 key, and the public keys of those who sign."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from springstep.engine.errors import Code, Fault, KnowledgeError
from springstep.engine.frozen import Frozen
from springstep.engine.text.opening import read_all

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NAMESPACE = "springstep"
"""What a signature is for, so that one made for something else is none here."""
_MOST_BYTES = 200_000
_KIND = "ssh-ed25519"
_LINE = re.compile(
    r"^(?P<before>.*?)(?:^|\s)(?P<kind>(?:sk-)?(?:ssh|ecdsa)-[\w@.-]+)\s+(?P<key>[A-Za-z0-9+/=]+)(?:\s|$)"
)
_WHO = re.compile(r'^(?:"(?P<quoted>[^"]*)"|(?P<plain>\S+))\s*(?P<options>.*)$')
_NAMESPACES = re.compile(r'^namespaces="(?P<names>[^"]*)"$')
_NOT_OPENED = ("is not opened by that password", "give the one that it was made with")
_PUBLIC = "give a public key as in id_ed25519.pub, or a line of a name and such a key"


class PublicKey(Frozen):
    """Somebody's public key."""

    raw: bytes
    """Its 32 bytes."""
    fingerprint: str
    """As OpenSSH shows it: ``SHA256:`` and 43 characters."""
    names: tuple[str, ...] = ()
    """Whose signatures it makes, where its line says so."""


def read_private_key(path: Path, ask: Callable[[], str]) -> Ed25519PrivateKey:
    """Read one's own Ed25519 key; ``ask`` is called for the password of an encrypted one.

    Raises ``KnowledgeError`` for another kind of key, a wrong password, and where `cryptography` is not installed.
    """
    data = _read(path)
    if b"PUBLIC KEY" in data or data.startswith((b"ssh-", b"ecdsa-", b"sk-")):
        raise _wrong(path, "is a public key", "sign with the private one, as in ~/.ssh/id_ed25519")
    key = _opened(data, None, path)
    if key is None:
        key = _opened(data, ask().encode(), path)
    if key is None:
        raise _wrong(path, *_NOT_OPENED)
    return key


def _opened(data: bytes, password: bytes | None, path: Path) -> Ed25519PrivateKey | None:
    """Return the key that a file holds; nothing where it takes a password that was not given."""
    try:
        from cryptography.exceptions import UnsupportedAlgorithm  # an extra
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_ssh_private_key
    except ImportError:
        raise missing_extra() from None
    try:
        key = load_ssh_private_key(data, password)
    except UnsupportedAlgorithm as error:
        if "bcrypt" in str(error):
            raise missing_extra() from None
        raise _wrong(path, "is a key that cannot be read here", f"only {_KIND} keys sign here") from None
    except (ValueError, TypeError) as error:
        if "password-protected" in str(error):
            return None
        if password is not None:
            raise _wrong(path, *_NOT_OPENED) from None
        raise _wrong(path, "is no private key of OpenSSH", "`ssh-keygen -t ed25519` makes one") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise _wrong(
            path, "is a key of another kind", f"only {_KIND} keys sign here; `ssh-keygen -t ed25519` makes one"
        )
    return key


def public_of(key: Ed25519PrivateKey) -> PublicKey:
    """Return the public key that belongs to a private one."""
    return _public(key.public_key().public_bytes_raw(), ())


def read_public_keys(path: Path) -> tuple[PublicKey, ...]:
    """Read a public key, or a file of them with a name each, as OpenSSH's allowed signers; raises ``KnowledgeError``.

    A key of another kind is passed over where there is one that can be used.
    """
    try:
        text = _read(path).decode()
    except UnicodeDecodeError:
        raise _wrong(path, "is no text", _PUBLIC) from None
    return public_keys_in(text, path)


def public_keys_in(text: str, path: Path) -> tuple[PublicKey, ...]:
    """Return the public keys that the text of such a file holds; raises ``KnowledgeError`` as for the file."""
    if "PRIVATE KEY" in text:
        raise _wrong(
            path, "is a private key, which nobody else should have", "give the public one, as in id_ed25519.pub"
        )
    found = list(_keys(text, path))
    usable = tuple(key for key in found if key is not None)
    if not usable:
        what = "holds no Ed25519 key" if found else "holds no public key"
        raise _wrong(path, what, _PUBLIC)
    return usable


def _keys(text: str, path: Path) -> Iterator[PublicKey | None]:
    """Yield the keys of a file, nothing in place of one that is of another kind."""
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        parts = _LINE.match(line)
        if parts is None:
            raise _wrong(path, "is no public key", _PUBLIC, line=number)
        if parts["kind"] != _KIND:
            yield None
            continue
        yield _public(_raw(parts["key"], path, number), _names(parts["before"].strip(), path, number))


def _raw(text: str, path: Path, line: int) -> bytes:
    """Return the bytes of a key from OpenSSH's base64."""
    head = len(_KIND).to_bytes(4, "big") + _KIND.encode() + (32).to_bytes(4, "big")
    try:
        held = b64decode(text, validate=True)
    except (Error, ValueError):
        held = b""
    if not held.startswith(head) or len(held) != len(head) + 32 or b64encode(held).decode() != text:
        raise _wrong(path, "is a public key with something missing or changed", _PUBLIC, line=line)
    return held[len(head) :]


def _names(before: str, path: Path, line: int) -> tuple[str, ...]:
    """Return whose key it is, as the part of a line before the key says."""
    who = _WHO.match(before)
    if who is None:
        return ()
    named = who["quoted"] or who["plain"] or ""  # a name may hold a comma: all of it is a name, too
    names = tuple(dict.fromkeys(name.strip() for name in (*named.split(","), named) if name.strip()))
    options = who["options"].strip()
    allowed = _NAMESPACES.match(options)
    if options and (allowed is None or NAMESPACE not in allowed["names"].split(",")):
        what = f"has options with which it is no key for {NAMESPACE}"
        raise _wrong(path, what, f'a line without options, or with namespaces="{NAMESPACE}"', line=line)
    return names


def _public(raw: bytes, names: tuple[str, ...]) -> PublicKey:
    blob = len(_KIND).to_bytes(4, "big") + _KIND.encode() + len(raw).to_bytes(4, "big") + raw
    digest = b64encode(sha256(blob).digest()).decode().rstrip("=")
    return PublicKey(raw, f"SHA256:{digest}", names)


def _read(path: Path) -> bytes:
    try:
        return read_all(path, most=_MOST_BYTES)
    except OSError as error:
        raise _wrong(path, f"cannot be read: {(error.strerror or str(error)).lower()}", "", "unreadable") from None


def missing_extra() -> KnowledgeError:
    """Return the fault that tells what keys need."""
    what = "keys need cryptography, and those with a password bcrypt: pip install 'springstep[signing]'"
    return KnowledgeError([Fault("not_installed", what)])


def _wrong(path: Path, what: str, allowed: str, code: Code = "malformed", *, line: int | None = None) -> KnowledgeError:
    return KnowledgeError([Fault(code, what, allowed=allowed, source=str(path), line=line)])
