"""The records of explanations: a tree of statements, each with the rules and sentences that it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from springstep.engine.language.basis import Basis
from springstep.engine.record import ANSWER, Described, Record

if TYPE_CHECKING:
    from typing_extensions import Self

Depth: TypeAlias = Literal["short", "mid", "long"]


class Explanation(Record):
    """One statement and what it rests on; front ends render the tree."""

    text: str
    rule: str | None = None
    basis: Basis | None = None
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
    """One fact: its value now, and the value that it would need."""

    fact: str
    now: Annotated[Any, ANSWER, Described("The present value; null when it is unknown.")]
    then: Annotated[Any, ANSWER]
    when: Annotated[Literal["now", "in_time"], Described("Whether it can be changed today or only in time.")]


class Change(Record):
    """A smallest set of changes and what the decision would then be."""

    direction: Literal["looser", "stricter", "other"]
    changes: tuple[FactChange, ...]
    decision: str
    now: Annotated[Any, ANSWER]
    then: Annotated[Any, ANSWER]
    text: str


class ChangesTold(Record):
    """What would change a decision, as it is written to JSON."""

    decision: str
    changes: tuple[Change, ...]
    complete: Annotated[bool, Described("Whether the search came to its end; if not, there may be other changes.")]
    tried: Annotated[int, Described("How many changes were tried.")]


class Changes(tuple[Change, ...]):
    """What would change a decision, and whether that is everything.

    A tuple of ``Change`` and equal to one; ``complete`` is ``False`` where the budget was used up before the search
    came to its end, so that there may be other changes; ``tried`` counts those run through the rules.
    """

    decision: str
    complete: bool
    tried: int

    def __new__(
        cls, changes: Iterable[Change] = (), *, decision: str = "", complete: bool = True, tried: int = 0
    ) -> Self:
        """Return changes with what is known of the search for them."""
        found = super().__new__(cls, changes)
        found.decision, found.complete, found.tried = decision, complete, tried
        return found

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the changes as JSON text, with whether the search was complete."""
        record = ChangesTold(decision=self.decision, changes=tuple(self), complete=self.complete, tried=self.tried)
        return record.to_json(indent=indent)
