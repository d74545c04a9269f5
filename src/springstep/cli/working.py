"""A word that the program is at work, where it takes long enough to wonder."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator

_AFTER_S = 0.5
_WORD = "Working ..."


@contextlib.contextmanager
def working() -> Iterator[None]:
    """Say on a terminal's standard error that it works, once that has taken half a second; cleared afterwards."""
    if not (sys.stderr is not None and sys.stderr.isatty()):
        yield
        return
    shown = threading.Event()

    def show() -> None:
        shown.set()
        sys.stderr.write(_WORD)
        sys.stderr.flush()

    timer = threading.Timer(_AFTER_S, show)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if shown.is_set():
            sys.stderr.write("\r" + " " * len(_WORD) + "\r")
            sys.stderr.flush()
