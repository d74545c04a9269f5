"""When colours are shown."""

from __future__ import annotations

import os
from collections.abc import Mapping


def is_dumb(environment: Mapping[str, str] = os.environ) -> bool:
    """Say whether the terminal shows plain lines and nothing else; one that does not say what it is, is taken so."""
    return environment.get("TERM", "") in ("", "dumb") and os.name != "nt"  # Windows does not say


def without_colours(environment: Mapping[str, str] = os.environ) -> bool:
    """Say whether there are to be no colours: none are wanted, or the terminal has none."""
    return "NO_COLOR" in environment or is_dumb(environment)
