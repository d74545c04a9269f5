"""What can go wrong with a table as a whole; what is wrong with a row stands in its column of errors."""

from __future__ import annotations

from springstep.engine.errors import SpringstepError


class TableError(SpringstepError):
    """A table cannot be read or written, or has a column that nobody asked for."""
