"""``springstep profile forget``: one answer forgotten, or all of them."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.diary.ask_entry import confirmed
from springstep.cli.diary.which_diary import diary_option, today_option
from springstep.cli.profile.kept_profile import KeptProfile
from springstep.cli.profile.read_told import RACE, RACE_LABEL
from springstep.cli.profile.set_answer import fact_named
from springstep.cli.text.echo import echo


@click.command()
@click.argument("fact", metavar="[FACT]", required=False)
@click.option("--yes", is_flag=True, help="Do not ask.")
@today_option
@diary_option
def forget(fact: str | None, yes: bool, today: str | None, place: pathlib.Path | None) -> None:
    """Forget one answer, or the whole profile; you are then asked again."""
    kept = KeptProfile(place, today)
    if fact is None:
        if not (yes or confirmed("This deletes your whole profile. Type yes to go on:", "yes")):
            echo("Nothing was deleted.", err=True)
            raise click.exceptions.Exit(2)
        kept.forget_all()
        echo("your profile is deleted")
        return
    name = fact_named(fact, kept.base)
    if name == RACE:
        kept.keep_race(None)
    else:
        kept.forget(name)
    echo(f"forgotten: {RACE_LABEL if name == RACE else kept.base.facts[name].label}")
