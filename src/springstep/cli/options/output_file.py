"""A file that a command writes where it is asked to, over an existing one only with ``--force``."""

from __future__ import annotations

import pathlib

import click

from springstep.engine.errors import Fault, SpringstepError
from springstep.engine.text.atomic import atomic_write


def refuse_to_write_over(path: pathlib.Path, *, force: bool) -> None:
    """Raise ``SpringstepError`` when the file already exists and ``--force`` was not given."""
    if path.exists() and not force:
        raise SpringstepError([Fault("exists", "already exists", "", "overwrite it with --force", str(path))])


def write_output(path: pathlib.Path, data: str | bytes) -> None:
    """Write a file and say so on standard error; raises ``SpringstepError``."""
    atomic_write(path, data)
    click.echo(f"wrote {path}", err=True)
