"""Recordings taken one after the other: what is new, what is there already, what is of one run, what is left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from springstep.diary.completing import open_plan
from springstep.diary.day_words import spoken_day
from springstep.diary.entry import DAYS_AHEAD, Entry, PlannedSession
from springstep.diary.from_watch import filled, run_words, unit_of
from springstep.diary.watched import DAYS_LONG, WatchedRun, at_the_same_time, day_at, entry_for, put_to, same_recording
from springstep.engine.errors import Fault
from springstep.engine.rulebase.base import RuleBase
from springstep.formats.activity.keeping import watched_run
from springstep.formats.activity.reading import RecordedRun
from springstep.session.distance_unit import DistanceUnit

_RICHEST = "fit"
"""The files that hold all that a watch measured; others of the same recording give way to them."""
FIRST_CLOCK = date(2000, 1, 1)
"""No watch recorded runs before: its clock was never set."""

_FIGURES = re.compile(r"[0-9.,:]+")
"""What two reasons of one kind may differ in."""
_WRONG_CLOCK = "was the watch's clock wrong, --day YYYY-MM-DD says when the run was"


class Taken(NamedTuple):
    """A recording that was taken, and the file it came in."""

    run: WatchedRun
    name: str


class LeftOut(NamedTuple):
    """A file, or a run in it, that was not taken; those of one kind differ in figures at most."""

    kind: str
    fault: Fault


class Double(NamedTuple):
    """A recording of a run that another watch recorded, too."""

    new: Taken
    there: WatchedRun
    question: str
    left: LeftOut


class Taking:
    """Takes recordings, given what is in the diary."""

    def __init__(
        self,
        *,
        entries: Sequence[Entry],
        runs: Sequence[WatchedRun],
        today: date,
        since: date,
        day: date | None,
        instead: bool,
        base: RuleBase,
    ) -> None:
        self.know(entries, runs)
        self._today, self._since, self._day = today, since, day
        self._instead, self._base = instead, base
        self.taken: list[Taken] = []
        self.already: list[str] = []
        self.left: list[LeftOut] = []
        self.doubles: list[Double] = []
        self._new: list[WatchedRun] = []
        self._gone: list[str] = []

    def know(self, entries: Sequence[Entry], runs: Sequence[WatchedRun]) -> None:
        """Note what is in the diary."""
        self.entries, self._recordings = tuple(entries), tuple(runs)
        self._entries_of: dict[date, list[Entry]] = {}
        for entry in entries:
            self._entries_of.setdefault(entry.day, []).append(entry)
        self._runs = {run.digest: run for run in runs}
        self._runs_of: dict[date, list[WatchedRun]] = {}
        for run in runs:
            self._runs_of.setdefault(run.day, []).append(run)

    def leave(self, fault: Fault, kind: str = "") -> None:
        """Note that a file is not taken."""
        self.left.append(LeftOut(kind or _FIGURES.sub("", fault.what), fault))

    def take(self, found: RecordedRun, name: str) -> None:
        """Take a run unless it is there, of another time, or of a run that is there; raises ``ActivityError``."""
        recording = found.recording
        by_watch = day_at(recording.began_at, recording.utc_offset_s)
        day = self._day or by_watch
        if day != by_watch:
            began = recording.began_at + (day - by_watch)
            found = replace(found, recording=replace(recording, began_at=began))
        known = self._runs.get(found.digest)
        if known is not None and self._day not in (None, known.day):
            self._moved(known, found, name, day)
        elif known is not None:
            self._again(Taken(known, name))
        elif day < FIRST_CLOCK or (day - self._today).days > DAYS_AHEAD:
            what = f"is of {spoken_day(day, self._today)}, by a clock that was wrong"
            self.leave(Fault("out_of_range", what, "", "--day YYYY-MM-DD says when it was", name), "clock")
        elif day < self._since:
            what = f"is a run of {spoken_day(day, self._today)}, before {spoken_day(self._since, self._today)}"
            self.leave(Fault("out_of_range", what, "", f"--since {day} or --all takes it; {_WRONG_CLOCK}", name), "old")
        else:
            plan = self._plan_of(day)
            self._place(Taken(watched_run(found, name=name, day=day, plan=plan, base=self._base), name))

    def _moved(self, known: WatchedRun, found: RecordedRun, name: str, day: date) -> None:
        """Put a recording that is there to another day, unless it is of an entry; raises ``ActivityError``."""
        if known.entry is not None:
            what = f"is there already, and goes with your entry {known.entry[:8]} of {known.day}"
            way = f"springstep diary edit {known.entry[:8]} --day {day} moves the entry"
            self.leave(Fault("exists", what, "", way, name))
            return
        run = watched_run(found, name=name, day=day, plan=self._plan_of(day), base=self._base)
        self._drop(known)
        self._place(Taken(run, name))

    def _again(self, taken: Taken) -> None:
        """Note that a recording is there already; one that waits goes with an entry written down meanwhile."""
        run = taken.run
        others = [other for other in self._near(run.day) if other.digest != run.digest]
        entry = None if run.entry is not None else entry_for(run, self._entries_of.get(run.day, ()), others)
        if entry is None:
            self.already.append(taken.name)
        else:
            self._keep(Taken(replace(run, entry=entry.uid), taken.name))

    def take_instead(self, double: Double) -> None:
        """Take a recording in place of the one that is there, for the same entry."""
        self.doubles.remove(double)
        if double.left in self.left:
            self.left.remove(double.left)
        self._drop(double.there)
        self._keep(Taken(replace(double.new.run, entry=double.there.entry), double.new.name))

    def renew(self, entries: Sequence[Entry], runs: Sequence[WatchedRun]) -> None:
        """Take what is not written down yet once more where another program has written meanwhile."""
        if (tuple(entries), tuple(runs)) == (self.entries, self._recordings):
            return
        new = {run.digest for run in self._new}
        again = [each for each in self.taken if each.run.digest in new]
        self.taken = [each for each in self.taken if each.run.digest not in new]
        gone, self._new, self._gone = self._gone, [], []
        self.know(entries, runs)
        for digest in gone:
            if digest in self._runs:
                self._drop(self._runs[digest])
        for each in again:
            there = self._runs.get(each.run.digest)
            if there is None:
                self._place(each)
            else:
                self._again(Taken(there, each.name))

    @property
    def waits(self) -> bool:
        """Whether anything is to be written down."""
        return bool(self._new or self._gone)

    def unwritten(self) -> tuple[list[WatchedRun], list[str]]:
        """Return the recordings not written down yet, and the digests of those that are to go; both only once."""
        new, gone = self._new, self._gone
        self._new, self._gone = [], []
        return new, gone

    def filling(
        self, runs: Sequence[WatchedRun], there: Mapping[str, Entry]
    ) -> Iterator[tuple[WatchedRun, Entry | None]]:
        """Yield each recording with the entry that it fills, as the diary has it by now."""
        for run in runs:
            entry = there.get(run.entry or "")
            if entry is None:  # there is none, or no longer
                yield replace(run, entry=None), None
            else:
                yield put_to(run, entry), filled(entry, run)

    def _place(self, taken: Taken) -> None:
        """Keep a recording unless the diary has the same, or another one of the same run."""
        others = self._near(taken.run.day)
        same = same_recording(taken.run, others)
        if same is not None and taken.run.source == _RICHEST != same.source:
            self._drop(same)
            self._keep(Taken(replace(taken.run, entry=same.entry), taken.name))
            return
        if same is not None or any(each.new.run.digest == taken.run.digest for each in self.doubles):
            self.already.append(taken.name)
            return
        other = at_the_same_time(taken.run, others)
        if other is None:
            entry = entry_for(taken.run, self._entries_of.get(taken.run.day, ()), others)
            self._keep(Taken(replace(taken.run, entry=entry.uid if entry is not None else None), taken.name))
            return
        unit = unit_of(self.entries)
        words = f"{_recorded(taken.run, unit)} ran at the same time as {_recorded(other, unit)} of {other.short}"
        fault = Fault("exists", words, "", "counted once; --instead takes this one in its place", taken.name)
        double = Double(taken, other, f"{taken.name}: {words}.", LeftOut("double", fault))
        self.doubles.append(double)
        if self._instead:
            self.take_instead(double)
        else:
            self.left.append(double.left)

    def _near(self, day: date) -> list[WatchedRun]:
        """Return the recordings that a run of a day may meet."""
        days = (day + timedelta(days=away) for away in range(-DAYS_LONG, DAYS_LONG + 1))
        return [run for each in days for run in self._runs_of.get(each, ())]

    def _keep(self, taken: Taken) -> None:
        others = [each for each in self._runs_of.get(taken.run.day, []) if each.digest != taken.run.digest]
        self._runs_of[taken.run.day] = [*others, taken.run]
        self._runs[taken.run.digest] = taken.run
        self._new.append(taken.run)
        self.taken.append(taken)

    def _drop(self, run: WatchedRun) -> None:
        self._runs.pop(run.digest, None)
        self._runs_of[run.day] = [each for each in self._runs_of[run.day] if each.digest != run.digest]
        self._gone.append(run.digest)
        self._new = [each for each in self._new if each.digest != run.digest]
        self.taken = [each for each in self.taken if each.run.digest != run.digest]

    def _plan_of(self, day: date) -> PlannedSession | None:
        """Return the plan of a day: one that waits for its log, else that of an entry."""
        entries = self._entries_of.get(day, [])
        waiting = open_plan(entries, day)
        if waiting is not None:
            return waiting.plan
        return next((one.plan for one in reversed(entries) if one.plan is not None), None)


def _recorded(run: WatchedRun, unit: DistanceUnit) -> str:
    """Say which recording it is: ``41 min, 6.2 km by garmin 4315``."""
    return run_words(run, unit=unit) + (f" by {run.maker}" if run.maker else "")
