"""What can go wrong with a picture or a page."""

from __future__ import annotations

from springstep.engine.errors import SpringstepError


class RenderingError(SpringstepError):
    """There is nothing to draw, or the extra to draw it with is not installed."""
