"""The entries of a diary read for its pages, and written down from its form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from springstep.diary.alike import alike
from springstep.diary.answer import answer_to
from springstep.diary.answer_words import GoesOn, barred, goes_on
from springstep.diary.asked import has_set
from springstep.diary.completing import complete, open_plan, refuse_too_much
from springstep.diary.entry import Entry, day_of
from springstep.diary.errors import DiaryError
from springstep.diary.from_watch import fields_told, unit_of
from springstep.diary.heard import danger_in
from springstep.diary.profile import beside, read_profile
from springstep.diary.storage.store import Diary
from springstep.diary.warned import question_of, warnings_of
from springstep.diary.watched import WatchedRun, taken_up, waiting_on
from springstep.engine.errors import Fault, RefusedError
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.consultation.lines import Entered
from springstep.rendering.diary.entry_form import values_of
from springstep.rendering.diary.pages import DiaryPages, DiaryPlaces

_AGAIN = "again"


class DiaryEntries:
    """What the pages of a diary show of its file, by one rule base."""

    def __init__(self, base: RuleBase, pages: DiaryPages, today: Callable[[], date]) -> None:
        self._base, self._pages, self._today = base, pages, today

    def home(self, file: Path, place: DiaryPlaces, *, every: bool) -> str:
        """Return the page of a diary; raises ``DiaryError`` for a damaged file, as all others do."""
        entries, recordings = self._kept(file)
        recorded = [run for run in recordings if run.entry is None]
        return self._pages.home(place, entries, recorded, self._today(), every=every)

    def form(self, file: Path, place: DiaryPlaces, day: str = "") -> str:
        """Return the form of a run of a day, else of today, filled with what plan and recording of that day say."""
        entries, recordings = self._kept(file)
        entered: dict[str, list[str]] = {"day": [self._day({"day": [day]}).isoformat()]}
        waiting = open_plan(entries, self._day(entered))
        if waiting is not None:
            entered["run_kind"] = [waiting.run_kind]
            entered["duration_min"] = [] if waiting.duration_min is None else [f"{waiting.duration_min:g}"]
        plan = waiting.plan if waiting is not None else None
        watched = waiting_on(recordings, self._day(entered), planned=has_set(plan))
        if watched is not None:
            told = fields_told(watched, plan)
            entered |= {
                name: [f"{value:g}" if isinstance(value, float) else str(value)]
                for name, value in told.items()
                if value is not None
            }
        return self._form(place, entered, entries, watched=watched)

    def add(self, file: Path, place: DiaryPlaces, entered: Entered) -> str | Entry:
        """Write a run down and return its entry, or return the form again with what is wrong."""
        today = self._today()
        with Diary.open(file, create=False) as book, book.writing():
            entries = book.entries()
            try:
                made = complete(values_of(entered), entries, today, self._base)
                refuse_too_much(made, self._base)
            except DiaryError as error:
                return self._form(place, entered, entries, error.faults)
            if _AGAIN not in entered and (like := alike(made, entries)) is not None:
                return self._form(place, entered, entries, alike=like)
            book.merge([made], complete=True)
            book.recordings.keep(list(taken_up([made], book.recordings.sound())))
            book.days.forget_old(today)
        return made

    def one(self, file: Path, place: DiaryPlaces, uid: str, *, saved: bool) -> str:
        """Return the page of an entry; what the rules answer is told of the latest run alone."""
        with Diary.open(file, create=False) as book, book.reading():
            entry, entries, race = book.get(uid), book.entries(), book.race()
            watched = next((run for run in book.recordings.sound() if run.entry == entry.uid), None)
        run = [each for each in entries if each.bursts != "planned"]
        bars, after = None, GoesOn()
        if run and run[-1].uid == entry.uid:
            profile = read_profile(beside(file), self._base)
            answer = answer_to(entry, entries, base=self._base, race=race, profile=profile)
            bars = barred(answer, self._base)
            after = goes_on(entry, entries, answer, self._base) if bars is None else after
        today = self._today()
        return self._pages.entry(
            place, entry, today, watched=watched, unit=unit_of(entries), bars=bars, after=after, saved=saved
        )

    def delete(self, file: Path, place: DiaryPlaces) -> str:
        """Return the page that asks before all is deleted."""
        try:
            with Diary.open(file, create=False) as book:
                return self._pages.delete(place, book.count())
        except DiaryError as error:
            if any(fault.code != "damaged" for fault in error.faults):
                raise
            return self._pages.delete(place, None)

    def _form(
        self,
        place: DiaryPlaces,
        entered: Entered,
        entries: Sequence[Entry],
        faults: Sequence[Fault] = (),
        alike: Entry | None = None,
        watched: WatchedRun | None = None,
    ) -> str:
        day = self._day(entered)
        waiting = open_plan(entries, day)
        before = [each for each in entries if each.day <= day]
        return self._pages.form(
            place,
            entered,
            plan=waiting.plan if waiting is not None else None,
            warning=question_of(warnings_of(before, self._base), self._base),
            faults=faults,
            alike=alike,
            bars=danger_in(values_of(entered), today=self._today(), base=self._base) if faults or alike else None,
            watched=watched,
            unit=unit_of(entries),
        )

    @staticmethod
    def _kept(file: Path) -> tuple[tuple[Entry, ...], tuple[WatchedRun, ...]]:
        """Return the entries of a diary, and its recordings."""
        with Diary.open(file, create=False) as book, book.reading():
            return book.entries(), book.recordings.sound()

    def _day(self, entered: Entered) -> date:
        """Return the day that was entered, or today for none that is one."""
        try:
            day: date = day_of(next(iter(entered.get("day", ())), ""))
            return day
        except RefusedError:
            return self._today()
