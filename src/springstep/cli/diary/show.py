"""``springstep diary show``: everything about one entry."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.diary.activity_lines import watched_page
from springstep.cli.diary.diary_page import entry_page
from springstep.cli.diary.which_diary import diary_option, opened
from springstep.cli.text.echo import echo


@click.command()
@click.argument("uid", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@diary_option
def show(uid: str, as_json: bool, place: pathlib.Path | None) -> None:
    """Show everything about one entry: prescribed, done, and the rules behind it."""
    with opened(place) as book:
        entry = book.get(uid)
        runs = [run for run in book.recordings.sound() if run.entry == entry.uid]
    if as_json:
        echo(entry.to_json(indent=2))
    else:
        for line in (*entry_page(entry), *(line for run in runs for line in watched_page(run, entry))):
            echo(line)
