"""The shapes of explanations: a tree of statements, each with the rules and sentences it rests on."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from springstep.engine.record import Record

Depth: TypeAlias = Literal["short", "mid", "long"]


class Explanation(Record):
    """One statement and what it rests on; front ends render the tree, this module knows no terminal."""

    text: str
    rule: str | None = None
    basis: Literal["guide", "inference", "convention"] | None = None
    guide: tuple[str, ...] = ()
    parts: tuple[Explanation, ...] = ()

    def lines(self, indent: int = 0) -> list[str]:
        """Return the tree as plain indented lines."""
        cited = "".join(f" [{number}]" for number in self.guide)
        basis = f" ({self.basis})" if self.basis else ""
        head = f"{'  ' * indent}{self.rule + ': ' if self.rule else ''}{self.text}{cited}{basis}"
        return [head, *(line for part in self.parts for line in part.lines(indent + 1))]

    def __str__(self) -> str:
        """Render as plain text."""
        return "\n".join(self.lines())


class FactChange(Record):
    """One fact as it is and as it would have to be."""

    fact: str
    now: Annotated[Any, Field(description="The present value; null when it is not told.")]
    then: Any
    when: Annotated[
        Literal["now", "in_time"], Field(description="Whether a runner can change it today or only in time.")
    ]


class Change(Record):
    """A smallest set of changes and what the decision would then be."""

    direction: Literal["looser", "stricter", "other"]
    changes: tuple[FactChange, ...]
    decision: str
    now: Any
    then: Any
    text: str
