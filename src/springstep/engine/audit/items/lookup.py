"""Items named by people: a rule by id or name, anything else by its kind and id, or by an id that only one has."""

from __future__ import annotations

from collections.abc import Iterable

from springstep.engine.audit.items.item import KnowledgeItem
from springstep.engine.audit.items.listing import items, kinds
from springstep.engine.audit.items.of_rules import RULES
from springstep.engine.errors import Fault, QueryError, nearest, shown
from springstep.engine.rulebase.base import RuleBase


def item_named(base: RuleBase, wanted: str) -> KnowledgeItem:
    """Return the item of a name such as ``claims/ABC-010``, or of an id or a rule's name; raises ``QueryError``."""
    found = items(base)
    name = "-".join(wanted.split())
    if "/" in name and name in found:
        return found[name]
    rule = next((rule for rule in base.rules if name.upper() == rule.id or name.lower() == rule.name), None)
    if rule is not None:
        return found[f"{RULES}/{rule.id}"]
    alike = [item for item in found.values() if name in (item.id, item.id.lower()) or name.upper() == item.id]
    if len(alike) == 1:
        return alike[0]
    if alike:
        which = ", ".join(item.name for item in alike)
        raise QueryError([Fault("ambiguous", f"{shown(wanted)} may be several things", allowed=f"say which: {which}")])
    close = nearest(name, [*found, *(rule.name for rule in base.rules), *(item.id for item in found.values())])
    hint = close if close.startswith("did") else f"a rule's id, or a kind, / and an id; kinds: {', '.join(kinds(base))}"
    raise QueryError([Fault("unknown_name", f"nothing is called {shown(wanted)}", allowed=hint)])


def items_chosen(
    base: RuleBase,
    *,
    names: Iterable[str] = (),
    of_kinds: Iterable[str] = (),
    topics: Iterable[str] = (),
    everything: bool = False,
) -> list[KnowledgeItem]:
    """Return the items that are named or belong to what is named, in their order; raises ``QueryError``."""
    for name, known, what in (
        *((kind, kinds(base), "kind") for kind in of_kinds),
        *((topic, tuple(base.topics), "topic") for topic in topics),
    ):
        if name not in known:
            allowed = f"{what}s: {', '.join(known)}"
            raise QueryError([Fault("unknown_name", f"no {what} {shown(name)}", allowed=allowed)])
    named = {item_named(base, name).name for name in names}
    named |= {f"{RULES}/{rule.id}" for rule in base.rules if rule.topic in set(topics)}
    wanted = set(of_kinds)
    return [item for item in items(base).values() if everything or item.kind in wanted or item.name in named]
