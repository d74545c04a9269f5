"""What can go wrong with a diary."""

from __future__ import annotations

from springstep.engine.errors import SpringstepError


class DiaryError(SpringstepError):
    """An entry is not sound, or the diary cannot be read or written; what is in the diary stays as it was."""
