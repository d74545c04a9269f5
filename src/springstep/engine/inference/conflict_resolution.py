"""Conflict resolution: the most cautious conclusion decides, or all add up, so the order of firing never matters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from springstep.engine.frozen import Frozen
from springstep.engine.language.conclusions import Conclusion
from springstep.engine.language.declarations import DecisionScheme


class Concluded(Frozen):
    """One conclusion of one firing, with its amount worked out; compared by identity, as firings are."""

    rule: str
    conclusion: Conclusion
    amount: Any = None

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @property
    def lost(self) -> bool:
        """Tell whether its amount could not be worked out because a fact is missing."""
        return self.conclusion.term is not None and self.amount is None


class Resolution(Frozen):
    """How a decision came out: its value, the conclusions that carried it and those they dominate."""

    decision: str
    value: Any
    """``None`` where nothing was concluded, or a conclusion could not be worked out."""
    strict: bool
    carried: tuple[Concluded, ...]
    dominated: tuple[Concluded, ...]


def resolve(scheme: DecisionScheme, concluded: Iterable[Concluded]) -> Resolution:
    """Resolve the conclusions on one decision: of a sum all carry, and without any it is 0."""
    conclusions = tuple(concluded)
    if scheme.kind == "sum":
        return Resolution(scheme.name, sum(entry.amount for entry in conclusions), False, conclusions, ())
    if not conclusions or any(entry.lost for entry in conclusions):
        return Resolution(scheme.name, None, False, (), ())
    ranks = {id(e): scheme.caution(e.amount, strict=e.conclusion.strict) for e in conclusions}
    most = max(ranks.values())
    carried = tuple(entry for entry in conclusions if ranks[id(entry)] == most)
    dominated = tuple(entry for entry in conclusions if ranks[id(entry)] != most)
    return Resolution(scheme.name, carried[0].amount, carried[0].conclusion.strict, carried, dominated)
