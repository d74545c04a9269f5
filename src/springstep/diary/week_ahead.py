"""Which of the coming runs carry bursts: each day decided by the rules, with the diary as it would be by then.

What the days bring is not known: ``knowledge/week_ahead.yaml`` says what is supposed of them. What the diary tells is
never replaced by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple

from springstep.diary.entry import Entry, later
from springstep.diary.errors import DiaryError
from springstep.diary.history import EASY_KINDS, history_of
from springstep.diary.kept_plan_stands import answers_by_now
from springstep.diary.plan import plan_of
from springstep.diary.plan_check import answers_in, told_in
from springstep.diary.waiting import with_maybe
from springstep.engine.advice.headline import asked_as
from springstep.engine.advice.recommend import build
from springstep.engine.errors import Fault
from springstep.engine.inference.case import case_from
from springstep.engine.inference.remembered import Remembered
from springstep.engine.record import Described, Record
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document
from springstep.session.barring import barring
from springstep.session.recommendation import Recommendation
from springstep.session.statements import reason_words
from springstep.session.week_ahead import WeekAheadSupposed, week_ahead

DAYS = 7
RACE = "race"
_COUNTED = {"easy_runs_since_bursts": "easy_runs", "weeks_since_last_session": "weeks", "weeks_at_step": "weeks"}
"""What a plan tells of earlier sessions and time goes on adding to until there is another session."""
_LENGTHS = {"duration_min": ("duration_min",), "distance": ("distance", "pace")}
"""How long a run is may be told in either way, and what else is needed with it."""


class UsualRun(NamedTuple):
    """A run that comes every week: its kind, and its length or distance where that is told."""

    kind: str
    length: Mapping[str, Any] = MappingProxyType({})


class RunAhead(Record):
    """One of the coming runs, and whether it carries bursts."""

    day: date
    run_kind: str
    verdict: str
    headline: str
    drill_name: str | None
    efforts: int | None
    effort_s: int | None
    decision: Annotated[str, Described("The decision that decides.")]
    short: Annotated[str, Described("What it comes to, in a few words.")]
    missing: Annotated[tuple[str, ...], Described("What would have to be told before bursts can be planned.")]
    why: Annotated[str, Described("Its first reason.")]
    rules: Annotated[tuple[str, ...], Described("The rules behind that decision.")]
    days_to_race: Annotated[int | None, Described("How many days the race is away; none where it is unknown.")]
    told: Annotated[bool, Described("Whether the day's own answers decide, from the plan kept for it.")]


class WeekAhead(Record):
    """The runs of the coming days, as far as they can be said in advance."""

    first: date
    last: date
    race: date | None
    supposed: Annotated[dict[str, Any], Described("The answers supposed on each day that has no plan yet.")]
    runs: tuple[RunAhead, ...]


def week_of(
    entries: Sequence[Entry],
    usual: Mapping[int, UsualRun],
    *,
    today: date,
    base: RuleBase,
    race: date | None = None,
    told: Sequence[Remembered] = (),
    offered: Mapping[str, Any] = MappingProxyType({}),
    maybe: Sequence[Entry] = (),
) -> WeekAhead:
    """Return which of the runs of the coming days carry bursts, today's included unless it is written down already.

    ``usual`` gives the runs by weekday, 0 for Monday; a race takes the place of that day's run. ``told`` is what is
    remembered of the runner besides the diary, ``offered`` what is usual, ``maybe`` the runs that wait for
    an answer. Raises ``DiaryError`` where nothing is known
    of the runner.
    """
    if not told and not any(entry.plan is not None for entry in entries):
        allowed = "answer `springstep consult` once and keep the plan"
        raise DiaryError(
            [Fault("missing", "what is known of you so far is not enough to plan a week", allowed=allowed)]
        )
    last = later(today, DAYS - 1)
    ahead = _Ahead(entries, usual, today, base, race, told, offered, maybe)
    runs = tuple(run for place in range((last - today).days + 1) for run in ahead.on(today + timedelta(days=place)))
    supposed = dict(week_ahead(base).suppose)
    return WeekAhead(first=today, last=last, race=race, supposed=supposed, runs=runs)


class _Ahead:
    """The diary as it goes on, day by day."""

    def __init__(
        self,
        entries: Sequence[Entry],
        usual: Mapping[int, UsualRun],
        today: date,
        base: RuleBase,
        race: date | None,
        told: Sequence[Remembered],
        offered: Mapping[str, Any],
        maybe: Sequence[Entry],
    ) -> None:
        waiting = [entry for entry in entries if entry.bursts == "planned" and entry.day >= today]
        self._plans = {entry.day: entry for entry in waiting}
        self._entries = [entry for entry in entries if entry not in waiting]
        self._maybe = maybe
        self._usual = usual
        self._base = base
        self._race = race
        self._told = tuple(told)
        self._supposed: WeekAheadSupposed = week_ahead(base)
        self._past = base.vocabulary.groups["history"] | {"sessions_done"}
        self._from = next((entry for entry in reversed(entries) if entry.plan is not None and entry.day <= today), None)
        plan = self._from.plan if self._from is not None else None
        self._answers: dict[str, Any] = {**answers_in(plan, base), **offered}
        if not self._answers.keys() & _LENGTHS.keys():
            self._answers = {**self._last_length([entry for entry in entries if entry.day <= today]), **self._answers}
        self._lasting = self._told_and_lasting()

    def on(self, day: date) -> Iterator[RunAhead]:
        """Yield the run of a day, if there is one that is still to come, and write it down as supposed."""
        if any(entry.day == day for entry in (*self._entries, *self._maybe)):
            return
        planned, run = self._plans.get(day), self._usual.get(day.weekday())
        if day == self._race:
            run = UsualRun(RACE)
        of_diary = history_of(self._entries, day=day, moment="before", base=self._base, race=self._race)
        spaced = with_maybe(of_diary, self._maybe, self._entries, day=day, base=self._base)
        history = (*self._told, *spaced)
        if planned is not None and planned.plan is not None:
            case, kind = answers_by_now(planned, self._entries, history, self._base), str(planned.run_kind)
        elif run is not None:
            case, kind = self._case(run, day, {memory.fact for memory in history}), run.kind
        else:
            return
        valid = case_from(Document("", case, {}), self._base, whole=False)
        made: Recommendation = build(self._base, valid, history, look_ahead=False)
        self._entries = sorted([*self._entries, self._log(made, day, kind)], key=lambda entry: entry.day)
        yield self._said(made, day, kind, told=planned is not None)

    def _case(self, run: UsualRun, day: date, remembered: set[str]) -> dict[str, Any]:
        """Return what is known and what is supposed of a run; what is remembered comes from the diary."""
        supposed = self._supposed
        case = {name: self._answers[name] for name in supposed.keep if name in self._answers}
        case |= supposed.suppose
        if self._past & remembered:
            case |= supposed.later
        if self._from is not None and not any(e.is_session and e.day >= self._from.day for e in self._entries):
            case |= self._aged(self._from.day, day)
        case |= {name: value for name in supposed.unless if (value := self._last_told(name)) is not None}
        case["run_kind"] = run.kind
        if run.length:
            case = {name: value for name, value in case.items() if name not in _LENGTHS} | dict(run.length)
        after = [supposed.day_after[kind] for kind in self._yesterday(day) if kind in supposed.day_after]
        case["today"] = list(dict.fromkeys([*case["today"], *after, *self._lasting]))
        return {name: value for name, value in case.items() if name not in remembered}

    def _told_and_lasting(self) -> list[str]:
        """Return what the last plan tells of its day that does not go away by itself; a later run ends it."""
        if self._from is None or any(entry.day > self._from.day for entry in self._entries):
            return []
        return [each for each in self._answers.get("today") or () if each in self._supposed.lasting]

    def _aged(self, told: date, day: date) -> dict[str, Any]:
        """Return what the last plan tells of earlier sessions that the diary may not know, brought up to a day."""
        known = {name: value for name, value in self._answers.items() if name in self._past}
        since = [each for each in self._entries if each.day >= told and each.bursts != "planned"]
        passed = {"easy_runs": sum(each.run_kind in EASY_KINDS for each in since), "weeks": (day - told).days // 7}
        for name in _COUNTED.keys() & known.keys():
            most = self._base.facts[name].maximum
            aged = known[name] + passed[_COUNTED[name]]
            known[name] = aged if most is None else min(aged, int(most))
        return known

    def _last_length(self, entries: Sequence[Entry]) -> dict[str, Any]:
        """Return how long the last easy run was that tells it, its plan before its log; nothing where none does."""
        for entry in (each for each in reversed(entries) if each.run_kind in EASY_KINDS):
            case = answers_in(entry.plan, self._base)
            for name, parts in _LENGTHS.items():
                if name in case:
                    return {part: case[part] for part in parts if part in case}
            if entry.bursts != "planned" and entry.duration_min is not None:
                return {"duration_min": entry.duration_min}
        return {}

    def _last_told(self, name: str) -> Any:
        """Return what the last entry that tells an answer tells, its own log before its plan."""
        for entry in reversed(self._entries):
            in_plan = told_in(entry.plan, name, self._base)
            value = getattr(entry, name, None)
            if value is not None or in_plan is not None:
                return value if value is not None else in_plan
        return None

    def _yesterday(self, day: date) -> list[str]:
        return [entry.run_kind for entry in self._entries if (day - entry.day).days == 1 and entry.bursts != "planned"]

    def _log(self, made: Recommendation, day: date, kind: Any) -> Entry:
        """Return the log of a run that was done as planned and taken well."""
        session = made.session
        length = next((fact for fact in made.facts if fact.fact == "duration_min"), None)
        entry = Entry(
            uid=f"{day.toordinal():032x}",
            day=day,
            run_kind=kind,
            duration_min=float(length.value) if length is not None and length.source != "assumed" else None,
            bursts="none",
            plan=plan_of(made),
            recovery=self._supposed.log["recovery"],
        )
        if session is None:
            return entry
        log: dict[str, Any] = {**self._supposed.log, "drill": session.drill}
        log |= {"efforts": session.efforts, "effort_s": session.effort_s}
        log |= {name: self._last_rating(name, rating) for name, rating in self._supposed.ratings.items()}
        return replace(entry, bursts="done", **log)

    def _last_rating(self, name: str, supposed: int) -> int:
        """Return the last rating, so that none seems to get better or worse by what is supposed."""
        rated = [value for entry in self._entries if (value := getattr(entry, name)) is not None]
        return int(rated[-1]) if rated else supposed

    def _said(self, made: Recommendation, day: date, kind: str, *, told: bool) -> RunAhead:
        deciding = made.decision(self._deciding(made, kind))
        asked = dict.fromkeys(asked_as(fact, self._base, made.case) for fact in deciding.left_open)
        gaps = [fact for fact in asked if fact not in made.case] or list(asked)
        missing = [self._base.facts[fact].label for fact in gaps] if made.session is None else []
        short = self._supposed.says.get(deciding.name, {}).get(str(deciding.value), deciding.text)
        session = made.session
        return RunAhead(
            day=day,
            run_kind=kind,
            verdict=made.verdict,
            headline=made.headline,
            drill_name=session.drill_name if session is not None else None,
            efforts=session.efforts if session is not None else None,
            effort_s=session.effort_s if session is not None else None,
            decision=deciding.name,
            short=self._supposed.unknown if missing else short,
            missing=tuple(missing),
            why=next((reason_words(each, self._base, made.case) for each in deciding.reasons), deciding.text),
            rules=deciding.rules,
            days_to_race=(self._race - day).days if self._race is not None and self._race >= day else None,
            told=told,
        )

    def _deciding(self, made: Recommendation, kind: str) -> str:
        """Return the decision that says most: what bars bursts, by the verdict, what makes them careful, or due."""
        barred = barring(made, self._base)
        wrong_kind = "room" in barred and made.decision("room").value == "wrong_kind"
        # What else is said of an easy run, such as to rest, is nothing for the day of a race.
        if wrong_kind and ("clearance" not in barred or (kind == RACE and made.verdict != "stop")):
            return "room"
        if barred:
            return next((name for name in made.bears if name in barred), barred[0])
        careful = self._base.decisions["clearance"].ranks[made.decision("clearance").value] > 0
        return "clearance" if careful or made.session is None else "due"
