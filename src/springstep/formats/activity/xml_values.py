"""Single values of XML files: numbers, and moments as ISO 8601 writes them."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

_NUMBER = re.compile(r"[+-]?(\d{1,15}\.?\d{0,20}|\.\d{1,20})([eE][+-]?\d{1,2})?", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9})\d*)?(Z|[+-]\d\d:?\d\d)?", re.ASCII | re.IGNORECASE
)
_FIRST_YEAR, _LAST_YEAR = 1970, 2200
"""Between which years a clock can be, be it set or not; others are no moment, and far ones cannot be counted with."""


class Moment(NamedTuple):
    """A moment in seconds of the epoch, and how far the clock it was read off is ahead of UTC, where that is told."""

    at: float
    offset_s: int | None


def number_of(text: str | None) -> float | None:
    """Return the number that a text is.

    >>> number_of("161.0"), number_of("1e999"), number_of("nan")
    (161.0, None, None)
    """
    if text is None or not _NUMBER.fullmatch(text.strip()):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def moment_of(text: str) -> Moment | None:
    """Return the moment that a text is, from 1970 to 2200; without a zone it is taken for UTC.

    >>> moment_of("1970-01-02T00:00:00.500+01:00")
    Moment(at=82800.5, offset_s=3600)
    """
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    *parts, fraction, zone = found.groups()
    if not _FIRST_YEAR <= int(parts[0]) <= _LAST_YEAR:
        return None
    try:
        whole = datetime(*map(int, parts), tzinfo=timezone.utc)  # type: ignore[misc,arg-type]  # six numbers
    except ValueError:
        return None
    offset_s = None
    if zone and zone.upper() != "Z":
        sign = -1 if zone[0] == "-" else 1
        digits = zone[1:].replace(":", "")
        offset_s = sign * (int(digits[:2]) * 3600 + int(digits[2:]) * 60)
        whole -= timedelta(seconds=offset_s)
    return Moment(whole.timestamp() + (float(f"0.{fraction}") if fraction else 0.0), offset_s)
