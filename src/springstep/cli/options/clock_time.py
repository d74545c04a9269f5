"""A time of the day, as options take it."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

import click

_WRITTEN = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


class ClockTime(click.ParamType[time]):
    """A time of the day, written HH:MM."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> time:
        """Read a time; anything else is bad usage."""
        told = _WRITTEN.fullmatch(str(value).strip())
        if told is None:
            self.fail(f"a time from 0:00 to 23:59, such as 18:30, not {str(value)[:20]!r}", param, ctx)
        return time(int(told[1]), int(told[2]))
