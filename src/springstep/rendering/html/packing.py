"""Pack what is large and not read at once: a page's script unpacks it when it is shown."""

from __future__ import annotations

import gzip
from base64 import b64decode, b64encode


def packed(text: str) -> str:
    """Return a text as gzip in base64, the same bytes for the same text."""
    return b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()


def unpacked(text: str) -> str:
    """Return what was packed."""
    return gzip.decompress(b64decode(text)).decode()
