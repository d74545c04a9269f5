"""``springstep diary delete``: one entry, or all of them, deleted for good."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.diary.ask_entry import confirmed
from springstep.cli.diary.diary_page import entry_line
from springstep.cli.diary.held import held_words
from springstep.cli.diary.which_diary import diary_option, opened
from springstep.cli.text.echo import echo
from springstep.diary.profile import beside
from springstep.diary.storage.rows import DamagedError
from springstep.diary.storage.store import Diary
from springstep.engine.text.opening import found


@click.command()
@click.argument("uid", metavar="[ID]", required=False)
@click.option("--all", "every", is_flag=True, help="Delete every entry, so that nothing readable is left.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@diary_option
def delete(uid: str | None, every: bool, yes: bool, place: pathlib.Path | None) -> None:
    """Delete one entry or recording, or all of them, for good."""
    if every == (uid is not None):
        raise click.UsageError("name one entry, or all of them with --all")
    with opened(place) as book:
        if uid is None:
            held = None if yes else book.held()
            if held is not None:
                asked = f"This deletes for good: {held_words(held)}. Type the number of entries to go on:"
                _go_on(confirmed(asked, str(held.entries)))
            echo(f"deleted {held_words(book.delete_all(only=held))}")
            if found(beside(book.path)):
                echo("Your profile is still there; delete it with: springstep profile forget", err=True)
        elif (digest := book.digest_of(uid)) is not None:
            _go_on(yes or confirmed(f"The recording {digest[:8]}.\nDelete it for good? Type yes to go on:", "yes"))
            book.recordings.delete(digest)
            echo(f"deleted {digest[:8]}")
        else:
            whole = book.uid_of(uid)
            _go_on(yes or confirmed(f"{_shown(book, whole)}\nDelete it for good? Type yes to go on:", "yes"))
            with_it = [run.short for run in book.recordings.sound() if run.entry == whole]
            book.delete(whole)
            echo(f"deleted {whole[:8]}{''.join(f', and its recording {short} with it' for short in with_it)}")


def _shown(book: Diary, uid: str) -> str:
    """Return the line of an entry, or why it cannot be read."""
    try:
        return entry_line(book.get(uid))
    except DamagedError as error:
        return f"{error.faults[0].what}."


def _go_on(sure: bool) -> None:
    if not sure:
        echo("Nothing was deleted.", err=True)
        raise click.exceptions.Exit(2)
