"""Load the knowledge folder: read every file strictly, check its schema, then assemble a ``RuleBase``.

All faults of all files are reported at once, each with file, line and column.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from springstep.engine.errors import Fault, KnowledgeError
from springstep.engine.language.declarations import DecisionScheme, Derivation
from springstep.engine.rulebase.assemble import assemble, names_read
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.choices import read_planned
from springstep.engine.rulebase.domain_schema import DomainSchema
from springstep.engine.rulebase.knowledge_reader import KnowledgeReader, without_faulty
from springstep.engine.rulebase.rule_schema import RuleSchema, TopicSchema
from springstep.engine.rulebase.tables import read_tables
from springstep.engine.rulebase.vocabulary import read_vocabulary
from springstep.engine.text.opening import is_folder, is_there, read_all
from springstep.engine.text.source import MAX_BYTES, Document

MOST_FILES = 5_000
"""How many files and folders a knowledge folder may hold, of whatever kind."""
MOST_TOPICS = 200
"""How many files of rules a knowledge folder may hold."""


_HEADS = ("domain.yaml", "facts.yaml", "decisions.yaml")
"""Where none of these is, nothing was meant as a folder of rules."""


def read_rule_base(folder: Path, *, room: Any = None) -> RuleBase:
    """Read and check a knowledge folder; raises ``KnowledgeError`` with every fault of every file.

    ``room`` completes recommendations where the subject has its own code.
    """
    return RuleBase(**read_parts(folder, room), folder=folder, digest=digest_of(folder), room=room)


def read_parts(folder: Path, room: Any = None) -> dict[str, Any]:
    """Read and check every file of the rule base; raises ``KnowledgeError``."""
    parts, faults = sound_parts(folder, room)
    if faults or parts is None:
        raise KnowledgeError(faults)
    return parts


def sound_parts(folder: Path, room: Any = None) -> tuple[dict[str, Any] | None, list[Fault]]:
    """Read and check every file of the rule base; return its parts without the rules that have faults, and all faults.

    There are no parts where something has faults that rules are made of: vocabulary, tables, decisions, choices.
    """
    if not is_folder(folder):
        return None, [Fault("not_found", "there is no such folder", source=str(folder))]
    if not any(is_there(folder / name) for name in _HEADS):
        what, allowed = "holds no rules", f"a folder of rules has {', '.join(_HEADS[:-1])} and {_HEADS[-1]}"
        return None, [Fault("not_found", what, allowed=allowed, source=str(folder))]
    reader = KnowledgeReader()
    tables = read_tables(reader, folder)
    vocabulary = read_vocabulary(reader, folder, tables) if not reader.faults else None  # facts name rows of tables
    _, domain = reader.read(folder / "domain.yaml", DomainSchema)
    found = len(reader.faults)
    topics = [_topic(reader, path) for path in _topic_files(folder, domain.topics if domain is not None else ())]
    whole = len(reader.faults) == found
    parts: dict[str, Any] = {
        "decisions": reader.read(folder / "decisions.yaml", tuple[DecisionScheme, ...]),
        "standard_cases": reader.read(folder / "standard_cases.yaml", dict[str, dict[str, Any]]),
        "derivations": reader.read(folder / "history.yaml", tuple[Derivation, ...]),
    }
    if vocabulary is None or domain is None or any(value is None for _, value in parts.values()):
        return None, reader.faults
    parts |= {"vocabulary": vocabulary, "tables": tables, "domain": domain.domain()}
    names = names_read(vocabulary, parts["decisions"][1])
    planned = read_planned(reader, folder, names, vocabulary.moments, tables)
    plan = planned.names if planned is not None else None
    rules, faults = assemble(
        topics=[topic for topic in topics if topic[1] is not None], **parts, plan=plan, whole=whole
    )
    declared = room.declared(reader, folder, vocabulary, tables) if room is not None else {}
    if planned is None:
        return None, [*reader.faults, *faults]
    return {**rules, **planned._asdict(), "declared": declared}, [*reader.faults, *faults]


def _topic(reader: KnowledgeReader, path: Path) -> tuple[Document, Any]:
    """Read a file of rules; those with faults are left out, and the file where its head has any."""
    document, topic = reader.read(path, TopicSchema)
    return (document, topic) if topic is not None else without_faulty(document, TopicSchema, "rules", RuleSchema)


def digest_of(folder: Path) -> str:
    """Return the SHA-256 over every knowledge file, names included; raises ``KnowledgeError``."""
    found = hashlib.sha256()
    for path in sorted(_yaml_files(folder)):
        try:
            held = read_all(path, most=MAX_BYTES)
        except OSError as error:
            what = f"cannot be read: {(error.strerror or str(error)).lower()}"
            raise KnowledgeError([Fault("unreadable", what, source=path.name)]) from None
        found.update(os.fsencode(path.relative_to(folder).as_posix()) + b"\0" + held + b"\0")
    return found.hexdigest()


def _yaml_files(folder: Path) -> Iterator[Path]:
    """Yield what is called a knowledge file, however deep; raises ``KnowledgeError`` for a folder that goes on."""
    count = 0
    for place, folders, names in os.walk(folder):
        count += len(folders) + len(names)
        if count > MOST_FILES:
            what = f"holds more than {MOST_FILES:,} files and folders"
            raise KnowledgeError([Fault("too_large", what, source=str(folder))])
        yield from (Path(place, name) for name in (*folders, *names) if name.endswith(".yaml"))


def _topic_files(folder: Path, order: Iterable[str]) -> list[Path]:
    rank = {f"{topic}.yaml": place for place, topic in enumerate(order)}
    found = [*islice((folder / "rules").glob("*.yaml"), MOST_TOPICS + 1)]
    if len(found) > MOST_TOPICS:
        what = f"holds more than {MOST_TOPICS} files"
        raise KnowledgeError([Fault("too_large", what, source=str(folder / "rules"))])
    return sorted(found, key=lambda path: (rank.get(path.name, len(rank)), path.name))
