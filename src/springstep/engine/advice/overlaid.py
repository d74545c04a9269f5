"""What a plan says of a coach's overlays: the rules that they changed, and the claims that they relaxed."""

from __future__ import annotations

from typing import Annotated, Literal

from springstep.engine.record import Described, Record


class OverlaidRule(Record):
    """A rule that a coach added or changed, and that took part in a plan."""

    rule: str
    kind: Annotated[
        Literal["added", "tightened", "relaxed", "switched_off"],
        Described("What the overlay does to it; all but an added rule are the guide's own."),
    ]
    author: str
    date: str
    reason: Annotated[str, Described("The code of the reason.")]
    note: str
    fired: Annotated[bool, Described("Whether it fired; if not, the guide's own rule would have.")]


class OverlayNote(Record):
    """A coach's overlay on the guide's rules, and which of its entries took part in this plan."""

    name: str
    author: str
    date: str
    entries: tuple[OverlaidRule, ...]


class RelaxedClaimNote(Record):
    """A safety claim that a plan goes beyond because a coach allowed it."""

    claim: str
    says: Annotated[str, Described("The claim in words.")]
    overlay: str
    author: str
    date: str
    reason: Annotated[str, Described("The code of the reason.")]
    note: str
