"""The command on a real terminal: started, read up to its prompt, left, ended."""

from __future__ import annotations

import os
import shlex
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Protocol

import pexpect

PATIENCE_S = 60
AGAIN_S = 3
KEY_S = 0.5
ENTER = "\r"
LEFT, UP = "\x1b[D", "\x1b[A"
HOME, END, BACKSPACE = "\x01", "\x05", "\x7f"
CTRL_C, CTRL_D = "\x03", "\x04"
PROMPT = r"\n(?:\x1b\[\?2004h)?> "


class Start(Protocol):
    """Starts ``springstep`` with these words on a terminal of its own; a variable that is ``None`` is taken away."""

    def __call__(
        self, *words: str, into: str = "", columns: int = 80, lines: int = 24, **environment: str | None
    ) -> pexpect.spawn[str]: ...


def listen_to_ctrl_c() -> None:
    """Let a child listen to Ctrl-C, even where the tests themselves were started in the background and do not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def terminals(folder: Path, places: Mapping[str, str]) -> Iterator[Start]:
    """Give what starts a command in a folder, and end all that was started."""
    started: list[pexpect.spawn[str]] = []
    usual = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}

    def start(
        *words: str, into: str = "", columns: int = 80, lines: int = 24, **environment: str | None
    ) -> pexpect.spawn[str]:
        command = [sys.executable, "-c", "from springstep.cli.start import run; run()", *words]
        named = {**usual, **places, "TERM": "xterm", **environment}
        child = pexpect.spawn(
            "/bin/sh",
            ["-c", f"exec {shlex.join(command)}" + (f" > {into}" if into else "")],
            env={name: value for name, value in named.items() if value is not None},  # type: ignore[arg-type]
            cwd=str(folder),
            dimensions=(lines, columns),
            encoding="utf-8",
            timeout=PATIENCE_S,
            preexec_fn=listen_to_ctrl_c,
        )
        child.delaybeforesend = None
        started.append(child)
        return child

    yield start
    for child in started:
        child.close(force=True)


def until(child: pexpect.spawn[str], prompt: str = PROMPT) -> str:
    """Return what is shown up to the next prompt."""
    child.expect(prompt)
    return str(child.before)


def to_the_end(child: pexpect.spawn[str]) -> tuple[str, int]:
    """Return what is shown up to the end, and the exit code."""
    return _ended(child, until(child, pexpect.EOF))


def broken_off(child: pexpect.spawn[str]) -> tuple[str, int]:
    """Press Ctrl-C and return what is shown up to the end, and the exit code.

    It is pressed again while nothing ends, as a person would, after another key: a signal in the instant between
    showing a prompt and waiting for a key is seen by the line editor with the next one only, and a signal in the
    instant between a key and its reading throws that key away, for which the line editor then waits, deaf to signals.
    """
    said = ""
    for again in range(PATIENCE_S // AGAIN_S):
        if again:
            child.send("x")
            sleep(KEY_S)
        child.send(CTRL_C)
        if child.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=AGAIN_S) == 0:
            return _ended(child, said + str(child.before))
    raise AssertionError(f"Ctrl-C ends nothing: {child.before!r}")


def _ended(child: pexpect.spawn[str], said: str) -> tuple[str, int]:
    child.close()
    return said, child.exitstatus if child.exitstatus is not None else -child.signalstatus
