"""Live through a season: each run is planned by the rules from the case and the diary so far, then run and logged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from springstep.diary.entry import Entry
from springstep.diary.history import history_of
from springstep.diary.plan import plan_of
from springstep.engine.advice.recommend import build
from springstep.engine.errors import CaseError, Fault
from springstep.engine.frozen import Frozen
from springstep.engine.inference.case import Case, case_from
from springstep.engine.inference.remembered import Remembered
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document
from springstep.season.body import (
    Body,
    Luck,
    Morning,
    Outcome,
    after_a_night,
    after_a_week_without,
    after_efforts,
    after_run,
    at_the_next_run,
    fresh,
    morning_of,
    outcome_of,
)
from springstep.season.model import EASY_DAYS, SeasonModel
from springstep.session.recommendation import Recommendation

FIRST = date(2001, 1, 1)
"""A Monday: the diary needs days, and any will do."""
_COUNTED = {"easy_runs_since_bursts": "easy_runs", "weeks_since_last_session": "weeks", "weeks_at_step": "weeks"}
"""What a case says of sessions before the season and keeps counting until the season has one."""
SOME_AFTER, REGULAR_WEEKS, REGULAR_OF = 6, 8, 12
"""Runs with bursts count as experience: some after six of them, regular with bursts in eight of the last 12 weeks."""
_YESTERDAY = {"race": "race_yesterday", "workout": "hard_yesterday", "long": "hard_yesterday"}
"""What is out of the ordinary on the day after a run of these kinds."""
_EXPERIENCE = ("none", "some", "regular")
_AFTERWARDS = (
    *("goal", "experience", "has_coach", "coach_agrees", "season_phase", "screening"),
    *("injuries", "weeks_since_healed", "cleared_to_hop", "pain"),
)


class LivedRun(Frozen):
    """One run of the season: the plan with its reasons, the log, and the page after it."""

    number: int
    week: int
    weekday: int
    made: Recommendation
    entry: Entry
    after: Recommendation | None


class LivedSeason(Frozen):
    """Every run in order, and what bursts the runner tolerates at the end of each week."""

    runs: tuple[LivedRun, ...]
    tolerance_s: tuple[float, ...]


def live(case: Case, model: SeasonModel, base: RuleBase) -> LivedSeason:
    """Simulate a season of the runner of a case; the same case, model and rules give the same season.

    Raises ``CaseError`` for a case that is not before a run.
    """
    if case.moment != "before":
        raise CaseError(
            [Fault("out_of_place", f"a season begins before a run, not {case.moment} one", "moment", "moment: before")]
        )
    return _Life(case, model, base).season()


class _Life:
    """A season as it goes on."""

    def __init__(self, case: Case, model: SeasonModel, base: RuleBase) -> None:
        self._past = base.vocabulary.groups["history"] | {"sessions_done"}
        self._given = _beginning(case, self._past)
        self._model = model
        self._base = base
        self._body: Body = fresh(model.response)
        self._entries: list[Entry] = []

    def season(self) -> LivedSeason:
        """Return the season, lived from its first day to its last."""
        runs: list[LivedRun] = []
        tolerance_s = []
        for week in range(1, self._model.weeks + 1):
            before = len(self._entries)
            for weekday in range(7):
                runs.extend(self._day(week, weekday, len(runs) + 1))
                self._body = after_a_night(self._body, self._model.response)
            if not any(entry.is_session for entry in self._entries[before:]):
                self._body = after_a_week_without(self._body, self._model.response)
            tolerance_s.append(self._body.tolerance_s)
        return LivedSeason(runs=tuple(runs), tolerance_s=tuple(tolerance_s))

    def _day(self, week: int, weekday: int, number: int) -> Iterator[LivedRun]:
        kind = self._model.run_on(week, weekday)
        if kind == "off":
            return
        place = (week - 1) * 7 + weekday
        day = FIRST + timedelta(days=place)
        luck = Luck(self._model, place)
        self._body = at_the_next_run(self._body)
        morning = morning_of(self._body, self._model.response, luck)
        history = history_of(self._entries, day=day, moment="before", base=self._base)
        answers = self._case(week, kind, morning, history) | self._by_the_calendar(day)
        case = self._valid(answers)
        made = build(self._base, case, history, look_ahead=False)
        recovery = self._body.recovery
        entry = self._run(made, morning, luck, day)
        self._entries.append(entry)
        after = self._look_back(case, day, recovery) if entry.has_efforts else None
        yield LivedRun(number=number, week=week, weekday=weekday + 1, made=made, entry=entry, after=after)

    def _case(self, week: int, kind: str, morning: Morning, history: tuple[Remembered, ...]) -> dict[str, Any]:
        """Return what the runner answers today: what the case gives, and how today is; the diary knows the rest."""
        answers = dict(self._given)
        remembered = {memory.fact for memory in history}
        if remembered & self._past:  # it knows a session, not just what hurt
            answers = {name: value for name, value in answers.items() if name not in self._past}
            if "recovery_between_sessions" not in remembered:
                answers["recovery_between_sessions"] = self._body.recovery
        else:
            answers |= self._aged(week)
        answers |= {"run_kind": kind, "fatigue": morning.fatigue, "legs": morning.legs}
        if morning.bad_night:
            answers["sleep"] = "poor"
        if self._experience(week) > _EXPERIENCE.index(answers.get("experience", "regular")):
            answers["experience"] = _EXPERIENCE[self._experience(week)]
        phase = self._model.phase_in(week)
        if phase is not None:
            answers["season_phase"] = phase
        answers |= self._hurting(week)
        if "logged_warning" in remembered:
            answers["warning_gone"] = answers.get("pain", self._given.get("pain")) == "none"
        return answers

    def _by_the_calendar(self, day: date) -> dict[str, Any]:
        """Return what the days around this one say: what yesterday's run was, and when the next race is."""
        answers: dict[str, Any] = {}
        yesterday = self._entries[-1].run_kind if self._entries and (day - self._entries[-1].day).days == 1 else None
        if yesterday in _YESTERDAY and "today" in self._given:
            answers["today"] = list(dict.fromkeys([*self._given["today"], _YESTERDAY[yesterday]]))
        races = [FIRST + timedelta(days=week * 7 - 1) for week in sorted(self._model.races)]
        ahead = [(race - day).days for race in races if race >= day]
        if ahead:
            answers["days_to_race"] = min(ahead[0], int(self._base.facts["days_to_race"].maximum or ahead[0]))
        return answers

    def _experience(self, week: int) -> int:
        """Return how much experience the season's own sessions give."""
        sessions = [(entry.day - FIRST).days // 7 + 1 for entry in self._entries if entry.is_session]
        recent = {then for then in sessions if then >= week - REGULAR_OF}
        return 2 if len(recent) >= REGULAR_WEEKS else 1 if len(sessions) >= SOME_AFTER else 0

    def _aged(self, week: int) -> dict[str, int]:
        """Return what the case says of earlier sessions, brought up to date, while the season has none yet."""
        passed = {"weeks": week - 1, "easy_runs": sum(entry.run_kind in EASY_DAYS for entry in self._entries)}
        known = {name: self._given[name] for name in _COUNTED if name in self._given}
        return {
            name: min(value + passed[_COUNTED[name]], int(self._base.facts[name].maximum or value))
            for name, value in known.items()
        }

    def _hurting(self, week: int) -> dict[str, Any]:
        """Return injuries and pain: those of the case as they heal, or those of the season at the same site."""
        model = self._model
        own = {injury["site"]: model.own_by(week, injury["status"]) for injury in self._given.get("injuries", ())}
        now = dict(model.hurt_in(week))
        answers: dict[str, Any] = {
            "injuries": [{"site": site, "status": status} for site, status in (own | now).items()],
        }
        if model.own_by(week, "active") != "active":
            answers["pain"] = "none"
        if "active" in now.values() and answers.get("pain", self._given.get("pain")) == "none":
            answers["pain"] = "ache"
        if now.get("bone_stress") is not None:
            answers["cleared_to_hop"] = now["bone_stress"] == "resolved"
        healed = self._healed(week)
        if healed is not None:
            answers["weeks_since_healed"] = healed
        return answers

    def _healed(self, week: int) -> int | None:
        """Return how many weeks ago the last of the healed injuries healed; none where that is not told."""
        model, passed = self._model, week - 1
        since = list(model.healed_by(week))
        for injury in self._given.get("injuries", ()):
            healed = model.own_healed_by(week, injury["status"])
            if injury["status"] == "resolved":
                if "weeks_since_healed" not in self._given:
                    return None
                healed = self._given["weeks_since_healed"] + passed
            if healed is not None:
                since.append(healed)
        return min(since, default=None)

    def _run(self, made: Recommendation, morning: Morning, luck: Luck, day: date) -> Entry:
        """Run as planned, as far as the model lets the runner, and return the log."""
        response, session, kind = self._model.response, made.session, made.case["run_kind"]
        entry = Entry(
            uid=f"{len(self._entries) + 1:032x}",
            day=day,
            run_kind=kind,
            duration_min=self._given.get("duration_min"),
            bursts="none",
            plan=plan_of(made),
            recovery=self._body.recovery if self._body.runs_since is not None else None,
            pain=made.case.get("pain"),
        )
        if session is not None:
            outcome = outcome_of(self._body, response, morning, session, luck)
            entry = _logged(entry, outcome)
            if outcome.efforts:
                self._body = after_efforts(self._body, response, session, outcome)
        self._body = after_run(self._body, response, kind)
        return entry

    def _look_back(self, before: Case, day: date, recovery: str) -> Recommendation:
        """Return the page after the run; a recovery that the diary does not know is given by hand."""
        history = history_of(self._entries, day=day, moment="after", base=self._base)
        case = {"moment": "after", **{name: value for name, value in before.plain().items() if name in _AFTERWARDS}}
        if history and not any(memory.fact == "recovery_between_sessions" for memory in history):
            case["recovery_between_sessions"] = recovery
        made: Recommendation = build(self._base, self._valid(case), history, look_ahead=False)
        return made

    def _valid(self, answers: Mapping[str, Any]) -> Case:
        return case_from(Document("", dict(answers), {}), self._base, whole=False)


def _beginning(case: Case, past: frozenset[str]) -> dict[str, Any]:
    """Return what a case gives; a runner who says nothing of earlier sessions begins the first season."""
    given = case.plain()
    return given if past & given.keys() else {**given, "sessions_done": 0}


def _logged(entry: Entry, outcome: Outcome) -> Entry:
    """Write down what became of the planned bursts."""
    if not outcome.efforts or entry.plan is None:
        return replace(entry, bursts="skipped")
    done: dict[str, Any] = {"efforts": outcome.efforts, "effort_s": entry.plan.effort_s, "drill": entry.plan.drill}
    return replace(entry, bursts=outcome.bursts, **done, **outcome.log)


def assumed_always(runs: tuple[LivedRun, ...]) -> tuple[str, ...]:
    """Return the facts that were unknown before every run, so that the most cautious was taken each time."""
    counts = Counter(assumed.fact for run in runs for assumed in run.made.assumed)
    return tuple(fact for fact, count in counts.items() if count == len(runs))


def whole_case(made: Recommendation) -> Mapping[str, Any]:
    """Return a case with what the diary remembered added: it gives the same advice without a diary."""
    taken = {memory.fact: memory.value for memory in made.history if not memory.overruled}
    return {**taken, **made.case}
