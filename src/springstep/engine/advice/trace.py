"""The trace: what fired, in order, what it matched and concluded, and what was chosen.

The trace is data. Every explanation is rendered from it and from nothing else.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from springstep.engine.inference.forward import Engine
from springstep.engine.language.basis import Basis
from springstep.engine.record import ANSWER, Described, Record


class Matched(Record):
    """A fact or earlier decision that a firing's condition or conclusion read."""

    fact: str
    value: Annotated[Any, ANSWER]
    source: Annotated[
        Literal["given", "diary", "derived", "assumed", "decided"],
        Described(
            "given: stated in the case; diary: remembered from the entries in `note`; derived: computed from "
            "other facts; assumed: taken by the rule in `note`; decided: a decision of an earlier layer."
        ),
    ]
    note: str = ""


class Conclusion(Record):
    """One conclusion of a firing, and whether it carried."""

    kind: Literal["step", "cap", "floor", "add", "exclude", "prefer", "advise", "assume"]
    target: Annotated[
        str, Described("The decision, fact, or topic of advice; the table for exclusions and preferences.")
    ]
    value: Annotated[Any, ANSWER, Described("The step, amount, rows, or words concluded.")]
    strict: Annotated[bool, Described("For a cap: the value itself is already too much.")] = False
    carried: Annotated[
        bool,
        Described(
            "Whether it was (one of) the most cautious, or simply adds up. Advice does not carry when "
            "it would speak of a fact that was not given."
        ),
    ]
    dominated_by: Annotated[tuple[str, ...], Described("The rules whose conclusion was more cautious.")] = ()


class Firing(Record):
    """One rule firing."""

    seq: Annotated[int, Described("Place in the order of firing, from 1.")]
    rule: str
    name: str
    layer: str
    item: Annotated[dict[str, Any] | None, Described("The item of a list that it was for.")] = None
    matched: tuple[Matched, ...]
    conclusions: tuple[Conclusion, ...]
    because: str
    basis: Basis
    guide: tuple[str, ...]


class Option(Record):
    """One row that might have been chosen."""

    value: str
    taken: bool
    weight: int = 0
    preferred_by: Annotated[tuple[str, ...], Described("The rules whose preference speaks for it.")] = ()
    refused_by: Annotated[tuple[str, ...], Described("The rules that ruled it out.")] = ()
    why: str = ""


class ChoiceMade(Record):
    """One choice: every option, and what ruled out those that were not taken."""

    decision: str
    chosen: str
    how: Annotated[str, Described("The criterion by which it was chosen.")]
    options: tuple[Option, ...]


class Trace(Record):
    """Everything that happened, in order."""

    engine: Annotated[
        Engine,
        Described(
            "Which engine ran the rules: experta; function, the generated code alone, where experta is not installed; "
            "or stock, unmodified experta. All have the same results."
        ),
    ]
    firings: tuple[Firing, ...]
    choices: tuple[ChoiceMade, ...] = ()

    def firings_of(self, rule: str) -> tuple[Firing, ...]:
        """Return the firings of one rule, one for each item that it was for."""
        return tuple(firing for firing in self.firings if firing.rule == rule)

    def added(self, decision: str) -> dict[str, int]:
        """Return the points that each rule added to a sum, over all its firings; empty for any other decision."""
        found: dict[str, int] = {}
        for firing in self.firings:
            for conclusion in firing.conclusions:
                if conclusion.kind == "add" and conclusion.target == decision:
                    found[firing.rule] = found.get(firing.rule, 0) + conclusion.value
        return found
