"""Why a file is not taken for what a watch says of days."""

from __future__ import annotations

from springstep.engine.errors import Code, Fault
from springstep.formats.errors import FormatError


class WellnessError(FormatError):
    """A file that tells nothing of a runner's days."""


def not_taken(name: str, code: Code, what: str, allowed: str = "", *, line: int | None = None) -> WellnessError:
    """Return the mistake of one fault."""
    return WellnessError([Fault(code, what, "", allowed, name, line)])
