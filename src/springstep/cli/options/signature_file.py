"""Where signatures are kept, and the option that names another file."""

from __future__ import annotations

import functools
import os
import pathlib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click
from platformdirs import user_config_path

from springstep.cli.options.file_path import FilePath
from springstep.engine.text.home import from_home, own_place

Command = TypeVar("Command", bound=Callable[..., Any])

VARIABLE = "SPRINGSTEP_SIGNATURES"
_folder = functools.partial(user_config_path, "springstep", appauthor=False)


def signatures_path(environment: Mapping[str, str] = os.environ) -> pathlib.Path:
    """Return where signatures are kept: where ``SPRINGSTEP_SIGNATURES`` says, else in the user's settings folder."""
    named = environment.get(VARIABLE, "")
    if named:
        return from_home(named)
    return own_place(_folder, "signatures.yaml", otherwise=f"name a file by {VARIABLE}")


def file_option(*, begun: bool) -> Callable[[Command], Command]:
    """Add the option that names the file of signatures; the command takes its path as ``path``.

    A file that is named must be there, unless the command may begin it.
    """
    kind = FilePath(folder=False, exists=not begun)

    def add(command: Command) -> Command:
        @click.option("--file", "file", type=kind, metavar="FILE", help="The file of signatures.")
        @functools.wraps(command)
        def wrapper(*args: Any, file: pathlib.Path | None, **kwargs: Any) -> Any:
            return command(*args, path=file or signatures_path(), **kwargs)

        return wrapper  # type: ignore[return-value]

    return add
