"""What became of a watch's files, in lines: a few of each kind, and how many more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from springstep.cli.diary.activity_taking import LeftOut, Taking
from springstep.cli.text.lines import columns, heading, wrapped
from springstep.diary.day_words import days_words, spoken_day
from springstep.diary.entry import Entry
from springstep.diary.from_watch import bursts_found, differences, run_words, unit_of, value_rows
from springstep.diary.watch_trend import FEWEST, WEEKS, WatchTrend
from springstep.diary.watched import WatchedRun
from springstep.formats.activity.noticing import noticed_words
from springstep.session.distance_unit import DistanceUnit

_COMPARED = {
    "cadence_steadiness": "How far cadence varies",
    "stride_evenness": "How far the stride varies",
    "contact_ms": "Ground contact",
    "return_to_pace_s": "Back at pace after a burst",
}
_MOST_TAKEN = 10
_MOST_WHOLE = 20
"""Up to how many files of a kind are all named."""
_MOST_LEFT = 5
"""How many of more than that are."""


def taken_lines(taking: Taking, today: date) -> Iterator[str]:
    """Yield a line for each of the latest recordings taken, with what its entry says otherwise, and counts."""
    runs = sorted((each.run for each in taking.taken), key=lambda run: run.began_at)
    if len(runs) > _MOST_TAKEN:
        yield wrapped(f"{len(runs):,} runs from {runs[0].day} to {runs[-1].day}; the latest {_MOST_TAKEN} of them:")
    entries, unit = {entry.uid: entry for entry in taking.entries}, unit_of(taking.entries)
    for run in runs[-_MOST_TAKEN:]:
        found = bursts_found(run, unit=unit)
        yield wrapped(f"{run_line(run, today, unit=unit)}{f'; {found}' if found else ''}", rest="  ")
        yield from (wrapped(said[:1].upper() + said[1:] + ".", first="  ") for said in noticed_words(run.noticed))
        entry = entries.get(run.entry or "")
        if entry is not None:
            yield wrapped(f"goes with your entry {entry.short}", first="  ")
            yield from (wrapped(each, first="  ") for each in differences(entry, run))
        elif len(runs) == 1:
            yield wrapped(_waits(run), first="  ")
    waiting = sum(1 for run in runs if run.entry is None)
    if len(runs) > 1 and waiting:
        yield wrapped(f"{waiting:,} wait for what only you can tell: springstep diary add --day YYYY-MM-DD")
    if taking.already:
        yield wrapped(f"{len(taking.already):,} {'was' if len(taking.already) == 1 else 'were'} there already.")


def run_line(run: WatchedRun, today: date, *, unit: DistanceUnit) -> str:
    """Say in one line which run a watch recorded."""
    return f"{run.short}: run on {spoken_day(run.day, today)}, {run_words(run, unit=unit)}"


def watched_page(run: WatchedRun, entry: Entry, *, unit: DistanceUnit) -> Iterator[str]:
    """Yield what a watch recorded of an entry's run, each value with what it rests on."""
    yield heading("By your watch")
    yield from _rows(run, unit)
    yield from (wrapped(each, first="  ") for each in (*differences(entry, run), *noticed_words(run.noticed)))


def recording_page(run: WatchedRun, *, unit: DistanceUnit) -> Iterator[str]:
    """Yield the same of a recording by itself, and which entry it is of."""
    yield heading(f"Recording {run.short}, {days_words([run.day])}")
    yield from _rows(run, unit)
    yield from (wrapped(each, first="  ") for each in noticed_words(run.noticed))
    if run.entry is not None:
        yield wrapped(f"goes with your entry {run.entry[:8]}", first="  ")
    else:
        yield wrapped(_waits(run), first="  ")


def _rows(run: WatchedRun, unit: DistanceUnit) -> Iterator[str]:
    """Yield what a recording says, each value with what it rests on; that it gives none, where that is so."""
    found, values = bursts_found(run, unit=unit), list(value_rows(run, unit=unit))
    yield from columns([("Run", run_words(run, unit=unit)), *([("Bursts", found)] if found else []), *values])
    if not values:
        yield wrapped(
            "no figures: they take three minutes or more of easy running with cadence and speed recorded", first="  "
        )


def _waits(run: WatchedRun) -> str:
    return f"waits for what only you can tell: springstep diary add --day {run.day}"


def waiting_lines(waiting: Sequence[WatchedRun], today: date, *, unit: DistanceUnit) -> Iterator[str]:
    """Yield the latest recordings that wait for what only the runner can tell, and how many more there are."""
    if waiting:
        yield heading("Recorded by your watch, and waiting for what only you can tell")
    for run in waiting[-_MOST_TAKEN:]:
        yield wrapped(
            f"{run_line(run, today, unit=unit)}: springstep diary add --day {run.day}", first="  ", rest="    "
        )
    if len(waiting) > _MOST_TAKEN:
        yield f"  and {len(waiting) - _MOST_TAKEN:,} earlier ones"


def watch_trend_lines(found: Sequence[WatchTrend], recordings: int) -> Iterator[str]:
    """Yield what a watch shows over the weeks; that there is too little for it, where that is so."""
    if recordings:
        yield heading(f"By your watch, easy runs at a like pace in the last {WEEKS} weeks")
    if recordings and not found:
        yield wrapped(f"too little to tell: it takes {FEWEST} runs whose cadence or stride was recorded", first="  ")
    for each in found:
        what = _COMPARED[each.name]
        if each.left_out:
            yield wrapped(f"{what}: nothing is said, as one of the last runs does not tell it", first="  ")
        elif each.early is None or each.late is None or each.change is None:
            yield wrapped(f"{what}: too little to tell, {each.runs} of the {FEWEST} runs that it takes", first="  ")
        else:
            change = {"less": "less", "same": "no clear change", "more": "more"}[each.change]
            values = f"{each.early:.3g} before, {each.late:.3g} {each.unit} now"
            yield wrapped(f"{what}: {values}, {change} ({each.runs} runs)", first="  ")


def left_lines(left: Sequence[LeftOut]) -> Iterator[str]:
    """Yield why files were not taken, each in one line; of many of one kind a few."""
    kinds: dict[str, list[LeftOut]] = {}
    for each in left:
        kinds.setdefault(each.kind, []).append(each)
    cut = False
    for some in kinds.values():
        shown = some if len(some) <= _MOST_WHOLE else some[:_MOST_LEFT]
        yield from (wrapped(str(each.fault), rest="  ") for each in shown)
        if len(some) > len(shown):
            cut = True
            yield wrapped(f"and {len(some) - len(shown):,} more of this kind")
    if cut:
        yield wrapped("With --json every file is named.")
