"""Zip archives looked at before they are trusted: how long their table of contents is, and what may be read of them."""

from __future__ import annotations

import os
import zipfile
import zlib
from typing import IO

from springstep.formats.activity.bounds import MOST_LISTING_BYTES
from springstep.formats.activity.errors import refused

ZIP_BEGINS = (b"PK\x03\x04", b"PK\x05\x06")
BROKEN = (EOFError, zlib.error, zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError)
"""What unpacking raises; ``RuntimeError`` where a password is asked for."""
_END, _END_BYTES = b"PK\x05\x06", 22
_END_64, _END_64_BYTES = b"PK\x06\x06", 56
_MOST_COMMENT = 65_535


def open_archive(stream: IO[bytes], *, name: str) -> zipfile.ZipFile:
    """Open an archive whose table of contents is not too long to be read; raises ``ActivityError``."""
    try:
        if _listing_bytes(stream) > MOST_LISTING_BYTES:
            raise refused(name, "too_large", "lists more files than are read at once", "unpack it and name its folders")
        return zipfile.ZipFile(stream)
    except (*BROKEN, ValueError) as error:
        raise refused(
            name, "malformed", f"is a damaged archive: {error}" if str(error) else "is a damaged archive"
        ) from None


def _listing_bytes(stream: IO[bytes]) -> int:
    """Return how long the table of contents says it is, the larger of the two places that may say so."""
    size = stream.seek(0, os.SEEK_END)
    start = max(0, size - _MOST_COMMENT - _END_BYTES - _END_64_BYTES - 20)
    stream.seek(start)
    tail = stream.read(size - start)
    stream.seek(0)
    told = 0
    at = tail.rfind(_END)
    if at >= 0 and at + _END_BYTES <= len(tail):
        told = int.from_bytes(tail[at + 12 : at + 16], "little")
        told = 0 if told == 0xFFFFFFFF else told
    at = tail.rfind(_END_64)
    if at >= 0 and at + _END_64_BYTES <= len(tail):
        told = max(told, int.from_bytes(tail[at + 40 : at + 48], "little"))
    return told
