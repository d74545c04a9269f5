"""Read what a rule excludes or prefers of the rows of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

from springstep.engine.errors import Code, nearest, shown
from springstep.engine.language.conclusions import Select
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.tables import Table

Refuse: TypeAlias = Callable[[Code, str, str], None]
"""Notes a fault of the line: its kind, what is wrong, what would be right."""
_WEIGHT, _FACT = "weight", "id_from"


def selection(
    kind: Literal["exclude", "prefer"],
    name: str,
    entry: Any,
    tables: Mapping[str, Table],
    names: Mapping[str, FactInfo],
    refuse: Refuse,
) -> list[Select]:
    """Return what a line selects of a table; nothing where it has a fault, which is told to ``refuse``."""
    table = tables.get(name)
    if table is None:
        verbs = [f"{verb}_{each}" for verb in ("exclude", "prefer") for each in tables]
        refuse("unknown_name", "unknown field", nearest(f"{kind}_{name}", verbs))
        return []
    if not isinstance(entry, dict):
        refuse("wrong_type", f"must be a mapping of names to values, not {shown(entry)}", "")
        return []
    if kind == "exclude":
        return [Select("exclude", _rows(entry, table, refuse), table=name)]
    wanted = {attribute: value for attribute, value in entry.items() if attribute not in (_WEIGHT, _FACT)}
    weight, source = entry.get(_WEIGHT, 1), entry.get(_FACT, "")
    if isinstance(weight, bool) or not isinstance(weight, int) or weight < 1:
        refuse("not_allowed", f"weight {shown(weight)} is not allowed", "a whole number from 1")
        return []
    if not wanted and not source:
        refuse("missing", f"names no {table.row}", f"say which {table.name} are preferred")
        return []
    known = [fact for fact, info in names.items() if info.kind == "row" and info.table == table.name]
    if source != "" and source not in known:
        refuse("unknown_name", f"no fact '{source}' names a {table.row}", nearest(str(source), known))
        return []
    return [Select("prefer", _rows(wanted, table, refuse), weight, str(source), name)]


def _rows(where: Mapping[str, Any], table: Table, refuse: Refuse) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return by attribute the values that rows are selected by."""
    parts = []
    for attribute, wanted in where.items():
        values = tuple(str(each) for each in wanted) if isinstance(wanted, list) else (str(wanted),)
        if not values:
            refuse("missing", f"{attribute} names no value", "name at least one, or leave it out")
            continue
        if attribute not in table.attributes:
            what = f"{table.name} have no attribute '{attribute}'"
            refuse("unknown_name", what, nearest(attribute, table.attributes))
            continue
        known = sorted(table.attributes[attribute])
        for value in values:
            if value not in known:
                refuse("unknown_name", f"no {table.row} has {attribute} '{value}'", nearest(value, known))
        parts.append((attribute, values))
    return tuple(parts)
