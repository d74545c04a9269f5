"""What either engine says of a case, in one form, and how two opinions differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

from springstep.engine.advice.row_limits import selects_of
from springstep.engine.inference.forward import Inference
from springstep.engine.language.conclusions import Assume
from springstep.engine.rulebase.base import RuleBase

Item: TypeAlias = "tuple[tuple[str, str], ...]"
"""The fields of the item a firing was for; empty when it was for none. Two equal items are told apart by counting."""


@dataclass(frozen=True)
class Verdict:
    """How a decision came out, and the firings' conclusions that carried it."""

    value: Any
    strict: bool
    carried: Counter[tuple[str, Item, int]]


@dataclass(frozen=True)
class Opinion:
    """Everything that is compared; none of it has an order."""

    fired: Counter[tuple[str, Item]]
    """Rule and item."""
    concluded: Counter[tuple[str, Item, int, Any]]
    """Rule, item, place of the conclusion in the rule, amount."""
    decisions: Mapping[str, Verdict]
    facts: Mapping[str, Any]
    """What was given and what was assumed for the rest."""
    assumed: frozenset[tuple[str, str]]
    """Fact and the rule by which it was assumed."""
    excluded: Mapping[str, frozenset[str]]
    """Row, with its table, to the rules that exclude it."""
    weights: Mapping[str, int]
    """Row, with its table, to the sum of what speaks for it."""


def item_of(element: Mapping[str, Any] | None) -> Item:
    """Write an item so that it can be counted."""
    return tuple(sorted((element or {}).items()))


def plain(value: Any) -> Any:
    """Write a value so that it can be compared and counted; a number is told apart from a flag and from text.

    CLIPS reckons with binary fractions, the engine exactly, so numbers are compared to nine decimals. Cases have six at
    most, so what a rule makes of them does not lie half way between two of nine.
    """
    if isinstance(value, (list, tuple)):
        return tuple(element if isinstance(element, str) else item_of(element) for element in value)
    return value if isinstance(value, bool | str | None) else round(float(value), 9)


def opinion_of(base: RuleBase, inference: Inference) -> Opinion:
    """Read the opinion off the engine's own record."""
    placed = {
        id(entry): (fired.rule.id, item_of(fired.item.value if fired.item else None), place)
        for fired in inference.fired
        for place, entry in enumerate(fired.concluded)
    }
    entries = [entry for fired in inference.fired for entry in fired.concluded]
    rows = [
        (f"{table.name}--{row.id}", row, selects_of(inference, table.name))
        for table in base.tables.values()
        for row in table.rows
    ]
    return Opinion(
        fired=Counter((fired.rule.id, item_of(fired.item.value if fired.item else None)) for fired in inference.fired),
        concluded=Counter((*placed[id(entry)], plain(entry.amount)) for entry in entries),
        decisions={
            name: Verdict(plain(found.value), found.strict, Counter(placed[id(entry)] for entry in found.carried))
            for name, found in inference.resolved.items()
            if found.value is not None
        },
        facts={name: plain(fact.value) for name, fact in inference.facts.items()},
        assumed=frozenset(
            (entry.conclusion.fact, entry.rule) for entry in entries if isinstance(entry.conclusion, Assume)
        ),
        excluded={
            name: frozenset(rule for rule, select, _ in selects if select.kind == "exclude" and select.means(row))
            for name, row, selects in rows
        },
        weights={
            name: sum(
                select.weight for _, select, wanted in selects if select.kind == "prefer" and select.means(row, wanted)
            )
            for name, row, selects in rows
        },
    )


def differences(experta: Opinion, second: Opinion) -> list[str]:
    """Say where two opinions differ, one line each; nothing when they agree."""
    found: list[str] = []
    for field in fields(Opinion):
        one, other = getattr(experta, field.name), getattr(second, field.name)
        if one != other:
            found += [f"{field.name}: {line}" for line in _apart(one, other)]
    return found


def _apart(one: Any, other: Any) -> Iterable[str]:
    if isinstance(one, frozenset):
        one, other = dict.fromkeys(one, True), dict.fromkeys(other, True)
    for key in sorted(one.keys() | other.keys(), key=repr):
        if one.get(key) != other.get(key):
            yield f"{key}: experta says {one.get(key)}, CLIPS {other.get(key)}"
