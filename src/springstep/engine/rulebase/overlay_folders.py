"""Which files of a folder are overlays."""

from __future__ import annotations

from pathlib import Path

_NOT_MEANT = (".", "#", "~")
"""How the names of files begin that are not a person's own: hidden ones, locks and unsaved copies of editors."""


def overlays_in(folder: Path) -> tuple[Path, ...]:
    """Return the overlays of a folder by name; hidden files and what editors leave are passed over.

    Raises ``OSError`` for a folder that cannot be read.
    """
    named = (each for each in folder.iterdir() if each.suffix in (".yaml", ".yml"))
    return tuple(sorted(each for each in named if not each.name.startswith(_NOT_MEANT) and not each.is_dir()))
