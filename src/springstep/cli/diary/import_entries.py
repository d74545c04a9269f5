"""``springstep diary import``: entries brought in from an export, a file or standard input."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator, Sequence
from datetime import date

import click

from springstep.cli.diary.answer_lines import say_answer
from springstep.cli.diary.entry_input import drills, standard_input
from springstep.cli.diary.which_diary import diary_option, opened, today_from, today_option
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.diary.alike import alike
from springstep.diary.day_words import spoken_day
from springstep.diary.entry import Entry
from springstep.diary.errors import DiaryError
from springstep.diary.exchange import (
    read_entries,
    read_exported_profile,
    read_race,
    read_recordings,
    read_stream_entries,
)
from springstep.diary.limits import is_too_much
from springstep.diary.profile import Profile, beside, change_profile, merged_profiles
from springstep.diary.storage.merging import Merged
from springstep.diary.watched import with_what_is_there
from springstep.engine.errors import Fault
from springstep.installed import default_rule_base

_MOST_NAMED = 4


@click.command("import")
@click.argument("source", metavar="PATH|-")
@click.option("--replace", "over", is_flag=True, help="Replace entries of the diary that differ.")
@click.option("--again", is_flag=True, help="Add runs even if runs like them are there: they were other ones.")
@today_option
@diary_option
def import_entries(source: str, over: bool, again: bool, today: str | None, place: pathlib.Path | None) -> None:
    """Bring entries in from an exported folder, a .jsonl or .csv file, or JSON lines on standard input; all or none."""
    now = today_from(today)
    if source == "-":
        found = read_stream_entries(standard_input(), today=now, drills=drills())
    else:
        found = read_entries(pathlib.Path(source), today=now, drills=drills())
    profile = read_exported_profile(pathlib.Path(source), default_rule_base()) if source != "-" else Profile()
    race = read_race(pathlib.Path(source)) if source != "-" else None
    recordings = read_recordings(pathlib.Path(source)) if source != "-" else ()
    base = default_rule_base()
    with opened(place, create=True) as book:
        with book.writing():
            if not again:
                _refuse_again(found, book.sound_entries(), now)
            merged = book.merge(found, replace=over)
            if race is not None and (over or book.race() is None):
                book.keep_race(race)
            both = list(with_what_is_there(recordings, book.recordings.sound()))
            come = [run for run, there in both if over or there is None]
            gone = [there.digest for _, there in both if there is not None and over]
            book.recordings.keep(come, gone=gone)
        counts = f"{merged.added} added, {merged.replaced} replaced, {merged.unchanged} there already"
        runs = f"; {len(come)} recording{'' if len(come) == 1 else 's'} came with them" if come else ""
        entries = "1 entry" if len(found) == 1 else f"{len(found)} entries"
        echo(f"imported {entries}: {counts}{runs}")
        for line in (*_gave_way(merged), *_more_than_a_session(found)):
            echo(wrapped(line))
        if profile.facts:
            change_profile(beside(book.path), base, lambda here: merged_profiles(here, profile, base, over=over))
        say_answer(book, found, in_short=True)


def _gave_way(merged: Merged) -> Iterator[str]:
    """Yield what became of plans that were not the last for their day."""
    if merged.gave_way:
        gone = ", ".join(merged.gave_way)
        yield f"Of several plans for one day and kind of run the last one stays; taken out: {gone}"


def _more_than_a_session(found: Sequence[Entry]) -> Iterator[str]:
    """Yield how many entries hold more than a session can, which the diary keeps and never counts."""
    beyond = [entry for entry in found if is_too_much(entry, default_rule_base())]
    if beyond:
        some = ", ".join(entry.short for entry in beyond[:_MOST_NAMED]) + (", ..." if beyond[_MOST_NAMED:] else "")
        yield f"More than a session done as planned can be, so never counted as one: {some}"


def _refuse_again(found: Sequence[Entry], there: Sequence[Entry], today: date) -> None:
    """Raise ``DiaryError`` for new entries that look like runs which the diary holds under another id."""
    known = {entry.uid for entry in there}
    new = [entry for entry in found if entry.uid not in known]
    coming = {entry.uid for entry in found}
    others = [entry for entry in there if entry.uid not in coming]
    faults = []
    for entry in new:
        like = alike(entry, others)
        if like is not None:
            what = f"the entry {entry.short} of {spoken_day(entry.day, today)} looks like {like.short}, which is there"
            faults.append(Fault("exists", what, allowed="--again adds it as another run"))
    if faults:
        raise DiaryError(faults)
