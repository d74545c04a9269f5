"""The lines of a file of entries, one after another: none is held that is larger than an entry can be."""

from __future__ import annotations

import hashlib
import pathlib
from collections.abc import Callable, Iterator
from itertools import count
from typing import BinaryIO

from springstep.engine.errors import Fault
from springstep.engine.text.source import SourceError, open_file

MAX_BYTES = 200_000_000
"""How large a file of entries may be: more than a life of running."""
MOST_LINE_BYTES = 64_000
"""How large one entry may be; the longest note and the plan with it take less than half of that."""
_CHUNK = 1_000_000


def lines_of(stream: BinaryIO, name: str) -> Iterator[tuple[int, str | Fault]]:
    """Yield each line with its number, or what is wrong with it; raises ``SourceError`` where reading must stop."""
    total = 0
    for number in count(1):
        line = _told(lambda: stream.readline(MOST_LINE_BYTES + 1), name)
        total += len(line)
        if not line:
            return
        if len(line) > MOST_LINE_BYTES:
            what = f"this line is longer than the {MOST_LINE_BYTES:,} bytes that an entry may have"
            raise SourceError([Fault("too_large", what, source=name, line=number)])
        if total > MAX_BYTES:
            raise SourceError([Fault("too_large", f"is larger than {MAX_BYTES:,} bytes", source=name)])
        try:
            yield number, line.decode("utf-8")
        except UnicodeDecodeError as error:
            what = f"is not UTF-8 text: byte 0x{line[error.start]:02x}"
            yield number, Fault("malformed", what, "", "save it as UTF-8", name, number)


def digest_of(path: pathlib.Path) -> str:
    """Return the SHA-256 of a file of entries, in hexadecimal; raises ``SourceError``."""
    found = hashlib.sha256()
    with open_file(path) as stream:
        for _ in range(0, MAX_BYTES + 1, _CHUNK):
            found.update(_told(lambda: stream.read(_CHUNK), str(path)))
    return found.hexdigest()


def _told(read: Callable[[], bytes], name: str) -> bytes:
    try:
        return read()
    except OSError as error:
        what = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise SourceError([Fault("unreadable", what, source=name)]) from None
