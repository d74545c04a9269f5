"""The standard streams as a command finds them: closed, full, cut off, or of an encoding that lacks many signs."""

from __future__ import annotations

import codecs
import io
import os
import sys
from contextlib import suppress
from typing import Any, TextIO, cast

_ESCAPED = "springstep.escaped"
"""How a sign that the encoding lacks is written: as JSON does, so that JSON stays JSON in any encoding."""


class ReaderGone(BaseException):  # no error: whoever read the output wants no more of it
    """Nobody reads standard output any more, as with ``| head``."""


class OutputError(BaseException):
    """Standard output cannot be written; no part of a command can do anything about that."""


class _Output(io.TextIOWrapper):
    """Standard output: that it cannot be written passes through whatever a command catches."""

    def write(self, text: str) -> int:
        """Write text; raises ``ReaderGone`` or ``OutputError``."""
        with _told():
            return super().write(text)
        return 0

    def flush(self) -> None:
        """Write what is held; raises ``ReaderGone`` or ``OutputError``."""
        with _told():
            super().flush()


class _told:  # noqa: N801  # a context manager that costs nothing
    def __enter__(self) -> None: ...

    def __exit__(self, kind: Any, error: BaseException | None, traceback: Any) -> None:
        if isinstance(error, BrokenPipeError):
            raise ReaderGone from None
        if isinstance(error, OSError):
            raise OutputError(error.strerror or str(error)) from None


class _Errors(io.TextIOWrapper):
    """Standard error: where it cannot be written nobody can be told, and the exit code says enough."""

    def write(self, text: str) -> int:
        """Write text, as far as that can be done."""
        with suppress(OSError):
            return super().write(text)
        return len(text)

    def flush(self) -> None:
        """Write what is held, as far as that can be done."""
        with suppress(OSError):
            super().flush()


def prepare() -> None:
    """Put streams in place that never surprise a command."""
    _fill_closed()
    codecs.register_error(_ESCAPED, _escaped)
    sys.stdout = _over(sys.stdout, _Output, 1, _ESCAPED)
    sys.stderr = _over(sys.stderr, _Errors, 2, "backslashreplace")


def finish() -> None:
    """Write what is held; raises ``ReaderGone`` or ``OutputError``."""
    sys.stdout.flush()
    sys.stderr.flush()


def give_up_output() -> None:
    """Let what is still held go nowhere, so that the end of the program does not stumble over it."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _fill_closed() -> None:
    """Keep the places of closed streams, so that no file opened later is taken for one of them."""
    for place, stream in enumerate((sys.stdin, sys.stdout, sys.stderr)):
        if stream is None:
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY if place == 0 else os.O_RDONLY), place)


def _over(stream: TextIO | None, kind: type[io.TextIOWrapper], place: int, errors: str) -> TextIO:
    """Return a stream of a kind over what another writes to; a closed one can be written nowhere."""
    if stream is None:
        return kind(io.BufferedWriter(io.FileIO(place, "w", closefd=False)), encoding="utf-8", errors=errors)
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    held = cast(io.BufferedWriter, stream.buffer)
    # Where nothing better is known than ASCII, click writes UTF-8, and so does this.
    encoding = "utf-8" if codecs.lookup(stream.encoding).name == "ascii" else stream.encoding
    return kind(held, encoding=encoding, errors=errors, line_buffering=stream.line_buffering)


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Write what cannot be encoded by JSON's escapes."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2)), error.end
