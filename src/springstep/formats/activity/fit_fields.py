"""Single values of the messages of a FIT file, whatever library read them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from springstep.engine.characters import on_one_line

EPOCH_S = 631_065_600
"""When the time of FIT begins, 31 December 1989, in seconds of the epoch."""
_MOST_NAME = 60
_QUARTER_S = 900
_FARTHEST_S = 14 * 3600


def number(fields: Mapping[str, Any], *names: str) -> float | None:
    """Return the first of these fields that is a number."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
    return None


def moment(fields: Mapping[str, Any], name: str) -> float | None:
    """Return a time in seconds of the epoch."""
    value = fields.get(name)
    if isinstance(value, datetime):
        return (value if value.tzinfo is not None else value.replace(tzinfo=timezone.utc)).timestamp()
    told = number(fields, name)
    return None if told is None else told + EPOCH_S


def word(fields: Mapping[str, Any], *names: str) -> str | None:
    """Return the first of these fields that is told, as one short line."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
            return on_one_line(str(value).strip()[:_MOST_NAME])
    return None


def offset_s(fields: Mapping[str, Any]) -> int | None:
    """Return how far the watch's own clock was ahead of UTC, to a quarter of an hour."""
    here, utc = moment(fields, "local_timestamp"), moment(fields, "timestamp")
    if here is None or utc is None or abs(here - utc) > _FARTHEST_S:
        return None
    return round((here - utc) / _QUARTER_S) * _QUARTER_S
