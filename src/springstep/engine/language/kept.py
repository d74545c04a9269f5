"""How long answers stand once they were told."""

from __future__ import annotations

from springstep.engine.frozen import Frozen
from springstep.engine.language.conditions import Condition


class Kept(Frozen):
    """How long an answer stands once it was told, so that it need not be asked each time."""

    days: int | None = None
    """For how many days; ``None`` for as long as what it belongs to, or until told otherwise."""
    but: tuple[tuple[Condition, int], ...] = ()
    """Other numbers of days, while a condition holds of the answer."""
    usual: bool = False
    """Whether it is only offered as what is usual, and asked each time."""
    weeks_since: bool = False
    """Whether it counts the weeks since a day, which is what is kept."""
    of: str = ""
    """The fact that it says more about; it goes where that one is told differently."""
    until: tuple[str, ...] = ()
    """Facts that end it on the day on which they come to hold."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__
