"""``springstep diary race``: the day of the next race, kept, shown or forgotten."""

from __future__ import annotations

import pathlib
from datetime import date

import click

from springstep.cli.diary.which_diary import diary_option, opened, today_from, today_option
from springstep.cli.text.echo import echo
from springstep.diary.errors import DiaryError
from springstep.engine.errors import Fault, RefusedError
from springstep.engine.language.spoken.days import coming_day_told
from springstep.engine.language.wording import counted


@click.command()
@click.argument("day", metavar="[DAY]", required=False)
@click.option("--clear", is_flag=True, help="Forget the race.")
@today_option
@diary_option
def race(day: str | None, clear: bool, today: str | None, place: pathlib.Path | None) -> None:
    """Keep the day of your next race in the diary; without a day, show it.

    The day is told as you would say it: saturday, 5 December or 2026-12-05. A new one takes the place of the old one.
    From it the plans know how many days are left; a race gone by does not count any more.
    """
    if clear and day is not None:
        raise click.UsageError("--clear forgets the race; leave out the day")
    now = today_from(today)
    kept = _coming(day, now) if day is not None else None
    with opened(place, create=kept is not None) as book:
        if kept is not None or clear:
            book.keep_race(kept)
        next_race = book.race()
    if next_race is None:
        echo("no race")
    elif next_race < now:
        echo(f"the last race was on {next_race}; keep the next one with a day")
    else:
        days = (next_race - now).days
        echo(f"next race: {next_race}, " + (f"in {counted(days, 'days')}" if days else "today"))


def _coming(day: str, today: date) -> date:
    try:
        return coming_day_told(day, today)
    except RefusedError as error:
        allowed = f"at the earliest today, {today}" if error.code == "out_of_range" else ""
        raise DiaryError([Fault(error.code, str(error), "DAY", allowed)]) from None
