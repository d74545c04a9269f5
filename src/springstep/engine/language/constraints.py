"""What no case can be, as the knowledge declares it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from springstep.engine.frozen import Frozen
from springstep.engine.language.conditions import Condition, Term


class Constraint(Frozen):
    """What no valid case is: a condition with the fault that it means."""

    name: str
    never: Condition
    at: str
    """The fact that the fault points to; empty for the whole case."""
    says: str
    """The fault, with names of facts and of ``numbers`` in braces; ``{told}`` lists what is given of ``forbids``."""
    allowed: str = ""
    numbers: Mapping[str, Term] = field(default_factory=dict)
    about: str = ""
    """Of the constraints about one thing, only the first broken one is reported."""
    when: Condition | None = None
    forbids: tuple[str, ...] = ()
    """Facts that cannot be known while ``when`` holds; then they are unknown, and mended by forgetting them."""
    mends: Mapping[str, Term] = field(default_factory=dict)
    """What to set so that a case is valid again, the first of it that may be changed."""
    because: str = ""
