"""Lines that a person types at a prompt, with the terminal's line editing; what is pasted along is kept apart.

Lines pasted at once would answer questions that nobody has read yet, and what is left of them when the command ends
would be run by the shell. So they are taken as answers only after a person says so, and never left behind.
"""

from __future__ import annotations

import contextlib
import os
import select
import sys
from types import TracebackType

from springstep.cli.text.echo import echo

_PROMPT = "> "
_WAIT_S = 0.05
_MOST_SHOWN = 40


def at_terminal() -> bool:
    """Tell whether a person types."""
    return sys.stdin is not None and sys.stdin.isatty()


class TypedLines:
    """Reads lines, from a terminal or a pipe; use it in a ``with`` statement, so that nothing is left behind."""

    def __init__(self) -> None:
        self._taken: list[str] = []

    def __enter__(self) -> TypedLines:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        left = [*self._taken, *_waiting()]
        if left:
            echo(f"{_lines(len(left))} pasted after the last answer: not used.", err=True)

    def line(self) -> str:
        """Return the next line; raises ``EOFError`` at the end of the input."""
        if self._taken:
            line = self._taken.pop(0)
            echo(f"{_PROMPT}{line}", err=True)
            return line
        first, *more = self._read().splitlines() or [""]
        more += _waiting()
        if more:
            self._ask_about(more)
        return first

    def yes(self, question: str, *, default: bool) -> bool:
        """Ask a person for yes or no; an empty answer is the default. Raises ``EOFError`` at the end of the input."""
        answers = {"": default, "y": True, "yes": True, "n": False, "no": False}
        while True:
            echo(f"{question} {'[Y/n]' if default else '[y/N]'}", err=True)
            answer = answers.get(self.line().strip().lower())
            if answer is not None:
                return answer

    def _read(self) -> str:
        if at_terminal() and sys.stdout.isatty():
            with contextlib.suppress(ImportError):
                import readline  # noqa: F401  gives input() line editing; not every system has it
            return input(_PROMPT)
        echo(_PROMPT, nl=False, err=True)
        line = sys.stdin.readline() if sys.stdin is not None else ""
        if not line:
            raise EOFError
        if not at_terminal():
            echo(line.rstrip("\n"), err=True)
        return line

    def _ask_about(self, more: list[str]) -> None:
        shown = ", ".join(f"'{line[:_MOST_SHOWN]}'" for line in more[:3]) + (", ..." if len(more) > 3 else "")
        echo(f"{_lines(len(more))} came along with that answer: {shown}", err=True)
        echo("Are these the answers to the next questions? [y/N]", err=True)
        if self._read().strip().lower() in ("y", "yes"):
            self._taken = more
        else:
            echo("Not used.", err=True)


def _lines(count: int) -> str:
    return f"{count} line{'' if count == 1 else 's'}"


def _waiting() -> list[str]:
    """Return the lines that a terminal holds but nobody has read, and take them from it; none on a pipe."""
    if not at_terminal() or os.name != "posix":
        return []
    stdin = sys.stdin.fileno()
    found = b""
    while select.select([stdin], [], [], _WAIT_S)[0]:
        read = os.read(stdin, 65536)
        if not read:
            break
        found += read
    return found.decode("utf-8", "replace").splitlines()
