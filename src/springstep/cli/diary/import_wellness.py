"""``springstep diary import-wellness``: what a watch says of days, kept for the questions before a run."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator, Sequence
from datetime import timedelta

import click

from springstep.cli.diary.which_diary import diary_option, opened, today_from, today_option
from springstep.cli.options.file_path import FilePath
from springstep.cli.progress import progress_of_one
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.diary.watch_proposal import WatchProposal
from springstep.diary.wellness import DAYS_KEPT, Wellness, days_kept, joined_days
from springstep.diary.wellness_proposals import FEWEST_DAYS, wellness_proposals
from springstep.engine.errors import Fault
from springstep.formats.wellness.errors import WellnessError
from springstep.formats.wellness.reading import read_wellness
from springstep.installed import default_rule_base

_SOURCES = {"intervals.icu": "intervals.icu", "garmin": "Garmin Connect", "apple_health": "Apple Health"}


@click.command("import-wellness")
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=FilePath())
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@today_option
@diary_option
def import_wellness(
    paths: tuple[pathlib.Path, ...], as_json: bool, today: str | None, place: pathlib.Path | None
) -> None:
    """Read sleep, resting pulse, HRV and readiness from a watch's or health app's export.

    A table of intervals.icu or Garmin Connect, or the export of Apple Health. The last 60 days are kept. They answer
    nothing: where a night was short for you, the consultation says so and asks. Exit code 1 where a file could not be
    taken; the others are.
    """
    now = today_from(today)
    since = now - timedelta(days=DAYS_KEPT)
    found: list[Wellness] = []
    left: list[Fault] = []
    for path in paths:
        try:
            with progress_of_one("reading") as told:
                found += read_wellness(path, since=since, told=told)
        except WellnessError as error:
            left += error.faults
    kept = days_kept(joined_days((), found), now)
    if kept:
        with opened(place, create=True) as book, book.writing():
            every = days_kept(joined_days(book.days.sound(), kept), now)
            book.days.keep(every)
    else:
        every = ()
    proposals = wellness_proposals(every, today=now, base=default_rule_base())
    if as_json:
        rows = {
            "days": [json.loads(each.to_json()) for each in kept],
            "proposals": [json.loads(each.to_json()) for each in proposals],
            "left": [fault.to_data() for fault in left],
        }
        echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        for line in _lines(kept, every, proposals, files=len(paths) - len(left)):
            echo(line)
        for fault in left:
            echo(wrapped(str(fault), rest="  "), err=True)
    if left:
        raise click.exceptions.Exit(1)


def _lines(
    kept: Sequence[Wellness], every: Sequence[Wellness], proposals: Sequence[WatchProposal], *, files: int
) -> Iterator[str]:
    """Yield what came of the files that were taken."""
    if files and not kept:
        yield wrapped(f"Nothing to keep: no day of these files is among the last {DAYS_KEPT}.")
    if not kept:
        return
    for source, words in _SOURCES.items():
        if days := [each for each in kept if each.source == source]:
            yield wrapped(f"{words}: {_days_words(days)}.")
    if len(every) < FEWEST_DAYS:
        yield wrapped(f"What is usual for you is told from {FEWEST_DAYS} days on.")
    if proposals:
        yield "Before a run today, the consultation asks about this:"
    yield from (wrapped(each.say) for each in proposals)


def _days_words(days: Sequence[Wellness]) -> str:
    """Say which days there are, and how many tell what."""
    counts = {
        "sleep": sum(each.sleep_h is not None for each in days),
        "resting pulse": sum(each.resting_bpm is not None for each in days),
        "HRV": sum(each.hrv_ms is not None for each in days),
        "readiness": sum(each.readiness is not None for each in days),
        "illness noted": sum(each.ill_noted for each in days),
    }
    told = ", ".join(f"{what} of {count}" for what, count in counts.items() if count)
    span = f"{days[0].day}" if len(days) == 1 else f"{days[0].day} to {days[-1].day}"
    return f"{len(days)} {'day' if len(days) == 1 else 'days'}, {span}: {told}"
