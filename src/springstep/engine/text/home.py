"""Paths that begin at somebody's home folder, where there may be none."""

from __future__ import annotations

import pathlib
from collections.abc import Callable

from springstep.engine.errors import Fault, SpringstepError


def from_home(path: str | pathlib.Path) -> pathlib.Path:
    """Return a path with ``~`` or ``~user`` at its start put in; raises ``SpringstepError`` where that is nobody's."""
    try:
        return pathlib.Path(path).expanduser()
    except (RuntimeError, ValueError):
        raise _nobodys(str(path), "name the whole path, or set HOME") from None


def own_folder(find: Callable[[], pathlib.Path]) -> pathlib.Path | None:
    """Return one of the user's own folders, as platformdirs finds it; ``None`` where no home is known."""
    try:
        folder = find()
    except RuntimeError:
        return None
    return None if folder.parts[:1] == ("~",) else folder  # as its earlier versions say the same


def own_place(find: Callable[[], pathlib.Path], name: str, *, otherwise: str) -> pathlib.Path:
    """Return the place of a file in one of the user's own folders; raises ``SpringstepError`` where no home is known.

    ``otherwise`` says how a place is named without one.
    """
    folder = own_folder(find)
    if folder is None:
        raise _nobodys("~", f"set HOME, or {otherwise}")
    return folder / name


def _nobodys(path: str, allowed: str) -> SpringstepError:
    return SpringstepError([Fault("not_found", "there is no such home folder", allowed=allowed, source=path)])
