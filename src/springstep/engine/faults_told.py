"""The JSON form of a mistake, as ``SpringstepError.to_json`` writes it: its schema, and how it is read back."""

from __future__ import annotations

from typing import Literal

from springstep.engine.errors import Fault
from springstep.engine.record import Record


class FaultsTold(Record):
    """Every fault of one mistake."""

    format: Literal["springstep-faults/1"] = "springstep-faults/1"
    error: str
    """The kind of error, such as ``CaseError``."""
    faults: tuple[Fault, ...]
    """The first of them."""
    more: int = 0
    """How many more there are."""
