"""Read what the knowledge declares for runs alone: a file against its schema, and names that must be known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from springstep.engine.rulebase.knowledge_reader import KnowledgeReader


def read_declared(
    reader: KnowledgeReader, path: Path, kind: Any, known: Mapping[str, tuple[str, Collection[str]]]
) -> dict[str, Any]:
    """Read one file as plain data, empty where it has faults; those go to the reader.

    ``known`` gives for parts of the file what their names are, and which names there are.
    """
    document, declared = reader.read(path, kind)
    if declared is None:
        return {}
    for key, (what, names) in known.items():
        unknown = [name for name in getattr(declared, key) if name not in names]
        reader.faults += [document.fault("unknown_name", (key,), f"no {what} is called '{name}'") for name in unknown]
    return dict(declared.model_dump())
