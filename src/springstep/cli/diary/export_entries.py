"""``springstep diary export``: all entries as plain files in a folder."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.diary.which_diary import diary_option, opened
from springstep.cli.options.file_path import FilePath
from springstep.cli.text.echo import echo
from springstep.diary.exchange import export_folder
from springstep.diary.profile import beside, read_profile
from springstep.installed import default_rule_base


@click.command("export")
@click.argument("folder", type=FilePath())
@click.option("--force", is_flag=True, help="Write over what is in the folder.")
@diary_option
def export_entries(folder: pathlib.Path, force: bool, place: pathlib.Path | None) -> None:
    """Write entries, recordings and your profile to a folder: JSON lines, a table for spreadsheets, a manifest."""
    with opened(place) as book:
        profile = read_profile(beside(book.path), default_rule_base())
        with book.reading():
            entries, race, recordings = book.entries(), book.race(), book.recordings.all()
        manifest = export_folder(entries, folder, force=force, race=race, profile=profile, recordings=recordings)
    count = "1 entry" if manifest.entries == 1 else f"{manifest.entries} entries"
    echo(f"exported {count} to {folder}")
