"""``springstep diary edit``: an entry changed, by options or asked again."""

from __future__ import annotations

import pathlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import click

from springstep.cli.diary.answer_lines import say_answer
from springstep.cli.diary.ask_entry import ask_entry, typed
from springstep.cli.diary.diary_page import saved_line
from springstep.cli.diary.entry_input import (
    around,
    drills,
    entry_fields,
    field_named,
    given_by,
    named_by_options,
    refuse_too_much,
)
from springstep.cli.diary.urgent import Urgent
from springstep.cli.diary.which_diary import diary_option, opened, today_from, today_option
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.diary.asked import APART
from springstep.diary.check import entry_of, fields_of_entry, filled_from_plan
from springstep.diary.entry import Entry
from springstep.installed import default_rule_base


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
    urgent = Urgent(place, lambda told: _edited(told, entry, now))
    if ask:
        others = [one for one in earlier if one.uid != entry.uid]
        there = replace(around(others, entry.day, entry.plan, now), editing=entry.bursts != "planned")
        known = {name: value for name, value in values.items() if not (name == "bursts" and value == "planned")}
        with typed(urgent.undone) as lines:
            values = ask_entry(known, there, base=default_rule_base(), lines=lines, urgent=urgent)
    if given.get("bursts") in ("none", "skipped"):
        values = {**values, **{name: given.get(name) for name in ("drill", "efforts", "effort_s")}}
    made = named_by_options(lambda: _edited(values, entry, now))
    if {"bursts", "efforts", "effort_s", "duration_min"} & set(given):
        refuse_too_much(made)
    with opened(place) as book:
        book.update(made)
        echo(wrapped(saved_line(made, now), rest="  "))
        say_answer(book, [made], said=urgent.said)


def _edited(values: Mapping[str, Any], entry: Entry, today: date) -> Entry:
    told = {"bursts": entry.bursts, **{name: value for name, value in values.items() if name != APART}}
    return entry_of(filled_from_plan(told, entry.plan), today=today, drills=drills())
