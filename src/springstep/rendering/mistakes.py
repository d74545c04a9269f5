"""What went wrong as a page says it, without the commands that a fault may name: nobody has to know them there."""

from __future__ import annotations

from springstep.engine.errors import Fault, SpringstepError

NOT_DONE = "That could not be done"
"""The title of such a page."""


def mistake_words(error: SpringstepError) -> str:
    """Say every fault of an error as sentences."""
    return " ".join(map(_said, error.faults))


def _said(fault: Fault) -> str:
    said = f"{fault.where}: {fault.what}" if fault.where else fault.what
    near = f" ({fault.allowed})" if fault.allowed.startswith("did") else ""
    return f"{said[:1].upper()}{said[1:]}{near}."
