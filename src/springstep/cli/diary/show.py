"""``springstep diary show``: everything about one entry, or about one recording."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.diary.activity_lines import recording_page, watched_page
from springstep.cli.diary.diary_page import entry_page
from springstep.cli.diary.which_diary import diary_option, opened
from springstep.cli.text.echo import echo
from springstep.diary.errors import DiaryError
from springstep.diary.from_watch import unit_of
from springstep.diary.watched import WatchedRun
from springstep.session.distance_unit import DistanceUnit


@click.command()
@click.argument("uid", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@diary_option
def show(uid: str, as_json: bool, place: pathlib.Path | None) -> None:
    """Show everything about one entry: prescribed, done, and the rules behind it; or about one recording."""
    with opened(place) as book:
        digest, unit = book.digest_of(uid), unit_of(book.sound_entries())
        if digest is not None:
            found = next((run for run in book.recordings.sound() if run.digest == digest), None)
            if found is None:
                raise DiaryError(book.recordings.faults())
            _show_recording(found, unit, as_json=as_json)
            return
        entry = book.get(uid)
        runs = [run for run in book.recordings.sound() if run.entry == entry.uid]
    if as_json:
        echo(entry.to_json(indent=2))
    else:
        for line in (*entry_page(entry), *(line for run in runs for line in watched_page(run, entry, unit=unit))):
            echo(line)


def _show_recording(run: WatchedRun, unit: DistanceUnit, *, as_json: bool) -> None:
    if as_json:
        echo(run.to_json(indent=2))
    else:
        for line in recording_page(run, unit=unit):
            echo(line)
