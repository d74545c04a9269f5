"""A file that a command writes where it is asked to, over an existing one only with ``--force``."""

from __future__ import annotations

import pathlib

from springstep.cli.text.echo import echo
from springstep.engine.errors import Fault, SpringstepError
from springstep.engine.text.atomic import atomic_write, cannot_be_written
from springstep.engine.text.opening import is_there


def refuse_to_write_over(path: pathlib.Path, *, force: bool) -> None:
    """Raise ``SpringstepError`` when the file already exists and ``--force`` was not given."""
    try:
        there = is_there(path)
    except OSError as error:
        raise cannot_be_written(path, error) from None
    if there and not force:
        raise SpringstepError([Fault("exists", "already exists", "", "overwrite it with --force", str(path))])


def write_output(path: pathlib.Path, data: str | bytes, *, private: bool = False) -> None:
    """Write a file, its owner's only if it is ``private``, and say so on standard error; raises ``SpringstepError``."""
    atomic_write(path, data, private=private)
    echo(f"wrote {path}", err=True)
