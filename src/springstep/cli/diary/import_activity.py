"""``springstep diary import-activity``: runs that a watch recorded, read from its files into the diary."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import click

from springstep.cli.diary.activity_lines import left_lines, taken_lines
from springstep.cli.diary.activity_taking import FIRST_CLOCK, LeftOut, Taken, Taking
from springstep.cli.diary.add import add
from springstep.cli.diary.ask_entry import leave, typed
from springstep.cli.diary.which_diary import (
    day_from,
    diary_option,
    opened,
    today_from,
    today_option,
)
from springstep.cli.options.file_path import FilePath
from springstep.cli.progress import progress
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.cli.typed_lines import at_terminal
from springstep.diary.entry import DAYS_AHEAD, Entry, later
from springstep.diary.errors import DiaryError
from springstep.diary.storage.place import default_path
from springstep.diary.watched import WatchedRun
from springstep.engine.errors import Fault
from springstep.engine.text.opening import found
from springstep.formats.activity.errors import ActivityError
from springstep.formats.activity.sources import ActivityFiles, Candidate
from springstep.installed import default_rule_base

_WEEKS = 12
"""How far back runs are taken where nothing else is said: as long as trends look."""
_AT_ONCE = 50
"""How many files are read before what they hold is written down."""


@click.command("import-activity")
@click.argument("paths", metavar="FILE|FOLDER|ZIP...", nargs=-1, required=True, type=FilePath())
@click.option("--since", metavar="YYYY-MM-DD", help=f"Take runs from this day on; by default of {_WEEKS} weeks.")
@click.option("--all", "every", is_flag=True, help="Take runs of any day.")
@click.option("--day", metavar="YYYY-MM-DD", help="The day of the run, where the watch's clock was wrong.")
@click.option("--run", "any_sport", is_flag=True, help="Take a file that does not tell its sport for a run.")
@click.option("--instead", is_flag=True, help="Of one run by two watches, take this recording and drop the other.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs; nothing is asked.")
@today_option
@diary_option
def import_activity(
    paths: tuple[pathlib.Path, ...],
    since: str | None,
    every: bool,
    day: str | None,
    any_sport: bool,
    instead: bool,
    as_json: bool,
    today: str | None,
    place: pathlib.Path | None,
) -> None:
    """Read runs from a watch's files: FIT, TCX or GPX, a folder of them, or a service's export as a zip.

    Where you ran is dropped as it is read. A run fills the entry of its day; what you said there stays. Where there is
    none, you are asked what no watch can tell, now or by `diary add`. Exit code 1 where a file could not be taken.
    """
    if since is not None and every:
        raise click.UsageError("--since and --all contradict each other")
    now = today_from(today)
    first = date.min if every or day is not None else day_from(since, "--since") or now - timedelta(weeks=_WEEKS)
    asking = at_terminal() and not as_json
    entries, runs = _there(place)
    taking = Taking(
        entries=entries,
        runs=runs,
        today=now,
        since=first,
        day=_told_day(day, now),
        instead=instead,
        base=default_rule_base(),
    )
    with ActivityFiles() as files:
        listing = files.listed(paths)
        _check_one_day(day, listing.candidates)
        for fault in listing.faults:
            taking.leave(fault)
        if not listing.candidates and not listing.faults:
            names = ", ".join(map(str, paths))
            taking.leave(Fault("not_found", "holds no file of a watch", "", "files end in .fit, .tcx or .gpx", names))
        try:
            with progress(listing.candidates, "reading") as candidates:
                for number, candidate in enumerate(candidates, start=1):
                    try:
                        for run in files.read(candidate, any_sport=any_sport):
                            taking.take(run, candidate.name)
                    except ActivityError as error:
                        taking.leave(error.faults[0])
                    if number % _AT_ONCE == 0:
                        _write(taking, place)
        except KeyboardInterrupt:
            _write(taking, place)
            leave(f"Interrupted: {len(taking.taken):,} runs are kept; the same command goes on with the rest.", 130)
    if asking:
        _ask_which(taking)
    _write(taking, place)
    if as_json:
        _print_json(taking)
    else:
        for line in taken_lines(taking, now):
            echo(line)
        if listing.others:
            of_others = (
                "1 file of another kind was" if listing.others == 1 else f"{listing.others:,} files of other kinds were"
            )
            echo(wrapped(f"{of_others} left alone."), err=True)
        for line in left_lines(taking.left):
            echo(line, err=True)
        waiting = [each for each in taking.taken if each.run.entry is None]
        if asking and len(waiting) == 1 and len(taking.taken) == 1:
            _ask_the_rest(waiting[0], today, place)
    if taking.left:
        raise click.exceptions.Exit(1)


def _there(place: pathlib.Path | None) -> tuple[tuple[Entry, ...], tuple[WatchedRun, ...]]:
    """Return what is in the diary so far; nothing when there is none yet."""
    if not found(place or default_path()):
        return (), ()
    with opened(place) as book, book.reading():
        return book.entries(), book.recordings.sound()


def _told_day(day: str | None, today: date) -> date | None:
    """Return the day that was told of a run, if any; raises ``DiaryError`` for one on which no watch recorded it."""
    told, last = day_from(day, "--day"), later(today, DAYS_AHEAD)
    if told is not None and not FIRST_CLOCK <= told <= last:
        allowed = f"from {FIRST_CLOCK} to {last}"
        raise DiaryError([Fault("out_of_range", f"no watch can have recorded a run on {told}", "--day", allowed)])
    return told


def _check_one_day(day: str | None, candidates: Sequence[Candidate]) -> None:
    if day is not None and len(candidates) > 1:
        raise click.UsageError("--day says when one run was; name one file")


def _write(taking: Taking, place: pathlib.Path | None) -> None:
    """Write down what was taken since the last time, recordings and the entries that they fill, all or none."""
    if not taking.waits:
        return
    with opened(place, create=True) as book, book.writing():
        entries = book.entries()
        taking.renew(entries, book.recordings.sound())
        recordings, gone = taking.unwritten()
        there = {entry.uid: entry for entry in entries}
        runs = list(taking.filling(recordings, there))
        book.recordings.keep((run for run, _ in runs), gone=gone)
        for _, entry in runs:
            if entry is not None and entry != there[entry.uid]:
                book.update(entry)
        taking.know(book.entries(), book.recordings.sound())


def _ask_which(taking: Taking) -> None:
    """Ask of each run that two watches recorded which recording to keep."""
    if not taking.doubles:
        return
    with typed(lambda: "the recordings that were there stay") as lines:
        for double in list(taking.doubles):
            if lines.yes(f"{double.question} Take the new one in its place?", default=False):
                taking.take_instead(double)


def _ask_the_rest(waiting: Taken, today: str | None, place: pathlib.Path | None) -> None:
    """Ask what no watch can tell of the one run that came in."""
    context = click.get_current_context()
    context.invoke(
        add, today=today, place=place, day=waiting.run.day.isoformat(), apart=False, again=False, source=None
    )


def _print_json(taking: Taking) -> None:
    rows = {
        "taken": [{"file": each.name, "recording": json.loads(each.run.to_json())} for each in taking.taken],
        "there_already": list(taking.already),
        "left": [fault.to_data() for fault in _faults(taking.left)],
    }
    echo(json.dumps(rows, indent=2, ensure_ascii=False))


def _faults(left: Sequence[LeftOut]) -> Iterator[Fault]:
    return (each.fault for each in left)
