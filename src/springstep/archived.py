"""The package inside a zip: its knowledge is copied out, since readers and messages name files by their paths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from springstep.engine.text.atomic import write_new

if TYPE_CHECKING:  # Python 3.10 has it elsewhere
    from importlib.resources.abc import Traversable

_COPIES: list[TemporaryDirectory[str]] = []
"""Kept until the process ends, and removed then."""


def copied(folder: str) -> Path:
    """Copy a folder of the package, and return where the copy lies; only this user can read it."""
    kept = TemporaryDirectory(prefix="springstep-")
    _COPIES.append(kept)
    target = Path(kept.name) / folder
    _copy(files("springstep") / folder, target)
    return target


def modules(folders: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield name and size in bytes of every module in folders of the package."""
    for folder in folders:
        for file in _inside(files("springstep") / folder):
            if file.name.endswith(".py"):
                yield file.name, len(file.read_bytes())


def _copy(source: Traversable, target: Path) -> None:
    target.mkdir()
    for entry in source.iterdir():
        if entry.is_dir():
            _copy(entry, target / entry.name)
        else:
            write_new(target / entry.name, entry.read_bytes())


def _inside(folder: Traversable) -> Iterator[Traversable]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _inside(entry)
        else:
            yield entry
