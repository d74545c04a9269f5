"""A file or folder that an option names; ``~`` stands for a home folder, as a shell leaves it in ``--x=~/f``."""

from __future__ import annotations

import pathlib
from typing import Any

import click

from springstep.engine.errors import SpringstepError
from springstep.engine.text.home import from_home


class FilePath(click.ParamType[pathlib.Path]):
    """The path of a file, of a folder where that is wanted, or of either; one that must be there where it is read."""

    name = "path"

    def __init__(self, *, file: bool = True, folder: bool = True, exists: bool = False) -> None:
        self._kind = click.Path(path_type=pathlib.Path, file_okay=file, dir_okay=folder, exists=exists)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> pathlib.Path:
        """Read a path; a home folder that there is not is bad usage."""
        try:
            path = from_home(value)
        except SpringstepError as error:
            self.fail(str(error), param, ctx)
        found: pathlib.Path = self._kind.convert(path, param, ctx)
        return found


def ends_in(path: pathlib.Path, *ends: str, option: str) -> pathlib.Path:
    """Return a path whose name has one of some endings, by which other programs know it; any other is bad usage."""
    if path.suffix.lower() not in ends:
        raise click.BadParameter(f"{path} does not end in {' or '.join(ends)}", param_hint=option)
    return path
