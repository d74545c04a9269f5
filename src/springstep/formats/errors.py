"""What can go wrong with a file of another program."""

from __future__ import annotations

from springstep.engine.errors import SpringstepError


class FormatError(SpringstepError):
    """A file of another program cannot be read or written, or is not what it should be."""
