"""What the parts of a vocabulary are built with: the names known so far, and where each entry is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from springstep.engine.errors import Code, Fault, nearest
from springstep.engine.language.condition_text import ConditionError
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.tables import Table
from springstep.engine.rulebase.knowledge_reader import KnowledgeReader
from springstep.engine.text.source import Document
from springstep.engine.text.source import Path as Place

Names = dict[str, FactInfo]


class VocabularyBuilder:
    """Builds one entry after another, noting every fault at its place."""

    def __init__(
        self, reader: KnowledgeReader, tables: Mapping[str, Table], names: Mapping[str, FactInfo] | None = None
    ) -> None:
        self._reader = reader
        self.tables = tables
        self._document = Document("", None, {})
        self._where: Place = ()
        self.names: Names = dict(names or {})

    def at(self, document: Document, where: Place) -> VocabularyBuilder:
        """Take up one entry of a file."""
        self._document, self._where = document, where
        return self

    def fault(self, code: Code, key: str | Place, what: str, allowed: str = "") -> None:
        """Note a fault at an entry of what is taken up."""
        path = (*self._where, *((key,) if isinstance(key, str) else key))
        self._reader.faults.append(self._document.fault(code, path, what, allowed=allowed))

    def parsed(self, key: str | Place, parse: Callable[[], Any]) -> Any:
        """Return what is parsed, or ``None`` and the fault noted."""
        try:
            return parse()
        except ConditionError as error:
            self.fault("bad_condition", key, str(error))
            return None

    def filled(self, key: str | Place, text: str, names: Collection[str]) -> None:
        """Note a fault for each name in braces that nothing can be filled in for."""
        for name in re.findall(r"\{(\w+)(?::[^}]*)?\}", text):
            if name not in names:
                self.fault("unknown_name", key, f"'{name}' is nothing that can be filled in", nearest(name, names))

    @property
    def faults(self) -> list[Fault]:
        """Return the faults found so far, in whatever file."""
        return self._reader.faults
