"""``springstep diary``: write down what was planned and done, read it again, carry it in and out."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

import click

from springstep.cli.diary_ask import Around, ask_entry, confirmed
from springstep.cli.diary_input import (
    OPTION_OF,
    around,
    complete,
    drills,
    entries_from_json,
    entry_fields,
    field_named,
    named_by_options,
    standard_input,
    told_by,
)
from springstep.cli.diary_page import bursts_words, entry_line, entry_page, entry_table, week_table, week_words
from springstep.cli.replay import replay
from springstep.diary import exchange
from springstep.diary.check import entry_of, fields_of_entry, filled_from_plan
from springstep.diary.entry import Entry, day_of
from springstep.diary.errors import DiaryError
from springstep.diary.files import guarded
from springstep.diary.place import default_path
from springstep.diary.store import Diary
from springstep.diary.table import json_line, plain_entry
from springstep.diary.trend import weeks
from springstep.engine.errors import Fault
from springstep.engine.text.atomic import atomic_write

Command = TypeVar("Command", bound=Callable[..., Any])


@click.group()
def diary() -> None:
    """Keep your training diary: what was planned, what you did, how it was."""


diary.add_command(replay)


def _at(command: Command) -> Command:
    """Let a command say which diary it means."""
    kind = click.Path(path_type=pathlib.Path)
    return click.option("--diary", "place", type=kind, metavar="FILE", help="Another diary than your own.")(command)


def _today(command: Command) -> Command:
    """Let a command say which day it is."""
    return click.option("--today", metavar="YYYY-MM-DD", help="Take this day for today.")(command)


def _day(text: str | None, option: str) -> date | None:
    try:
        return None if text is None else day_of(text)
    except ValueError as error:
        raise DiaryError([Fault(str(error), option)]) from None


def _now(text: str | None) -> date:
    return _day(text, "--today") or date.today()


def _open(place: pathlib.Path | None, *, create: bool = False) -> Diary:
    return Diary.open(place or default_path(), create=create)


def _earlier(place: pathlib.Path | None) -> tuple[Entry, ...]:
    """Return what is in the diary so far; nothing when there is none yet."""
    path = place or default_path()
    with guarded(path):
        if not path.exists():
            return ()
    with _open(place) as book:
        return book.entries()


@diary.command()
@entry_fields
@click.option("--apart", is_flag=True, help="Keep it apart from the plan of that day.")
@click.option("--json", "source", metavar="FILE|-", help="Read one entry or a list of them from JSON.")
@_today
@_at
def add(
    apart: bool, source: str | None, today: str | None, place: pathlib.Path | None, **options: str | bool | None
) -> None:
    """Add a run; without options you are asked step by step.

    A plan that stands on that day is completed: done in full, its efforts need not be told again.
    """
    told, now = told_by(options), _now(today)
    if source is not None and told:
        raise click.UsageError("--json tells the whole entry; leave out " + ", ".join(OPTION_OF[name] for name in told))
    earlier = [entry for entry in _earlier(place) if not (apart and entry.bursts == "planned")]
    if source is not None:
        made = entries_from_json(source, earlier, now)
    elif told:
        made = [named_by_options(lambda: complete({"day": now, **told}, earlier, now))]
    else:
        answers = ask_entry({}, lambda day: around(earlier, day), today=now, drills=drills())
        made = [complete(answers, earlier, now)]
    planned = {entry.uid for entry in earlier if entry.bursts == "planned"}
    try:
        with _open(place, create=True) as book:
            book.merge(made, complete=True)
    except DiaryError:
        if source is None and not told:
            click.echo("Not saved. Your answers, to keep in a file and add later with --json FILE:", err=True)
            click.echo(json_line(made[0]))
        raise
    for entry in made:
        _say(entry, f", goes with the plan of {entry.day}" if entry.uid in planned else "")


def _say(entry: Entry, more: str) -> None:
    """Tell, once it is kept for good, what was written."""
    click.echo(f"saved {entry.short}: {entry.day}, {entry.run_kind} run, {bursts_words(entry)}{more}")


@diary.command("list")
@click.option("--since", metavar="YYYY-MM-DD", help="Only from this day on.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@_at
def list_entries(since: str | None, as_json: bool, place: pathlib.Path | None) -> None:
    """List the entries by day."""
    first = _day(since, "--since") or date.min
    with _open(place) as book:
        found = [entry for entry in book.entries() if entry.day >= first]
    if as_json:
        _print_json([plain_entry(entry) for entry in found])
    elif found:
        _print(entry_table(found))
    else:
        click.echo("no entries" + (f" since {first}" if since else ""), err=True)


@diary.command()
@click.argument("uid", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@_at
def show(uid: str, as_json: bool, place: pathlib.Path | None) -> None:
    """Show everything about one entry: prescribed, done, and the rules behind it."""
    with _open(place) as book:
        entry = book.get(uid)
    if as_json:
        click.echo(entry.to_json(indent=2))
    else:
        _print(entry_page(entry))


@diary.command()
@click.argument("uid", metavar="ID")
@entry_fields
@click.option("--clear", multiple=True, metavar="FIELD", help="Leave a field untold again, such as --clear felt.")
@click.option("--ask", is_flag=True, help="Ask every question again; an empty line keeps what is there.")
@_today
@_at
def edit(
    uid: str,
    clear: tuple[str, ...],
    ask: bool,
    today: str | None,
    place: pathlib.Path | None,
    **options: str | bool | None,
) -> None:
    """Change an entry; its plan stays as it was."""
    told, now = told_by(options), _now(today)
    if not (told or clear or ask):
        raise click.UsageError("tell what to change, such as --felt normal, or --ask")
    with _open(place) as book:
        entry, earlier = book.get(uid), book.entries()
    cleared = {name: "" if name == "note" else None for name in map(field_named, clear)}
    values = {**fields_of_entry(entry), **cleared, **told}
    if ask:
        others = [one for one in earlier if one.uid != entry.uid and one.day <= entry.day and one.is_session]
        there = Around(planned=entry if entry.plan is not None else None, session_before=bool(others))
        standing = {name: value for name, value in values.items() if not (name == "bursts" and value == "planned")}
        values = ask_entry(standing, lambda _: there, today=now, drills=drills())
    if told.get("bursts") in ("none", "skipped"):
        values = {**values, **{name: told.get(name) for name in ("drill", "efforts", "effort_s")}}
    made = named_by_options(lambda: entry_of(filled_from_plan(values, entry.plan), today=now, drills=drills()))
    with _open(place) as book:
        book.update(made)
    _say(made, "")


@diary.command()
@click.argument("uid", metavar="[ID]", required=False)
@click.option("--all", "every", is_flag=True, help="Delete every entry, so that nothing readable is left.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@_at
def delete(uid: str | None, every: bool, yes: bool, place: pathlib.Path | None) -> None:
    """Delete one entry, or all of them, for good."""
    if every == (uid is not None):
        raise click.UsageError("name one entry, or all of them with --all")
    with _open(place) as book:
        if uid is None:
            count = len(book.entries())
            asked = f"This deletes all {count} entries for good. Type their number to go on:"
            _go_on(yes or confirmed(asked, str(count)))
            click.echo(f"deleted {book.delete_all()} entries")
        else:
            entry = book.get(uid)
            _go_on(yes or confirmed(f"{entry_line(entry)}\nDelete it for good? Type yes to go on:", "yes"))
            book.delete(entry.uid)
            click.echo(f"deleted {entry.short}")


def _go_on(sure: bool) -> None:
    if not sure:
        click.echo("Nothing was deleted.", err=True)
        raise click.exceptions.Exit(2)


@diary.command("export")
@click.argument("folder", type=click.Path(path_type=pathlib.Path))
@click.option("--force", is_flag=True, help="Write over what is in the folder.")
@_at
def export_entries(folder: pathlib.Path, force: bool, place: pathlib.Path | None) -> None:
    """Write all entries to a folder: JSON lines, a table for spreadsheets, and a manifest."""
    with _open(place) as book:
        manifest = exchange.export_folder(book.entries(), folder, force=force)
    click.echo(f"exported {manifest.entries} entries to {folder}")


@diary.command("import")
@click.argument("source", metavar="PATH|-")
@click.option("--replace", "over", is_flag=True, help="Take what comes in where the diary has something else.")
@_today
@_at
def import_entries(source: str, over: bool, today: str | None, place: pathlib.Path | None) -> None:
    """Bring entries in from an exported folder, a .jsonl or .csv file, or JSON lines on standard input; all or none."""
    now = _now(today)
    if source == "-":
        found = exchange.read_stream_entries(standard_input(), today=now, drills=drills())
    else:
        found = exchange.read_entries(pathlib.Path(source), today=now, drills=drills())
    with _open(place, create=True) as book:
        merged = book.merge(found, replace=over)
    told = f"{merged.added} added, {merged.replaced} replaced, {merged.unchanged} there already"
    click.echo(f"imported {len(found)} entries: {told}")


@diary.command()
@click.option("--svg", type=click.Path(path_type=pathlib.Path), metavar="FILE", help="Draw the weeks, for a report.")
@click.option("--png", type=click.Path(path_type=pathlib.Path), metavar="FILE", help="The same as a bitmap.")
@click.option("--force", is_flag=True, help="Write over pictures that are there.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.option("--plain", "in_words", is_flag=True, help="Words and numbers only, for a screen reader.")
@_at
def trend(
    svg: pathlib.Path | None,
    png: pathlib.Path | None,
    force: bool,
    as_json: bool,
    in_words: bool,
    place: pathlib.Path | None,
) -> None:
    """Show week by week how much was done and how it was, and draw it."""
    with _open(place) as book:
        found = weeks(book.entries())
    if svg is not None:
        _draw(found, svg, "svg", force=force)
    if png is not None:
        _draw(found, png, "png", force=force)
    if as_json:
        _print_json([{"week": week.name, **json.loads(week.to_json())} for week in found])
    elif not found:
        click.echo("no entries", err=True)
    else:
        _print(week_words(found) if in_words else week_table(found))


def _draw(found: Any, path: pathlib.Path, form: Any, *, force: bool) -> None:
    from springstep.rendering.pictures.weeks import draw_weeks

    if path.exists() and not force:
        raise DiaryError([Fault("is there already", "", "write over it with --force", str(path))])
    atomic_write(path, draw_weeks(found, form))
    click.echo(f"wrote {path}", err=True)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))
