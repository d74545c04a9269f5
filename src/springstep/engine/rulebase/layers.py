"""The layer of a rule: the earliest in which one of its conclusions is needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from springstep.engine.language.conclusions import Conclusion
from springstep.engine.language.declarations import DecisionScheme
from springstep.engine.language.rules import LAYERS, Layer


def earliest(conclusions: Iterable[Conclusion], decisions: Mapping[str, DecisionScheme]) -> Layer:
    """Return the earliest layer that any of these conclusions is needed in; there must be one."""
    return min((_needed_in(conclusion, decisions) for conclusion in conclusions), key=LAYERS.index)


def _needed_in(conclusion: Conclusion, decisions: Mapping[str, DecisionScheme]) -> Layer:
    if conclusion.assumes:
        return "assume"
    if conclusion.decides in decisions:
        return decisions[conclusion.decides].settles
    return "limit" if conclusion.selects else "advise"
