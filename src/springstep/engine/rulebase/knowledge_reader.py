"""Read knowledge files one after another: strict text, checked schema, every fault gathered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from springstep.engine.errors import Fault
from springstep.engine.text.source import Document, SourceError, parse_yaml, read_file
from springstep.engine.text.source import Path as Place
from springstep.engine.text.validation import validate

TO_DO = "TODO"
"""What a draft says where something is still to be filled in."""


def checked(kind: Any, document: Document) -> tuple[Any, list[Fault]]:
    """Check a document against a type, unless it is a draft: then report only what is still to be filled in."""
    faults = [
        document.fault("missing", path, f"is still to be filled in ({TO_DO})") for path in _to_do((), document.value)
    ]
    return (None, faults) if faults else validate(kind, document)


def _to_do(path: Place, value: object) -> Iterator[Place]:
    if value == TO_DO:
        yield path
    elif isinstance(value, (dict, list)):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _to_do((*path, step), inner)


class KnowledgeReader:
    """Reads files and collects the faults of all of them."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def read(self, path: Path, kind: Any) -> tuple[Document, Any]:
        """Read one file and check it against a type; the value is ``None`` when it has faults."""
        try:
            document = parse_yaml(read_file(path), name=path.name)
        except SourceError as error:
            self.faults.extend(replace(fault, source=path.name) for fault in error.faults)
        else:
            value, faults = checked(kind, document)
            self.faults.extend(faults)
            return document, value
        return Document(path.name, None, {}), None
