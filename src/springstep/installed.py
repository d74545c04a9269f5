"""The rule base that comes with springstep: the guide's rules with the room for sessions, and what is laid over it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import Any

from springstep.checked import as_checked, checked_anew
from springstep.engine.errors import Fault, KnowledgeError, shown
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import path_of
from springstep.session.room import ROOM


@lru_cache(maxsize=1)
def default_rule_base() -> RuleBase:
    """Return the rule base that comes with the package, loaded once a process.

    It is taken up as it was last checked when neither knowledge nor code has changed since, and its ledger is read
    when it is first asked for.
    """
    return as_checked() or checked_anew()


def load_rule_base(
    folder: PathLike[str] | None = None, *, overlays: Iterable[PathLike[str]] | PathLike[str] = ()
) -> RuleBase:
    """Read and check a knowledge folder, ledger included; raises ``KnowledgeError`` with every fault of every file.

    ``folder`` is by default the one that comes with the package. ``overlays`` are a coach's own files, or folders of
    them, to be laid over its rules. Paths are ``pathlib.Path`` or another ``os.PathLike``, never text.
    """
    listed = overlays if isinstance(overlays, Iterable) and not isinstance(overlays, (str, bytes)) else (overlays,)
    files = tuple(_path(each) for each in listed)
    if folder is None:
        base = default_rule_base()
    else:
        # What reads files needs pydantic, which takes long to import; most programs take the rules up as checked.
        from springstep.engine.rulebase.ledger import load_ledger
        from springstep.engine.rulebase.load import read_rule_base

        base = read_rule_base(_path(folder), room=ROOM)
        load_ledger(base)  # which checks it
    if not files:
        return base
    from springstep.engine.rulebase.overlay import lay_over  # which needs pydantic, too

    return lay_over(base, files)


def _path(given: Any) -> Path:
    """Return a path; raises ``KnowledgeError`` for anything else."""
    path = path_of(given)
    if path is None:
        raise KnowledgeError([Fault("wrong_type", f"{shown(given)} is no path", allowed="pathlib.Path(...)")])
    return path
