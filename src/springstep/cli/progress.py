"""How far something is that takes long, on a terminal's standard error alone."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

import click

Each = TypeVar("Each")


@contextlib.contextmanager
def progress(items: Sequence[Each], label: str) -> Iterator[Iterator[Each]]:
    """Yield the items one after the other, with a bar that says how many are done where standard error is a terminal.

    The bar is gone when the last one is.
    """
    if not (sys.stderr is not None and sys.stderr.isatty()):
        yield iter(items)
        return
    try:
        with click.progressbar(items, label=label, file=sys.stderr, bar_template="%(label)s %(bar)s %(info)s") as bar:
            yield iter(bar)
    finally:
        sys.stderr.write("\x1b[1A\r\x1b[2K")
        sys.stderr.flush()
