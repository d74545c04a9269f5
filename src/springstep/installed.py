"""The rule base that comes with springstep: the guide's rules with the room for sessions, and what is laid over it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from springstep.checked import as_checked, checked_anew
from springstep.engine.rulebase.base import RuleBase
from springstep.session.room import ROOM


@lru_cache(maxsize=1)
def default_rule_base() -> RuleBase:
    """Return the rule base that comes with the package, loaded once a process.

    It is taken up as it was last checked when neither knowledge nor code has changed since, and its ledger is read
    when it is first asked for.
    """
    return as_checked() or checked_anew()


def load_rule_base(folder: Path | str | None = None, *, overlays: Iterable[Path | str] | Path | str = ()) -> RuleBase:
    """Read and check a knowledge folder, ledger included; raises ``KnowledgeError`` with every fault of every file.

    ``folder`` is by default the one that comes with the package. ``overlays`` are a coach's own files, or folders of
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
