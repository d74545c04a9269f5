"""What a text of a file may hold: as many bytes as the format has room for, and nothing that a program would act on."""

from __future__ import annotations

from springstep.engine.characters import why_unfit
from springstep.engine.errors import Fault
from springstep.formats.errors import FormatError

MOST_TIMES = 999
"""How often steps may be repeated: far more than any plan has."""


def fitting(text: str, where: str, *, most_bytes: int) -> str:
    """Return a text of one line that fits; raises ``FormatError`` for any other, since nothing is cut off.

    >>> fitting("Quick feet", "name", most_bytes=10)
    'Quick feet'
    """
    unfit = why_unfit(text) or ("holds the end of a line" if {"\n", "\r", "\t"} & set(text) else "")
    if unfit:
        raise FormatError([Fault("not_allowed", unfit, where, "one line of plain text")])
    size = len(text.encode())
    if size > most_bytes:
        raise FormatError([Fault("too_large", f"takes {size} bytes", where, f"at most {most_bytes} bytes of UTF-8")])
    return text


def whole_seconds(seconds: int | None, where: str, *, most_s: int) -> int:
    """Return a length that can be written: whole seconds, at least one. Raises ``FormatError``."""
    if seconds is None:
        allowed = "tell how long the run is, such as `duration_min: 40`"
        raise FormatError([Fault("missing", "nobody has told how long it is", where, allowed)])
    if not 1 <= seconds <= most_s:
        raise FormatError([Fault("out_of_range", f"lasts {seconds} s", where, f"from 1 to {most_s:,} s")])
    return seconds


def several_times(times: int) -> int:
    """Return how often steps are repeated: at least twice. Raises ``FormatError``."""
    if not 2 <= times <= MOST_TIMES:
        raise FormatError([Fault("out_of_range", f"is repeated {times} times", "parts", f"from 2 to {MOST_TIMES}")])
    return times
