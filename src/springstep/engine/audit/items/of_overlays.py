"""The entries of a coach's overlays as items: what each says, who wants it and since when."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from springstep.engine.audit.items.item import KnowledgeItem
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import parse_yaml, read_file

OVERLAYS = "overlays"
_PARTS = {"add": "id", "tighten": "rule", "relax": "rule", "relaxes_claims": "claim"}
"""The parts of an overlay, each with the field that says what an entry is about."""


def overlay_items(base: RuleBase) -> Iterator[KnowledgeItem]:
    """Yield the entries of the overlays laid over a rule base; raises ``SourceError`` where a file is gone."""
    for overlay in base.overlays:
        written: Any = parse_yaml(read_file(Path(overlay.file)), name=overlay.file).value
        for part, field in _PARTS.items():
            for entry in written.get(part, ()):
                content = {"author": overlay.author, "date": overlay.date, **entry, "does": part}
                yield KnowledgeItem(OVERLAYS, f"{overlay.name}/{entry[field]}", content)
