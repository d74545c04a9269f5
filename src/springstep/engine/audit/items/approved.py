"""The record of everything as it was approved, kept beside the rules: what since is gone, added or another shows.

It holds what every item says and nobody's name. `springstep audit approve` writes it; whoever changes the knowledge
reads what changed in it before it is committed, and what nobody approved is a finding of every audit until then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from springstep.engine.audit.items.differences import Difference, differences
from springstep.engine.audit.items.item import KnowledgeItem, as_written, canonical, split_name
from springstep.engine.audit.items.listing import items_of_knowledge
from springstep.engine.errors import Fault, KnowledgeError
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.opening import found as is_found
from springstep.engine.text.source import SourceError, parse_json, read_file

FILE = "approved.json"
_MOST_BYTES = 20_000_000


def approved_text(base: RuleBase) -> str:
    """Write everything that the knowledge says, an item a line, so that a diff shows what was approved anew."""
    found = sorted(items_of_knowledge(base).values(), key=lambda item: item.name)
    lines = ",\n".join(f"{canonical(item.name)}:{as_written(item.content)}" for item in found)
    return f"{{\n{lines}\n}}\n"


def load_approved(folder: Path) -> Mapping[str, KnowledgeItem] | None:
    """Read the record of a knowledge folder; nothing where it has none. Raises ``KnowledgeError``."""
    path = folder / FILE
    if not is_found(path):
        return None
    try:
        held: Any = parse_json(read_file(path, max_bytes=_MOST_BYTES), name=FILE).value
    except SourceError as error:
        raise KnowledgeError(error.faults) from None
    if not isinstance(held, dict) or not all("/" in name for name in held):
        what = "is not a record of what was approved"
        raise KnowledgeError(
            [Fault("malformed", what, source=FILE, allowed="`springstep audit approve` writes it anew")]
        )
    return {name: KnowledgeItem(*split_name(name), content) for name, content in held.items()}


def since_approved(base: RuleBase) -> Iterator[Difference]:
    """Yield what of the knowledge is not as it was approved; nothing where no record is kept of it."""
    approved = load_approved(base.folder)
    if approved is not None:
        yield from differences(approved, items_of_knowledge(base))
