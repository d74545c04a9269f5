"""A day, as options take it."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from springstep.engine.errors import RefusedError
from springstep.engine.language.spoken.days import day_named


class DayType(click.ParamType[date]):
    """A day, such as 2026-05-12, 12/5/2026 or yesterday, no earlier than any that a diary holds."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a day; anything else is bad usage."""
        from springstep.diary.entry import recent_day_of  # few commands take a day, and the diary is slow to import

        try:
            return recent_day_of(day_named(value, date.today()) if isinstance(value, str) else value)
        except RefusedError as error:
            self.fail(str(error), param, ctx)
