"""A long page, shown from its top: with a pager where a person sits at a terminal that is too low for it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable

import click

from springstep.cli.text.colours import is_dumb
from springstep.cli.text.echo import echo, finished

_LEAVE = "(Space: further down. q: back from this page.)"
"""Stands at the top, as the prompt of a pager is often a mere colon."""


def show(lines: Iterable[str], *, plainly: bool = False) -> None:
    """Show lines; never with a pager on a pipe, on a terminal that cannot be cleared, or when asked to be plain."""
    shown = list(lines)
    low = sum(line.count("\n") + 1 for line in shown) >= shutil.get_terminal_size((80, 24)).lines
    person = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    if low and person and not plainly and not is_dumb():
        click.echo_via_pager(finished("".join(f"{line}\n" for line in (_LEAVE, "", *shown))))
        return
    for line in shown:
        echo(line)
