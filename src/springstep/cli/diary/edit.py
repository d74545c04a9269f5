"""``springstep diary edit``: an entry changed, by options or asked again."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.diary.answer_lines import say_answer
from springstep.cli.diary.ask_entry import Around, ask_entry
from springstep.cli.diary.diary_page import saved_line
from springstep.cli.diary.entry_input import (
    drills,
    entry_fields,
    field_named,
    given_by,
    named_by_options,
    warning_before,
)
from springstep.cli.diary.which_diary import diary_option, opened, today_from, today_option
from springstep.diary.check import entry_of, fields_of_entry, filled_from_plan


@click.command()
@click.argument("uid", metavar="ID")
@entry_fields
@click.option("--clear", multiple=True, metavar="FIELD", help="Clear a field, such as --clear felt; can be repeated.")
@click.option("--ask", is_flag=True, help="Ask every question again; an empty line keeps what is there.")
@today_option
@diary_option
def edit(
    uid: str,
    clear: tuple[str, ...],
    ask: bool,
    today: str | None,
    place: pathlib.Path | None,
    **options: str | bool | None,
) -> None:
    """Change an entry; its plan stays as it was."""
    given, now = given_by(options), today_from(today)
    if not (given or clear or ask):
        raise click.UsageError("say what to change, such as --felt normal, or --ask")
    with opened(place) as book:
        entry, earlier = book.get(uid), book.entries()
    cleared = {name: "" if name == "note" else None for name in map(field_named, clear)}
    values = {**fields_of_entry(entry), **cleared, **given}
    if ask:
        others = [one for one in earlier if one.uid != entry.uid and one.day <= entry.day and one.is_session]
        there = Around(
            planned=entry if entry.plan is not None else None,
            session_before=bool(others),
            warning=warning_before(earlier, entry),
        )
        known = {name: value for name, value in values.items() if not (name == "bursts" and value == "planned")}
        values = ask_entry(known, lambda _: there, today=now, drills=drills())
    if given.get("bursts") in ("none", "skipped"):
        values = {**values, **{name: given.get(name) for name in ("drill", "efforts", "effort_s")}}
    made = named_by_options(lambda: entry_of(filled_from_plan(values, entry.plan), today=now, drills=drills()))
    with opened(place) as book:
        book.update(made)
        click.echo(saved_line(made))
        say_answer(book, [made])
