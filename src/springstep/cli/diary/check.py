"""``springstep diary check``: whether every entry is as it was written."""

from __future__ import annotations

import json
import pathlib

import click

from springstep.cli.diary.held import held_words
from springstep.cli.diary.which_diary import diary_option, opened
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.diary.profile import beside, read_profile
from springstep.engine.errors import SpringstepError
from springstep.installed import default_rule_base


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@diary_option
def check(as_json: bool, place: pathlib.Path | None) -> None:
    """Look whether every entry and recording, the race and your profile are as they were written.

    Exit code 1 when something is not; 2 when the file as a whole cannot be read.
    """
    with opened(place) as book:
        with book.reading():
            count, faults = book.count(), list(book.faults())
            recordings, held = len(book.recordings.sound()), book.held()
        try:
            read_profile(beside(book.path), default_rule_base())
        except SpringstepError as error:
            faults += error.faults
    if as_json:
        echo(
            json.dumps(
                {"entries": count, "recordings": recordings, "faults": [fault.to_data() for fault in faults]}, indent=2
            )
        )
    else:
        for fault in faults:
            echo(wrapped(str(fault), rest="  "))
        if not faults:
            echo(f"{held_words(held)}, all as written")
    if faults:
        raise click.exceptions.Exit(1)
