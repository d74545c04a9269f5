"""``springstep diary add``: a run written down, by options, as JSON or step by step."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.diary.answer_lines import say_answer
from springstep.cli.diary.ask_entry import ask_entry
from springstep.cli.diary.diary_page import saved_line
from springstep.cli.diary.entry_input import (
    OPTION_OF,
    around,
    complete,
    drills,
    entries_from_json,
    entry_fields,
    given_by,
    named_by_options,
)
from springstep.cli.diary.which_diary import diary_option, earlier_entries, opened, today_from, today_option
from springstep.diary.errors import DiaryError
from springstep.diary.table import json_line


@click.command()
@entry_fields
@click.option("--apart", is_flag=True, help="Keep it separate from that day's plan.")
@click.option("--json", "source", metavar="FILE|-", help="Read one entry or a list of them from JSON.")
@today_option
@diary_option
def add(
    apart: bool, source: str | None, today: str | None, place: pathlib.Path | None, **options: str | bool | None
) -> None:
    """Add a run; without options you are asked step by step.

    If that day has a plan, this completes it: of bursts done in full you need not repeat the efforts.
    """
    given, now = given_by(options), today_from(today)
    if source is not None and given:
        raise click.UsageError(
            "--json gives the whole entry; leave out " + ", ".join(OPTION_OF[name] for name in given)
        )
    earlier = [entry for entry in earlier_entries(place) if not (apart and entry.bursts == "planned")]
    if source is not None:
        made = entries_from_json(source, earlier, now)
    elif given:
        made = [named_by_options(lambda: complete({"day": now, **given}, earlier, now))]
    else:
        answers = ask_entry({}, lambda day: around(earlier, day), today=now, drills=drills())
        made = [complete(answers, earlier, now)]
    planned = {entry.uid for entry in earlier if entry.bursts == "planned"}
    try:
        with opened(place, create=True) as book:
            book.merge(made, complete=True)
    except DiaryError:
        if source is None and not given:
            click.echo("Not saved. Your answers, to keep in a file and add later with --json FILE:", err=True)
            click.echo(json_line(made[0]))
        raise
    for entry in made:
        with_plan = f", goes with the plan of {entry.day}" if entry.uid in planned else ""
        click.echo(f"{saved_line(entry)}{with_plan}")
    with opened(place) as book:
        say_answer(book, made)
