"""Join conclusions into decisions: caution only adds up, so the order in which rules fired never matters."""

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
        """Tell whether its amount could not be worked out, for want of a fact."""
        return self.conclusion.term is not None and self.amount is None


class Resolution(Frozen):
    """How a decision came out: its value, the conclusions that carried it and those they dominate."""

    decision: str
    value: Any
    """``None`` where nothing was concluded, or something that could not be worked out."""
    strict: bool
    carried: tuple[Concluded, ...]
    dominated: tuple[Concluded, ...]


def resolve(schema: DecisionScheme, concluded: Iterable[Concluded]) -> Resolution:
    """Join the conclusions on one decision."""
    found = tuple(concluded)
    if not found or any(entry.lost for entry in found):
        return Resolution(schema.name, None, False, (), ())
    ranks = {id(e): schema.caution(e.amount, strict=e.conclusion.strict) for e in found}
    most = max(ranks.values())
    carried = tuple(entry for entry in found if ranks[id(entry)] == most)
    dominated = tuple(entry for entry in found if ranks[id(entry)] != most)
    return Resolution(schema.name, carried[0].amount, carried[0].conclusion.strict, carried, dominated)
