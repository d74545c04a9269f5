"""What is said where the extra that tables need is missing."""

from __future__ import annotations

from springstep.engine.errors import Fault, SpringstepError


def needs_arrow() -> None:
    """Raise ``SpringstepError`` where Apache Arrow is not installed."""
    try:
        import numpy  # noqa: F401  an extra, looked for only
        import pyarrow  # noqa: F401  as above
    except ImportError:
        allowed = "pip install 'springstep[tables]'"
        raise SpringstepError([Fault("not_installed", "tables need Apache Arrow", allowed=allowed)]) from None
