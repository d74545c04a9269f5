"""Join conclusions into decisions: caution only adds up, so the order in which rules fired never matters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from springstep.engine.frozen import Frozen
from springstep.engine.language.entries import DecisionScheme
from springstep.engine.language.rules import Advise, Assume, Bound, Conclusion, Select, Step


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
        return is_lost(self.conclusion, self.amount)


def is_lost(conclusion: Conclusion, amount: Any) -> bool:
    """Tell whether a conclusion needs an amount and has none."""
    match conclusion:
        case Bound() | Assume():
            return amount is None
        case Select(id_from=str() as name):
            return amount is None and name != ""
        case Step() | Advise():
            return False


class Settlement(Frozen):
    """How a decision came out: its value, the conclusions that carried it and those they dominate."""

    decision: str
    value: Any
    """``None`` where nothing was concluded, or something that could not be worked out."""
    strict: bool
    carried: tuple[Concluded, ...]
    dominated: tuple[Concluded, ...]


def settle(shape: DecisionScheme, concluded: Iterable[Concluded]) -> Settlement:
    """Join the conclusions on one decision."""
    found = tuple(concluded)
    if not found or any(entry.lost for entry in found):
        return Settlement(shape.name, None, False, (), ())
    ranks = [caution(shape, entry.amount, bool(getattr(entry.conclusion, "strict", False))) for entry in found]
    most = max(ranks)
    carried = tuple(entry for entry, rank in zip(found, ranks, strict=True) if rank == most)
    dominated = tuple(entry for entry, rank in zip(found, ranks, strict=True) if rank != most)
    strict = bool(getattr(carried[0].conclusion, "strict", False))
    return Settlement(shape.name, carried[0].amount, strict, carried, dominated)


def caution(shape: DecisionScheme, amount: Any, strict: bool) -> tuple[Any, bool]:
    """Rank a conclusion: the higher the more cautious; a strict cap is tighter than the same cap."""
    if shape.kind == "scale":
        return tuple(shape.steps).index(amount), False
    return (-amount if shape.kind == "cap" else amount), strict
