"""Lines of a table, which keep their words whole on a narrow terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from springstep.cli.text.lines import heading, width, wrapped


def table(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a table's title and lines; one that is too long for the terminal becomes a paragraph."""
    yield "\n".join(heading(line) for line in _fitted(title).split("\n"))
    yield from map(_fitted, lines)


def _fitted(line: str) -> str:
    return line if len(line) <= width() else wrapped(re.sub(" {2,}", "  ", line.strip()), rest="  ")
