"""The password of a key: asked for without an echo at a terminal, else the first line of standard input."""

from __future__ import annotations

import pathlib
import sys

import click

from springstep.cli.typed_lines import at_terminal
from springstep.engine.errors import Fault, SpringstepError


def password_of(key: pathlib.Path) -> str:
    """Return the password that a person types or a pipe gives; raises ``SpringstepError`` where none comes."""
    if at_terminal():
        return str(click.prompt(f"Password of {key}", hide_input=True, err=True))
    try:
        line = sys.stdin.readline() if sys.stdin is not None else ""
    except UnicodeDecodeError:
        raise _none(key, "has a password, and standard input gives what is no text") from None
    if not line:
        raise _none(key, "has a password, and standard input gives none")
    return line.rstrip("\r\n")


def _none(key: pathlib.Path, what: str) -> SpringstepError:
    return SpringstepError([Fault("missing", what, source=str(key), allowed="give it on a line, or at a terminal")])
