"""What holds of every input: the package's own errors alone, no more than two seconds, no more than 200 MB."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from hypothesis import HealthCheck, Phase, settings

from springstep import SpringstepError

MOST_S = 2.0
"""Of the processor's time, so that a busy machine makes no difference."""
MOST_MB = 200
USUAL = 1000

_KB_PER_MB = 1024


class TooLongError(Exception):
    """An input takes longer than any should; no ``SpringstepError``, and so not passed over."""


def inputs(usual: int = USUAL) -> Callable[[Any], Any]:
    """Ask for so many inputs; the environment may ask for another number, drawn at random."""
    asked = os.environ.get("SPRINGSTEP_FUZZ")
    count = usual if asked is None else max(1, int(asked) * usual // USUAL)
    phases = [Phase.explicit, Phase.generate]  # an input is a few edits anyway, and shrinking what hangs takes long
    quiet = list(HealthCheck)
    decorate: Callable[[Any], Any] = settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=asked is None,
        phases=phases,
        suppress_health_check=quiet,
    )
    return decorate


@contextmanager
def held() -> Iterator[None]:
    """Let the package's own errors pass where each fault is one line; raise whatever else goes wrong."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooLongError(f"takes more than {MOST_S:g} s")

    before = _peak_mb()
    earlier = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST_S, MOST_S)  # again, should the first go where nobody sees it
    try:
        yield
    except SpringstepError as error:
        check_faults(error)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, earlier)
    more = _peak_mb() - before
    assert more <= MOST_MB, f"takes {more} MB more"


def check_faults(error: SpringstepError) -> None:
    """Check that an error has at least one fault, and that each is one line that can be printed."""
    assert error.faults
    for fault in map(str, error.faults):
        assert fault.strip() and fault == "".join(each for each in fault if each.isprintable()), ascii(fault)


def _peak_mb() -> int:
    """Return the most memory that the process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _KB_PER_MB
