"""Load the knowledge folder: read every file strictly, check its shape, then join it into a ``RuleBase``.

All faults of all files are reported at once, each with file, line and column.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from springstep.engine.assemble import assemble
from springstep.engine.errors import Fault, KnowledgeError
from springstep.engine.rulebase import RuleBase
from springstep.engine.shapes import (
    DecisionShape,
    DrillShape,
    RungShape,
    SentenceShape,
    TensionShape,
    TopicShape,
)
from springstep.engine.source import Document, SourceError, parse_yaml
from springstep.engine.validation import validate

Shape = TypeVar("Shape")

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
    """Return the rule base that comes with the package, loaded once."""
    return load_rule_base(Path(__file__).parents[1] / "knowledge")


def load_rule_base(folder: Path) -> RuleBase:
    """Load a knowledge folder; raises ``KnowledgeError`` with every fault of every file."""
    reader = _Reader()
    topics = [reader.read(entry, TopicShape) for entry in _topic_files(folder)]
    drills = reader.read(folder / "drills.yaml", tuple[DrillShape, ...])
    ladder = reader.read(folder / "ladder.yaml", tuple[RungShape, ...])
    decisions = reader.read(folder / "decisions.yaml", tuple[DecisionShape, ...])
    sentences = reader.read(folder / "guide.yaml", tuple[SentenceShape, ...])
    tensions = reader.read(folder / "tensions.yaml", tuple[TensionShape, ...])
    runners = reader.read(folder / "standard_runners.yaml", dict[str, dict[str, Any]])
    if reader.faults:
        raise KnowledgeError(reader.faults)
    return assemble(
        topics=topics,
        drills=drills,
        ladder=ladder,
        decisions=decisions,
        sentences=sentences,
        tensions=tensions,
        standard_runners=runners,
        digest=reader.digest(),
    )


def _topic_files(folder: Path) -> list[Path]:
    entries = [entry for entry in (folder / "rules").iterdir() if entry.name.endswith(".yaml")]
    rank = {f"{topic}.yaml": place for place, topic in enumerate(TOPIC_ORDER)}
    return sorted(entries, key=lambda entry: (rank.get(entry.name, len(rank)), entry.name))


class _Reader:
    """Reads files one after another, gathering faults and the digest of what was read."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._hash = hashlib.sha256()

    def read(self, entry: Path, kind: Any) -> tuple[Document, Any]:
        """Read and check one file; the value is ``None`` when it has faults."""
        try:
            text = entry.read_text(encoding="utf-8")
            document = parse_yaml(text, name=entry.name)
        except (OSError, UnicodeDecodeError) as error:
            self.faults.append(Fault(f"cannot be read: {error}", source=entry.name))
        except SourceError as error:
            self.faults.extend(error.faults)
        else:
            self._hash.update(f"{entry.name}\0{text}\0".encode())
            value, faults = validate(kind, document)
            self.faults.extend(faults)
            return document, value
        return Document(entry.name, None, {}), None

    def digest(self) -> str:
        return self._hash.hexdigest()
