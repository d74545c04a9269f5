"""A rule and its conclusions, as the engine holds them after loading: frozen, checked, with parsed conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal, TypeAlias

from springstep.engine.frozen import Frozen
from springstep.engine.language.conditions import Always, Condition, Not, Term, both

Basis: TypeAlias = Literal["guide", "inference", "convention"]
Layer: TypeAlias = Literal["assume", "assess", "limit", "decide", "advise"]
LAYERS: tuple[Layer, ...] = ("assume", "assess", "limit", "decide", "advise")


class Step(Frozen):
    """Ask for at least this step of a scale."""

    decision: str
    step: str


class Bound(Frozen):
    """Cap or floor a number; ``strict`` means that the bound itself is already too much."""

    decision: str
    kind: Literal["cap", "floor"]
    amount: Term
    text: str
    strict: bool = False


class Select(Frozen):
    """Exclude the drills that have all these attributes, or prefer them with a weight."""

    kind: Literal["exclude", "prefer"]
    where: tuple[tuple[str, tuple[str, ...]], ...]
    weight: int = 1
    id_from: str = ""
    """The fact that names the drill meant, instead of attributes."""


class Advise(Frozen):
    """Say something to the runner; topic ``stop`` holds the stop signals."""

    topic: str
    say: str


class Assume(Frozen):
    """Take a value for a fact that is not told."""

    fact: str
    amount: Term | None
    items: tuple[Mapping[str, Any], ...] = ()
    """The elements taken, when the fact is a list."""


Conclusion: TypeAlias = "Step | Bound | Select | Advise | Assume"


class Origin(Frozen):
    """Which entry of which coach's overlay added or changed a rule."""

    overlay: str
    kind: Literal["added", "tightened", "relaxed", "switched_off"]
    author: str
    date: str
    reason: str
    """The code of the reason."""
    note: str
    file: str
    line: int
    column: int


class Rule(Frozen):
    """One rule: when it fires, what it concludes, why, and on what it rests."""

    id: str
    name: str
    topic: str
    moments: tuple[str, ...]
    for_each: str | None
    when: Condition
    when_text: str
    unless: Condition | None
    unless_text: str
    overrides: tuple[str, ...]
    conclusions: tuple[Conclusion, ...]
    because: str
    basis: Basis
    guide: tuple[str, ...]
    layer: Layer
    fires_for: Mapping[str, Any] = field(compare=False)
    silent_for: Mapping[str, Any] = field(compare=False)
    source: str = field(compare=False, default="")
    line: int = field(compare=False, default=0)
    cites_at: tuple[int, int] = field(compare=False, default=(0, 0))
    """Line and column of its list of sentences."""
    overridden_by: tuple[str, ...] = ()
    origin: Origin | None = None
    """The overlay's entry behind it; ``None`` for a rule as the guide's rule base has it."""

    @property
    def order(self) -> int:
        """Return the layer's place, 0 for the first."""
        return LAYERS.index(self.layer)


def effective_condition(rule: Rule, by_id: Mapping[str, Rule]) -> Condition:
    """Return when a rule really fires: its ``when``, unless its ``unless`` or one of its exceptions holds."""
    condition = rule.when
    exceptions = [rule.unless] if rule.unless is not None else []
    exceptions += [by_id[name].when for name in rule.overridden_by]
    for exception in exceptions:
        condition = both(condition, Not(exception)) if not isinstance(condition, Always) else Not(exception)
    return condition
