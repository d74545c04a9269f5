"""The rules that are not as they were approved: where something is wrong since, they are the first to look at."""

from __future__ import annotations

from typing import NamedTuple

from springstep.engine.audit.items.approved import since_approved
from springstep.engine.audit.items.of_rules import RULES
from springstep.engine.errors import KnowledgeError
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized


class EditedRule(NamedTuple):
    """A rule that was changed or added since, or that is gone."""

    id: str
    moments: frozenset[str]
    bears_on: frozenset[str]
    """The decisions and tables on which it concludes, or did."""


@memoized
def edited_rules(base: RuleBase) -> tuple[EditedRule, ...]:
    """Return the rules that were edited since the knowledge was approved; none where no record of that can be read."""
    try:
        changed = [each for each in since_approved(base) if each.item.kind == RULES]
    except KnowledgeError:
        return ()
    found = []
    for each in changed:
        contents = [item.content for item in (each.was, each.now) if item is not None]
        moments = frozenset(moment for content in contents for moment in content.get("moments", ()))
        concluded = {str(then[1]) for content in contents for then in content.get("then", ())}
        found.append(EditedRule(each.item.id, moments, frozenset(concluded)))
    return tuple(found)
