"""The rules as they were last checked: the module ``built``, what it is good for, and where it may be written.

A wheel brings it along, so that whoever installs and removes packages knows of it and nothing is written into an
installed package. Only in a checkout of the source is it written at run time, whenever rules or code have changed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any
from zlib import crc32

from springstep.engine.compiled.program import BUILT as GENERATED
from springstep.engine.errors import SpringstepError
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import cache_of
from springstep.engine.rulebase.plain_codec import read
from springstep.session.room import ROOM

HERE = Path(__file__).parent
BUILT = HERE / "built.py"
"""The module; never read for any other folder of knowledge."""

_ZIPPED = not HERE.is_dir()
if _ZIPPED:
    from springstep.archived import copied  # slow to import, and only needed here

    KNOWLEDGE = copied("knowledge")
else:
    KNOWLEDGE = HERE / "knowledge"

_SOURCE = HERE.parents[1]
CHECKOUT = HERE == _SOURCE / "src" / "springstep" and all(
    (_SOURCE / name).is_file() for name in ("hatch_build.py", "RULES.md")
)
"""Whether this is the source that packages are built from, and no installed package."""


def as_checked() -> RuleBase | None:
    """Return the rule base as the module beside this one has it; nothing where it is missing or not of these files."""
    try:
        built = import_module("springstep.built")  # it is generated
    except Exception:  # missing, or damaged in whatever way: the files are read
        return None
    # Sizes alone would pass over an edit that changes none. What is installed is not edited, and the dates of its files
    # are those of the installation, in any order.
    if _key() != getattr(built, "KEY", "") or (
        CHECKOUT and max(changed for _, _, changed in _modules()) > BUILT.stat().st_mtime_ns
    ):
        return None
    base = RuleBase(**read(built.PARTS), folder=KNOWLEDGE, digest=built.DIGEST, room=ROOM)
    cache_of(base).update(((GENERATED, moment), layers) for moment, layers in built.LAYERS.items())
    return base


def checked_anew() -> RuleBase:
    """Read and check every file; in a checkout keep what came of it."""
    base, parts = _read()
    if CHECKOUT:
        _write(_source(base, parts))
    return base


def built_source() -> str:
    """Return the module's source for a wheel, worked out from the files as they are now."""
    return _source(*_read())


def _read() -> tuple[RuleBase, dict[str, Any]]:
    # What reads files takes long to import, and is not needed where the rules are taken up as checked.
    from springstep.engine.rulebase.load import digest_of, read_parts

    parts = read_parts(KNOWLEDGE, ROOM)
    return RuleBase(**parts, folder=KNOWLEDGE, digest=digest_of(KNOWLEDGE), room=ROOM), parts


def _source(base: RuleBase, parts: Mapping[str, Any]) -> str:
    from springstep.engine.compiled.module import module_source  # needed only where nothing fits

    return module_source(base, parts, _key())


def _write(source: str) -> None:
    from springstep.engine.text.atomic import atomic_write  # as above

    with suppress(SpringstepError):  # the checkout cannot be written, or the disk is full
        atomic_write(BUILT, source)


def _key() -> str:
    """Name the knowledge by the checksum of each file, and the code that reads and checks it by each module's size."""
    files = sorted((path.relative_to(KNOWLEDGE).as_posix(), crc32(path.read_bytes())) for path in _knowledge())
    modules = ((name, size) for name, size, _ in _modules())
    return " ".join(f"{name}:{number}" for name, number in (*files, *modules))


def _knowledge() -> Iterator[Path]:
    yield from KNOWLEDGE.glob("*.yaml")
    yield from (KNOWLEDGE / "rules").glob("*.yaml")


@lru_cache(maxsize=1)
def _modules() -> tuple[tuple[str, int, int], ...]:
    """Return name, size in bytes and time of the last change of every module that reads, checks or generates."""
    folders = ("engine", "session")
    if _ZIPPED:
        from springstep.archived import modules  # only where the package lies in a zip

        return tuple(sorted((name, size, 0) for name, size in modules(folders)))
    found = (
        (entry.name, entry.stat())
        for folder in folders
        for place, _, _ in os.walk(HERE / folder)
        for entry in os.scandir(place)
        if entry.name.endswith(".py")
    )
    return tuple(sorted((name, state.st_size, state.st_mtime_ns) for name, state in found))
