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

    def read_each(self, path: Path, kind: Any) -> tuple[Document, dict[int, Any]]:
        """Read a list of entries and check each; return by their places those that have no faults."""
        document, values = self.read(path, tuple[kind, ...])
        if values is not None:
            return document, dict(enumerate(values))
        items = document.value if isinstance(document.value, list) else []
        return document, dict(_sound(kind, document, items))


def without_faulty(document: Document, kind: Any, key: str, item_kind: Any) -> tuple[Document, Any]:
    """Return a document and its value without those entries of a list that have faults; no value where more is wrong.

    What is left stands where it stood.
    """
    whole = document.value
    items = whole.get(key) if isinstance(whole, dict) else None
    if not isinstance(whole, dict) or not isinstance(items, list):
        return document, None
    places = [place for place, _ in _sound(item_kind, document, items)]
    moved = {place: number for number, place in enumerate(places)}
    positions = {
        (key, moved[path[1]], *path[2:]) if path[:1] == (key,) and len(path) > 1 else path: where  # type: ignore[index]
        for path, where in document.positions.items()
        if path[:1] != (key,) or len(path) == 1 or path[1] in moved
    }
    left = Document(document.name, {**whole, key: [items[place] for place in places]}, positions)
    return left, checked(kind, left)[0]


def _sound(kind: Any, document: Document, items: list[Any]) -> Iterator[tuple[int, Any]]:
    for place, item in enumerate(items):
        value, _ = checked(kind, Document(document.name, item, {}))
        if value is not None:
            yield place, value
