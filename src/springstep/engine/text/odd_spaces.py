"""A space that only looks like a plain one, where the shape of a YAML text hangs on it."""

from __future__ import annotations

import re

_ODD_SPACE = re.compile("(?:^ *|[-:,?{[] *)([\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000])")
"""A space that is no plain one where the shape of the text hangs on it."""


def odd_space(text: str, first: int, last: int) -> tuple[str, int, int] | None:
    """Return the first such space of some lines, and its line and column from 1; lines are given from 0."""
    for number, line in enumerate(text.split("\n")[first : last + 1], first + 1):
        if found := _ODD_SPACE.search(line):
            return found[1], number, found.start(1) + 1
    return None
