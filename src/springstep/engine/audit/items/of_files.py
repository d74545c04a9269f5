"""What the files of a knowledge folder say besides rules, item by item.

Files are taken as they are written, whatever they hold: what only the subject's own code reads is an item, too. A list
whose entries have names gives an item an entry, and one more for their order where order decides something; of what has
no names, each key of the file is an item.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from springstep.engine.audit.items.item import ORDER, KnowledgeItem, canonical
from springstep.engine.language.tables import Table
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import SourceError, parse_yaml, read_file

CLAIMS = "claims"
_NAMES = ("id", "fact", "constraint", "check_in", "number", "verdict", "findings", "plant", "name", "table")
"""The fields that name an entry, or all that it is about: the first that every entry has to itself."""
_SHARED = "verdict"
"""The field that names entries of which several may have one name."""
_IN_ANY_ORDER = frozenset({"accepted", CLAIMS, "constraints", "guide", "history", "tensions"})
"""The files whose entries may stand in any order."""


def file_items(base: RuleBase) -> Iterator[KnowledgeItem]:
    """Yield what the files of a knowledge folder say, those of its rules left out.

    Raises ``SourceError`` for a file that cannot be read, unless the rule base was read only as far as it can be.
    """
    for path in sorted(base.folder.glob("*.yaml")):
        kind = path.stem
        try:
            value = parse_yaml(read_file(path), name=path.name).value
        except SourceError:
            if base.partial:
                continue
            raise
        taken: Counter[str] = Counter()
        parts = value if isinstance(value, dict) else {kind: value}
        for key, part in parts.items():
            named = list(_named(part, base.tables.get(kind) if part is value else None))
            prefix = "" if key == kind else f"{key}/"
            found = [_item(kind, f"{prefix}{name}", content, taken) for name, content in named]
            if found and kind not in _IN_ANY_ORDER:
                found.append(_item(kind, f"{prefix}{ORDER}", [item.id for item in found], taken))
            yield from found or [_item(kind, key, part, taken)]


def _item(kind: str, name: str, content: Any, taken: Counter[str]) -> KnowledgeItem:
    """Return an item under its name, with a number where others of the file have taken that."""
    taken[name] += 1
    number = f"#{taken[name]}" if taken[name] > 1 else ""
    return KnowledgeItem(kind, f"{name}{number}", content)


def _named(entries: Any, table: Table | None) -> Iterator[tuple[str, Any]]:
    """Yield the entries of a list with their names; nothing where they have none."""
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return
    field = next((name for name in _NAMES if _tells_apart(name, entries)), None)
    for entry in entries:
        if table is not None:
            yield _row_name(entry, table), entry
        elif field is not None:
            yield from _by_field(entry, field)


def _tells_apart(field: str, entries: list[dict[str, Any]]) -> bool:
    """Tell whether a field names every entry of a list."""
    if not all(field in entry for entry in entries):
        return False
    return field == _SHARED or len({canonical(entry[field]) for entry in entries}) == len(entries)


def _row_name(entry: Mapping[str, Any], table: Table) -> str:
    return str(entry[table.key]) if table.key else "-".join(str(value) for value in entry.values())


def _by_field(entry: Mapping[str, Any], field: str) -> Iterator[tuple[str, Any]]:
    """Yield an entry by its name, or under each of the names that it gives in a list."""
    named = entry[field]
    if not isinstance(named, list):
        yield str(named), entry
        return
    for name in named:
        yield str(name), {key: value for key, value in entry.items() if key != field}
