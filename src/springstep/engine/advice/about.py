"""What every answer says of itself: the guide behind the rules, what it is not, and what it does not consider."""

from __future__ import annotations

from typing import Annotated

from springstep.engine.record import Described, Record
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized


class GuideCited(Record):
    """The guide that the rules cite, as a bibliography names it."""

    title: Annotated[str, Described("Its title, which may be shortened: `...` stands for what is left out.")]
    author: Annotated[str | None, Described("Null where the guide names none.")]
    published: Annotated[str, Described("The day, as YYYY-MM-DD.")]
    address: Annotated[str, Described("Where it was read.")]


class About(Record):
    """What an answer says of itself, whatever it advises."""

    guide: GuideCited
    disclaimer: Annotated[str, Described("To be shown beside the advice.")]
    not_considered: Annotated[
        tuple[str, ...], Described("What neither the guide nor the rules ask for: no answer depends on it.")
    ]


@memoized
def about_of(base: RuleBase) -> About | None:
    """Return what the knowledge says of itself; ``None`` where it says nothing."""
    declared = base.domain.about
    if not declared:
        return None
    return About(
        guide=GuideCited(**declared["guide"]),
        disclaimer=declared["disclaimer"],
        not_considered=tuple(declared["not_considered"]),
    )
