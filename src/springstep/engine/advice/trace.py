"""The trace: what fired, in order, what it matched and concluded, and what the plan builder chose.

The trace is data. Every explanation is rendered from it and from nothing else.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from springstep.engine.record import Record


class Matched(Record):
    """A fact or earlier decision that a firing's condition or conclusion read."""

    fact: str
    value: Any
    source: Annotated[
        Literal["given", "diary", "derived", "assumed", "decided"],
        Field(
            description="given: told in the case; diary: remembered from the entries in `note`; derived: computed from "
            "other facts; assumed: taken by the rule in `note`; decided: a decision of an earlier layer."
        ),
    ]
    note: str = ""


class Conclusion(Record):
    """One conclusion of a firing, and whether it carried."""

    kind: Literal["step", "cap", "floor", "exclude", "prefer", "advise", "assume"]
    target: Annotated[
        str, Field(description="The decision, fact, or topic of advice; `drills` for exclusions and preferences.")
    ]
    value: Annotated[Any, Field(description="The step, amount, drills, or words concluded.")]
    strict: Annotated[bool, Field(description="For a cap: the value itself is already too much.")] = False
    carried: Annotated[
        bool,
        Field(
            description="Whether it was (one of) the most cautious, or simply adds up. Advice does not carry when "
            "it would speak of a fact that was not told."
        ),
    ]
    dominated_by: Annotated[tuple[str, ...], Field(description="The rules whose conclusion was more cautious.")] = ()


class Firing(Record):
    """One rule firing."""

    seq: Annotated[int, Field(description="Place in the order of firing, from 1.")]
    rule: str
    name: str
    layer: str
    item: Annotated[dict[str, Any] | None, Field(description="The injury or stiff place that it was for.")] = None
    matched: tuple[Matched, ...]
    conclusions: tuple[Conclusion, ...]
    because: str
    basis: Literal["guide", "inference", "convention"]
    guide: tuple[str, ...]


class Option(Record):
    """One value that the plan builder could have chosen."""

    value: str
    taken: bool
    weight: int = 0
    preferred_by: Annotated[tuple[str, ...], Field(description="The rules whose preference speaks for it.")] = ()
    refused_by: Annotated[tuple[str, ...], Field(description="The rules that ruled it out.")] = ()
    why: str = ""


class Choice(Record):
    """One choice of the plan builder: every option, and what ruled out those that it did not take."""

    decision: str
    chosen: str
    how: Annotated[str, Field(description="The criterion by which the builder chose.")]
    options: tuple[Option, ...]


class Trace(Record):
    """Everything that happened, in order."""

    firings: tuple[Firing, ...]
    choices: tuple[Choice, ...] = ()

    def firings_of(self, rule: str) -> tuple[Firing, ...]:
        """Return the firings of one rule, one for each item that it was for."""
        return tuple(firing for firing in self.firings if firing.rule == rule)
