"""The one way in which anything is printed: nothing that is told can steer the terminal, and only styles of our own do.

A style is written as a mark that nobody can know beforehand. When a text is printed, what steers a terminal is made
visible in it, and only then marks become styles: what looks like a style in a name or a note stays words.
"""

from __future__ import annotations

import os
import re

import click

from springstep.engine.characters import visible

_MARK = "".join(chr(0x100000 + int.from_bytes(os.urandom(2), "big") % 0xFFF0) for _ in range(4))
_MARKED = re.compile(f"{_MARK}([0-9;]*m|K)")
CLEARED = f"{_MARK}K"
"""What takes away the line that stands last on a terminal."""


def echo(text: str = "", *, err: bool = False, nl: bool = True) -> None:
    """Print a text and the end of its line, on standard output or standard error."""
    click.echo(finished(text), err=err, nl=nl)


def styled(text: str, *, bold: bool | None = None, dim: bool | None = None, fg: str | None = None) -> str:
    """Return a text in a style, for ``echo``."""
    return click.style(visible(text), bold=bold, dim=dim, fg=fg).replace("\x1b[", _MARK)


def finished(text: str) -> str:
    """Return a text as a terminal gets it: what would steer it visible, styles of our own as they are shown."""
    return _MARKED.sub(lambda mark: "\r\x1b[K" if mark[1] == "K" else f"\x1b[{mark[1]}", visible(text))


def unstyled(text: str) -> str:
    """Return a text as a file gets it: what would steer a terminal visible, and no styles."""
    return _MARKED.sub("", visible(text))
