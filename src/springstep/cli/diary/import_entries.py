"""``springstep diary import``: entries brought in from an export, a file or standard input."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.diary.answer_lines import say_answer
from springstep.cli.diary.entry_input import drills, standard_input
from springstep.cli.diary.which_diary import diary_option, opened, today_from, today_option
from springstep.diary.exchange import read_entries, read_race, read_stream_entries


@click.command("import")
@click.argument("source", metavar="PATH|-")
@click.option("--replace", "over", is_flag=True, help="Replace entries of the diary that differ.")
@today_option
@diary_option
def import_entries(source: str, over: bool, today: str | None, place: pathlib.Path | None) -> None:
    """Bring entries in from an exported folder, a .jsonl or .csv file, or JSON lines on standard input; all or none."""
    now = today_from(today)
    if source == "-":
        found = read_stream_entries(standard_input(), today=now, drills=drills())
    else:
        found = read_entries(pathlib.Path(source), today=now, drills=drills())
    with opened(place, create=True) as book:
        merged = book.merge(found, replace=over)
        counts = f"{merged.added} added, {merged.replaced} replaced, {merged.unchanged} there already"
        click.echo(f"imported {len(found)} entries: {counts}")
        race = read_race(pathlib.Path(source)) if source != "-" else None
        if race is not None and (over or book.race() is None):
            book.keep_race(race)
        say_answer(book, found, in_short=True)
