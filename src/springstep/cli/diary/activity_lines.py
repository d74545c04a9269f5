"""What became of a watch's files, in lines: a few of each kind, and how many more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from springstep.cli.diary.activity_taking import Left, Taking
from springstep.cli.text.lines import wrapped
from springstep.diary.day_words import spoken_day
from springstep.diary.from_watch import bursts_found, differences, run_words
from springstep.diary.watched import WatchedRun
from springstep.formats.activity.noticing import noticed_words

_MOST_TAKEN = 10
_MOST_LEFT = 5
"""How many files of a kind are named one by one."""


def taken_lines(taking: Taking, today: date) -> Iterator[str]:
    """Yield a line for each of the latest recordings taken, with what its entry says otherwise, and counts."""
    runs = sorted((each.run for each in taking.taken), key=lambda run: run.began_at)
    if len(runs) > _MOST_TAKEN:
        yield wrapped(f"{len(runs):,} runs from {runs[0].day} to {runs[-1].day}; the latest {_MOST_TAKEN} of them:")
    entries = {entry.uid: entry for entry in taking.entries}
    for run in runs[-_MOST_TAKEN:]:
        found = bursts_found(run)
        yield wrapped(f"{run_line(run, today)}{f'; {found}' if found else ''}", rest="  ")
        yield from (wrapped(said[:1].upper() + said[1:] + ".", first="  ") for said in noticed_words(run.noticed))
        entry = entries.get(run.entry or "")
        if entry is not None:
            yield wrapped(f"fills your entry {entry.short}", first="  ")
            yield from (wrapped(each, first="  ") for each in differences(entry, run))
        elif len(runs) == 1:
            yield wrapped(f"waits for what only you can tell: springstep diary add --day {run.day}", first="  ")
    waiting = sum(1 for run in runs if run.entry is None)
    if len(runs) > 1 and waiting:
        yield wrapped(f"{waiting:,} wait for what only you can tell: springstep diary add --day YYYY-MM-DD")
    if taking.already:
        yield wrapped(f"{len(taking.already):,} {'was' if len(taking.already) == 1 else 'were'} there already.")


def run_line(run: WatchedRun, today: date) -> str:
    """Say in one line which run a watch recorded."""
    return f"{run.short}: run on {spoken_day(run.day, today)}, {run_words(run)}"


def left_lines(left: Sequence[Left]) -> Iterator[str]:
    """Yield why files were not taken, a few of each kind."""
    kinds: dict[str, list[Left]] = {}
    for each in left:
        kinds.setdefault(each.kind, []).append(each)
    for some in kinds.values():
        yield from (wrapped(str(each.fault), rest="  ") for each in some[:_MOST_LEFT])
        if len(some) > _MOST_LEFT:
            yield wrapped(f"and {len(some) - _MOST_LEFT:,} more of this kind")
