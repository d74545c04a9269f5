"""The lines of a consultation: from a person at a terminal, or from a pipe."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable

from springstep.cli.text.echo import echo

PROMPT = "> "
_MARKS = ("\ufeff", "\u00ef\u00bb\u00bf")
"""A byte-order mark, as it is read by the right encoding and by a single-byte one."""


def at_terminal() -> bool:
    """Tell whether a person types the lines."""
    return sys.stdin is not None and sys.stdin.isatty()


class LineInput:
    """Reads one line after another; ``say`` shows a line that a pipe gave, ``write`` keeps one that a person typed."""

    def __init__(self, *, say: Callable[[str], None], write: Callable[[str], None], apart: bool) -> None:
        self._say = say
        self._write = write
        self._apart = apart
        """Whether the talk is kept off standard output."""
        self._first = True

    def line(self, prompt: str = PROMPT) -> str:
        """Return the next line; raises ``EOFError`` at the end of the input."""
        return self._typed(prompt) if at_terminal() else self._piped(prompt)

    def _typed(self, prompt: str) -> str:
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401  gives input() line editing and history
        beside = self._apart and not sys.stdout.isatty()  # the prompt must not get into the JSON
        echo(prompt if beside else "", nl=False, err=self._apart)
        line = input("" if beside else prompt)
        self._write(f"{prompt}{line}")
        return line

    def _piped(self, prompt: str) -> str:
        line = sys.stdin.readline() if sys.stdin is not None else ""
        if not line:
            raise EOFError
        if self._first:
            for mark in _MARKS:
                line = line.removeprefix(mark)
        self._first = False
        self._say(f"{prompt}{line.rstrip()}")
        return line.rstrip("\n")
