"""A state that its holder cannot change unnoticed: compressed, and sealed with a key."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import zlib

from springstep.engine.errors import Fault, RecordError

_SEAL_BYTES = 32
_MOST_BYTES = 1_000_000
"""How long a state may be once it is opened."""


class Seal:
    """Seals texts with a key (HMAC-SHA256), and opens what it has sealed."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def sealed(self, text: str) -> str:
        """Return a text sealed, in letters that a URL can hold."""
        packed = zlib.compress(text.encode())
        return _letters(self._seal(packed) + packed)

    def opened(self, sealed: str) -> str:
        """Return what was sealed; raises ``RecordError`` for what this key has not sealed, or was changed since."""
        try:
            whole = base64.b64decode(sealed.encode("ascii") + b"=" * (-len(sealed) % 4), b"-_", validate=True)
        except (UnicodeEncodeError, binascii.Error):
            whole = b""
        seal, packed = whole[:_SEAL_BYTES], whole[_SEAL_BYTES:]
        # Other letters can stand for the same bytes at the end: only the ones that were handed out are taken.
        if not hmac.compare_digest(seal, self._seal(packed)) or _letters(whole) != sealed:
            what = "this state was not sealed here, or it was changed"
            raise RecordError([Fault("damaged", what, "state", "the state of the last answer, as it was")])
        return zlib.decompressobj().decompress(packed, _MOST_BYTES).decode()

    def _seal(self, packed: bytes) -> bytes:
        return hmac.new(self._key, packed, hashlib.sha256).digest()


def _letters(whole: bytes) -> str:
    return base64.urlsafe_b64encode(whole).decode().rstrip("=")
