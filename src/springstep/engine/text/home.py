"""Paths that begin at somebody's home folder, where there may be none."""

from __future__ import annotations

import pathlib

from springstep.engine.errors import Fault, SpringstepError


def from_home(path: str | pathlib.Path) -> pathlib.Path:
    """Return a path with ``~`` or ``~user`` at its start put in; raises ``SpringstepError`` where that is nobody's."""
    try:
        return pathlib.Path(path).expanduser()
    except (RuntimeError, ValueError):
        raise _nobodys(str(path), "name the whole path, or set HOME") from None


def own_place(place: pathlib.Path, *, otherwise: str) -> pathlib.Path:
    """Return a place in the user's own folders as it was found; raises ``SpringstepError`` where no home is known.

    ``otherwise`` says how a place is named without one.
    """
    if place.parts[:1] == ("~",):
        raise _nobodys(str(place), f"set HOME, or {otherwise}")
    return place


def _nobodys(path: str, allowed: str) -> SpringstepError:
    return SpringstepError([Fault("not_found", "there is no such home folder", allowed=allowed, source=path)])
