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
    OPTION_OF,
    around,
    drills,
    entry_fields,
    field_named,
    given_by,
    named_by_options,
)
from springstep.cli.diary.urgent import Urgent
from springstep.cli.diary.which_diary import diary_option, opened, today_from, today_option
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.diary.asked import APART
from springstep.diary.check import differing, entry_of, fields_of_entry, filled_from_plan
from springstep.diary.completing import refuse_too_much
from springstep.diary.entry import Entry
from springstep.diary.errors import DiaryError
from springstep.diary.table import json_line
from springstep.engine.errors import Fault
from springstep.installed import default_rule_base

_NOT_SAVED = """Not saved. Your answers, to keep in a file such as run.jsonl and bring in later with
springstep diary import run.jsonl --replace:"""


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
    cleared = {name: "" if name == "note" else None for name in map(field_named, clear)}
    changes = {**cleared, **given}
    if given.get("bursts") in ("none", "skipped"):
        changes = {**dict.fromkeys(("drill", "efforts", "effort_s")), **changes}
    with opened(place) as book:
        entry, earlier = book.get(uid), book.entries()
    told: Entry | None = None
    urgent = Urgent(place, lambda told: _edited(told, entry, now), entry)
    if ask:
        values = {**fields_of_entry(entry), **changes}
        others = [one for one in earlier if one.uid != entry.uid]
        there = replace(around(others, entry.day, entry.plan, now), editing=entry.bursts != "planned")
        known = {name: value for name, value in values.items() if not (name == "bursts" and value == "planned")}
        with typed(urgent.undone) as lines:
            values = ask_entry(known, there, base=default_rule_base(), lines=lines, urgent=urgent)
        told = named_by_options(lambda: _edited(values, entry, now))
        changes = differing(told, urgent.kept or entry)

    def changed(there: Entry) -> Entry:
        """Return the entry as it is by now with what was told here."""
        if told is not None:
            _refuse_both(there, urgent.kept or entry, told)
        made = named_by_options(lambda: _edited({**fields_of_entry(there), **changes}, there, now))
        if {"bursts", "efforts", "effort_s", "duration_min"} & set(given):
            refuse_too_much(made, default_rule_base())
        return made

    with opened(place) as book:
        try:
            made = book.change(entry.uid, changed)
        except DiaryError:
            if told is not None:
                echo(_NOT_SAVED, err=True)
                echo(json_line(told))
            raise
        echo(wrapped(saved_line(made, now), rest="  "))
        say_answer(book, [made], said=urgent.said)


def _edited(values: Mapping[str, Any], entry: Entry, today: date) -> Entry:
    told = {"bursts": entry.bursts, **{name: value for name, value in values.items() if name != APART}}
    return entry_of(filled_from_plan(told, entry.plan), today=today, drills=drills())


def _refuse_both(there: Entry, known: Entry, told: Entry) -> None:
    """Raise ``DiaryError`` where another program has given a field meanwhile that was told otherwise here."""
    both = sorted(differing(told, known).keys() & differing(there, known).keys() & differing(told, there).keys())
    if both:
        names = ", ".join(OPTION_OF.get(name, name) for name in both)
        what = f"the entry {there.short} was changed by another program meanwhile: {names}"
        allowed = f"look at it with `springstep diary show {there.short}` and edit it again"
        raise DiaryError([Fault("conflict", what, allowed=allowed)])
