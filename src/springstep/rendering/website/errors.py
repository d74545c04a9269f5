"""What can go wrong with a site."""

from __future__ import annotations

from springstep.engine.errors import SpringstepError


class SiteError(SpringstepError):
    """A site cannot be made of what is there."""
