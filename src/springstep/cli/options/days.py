"""A day, as options take it."""

from __future__ import annotations

from datetime import date
from typing import Any

import click


class DayType(click.ParamType[date]):
    """A day, written YYYY-MM-DD."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a day; anything else is bad usage."""
        from springstep.diary.entry import day_of  # few commands are told a day, and the diary takes long to start with

        try:
            found: date = day_of(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        return found
