"""A rule, as the engine holds it after loading: frozen, checked, with parsed conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from typing import Any, Literal, TypeAlias

from springstep.engine.frozen import Frozen
from springstep.engine.language.basis import Basis
from springstep.engine.language.conclusions import Conclusion
from springstep.engine.language.conditions import Always, Condition, Not, both, names_in

Layer: TypeAlias = Literal["assume", "weigh", "assess", "limit", "decide", "advise"]
LAYERS: tuple[Layer, ...] = ("assume", "weigh", "assess", "limit", "decide", "advise")


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
    """One rule: when it fires, what it concludes, why, and what it rests on."""

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
    short: str = field(compare=False, default="")
    """The reason in a few words, for a page that has few lines; empty where there is only the whole one."""

    @property
    def order(self) -> int:
        """Return the layer's place, 0 for the first."""
        return LAYERS.index(self.layer)

    @cached_property
    def decides(self) -> tuple[str, ...]:
        """Return the decisions that it bears on, each once."""
        return tuple(dict.fromkeys(conclusion.decides for conclusion in self.conclusions if conclusion.decides))

    @property
    def assumed(self) -> tuple[str, ...]:
        """Return the facts that it takes a value for, in order."""
        return tuple(conclusion.assumes for conclusion in self.conclusions if conclusion.assumes)

    @property
    def only_says(self) -> bool:
        """Say whether it only gives advice."""
        return all(conclusion.says for conclusion in self.conclusions)

    def on(self, decision: str) -> tuple[Conclusion, ...]:
        """Return its conclusions on a decision."""
        return tuple(conclusion for conclusion in self.conclusions if conclusion.decides == decision)

    def reads(self, by_id: Mapping[str, Rule]) -> tuple[str, ...]:
        """Return the names of the facts and decisions that it reads, each once; fields of items as conditions do."""
        read = [*names_in(effective_condition(self, by_id)), *(n for c in self.conclusions for n in c.reads)]
        return tuple(dict.fromkeys(read))


def effective_condition(rule: Rule, by_id: Mapping[str, Rule]) -> Condition:
    """Return when a rule really fires: its ``when``, unless its ``unless`` or one of its exceptions holds."""
    condition = rule.when
    exceptions = [rule.unless] if rule.unless is not None else []
    exceptions += [by_id[name].when for name in rule.overridden_by]
    for exception in exceptions:
        condition = both(condition, Not(exception)) if not isinstance(condition, Always) else Not(exception)
    return condition
