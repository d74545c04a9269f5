"""The rule base that comes with springstep: the guide's rules with the room for sessions, and what is laid over it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from zlib import crc32

from springstep.engine.compiled.program import BUILT as GENERATED
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import cache_of
from springstep.engine.rulebase.plain_codec import read
from springstep.session.room import ROOM

HERE = Path(__file__).parent
KNOWLEDGE = HERE / "knowledge"
BUILT = HERE / "built.py"
"""The rules as they were last checked, generated; never read for any other folder of knowledge."""


@lru_cache(maxsize=1)
def default_rule_base() -> RuleBase:
    """Return the rule base that comes with the package, loaded once a process.

    It is taken up as it was last checked when neither knowledge nor code has changed since, and its ledger is read
    when it is first asked for.
    """
    return _as_checked() or _checked_anew()


def load_rule_base(folder: Path | str | None = None, *, overlays: Iterable[Path | str] | Path | str = ()) -> RuleBase:
    """Read and check a knowledge folder, ledger included; raises ``KnowledgeError`` with every fault of every file.

    ``folder`` is the one that comes with the package unless told. ``overlays`` are a coach's own files, or folders of
    them, to be laid over its rules.
    """
    files = (overlays,) if isinstance(overlays, (str, Path)) else tuple(overlays)
    if folder is None:
        base = default_rule_base()
    else:
        # What reads files needs pydantic, which takes long to import; most programs take the rules up as checked.
        from springstep.engine.rulebase.ledger import load_ledger
        from springstep.engine.rulebase.load import read_rule_base

        base = read_rule_base(Path(folder), room=ROOM)
        load_ledger(base)  # which checks it
    if not files:
        return base
    from springstep.engine.rulebase.overlay import lay_over  # which needs pydantic, too

    return lay_over(base, files)


def _as_checked() -> RuleBase | None:
    """Return the rule base as the module beside this one has it; nothing where it is missing or not of these files."""
    try:
        built = import_module("springstep.built")  # it is generated
    except Exception:  # missing, or damaged in whatever way: it is written anew
        return None
    if _key() != getattr(built, "KEY", "") or _newest() > BUILT.stat().st_mtime_ns:
        return None
    base = RuleBase(**read(built.PARTS), folder=KNOWLEDGE, digest=built.DIGEST, room=ROOM)
    cache_of(base).update(((GENERATED, moment), layers) for moment, layers in built.LAYERS.items())
    return base


def _checked_anew() -> RuleBase:
    """Read and check every file, and keep what came of it if the package's folder can be written."""
    # What reads and writes the rules takes long to import, and is not needed where they are taken up as checked.
    from springstep.engine.compiled.module import module_source
    from springstep.engine.rulebase.load import digest_of, read_parts

    parts = read_parts(KNOWLEDGE, ROOM)
    base = RuleBase(**parts, folder=KNOWLEDGE, digest=digest_of(KNOWLEDGE), room=ROOM)
    draft = BUILT.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    try:
        draft.write_text(module_source(base, parts, _key()), encoding="utf-8")
        draft.replace(BUILT)
    except OSError:  # the package's folder cannot be written, or is full
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return base


def _key() -> str:
    """Name the knowledge by the checksum of each file, and the code that reads and checks it by each module's size."""
    files = sorted((path.relative_to(KNOWLEDGE).as_posix(), crc32(path.read_bytes())) for path in _knowledge())
    modules = ((name, state.st_size) for name, state in _modules())
    return " ".join(f"{name}:{number}" for name, number in (*files, *modules))


def _knowledge() -> Iterator[Path]:
    yield from KNOWLEDGE.glob("*.yaml")
    yield from (KNOWLEDGE / "rules").glob("*.yaml")


def _newest() -> int:
    return max(state.st_mtime_ns for _, state in _modules())


@lru_cache(maxsize=1)
def _modules() -> tuple[tuple[str, os.stat_result], ...]:
    found = (
        (entry.name, entry.stat())
        for folder, _, _ in os.walk(HERE / "engine")
        for entry in os.scandir(folder)
        if entry.name.endswith(".py")
    )
    return tuple(sorted(found, key=lambda each: (each[0], each[1].st_size)))
