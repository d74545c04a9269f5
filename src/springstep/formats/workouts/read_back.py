"""What was read out of a file compared with what was to be written into it."""

from __future__ import annotations

from springstep.engine.errors import Fault
from springstep.formats.errors import FormatError


def hold(read: object, meant: object, *, what: str, reader: str) -> None:
    """Raise ``FormatError`` unless a reader found in a file what was meant to be in it."""
    if read != meant:
        said = f"{what} does not say the same when {reader} reads it"
        raise FormatError([Fault("damaged", said, allowed="nothing is written; please report it")])
