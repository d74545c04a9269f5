"""``springstep diary list``: the entries by day."""

from __future__ import annotations

import json
import pathlib
from datetime import date

import click

from springstep.cli.diary.activity_lines import waiting_lines
from springstep.cli.diary.diary_page import entry_table
from springstep.cli.diary.which_diary import day_from, diary_option, opened, today_from, today_option
from springstep.cli.text.echo import echo
from springstep.diary.from_watch import unit_of
from springstep.diary.table import plain_entry


@click.command("list")
@click.option("--since", metavar="YYYY-MM-DD", help="Only from this day on.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@today_option
@diary_option
def list_entries(since: str | None, as_json: bool, today: str | None, place: pathlib.Path | None) -> None:
    """List the entries by day."""
    now = today_from(today)
    first = day_from(since, "--since") or date.min
    with opened(place) as book:
        entries = book.entries()
        found = [entry for entry in entries if entry.day >= first]
        waiting = [run for run in book.recordings.all() if run.day >= first and run.entry is None]
    if as_json:
        echo(json.dumps([plain_entry(entry) for entry in found], indent=2, ensure_ascii=False))
    elif found or waiting:
        if found:
            for line in entry_table(found):
                echo(line)
        for line in waiting_lines(waiting, now, unit=unit_of(entries)):
            echo(line)
    else:
        echo("no entries" + (f" since {first}" if since else ""), err=True)
