"""``springstep diary delete``: one entry, or all of them, deleted for good."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.diary.ask_entry import confirmed
from springstep.cli.diary.diary_page import entry_line
from springstep.cli.diary.which_diary import diary_option, opened
from springstep.cli.text.echo import echo
from springstep.diary.profile import beside


@click.command()
@click.argument("uid", metavar="[ID]", required=False)
@click.option("--all", "every", is_flag=True, help="Delete every entry, so that nothing readable is left.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@diary_option
def delete(uid: str | None, every: bool, yes: bool, place: pathlib.Path | None) -> None:
    """Delete one entry, or all of them, for good."""
    if every == (uid is not None):
        raise click.UsageError("name one entry, or all of them with --all")
    with opened(place) as book:
        if uid is None:
            count = len(book.entries())
            asked = f"This deletes all {count} entries for good. Type their number to go on:"
            _go_on(yes or confirmed(asked, str(count)))
            echo(f"deleted {book.delete_all()} entries")
            if beside(book.path).exists():
                echo("Your profile is still there; delete it with: springstep profile forget", err=True)
        else:
            entry = book.get(uid)
            _go_on(yes or confirmed(f"{entry_line(entry)}\nDelete it for good? Type yes to go on:", "yes"))
            book.delete(entry.uid)
            echo(f"deleted {entry.short}")


def _go_on(sure: bool) -> None:
    if not sure:
        echo("Nothing was deleted.", err=True)
        raise click.exceptions.Exit(2)
