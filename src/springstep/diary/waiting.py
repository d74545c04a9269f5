"""Recordings that wait for what only the runner can tell: until then bursts are taken as maybe done, never as earned.

What such a run may have held counts for how soon bursts come again, and for nothing that leads on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from springstep.diary.asked import has_set
from springstep.diary.completing import open_plan
from springstep.diary.day_words import days_words, spoken_day
from springstep.diary.entry import SESSION, Entry
from springstep.diary.history import history_of
from springstep.diary.watched import WatchedRun
from springstep.engine.inference.remembered import Remembered
from springstep.engine.rulebase.base import RuleBase

_SPACING = "easy_runs_since_bursts"
_SESSIONS = "sessions_done"


def maybe_done(runs: Sequence[WatchedRun], entries: Sequence[Entry], day: date) -> tuple[Entry, ...]:
    """Return as entries the runs up to a day that wait for an answer, and in which bursts may have been done.

    That is one in which a watch shows bursts, and one of a day whose plan for bursts has no log, unless the watch shows
    that there were none.
    """
    return tuple(sorted(_each(runs, entries, day), key=lambda entry: entry.day))


def with_maybe(
    found: tuple[Remembered, ...], maybe: Sequence[Entry], entries: Sequence[Entry], *, day: date, base: RuleBase
) -> tuple[Remembered, ...]:
    """Return what is remembered before a run, spaced as if bursts that may have been done had been done.

    That there was a session at all counts only where the diary knows of none.
    """
    if not maybe:
        return found
    both = sorted([*entries, *maybe], key=lambda entry: entry.day)
    there = {memory.fact for memory in found}
    wanted = {_SPACING} if _SESSIONS in there else {_SPACING, _SESSIONS}
    spaced = {
        memory.fact: Remembered(fact=memory.fact, value=memory.value, note=_note(maybe))
        for memory in history_of(both, day=day, moment="before", base=base)
        if memory.fact in wanted
    }
    least = {memory.fact: memory for memory in found if memory.fact == _SPACING}
    if _SPACING in least and _SPACING in spaced and least[_SPACING].value <= spaced[_SPACING].value:
        spaced.pop(_SPACING)
    new = [spaced[name] for name in spaced if name not in there]
    return (*(spaced.get(memory.fact, memory) for memory in found), *new)


def waiting_words(maybe: Sequence[Entry], today: date) -> str:
    """Say that runs wait for an answer, and how they are taken until then; empty where none does."""
    if not maybe:
        return ""
    last = maybe[-1]
    what = f"The run of {spoken_day(last.day, today)} that your watch recorded waits"
    if len(maybe) > 1:
        what = f"{len(maybe)} runs that your watch recorded wait, the last of {spoken_day(last.day, today)},"
    return f"{what} for your answers (springstep diary add --day {last.day}); until then bursts count as done there."


def _each(runs: Sequence[WatchedRun], entries: Sequence[Entry], day: date) -> Iterator[Entry]:
    for run in runs:
        if run.entry is not None or run.day > day or run.bursts == "none":
            continue
        planned = open_plan(entries, run.day)
        if run.bursts in SESSION or (planned is not None and has_set(planned.plan)):
            kind = planned.run_kind if planned is not None else "easy"
            yield Entry(uid=run.digest[:32], day=run.day, run_kind=kind, bursts="partly")


def _note(maybe: Sequence[Entry]) -> str:
    return f"your watch's run of {days_words([maybe[-1].day])}, which waits for your answers"
