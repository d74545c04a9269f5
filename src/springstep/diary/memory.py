"""What a diary and the profile beside it remember on a day, and what a plan adds to them."""

from __future__ import annotations

import pathlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from springstep.diary.entry import DAYS_AHEAD, Entry, later
from springstep.diary.history import history_of
from springstep.diary.kept_plan_stands import barred_since
from springstep.diary.plan import keep_plan
from springstep.diary.profile import (
    Profile,
    Stands,
    beside,
    change_profile,
    ends_of,
    read_profile,
    remembered,
    standing,
    usual,
    with_told,
)
from springstep.diary.storage.held import gone
from springstep.diary.storage.store import Diary
from springstep.diary.waiting import maybe_done, waiting_words, with_maybe
from springstep.diary.watch_proposal import WatchProposal, with_proposals
from springstep.diary.watch_trend import WEEKS, proposals
from springstep.diary.wellness_proposals import wellness_proposals
from springstep.engine.consultation.state import State
from springstep.engine.inference.remembered import Remembered
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.opening import found
from springstep.session.recommendation import Recommendation


class KeptPlan(NamedTuple):
    """A plan that was put into the diary."""

    entry: Entry
    replaced: bool
    """Whether it stands in place of a plan of that day which had no log yet."""


class NewlyTold(NamedTuple):
    """Which facts a profile keeps that it did not, and of which it now says something else."""

    new: tuple[str, ...]
    changed: dict[str, Any]
    """Each with its answer; what is only usual, or counted in weeks, is told once."""


class DiaryMemory:
    """A diary, the profile beside it, and a day; every method raises ``DiaryError`` for a file that is no diary."""

    def __init__(self, path: pathlib.Path, *, today: date, base: RuleBase, there: bool) -> None:
        self.path, self.today = path, today
        self._base, self._there = base, there
        """Where there is no diary yet, only the profile is read."""

    def history(self, moment: str) -> tuple[Remembered, ...]:
        """Return what is remembered for a moment: of earlier sessions, and of what stays true from run to run."""
        known: tuple[Remembered, ...] = ()
        if self._there:
            entries, race = self._entries()
            known = history_of(entries, day=self.today, moment=moment, base=self._base, race=race)
            if moment == "before":
                known = with_maybe(known, self._maybe(entries), entries, day=self.today, base=self._base)
        return (*known, *remembered(self._standing()))

    def waiting(self) -> str:
        """Say that runs which a watch recorded wait for an answer, and how they are taken; empty where none does."""
        return waiting_words(self._maybe(self._entries()[0]), self.today) if self._there else ""

    def usual(self) -> dict[str, Any]:
        """Return the answers to be offered as defaults: what is usual by the profile, and what may have changed."""
        return usual(self._standing())

    def proposals(self, moment: str | None) -> tuple[WatchProposal, ...]:
        """Return what a watch gives reason to ask or to say: of the night before a run, of the weeks after one."""
        if not self._there or moment not in ("before", "after"):
            return ()
        with Diary.open(self.path, create=False) as diary:
            if moment == "before":
                return wellness_proposals(diary.days.sound(), today=self.today, base=self._base)
            recent = self.today - timedelta(weeks=WEEKS)
            return proposals(run for run in diary.recordings.sound() if recent < run.day <= self.today)

    def asking(self, state: State) -> State:
        """Return a consultation whose questions say what a watch says; the same one where it says nothing."""
        return with_proposals(state, self.proposals(state.moment), self._base)

    def keep_told(self, answers: Mapping[str, Any]) -> NewlyTold:
        """Keep in the profile what was told today of facts that stay true, and return what that changed."""
        kept = self._base.vocabulary.kept

        def told(known: Profile) -> Profile:
            """Return the profile with it; raises ``DiaryError`` where the diary that was there is deleted by now."""
            if self._there and not found(self.path):
                raise gone(self.path)
            return with_told(known, answers, self.today, self._base)

        was, now = change_profile(beside(self.path), self._base, told)
        new = tuple(name for name in kept if name in now.facts and name not in was.facts)
        changed = {
            name: now.facts[name].value
            for name in kept
            if name in now.facts and name in was.facts and now.facts[name].value != was.facts[name].value
            if not kept[name].usual and not kept[name].weeks_since
        }
        return NewlyTold(new, changed)

    def keep_plan(self, made: Recommendation) -> KeptPlan:
        """Put a plan into the diary for today, replacing one that was not run yet."""
        with Diary.open(self.path, create=not self._there) as diary:
            diary.days.forget_old(self.today)
            return KeptPlan(*keep_plan(diary, made, day=self.today, uid=uuid.uuid4().hex))

    def barred_since(self, planned: Entry) -> Recommendation | None:
        """Return what the rules say by now of the run of a kept plan; ``None`` where the plan still stands."""
        entries, race = self._entries()
        return barred_since(planned, entries, base=self._base, race=race, lasting=remembered(self._standing()))

    def _entries(self) -> tuple[tuple[Entry, ...], date | None]:
        """Return the entries up to today, with those of a traveller's days ahead, and the day of the next race."""
        with Diary.open(self.path, create=False) as diary, diary.reading():
            return diary.entries(later(self.today, DAYS_AHEAD)), diary.race()

    def _maybe(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Return the runs up to today that wait for an answer, and in which bursts may have been done."""
        with Diary.open(self.path, create=False) as diary:
            return maybe_done(diary.recordings.sound(), entries, self.today)

    def _standing(self) -> tuple[Stands, ...]:
        """Return the profile's answers as they are today; nothing without a profile."""
        profile = read_profile(beside(self.path), self._base)
        if not profile.facts:
            return ()
        entries, race = self._entries() if self._there else ((), None)
        return standing(profile, self.today, self._base, ends_of(entries, race, self._base))
