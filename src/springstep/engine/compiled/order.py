"""The order of firing within a layer, found once for all cases.

An agenda fires first what matched the newest facts: what a late layer decided before what an early one did, that before
an item of a list, the last item first, and that before the facts of the case; among equals the rules' own order. All of
it but the number of items follows from what a rule reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from springstep.engine.language.declarations import DecisionScheme
from springstep.engine.language.rules import LAYERS, Rule

Placed: TypeAlias = "tuple[int, Rule]"
"""A rule, and its place among the rules of its moment."""

_CASE, _ITEM, _SETTLED = 0, 1, 2


class Group(NamedTuple):
    """Rules that fire one after the other: once, or for each item of a list, the last item first."""

    scope: str | None
    rules: tuple[Placed, ...]


def groups_of(
    rules: Iterable[Placed],
    by_id: Mapping[str, Rule],
    decisions: Mapping[str, DecisionScheme],
    scopes: Iterable[str],
) -> Iterator[Group]:
    """Yield the rules of one layer as they fire."""
    order = {scope: index for index, scope in enumerate(scopes)}
    found: dict[tuple[tuple[int, int], ...], list[Placed]] = {}
    for place, rule in rules:
        matched = {(_CASE, 0)}
        matched |= {(_ITEM, order[rule.for_each])} if rule.for_each is not None else set()
        settling = (decisions[name].settles for name in rule.reads(by_id) if name in decisions)
        matched |= {(_SETTLED, LAYERS.index(layer)) for layer in settling}
        found.setdefault(tuple(sorted(matched, reverse=True)), []).append((place, rule))
    for key in sorted(found, reverse=True):
        yield Group(found[key][0][1].for_each, tuple(found[key]))
