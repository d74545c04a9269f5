"""What experta's working memory holds of a case while its rules run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from springstep.engine.inference.case import FactValue
from springstep.engine.inference.experta_parts import Fact as EngineFact
from springstep.engine.language.rules import LAYERS, Layer


class View:
    """Facts and where they come from; experta treats it as one opaque value, equal only to itself."""

    __slots__ = ("facts", "values")

    def __init__(self, facts: Mapping[str, FactValue]) -> None:
        self.facts = facts
        self.values = {name: fact.value for name, fact in facts.items()}


class Opaque:
    """Carries a value through working memory; equal only to itself."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


class GivenFacts(EngineFact):  # type: ignore[misc]
    """What the case tells; only rules of the layer ``assume`` read it."""


class CompletedFacts(EngineFact):  # type: ignore[misc]
    """What the case tells and what is assumed for the rest."""


class Item(EngineFact):  # type: ignore[misc]
    """One element of a list fact."""


class DecisionsSoFar(EngineFact):  # type: ignore[misc]
    """The decisions that stand after a layer."""


class Conclusions(EngineFact):  # type: ignore[misc]
    """What one firing concluded."""


class LayerOpen(EngineFact):  # type: ignore[misc]
    """The layer that is being worked on."""


def salience(layer: Layer, *, closing: bool = False) -> int:
    """Return the salience of a layer's rules: earlier layers fire first, and a layer is closed after its own rules."""
    return 2 * (len(LAYERS) - LAYERS.index(layer)) - (1 if closing else 0)
