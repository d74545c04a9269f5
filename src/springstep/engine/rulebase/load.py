"""Load the knowledge folder: read every file strictly, check its shape, then join it into a ``RuleBase``.

All faults of all files are reported at once, each with file, line and column.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from springstep.engine.errors import KnowledgeError
from springstep.engine.language.entries import DecisionScheme, Derivation, Drill, Rung
from springstep.engine.rulebase import store
from springstep.engine.rulebase.base import RuleBase

TOPIC_ORDER = (
    "injury",
    "readiness",
    "stiffness",
    "season",
    "run",
    "dose",
    "frequency",
    "progression",
    "drill_choice",
    "surface",
    "technique",
    "cue",
    "stop",
    "log",
    "support",
    "intent",
    "assumptions",
)
"""The order in which a reader meets the topics; a file not named here comes after."""


@lru_cache(maxsize=1)
def default_rule_base() -> RuleBase:
    """Return the rule base that comes with the package, loaded once a process.

    It is taken up as it was last checked when neither knowledge nor code has changed since, and its ledger is read
    when it is first asked for.
    """
    folder = Path(__file__).parents[2] / "knowledge"
    digest = _digest(folder)
    parts = store.take(folder, digest)
    if parts is None:
        parts = _read(folder)
        store.keep(folder, digest, parts)
    return RuleBase(**parts, folder=folder, digest=digest)


def load_rule_base(folder: Path | str | None = None, *, overlays: Iterable[Path | str] = ()) -> RuleBase:
    """Read and check a knowledge folder, ledger included; raises ``KnowledgeError`` with every fault of every file.

    ``folder`` is the one that comes with the package unless told. ``overlays`` are a coach's own files, or folders of
    them, to be laid over its rules.
    """
    files = tuple(overlays)
    if folder is None:
        base = default_rule_base()
    else:
        place = Path(folder)
        base = RuleBase(**_read(place), folder=place, digest=_digest(place))
        base.ledger  # noqa: B018  reading it checks it
    if not files:
        return base
    from springstep.engine.rulebase.overlay import lay_over

    return lay_over(base, files)


def _read(folder: Path) -> dict[str, Any]:
    """Read and check every file of the rule base; raises ``KnowledgeError``."""
    from springstep.engine.rulebase.assemble import assemble
    from springstep.engine.rulebase.reading import KnowledgeReader
    from springstep.engine.rulebase.shapes import TopicShape

    reader = KnowledgeReader()
    topics = [reader.read(path, TopicShape) for path in _topic_files(folder)]
    drills = reader.read(folder / "drills.yaml", tuple[Drill, ...])
    ladder = reader.read(folder / "ladder.yaml", tuple[Rung, ...])
    decisions = reader.read(folder / "decisions.yaml", tuple[DecisionScheme, ...])
    runners = reader.read(folder / "standard_runners.yaml", dict[str, dict[str, Any]])
    derivations = reader.read(folder / "history.yaml", tuple[Derivation, ...])
    tables: dict[str, Any] = {
        "drills": drills,
        "ladder": ladder,
        "decisions": decisions,
        "standard_runners": runners,
        "derivations": derivations,
    }
    if not reader.faults:
        return assemble(topics=topics, **tables)
    if all(value is not None for _, value in tables.values()):
        try:  # what can be read is checked to the end, so that all faults are told at once
            assemble(topics=[topic for topic in topics if topic[1] is not None], **tables, whole=False)
        except KnowledgeError as error:
            raise KnowledgeError([*reader.faults, *error.faults]) from None
    raise KnowledgeError(reader.faults)


def _digest(folder: Path) -> str:
    """Return the SHA-256 over every knowledge file, names included."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        found.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def _topic_files(folder: Path) -> list[Path]:
    rank = {f"{topic}.yaml": place for place, topic in enumerate(TOPIC_ORDER)}
    return sorted((folder / "rules").glob("*.yaml"), key=lambda path: (rank.get(path.name, len(rank)), path.name))
