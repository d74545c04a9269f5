"""Everything of a rule base that decides something, as items: what can be signed, approved and compared."""

from __future__ import annotations

from collections.abc import Mapping

from springstep.engine.audit.items.item import KnowledgeItem
from springstep.engine.audit.items.of_files import file_items
from springstep.engine.audit.items.of_overlays import overlay_items
from springstep.engine.audit.items.of_rules import rule_items
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized


@memoized
def items(base: RuleBase) -> Mapping[str, KnowledgeItem]:
    """Return every item of a rule base by its name; raises ``SourceError`` where a file cannot be read any more."""
    found = (*rule_items(base), *file_items(base), *overlay_items(base))
    return {item.name: item for item in found}


def items_of_knowledge(base: RuleBase) -> Mapping[str, KnowledgeItem]:
    """Return every item of the knowledge itself, as it is without any overlay."""
    return items(base if base.unlaid is None else base.unlaid)


def kinds(base: RuleBase) -> tuple[str, ...]:
    """Return the kinds of item that a rule base has, in the order in which they are listed."""
    return tuple(dict.fromkeys(item.kind for item in items(base).values()))
