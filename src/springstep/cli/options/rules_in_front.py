"""A rule base that lies in the current folder or above it, up to the root of a repository."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from itertools import islice

from springstep.engine.errors import KnowledgeError
from springstep.engine.text.opening import is_folder

_PLACES = (".", "knowledge", "src/springstep/knowledge")
_HOLDS = ("domain.yaml", "guide.yaml", "facts.yaml")
_MOST_ABOVE = 40
"""How many folders above the current one are looked into."""


def rules_in_front(here: pathlib.Path) -> pathlib.Path | None:
    """Return the nearest folder of knowledge in a folder or above it; above only within a repository."""
    return next((place for folder in _up(here) for name in _PLACES if _is_knowledge(place := folder / name)), None)


def digest_in(folder: pathlib.Path) -> str:
    """Return which rule base a folder holds; empty where that cannot be read."""
    from springstep.engine.rulebase.load import digest_of  # needs pydantic, and few have rules in front of them

    try:
        return digest_of(folder)
    except KnowledgeError:
        return ""


def _up(here: pathlib.Path) -> Iterator[pathlib.Path]:
    """Yield a folder and, where it lies in a repository, those above it up to the repository's root."""
    above = list(islice((here, *here.parents), _MOST_ABOVE))
    root = next((number for number, folder in enumerate(above) if _exists(folder / ".git")), 0)
    yield from above[: root + 1]


def _is_knowledge(folder: pathlib.Path) -> bool:
    return is_folder(folder / "rules") and all(_is_file(folder / name) for name in _HOLDS)


def _exists(path: pathlib.Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _is_file(path: pathlib.Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False
