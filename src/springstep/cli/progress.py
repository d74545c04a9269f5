"""How far something is that takes long, on a terminal's standard error alone."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import click

Each = TypeVar("Each")
_TEMPLATE = "%(label)s %(bar)s %(info)s"
_STEPS = 1_000


@contextlib.contextmanager
def progress(items: Sequence[Each], label: str) -> Iterator[Iterator[Each]]:
    """Yield the items one after the other, with a bar that says how many are done where standard error is a terminal.

    The bar is gone when the last one is.
    """
    if not _is_seen():
        yield iter(items)
        return
    with _cleared(), click.progressbar(items, label=label, file=sys.stderr, bar_template=_TEMPLATE) as bar:
        yield iter(bar)


@contextlib.contextmanager
def progress_of_one(label: str) -> Iterator[Callable[[float], None]]:
    """Yield what takes how far one long thing is, from 0 to 1, and shows it in the same way."""
    if not _is_seen():
        yield lambda share: None
        return
    with _cleared(), click.progressbar(length=_STEPS, label=label, file=sys.stderr, bar_template=_TEMPLATE) as bar:

        def told(share: float) -> None:
            if (steps := int(share * _STEPS) - bar.pos) > 0:
                bar.update(steps)

        yield told


def _is_seen() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


@contextlib.contextmanager
def _cleared() -> Iterator[None]:
    """Take the bar away when it is done."""
    try:
        yield
    finally:
        sys.stderr.write("\x1b[1A\r\x1b[2K")
        sys.stderr.flush()
