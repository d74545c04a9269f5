"""Join conclusions into decisions: caution only adds up, so the order in which rules fired never matters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from springstep.engine.frozen import Frozen
from springstep.engine.language.entries import DecisionScheme
from springstep.engine.language.rules import Conclusion


class Concluded(Frozen):
    """One conclusion of one firing, with its amount worked out; compared by identity, as firings are."""

    rule: str
    conclusion: Conclusion
    amount: Any = None

    __eq__ = object.__eq__
    __hash__ = object.__hash__


class Settlement(Frozen):
    """How a decision came out: its value, the conclusions that carried it and those they dominate."""

    decision: str
    value: Any
    strict: bool
    carried: tuple[Concluded, ...]
    dominated: tuple[Concluded, ...]


def settle(shape: DecisionScheme, concluded: Iterable[Concluded]) -> Settlement:
    """Join the conclusions on one decision; without any, its value is ``None``."""
    found = tuple(concluded)
    if not found:
        return Settlement(shape.name, None, False, (), ())
    ranks = {id(entry): _caution(shape, entry) for entry in found}
    most = max(ranks.values())
    carried = tuple(entry for entry in found if ranks[id(entry)] == most)
    dominated = tuple(entry for entry in found if ranks[id(entry)] != most)
    strict = bool(getattr(carried[0].conclusion, "strict", False))
    return Settlement(shape.name, carried[0].amount, strict, carried, dominated)


def _caution(shape: DecisionScheme, entry: Concluded) -> tuple[float, bool]:
    """Rank a conclusion: the higher the more cautious; a strict cap is tighter than the same cap."""
    if shape.kind == "scale":
        return float(tuple(shape.steps).index(entry.amount)), False
    sign = -1.0 if shape.kind == "cap" else 1.0
    return sign * entry.amount, bool(getattr(entry.conclusion, "strict", False))
