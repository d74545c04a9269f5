"""``springstep week``: which of the coming runs carry bursts."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from datetime import date

import click

from springstep.cli.diary.which_diary import diary_option, today_from, today_option
from springstep.cli.drawn_code import ENDS, STANDARD_OUTPUT
from springstep.cli.options.days import DayType
from springstep.cli.options.diary_memory import Memory
from springstep.cli.options.file_path import FilePath, ends_in
from springstep.cli.options.output_file import refuse_to_write_over
from springstep.cli.options.overlays import Overlays, overlay_options
from springstep.cli.options.usual_runs import EXAMPLE, usual_runs
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import heading, wrapped
from springstep.cli.week_calendar import write_week
from springstep.diary.entry import Entry
from springstep.diary.history import history_of
from springstep.diary.storage.place import default_path
from springstep.diary.storage.store import Diary
from springstep.diary.waiting import maybe_done, waiting_words, with_maybe
from springstep.diary.watched import WatchedRun
from springstep.diary.week_ahead import RACE, RunAhead, WeekAhead, week_of
from springstep.engine.language.wording import plain
from springstep.engine.text.opening import found

_MOST_LINES = 12
_OF_THE_RUNNER = "clearance"
_SUPPOSED = "If nothing is off on the day, and each run is done in full and goes well."


@click.command(epilog='Example: springstep week --runs "tue easy, thu easy 45, sat long, sun easy"')
@click.option(
    "--runs",
    metavar="RUNS",
    envvar="SPRINGSTEP_RUNS",
    help=f'Your runs of an ordinary week: "{EXAMPLE}". A weekday alone is an easy run; minutes may follow.',
)
@click.option("--race", type=DayType(), metavar="YYYY-MM-DD", help="Your next race; by default the diary's.")
@click.option(
    "--ics",
    type=FilePath(folder=False),
    metavar="FILE.ics",
    help="Write the runs with bursts as events for a calendar.",
)
@click.option(
    "--qr",
    type=FilePath(folder=False),
    metavar="FILE.png|.svg|-",
    help="Draw these events as a QR code, for a phone.",
)
@click.option("--force", is_flag=True, help="Write over files that are there.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@today_option
@diary_option
@overlay_options
def week(
    runs: str | None,
    race: date | None,
    ics: pathlib.Path | None,
    qr: pathlib.Path | None,
    force: bool,
    as_json: bool,
    today: str | None,
    place: pathlib.Path | None,
    overlays: Overlays,
) -> None:
    """See which of the runs of the coming seven days carry bursts.

    Each day is decided by the rules, with the diary as it would be by then. What is told of a day with a plan stands;
    of the others it is supposed that nothing is off.
    """
    if not runs:
        raise click.UsageError(f'say your runs of an ordinary week, such as: springstep week --runs "{EXAMPLE}"')
    if ics is not None:
        refuse_to_write_over(ends_in(ics, ".ics", option="--ics"), force=force)
    printed = qr is not None and str(qr) == STANDARD_OUTPUT
    if qr is not None and not printed:
        refuse_to_write_over(ends_in(qr, *ENDS, option="--qr"), force=force)
    if printed and as_json:
        raise click.UsageError("one thing on standard output: --qr - or --json")
    base, day = overlays.rule_base, today_from(today)
    if race is not None and race < day:
        raise click.BadParameter(f"{race} has gone by; at the earliest today, {day}", param_hint="--race")
    usual = usual_runs(runs, base)
    entries, recordings, next_race = _diary(place)
    maybe = maybe_done(recordings, entries, day)
    memory, upcoming = Memory(place, used=True, today=day), race or next_race
    of_diary = history_of(entries, day=day, moment="before", base=base, race=upcoming)
    spaced = with_maybe(of_diary, maybe, entries, day=day, base=base)
    known = {remembered.fact for remembered in spaced}
    told = [remembered for remembered in memory.history("before") if remembered.fact not in known]
    coming = week_of(
        entries, usual, today=day, base=base, race=upcoming, told=told, offered=memory.usual(), maybe=maybe
    )
    if maybe:
        echo(wrapped(waiting_words(maybe, day)), err=True)
    for line in () if printed else [coming.to_json(indent=2)] if as_json else week_lines(coming):
        echo(line)
    if ics is not None or qr is not None:
        code = write_week(coming, base, ics=ics, qr=qr)
        if printed:
            echo(code.decode())


def _diary(place: pathlib.Path | None) -> tuple[tuple[Entry, ...], tuple[WatchedRun, ...], date | None]:
    """Return the entries of the diary, its recordings and the day of its race; nothing where there is none."""
    path = place or default_path()
    if place is None and not found(path):
        return (), (), None
    with Diary.open(path, create=False) as diary, diary.reading():
        return diary.entries(), diary.recordings.sound(), diary.race()


def week_lines(found: WeekAhead) -> Iterator[str]:
    """Yield a line for each run, what is supposed, and as many reasons as there is room for."""
    yield heading(f"The week from {_day(found.first)} {found.first.year}")
    rows = [(_day(run.day), plain(run.run_kind), _what(run), _why(run)) for run in found.runs]
    widths = [max(len(row[place]) for row in rows) for place in range(3)] if rows else []
    for row in rows:
        cells = [cell.ljust(wide) for cell, wide in zip(row, widths, strict=False)]
        yield wrapped("  ".join([*cells, row[3]]), rest="    ")
    if not rows:
        yield "No run in these days."
    yield wrapped(_SUPPOSED)
    room = _MOST_LINES - len(rows) - 2
    for note in _notes(found):
        room -= note.count("\n") + 1
        if room >= 0:
            yield note


def _notes(found: WeekAhead) -> Iterator[str]:
    """Yield what is not told, and the reasons behind the rules that are named, those that speak of the runner first."""
    missing = list(dict.fromkeys(label for run in found.runs for label in run.missing))
    if missing:
        yield wrapped(f"Not told: {', '.join(missing)}. `springstep consult` asks for it.", rest="  ")
    known = [run for run in found.runs if run.rules and not run.missing]
    told = [run for run in known if run.efforts is None or run.decision == _OF_THE_RUNNER]
    ordered = sorted(told, key=lambda run: run.decision != _OF_THE_RUNNER)
    for rule, why in {run.rules[0]: run.why for run in ordered}.items():
        yield wrapped(f"{rule}: {why}", rest="  ")


def _day(day: date) -> str:
    return f"{day:%a} {day.day:2} {day:%b}"


def _what(run: RunAhead) -> str:
    if run.efforts is None:
        return "no bursts"
    return f"{'strides' if run.verdict == 'strides' else 'bursts'} {run.efforts} x {run.effort_s} s"


def _why(run: RunAhead) -> str:
    """Say why in a few words, how far the race is, and by which rule."""
    parts = [run.short]
    if run.days_to_race and run.run_kind != RACE:
        parts.append(f"race in {run.days_to_race} day{'' if run.days_to_race == 1 else 's'}")
    return f"{', '.join(parts)} [{', '.join(run.rules[:1])}]" if run.rules else ", ".join(parts)
