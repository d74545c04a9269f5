"""What can go wrong with a group as a whole."""

from __future__ import annotations

from springstep.engine.errors import SpringstepError


class GroupError(SpringstepError):
    """A table or a folder that no group can be read from; carries every fault."""
