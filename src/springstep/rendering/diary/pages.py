"""Fill in the pages of a diary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from springstep.diary.answer_words import BurstsBarred, GoesOn
from springstep.diary.day_words import spoken_day
from springstep.diary.entry import Entry, PlannedSession
from springstep.diary.entry_words import bursts_words, done, prescribed, told
from springstep.diary.from_watch import bursts_found, differences, run_words, unit_of, value_rows
from springstep.diary.questions import BY_NAME
from springstep.diary.trend import weeks
from springstep.diary.watched import WatchedRun
from springstep.engine.characters import visible
from springstep.engine.errors import Fault
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.consultation.lines import Entered
from springstep.rendering.diary.entry_form import (
    AFTER,
    EFFORTS,
    NOTE,
    RATED,
    SIGNED,
    Field,
    fields_of,
    mistakes_in,
)
from springstep.rendering.diary.weeks import BASE, HEIGHT, MEANS, WIDTH, weeks_pictures
from springstep.rendering.templates import environment
from springstep.session.distance_unit import DistanceUnit

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE = "springstep.rendering.diary"
_LATEST = 20
_WRONG = "Nothing is written down yet: something is missing, or cannot be right."
_ALIKE = "There is such a run already ({}). If this was another one, say so below."


class DiaryPlaces(NamedTuple):
    """Where the pages of a diary are."""

    home: str
    """The diary itself; without one, where a diary is begun."""
    start: str
    style: str
    own_style: str
    script: str
    here: bool = False
    """Whether it is kept by the browser that shows it, and by nothing else."""


class DiaryPages:
    """The pages of diaries by one rule base."""

    def __init__(self, base: RuleBase) -> None:
        self._base = base

    @cached_property
    def _filled(self) -> Environment:
        found = environment(_HERE)
        found.filters |= {"words": plain, "bursts": bursts_words}
        return found

    def begin(self, place: DiaryPlaces, *, gone: bool = False) -> str:
        """Return the page on which a diary is begun; ``gone`` says that one was just deleted."""
        return self._page("begin.html", place, gone=gone)

    def home(
        self, place: DiaryPlaces, entries: Sequence[Entry], recorded: Sequence[WatchedRun], today: date, *, every: bool
    ) -> str:
        """Return the page of a diary: today's plan, the weeks, and the latest entries or ``every`` one.

        ``recorded`` are the recordings that wait for what only the runner can tell.
        """
        found = weeks(entries)
        shown, unit = list(reversed(entries)), unit_of(entries)
        return self._page(
            "home.html",
            place,
            entries=[(entry, spoken_day(entry.day, today)) for entry in (shown if every else shown[:_LATEST])],
            recorded=[
                (run, spoken_day(run.day, today), run_words(run, unit=unit)) for run in reversed(recorded[-_LATEST:])
            ],
            more=0 if every else max(0, len(shown) - _LATEST),
            waiting=next((each for each in shown if each.day == today and each.bursts == "planned"), None),
            pictures=weeks_pictures(found),
            size=(WIDTH, HEIGHT, BASE),
            weeks=list(reversed(found)),
            means=MEANS,
        )

    def form(
        self,
        place: DiaryPlaces,
        entered: Entered,
        *,
        plan: PlannedSession | None,
        warning: str,
        faults: Sequence[Fault] = (),
        alike: Entry | None = None,
        watched: WatchedRun | None = None,
        unit: DistanceUnit = "km",
        bars: BurstsBarred | None = None,
    ) -> str:
        """Return the form of a run.

        ``alike`` is a run that looks like the same, of which is asked; ``watched`` is the recording that fills it in;
        ``bars`` answers a danger that was heard in what is not written down.
        """

        def some(*names: str) -> tuple[Field, ...]:
            return fields_of(names, entered, self._base, plan=plan, faults=faults, warning=warning)

        efforts, rated = some(*EFFORTS), some(*RATED)
        return self._page(
            "add.html",
            place,
            signed=some(*SIGNED),
            bursts=some("bursts"),
            efforts=efforts,
            after=some(*AFTER),
            rated=rated,
            note=some(NOTE),
            opened={"efforts": _is_used(efforts), "rated": _is_used(rated)},
            mistakes=mistakes_in(faults),
            planned=plan,
            watched="; ".join(said for _, said in _watched_rows(watched, unit)),
            alike=alike is not None,
            bars=bars,
            mistake=_WRONG if faults else "" if alike is None else _ALIKE.format(bursts_words(alike)),
        )

    def entry(
        self,
        place: DiaryPlaces,
        entry: Entry,
        today: date,
        *,
        watched: WatchedRun | None,
        unit: DistanceUnit,
        bars: BurstsBarred | None,
        after: GoesOn,
        saved: bool,
    ) -> str:
        """Return the page of an entry, with what a watch recorded of it, and what the rules answer to it."""
        return self._page(
            "entry.html",
            place,
            entry=entry,
            day=spoken_day(entry.day, today),
            planned=prescribed(entry.plan) if entry.plan is not None else [],
            done=done(entry),
            told=told(entry),
            watched=[*_watched_rows(watched, unit), *(value_rows(watched, unit=unit) if watched else [])],
            differences=list(differences(entry, watched)) if watched else [],
            bars=bars,
            after=after,
            missing=[BY_NAME[name].question for name in after.missing],
            saved=saved,
        )

    def delete(self, place: DiaryPlaces, count: int | None) -> str:
        """Return the page that asks before all is deleted; of a damaged diary nobody can count the runs."""
        return self._page("delete.html", place, count=count)

    def problem(self, place: DiaryPlaces, title: str, what: str, *, damaged: bool = False) -> str:
        """Return the page of something that went wrong, with the way to delete a diary that is damaged."""
        return self._page("problem.html", place, title=title, what=what, damaged=damaged)

    def _page(self, name: str, place: DiaryPlaces, **shown: Any) -> str:
        return visible(self._filled.get_template(name).render(place=place, **{"mistake": "", **shown}))


def _is_used(fields: Sequence[Field]) -> bool:
    """Tell whether a part of the form holds anything, or a mistake."""
    return any(each.value or each.mistake for each in fields)


def _watched_rows(run: WatchedRun | None, unit: DistanceUnit) -> list[tuple[str, str]]:
    """Return which run a watch recorded, and what it shows of the bursts."""
    if run is None:
        return []
    found = bursts_found(run, unit=unit)
    return [("Run", run_words(run, unit=unit)), *([("Bursts", found)] if found else [])]
