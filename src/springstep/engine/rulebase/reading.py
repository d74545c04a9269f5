"""Read knowledge files one after another: strict text, checked shape, every fault gathered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from springstep.engine.errors import Fault
from springstep.engine.text.source import Document, SourceError, parse_yaml
from springstep.engine.text.validation import validate


class KnowledgeReader:
    """Reads files and keeps the faults of all of them."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def read(self, path: Path, kind: Any) -> tuple[Document, Any]:
        """Read one file and check it against a type; the value is ``None`` when it has faults."""
        try:
            document = parse_yaml(path.read_text(encoding="utf-8"), name=path.name)
        except (OSError, UnicodeDecodeError) as error:
            self.faults.append(Fault(f"cannot be read: {error}", source=path.name))
        except SourceError as error:
            self.faults.extend(error.faults)
        else:
            value, faults = validate(kind, document)
            self.faults.extend(faults)
            return document, value
        return Document(path.name, None, {}), None
