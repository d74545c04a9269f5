"""What a record of earlier cases remembers."""

from __future__ import annotations

from typing import Annotated, Any

from springstep.engine.record import ANSWER, Described, Record


class Remembered(Record):
    """One fact that a record of earlier cases remembers."""

    fact: str
    value: Annotated[Any, ANSWER]
    note: Annotated[str, Described("From which entries, such as '12 and 19 November'.")]
    overruled: Annotated[bool, Described("Whether the answer given today was taken instead.")] = False
