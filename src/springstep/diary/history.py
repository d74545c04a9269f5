"""What the diary remembers of earlier sessions, worked out from its entries each time: no counter is stored.

How each fact is worked out, and why, is knowledge: ``knowledge/history.yaml`` says it in words and holds the numbers;
this module does the work. A fact that no entry gives is not remembered, so it is asked for, or taken at its most
cautious.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from springstep.diary.day_words import days_words
from springstep.diary.entry import DAYS_AHEAD, SIGNS, Entry, later
from springstep.diary.meaning import completed, is_logged, meaning_of, step_words, taken_badly, taken_well
from springstep.diary.plan_check import told_in
from springstep.diary.todays_plan import planned_today
from springstep.diary.warned import remembered_warnings, warnings_of
from springstep.engine.inference.derived_facts import derive
from springstep.engine.inference.remembered import Remembered
from springstep.engine.language.declarations import Derivation
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized_at_most

EASY_KINDS = ("recovery", "easy", "run_walk")
TOO_EARLY = "too_early"
"""What is said of a fact that cannot be known yet, which is not the same as one that nobody has told."""

_TRENDS: dict[str, tuple[str, int]] = {
    "fatigue_trend": ("fatigue_after", -1),
    "cadence_trend": ("cadence", 1),
    "stride_trend": ("stride", 1),
    "spring_trend": ("spring", 1),
    "return_to_pace_trend": ("return_to_pace", 1),
}
"""Which rating a trend is read from, and whether more of it is better or worse."""


class StepReached(NamedTuple):
    """A step of the progression: every how many easy runs, how many efforts, and how many seconds each."""

    every: int
    efforts: int
    effort_s: int

    def with_less_of(self, other: StepReached) -> StepReached:
        """Return the step that is no more than either in anything."""
        every = max(self.every, other.every)
        return StepReached(every, min(self.efforts, other.efforts), min(self.effort_s, other.effort_s))


def history_of(
    entries: Iterable[Entry], *, day: date, moment: str, base: RuleBase, race: date | None = None
) -> tuple[Remembered, ...]:
    """Return the facts that the entries up to a day give, each with the days it comes from.

    A run that a traveller logged under the date of a place where it is already tomorrow counts, too.

    Before a run, that day's entries count if they log an earlier run; after a run, its own entry is the last session.
    During a run they are those of the day's plan. Without a session in the diary nothing is remembered of sessions:
    there may have been some before the diary. ``race`` is the day of the next race, if the diary keeps one.
    """
    latest = later(day, DAYS_AHEAD)
    kept = tuple(entry for entry in entries if entry.day <= (day if entry.bursts == "planned" else latest))
    book = _Book(kept, day, moment, base)
    if moment == "during":
        return planned_today(kept, day)
    of_sessions = [name for name in base.derivations if name in book] if book.sessions else ()
    return (
        *(memory for name in of_sessions for memory in book.remembered(name)),
        *remembered_warnings(warnings_of(kept, base), base),
        *_race(race, day, base),
    )


def _race(race: date | None, day: date, base: RuleBase) -> Iterator[Remembered]:
    """Yield in how many days the race is; nothing for one gone by."""
    if race is not None and race >= day:
        days = min((race - day).days, int(base.facts["days_to_race"].maximum or 0))
        yield Remembered(fact="days_to_race", value=days, note=f"the race of {days_words([race])}")


@memoized_at_most(256)
def _counted(base: RuleBase, efforts: int, effort_s: int) -> tuple[int, int]:
    """Return what a dose counts as, efforts and seconds each, as the vocabulary derives it."""
    facts: dict[str, Any] = {"step_efforts": efforts, "step_effort_s": effort_s}
    found = derive(base.vocabulary, facts, facts)
    return int(found["counted_efforts"].value), int(found["counted_effort_s"].value)


class _Book:
    """The entries up to one day, read for one moment."""

    def __init__(self, entries: Sequence[Entry], day: date, moment: str, base: RuleBase) -> None:
        self._entries = entries
        self._day = day
        self._moment = moment
        self._base = base
        self._rarest = base.decisions["frequency"].between[1]
        self.sessions = [entry for entry in entries if entry.is_session]
        self._efforts = [entry for entry in entries if entry.has_efforts]
        self._runs = [entry for entry in entries if entry.bursts != "planned"]
        self._places = {entry.uid: place for place, entry in enumerate(self._runs)}
        self._steps = self._all_steps()
        self._finders: Mapping[str, Callable[[], tuple[Any, Sequence[Entry]] | None]] = {
            "sessions_done": self._sessions_done,
            "every_nth_easy_run": lambda: (self._steps[-1].every, self.sessions[-1:]),
            "step_efforts": lambda: (self._steps[-1].efforts, self.sessions[-1:]),
            "step_effort_s": lambda: (self._steps[-1].effort_s, self.sessions[-1:]),
            "last_completed": self._last_completed,
            "response_logged": lambda: (is_logged(self.sessions[-1]), self.sessions[-1:]),
            "form_held": lambda: self._last("kept_form", self._efforts),
            "felt_after": lambda: self._last("felt_after", self._efforts),
            "recovery_between_sessions": self._recovery,
            "weeks_at_step": lambda: (self._weeks_since(self._at_step()[0]), self._at_step()[:1]),
            "sessions_at_step": self._sessions_at_step,
            "easy_runs_since_bursts": self._easy_runs,
            "weeks_since_last_session": lambda: (self._weeks_since(self.sessions[-1]), self.sessions[-1:]),
            "last_drill": lambda: self._last("drill", self.sessions),
            "last_taken": self._last_taken,
            **{sign: partial(self._last, sign, self._efforts) for sign in SIGNS},
        }

    def __contains__(self, name: str) -> bool:
        """Tell whether a fact is one of sessions."""
        return name in _TRENDS or name in self._finders

    def remembered(self, name: str) -> Iterator[Remembered]:
        """Yield one fact, if it is asked at this moment and some entry gives it."""
        if self._moment not in self._base.facts[name].moments:
            return
        found = self._trend(self._base.derivations[name]) if name in _TRENDS else self._finders[name]()
        if found is not None:
            value, basis = found
            most = self._base.facts[name].maximum
            if most is not None and not isinstance(value, (str, bool)):
                value = min(value, int(most))
            yield Remembered(fact=name, value=value, note=days_words([entry.day for entry in basis]))

    def _sessions_done(self) -> tuple[int, Sequence[Entry]]:
        """Count the sessions; a count given for the first plan says how many came before the diary."""
        before = next((told_in(entry.plan, "sessions_done", self._base) for entry in self.sessions if entry.plan), None)
        first_planned = next((place for place, entry in enumerate(self.sessions) if entry.plan), 0)
        earlier = before - first_planned if isinstance(before, int) and before > first_planned else 0
        return len({entry.day for entry in self.sessions}) + earlier, self.sessions

    def _all_steps(self) -> list[StepReached]:
        """Return the step after each session: as planned, and higher only when done in full and not taken badly."""
        steps: list[StepReached] = []
        for place, entry in enumerate(self.sessions):
            before = steps[-1] if steps else None
            steps.append(self._step_after(entry, place, before))
        return steps

    def _step_after(self, entry: Entry, place: int, before: StepReached | None) -> StepReached:
        """Return the step after a session: only a plan for bursts, done in full and not badly, leads higher."""
        plan = entry.plan if entry.plan is not None and entry.plan.kind == "bursts" else None
        done = _counted(self._base, entry.efforts or 0, entry.effort_s or 0)
        if plan is None or plan.step_efforts is None or plan.step_effort_s is None:
            step, earned = StepReached(self._gap_before(place), *done), False
        else:
            counted = _counted(self._base, plan.step_efforts, plan.step_effort_s)
            every = plan.frequency if plan.frequency is not None else self._gap_before(place)
            step = StepReached(every, *counted)
            in_full = all(was >= meant for was, meant in zip(done, counted, strict=True))
            earned = entry.bursts == "done" and in_full and not taken_badly(entry, self._base)
        if before is None:
            return step if plan is not None else StepReached(self._rarest, *_counted(self._base, 0, 0))
        return step if earned else step.with_less_of(before)

    def _gap_before(self, place: int) -> int:
        """Return how often a session came, as every n-th easy run, within the possible frequencies."""
        if place == 0:
            return self._rarest
        start, end = (self._places[self.sessions[at].uid] for at in (place - 1, place))
        between = sum(1 for run in self._runs[start + 1 : end] if run.run_kind in EASY_KINDS)
        return max(1, min(self._rarest, between + 1))

    def _at_step(self) -> list[Entry]:
        """Return the sessions since the present step began."""
        first = len(self._steps)
        while first > 0 and self._steps[first - 1] == self._steps[-1]:
            first -= 1
        return self.sessions[first:]

    def _sessions_at_step(self) -> tuple[int, Sequence[Entry]]:
        step = self._steps[-1]
        full = {
            entry.day: entry
            for entry in self._at_step()
            if entry.bursts == "done"
            and (entry.efforts or 0) >= step.efforts
            and (entry.effort_s or 0) >= step.effort_s
            and taken_well(entry, self._base)
        }
        return len(full), tuple(full.values()) or self._at_step()[:1]

    def _easy_runs(self) -> tuple[int, Sequence[Entry]]:
        after = self._runs[self._places[self._efforts[-1].uid] + 1 :]
        easy = [run for run in after if run.run_kind in EASY_KINDS]
        return len(easy), easy or self._efforts[-1:]

    def _last_completed(self) -> tuple[str, Sequence[Entry]]:
        """Return what became of the last bursts that were planned or done; strides instead count as part of them."""
        meant = [entry for entry in self._entries if entry.is_session or self._was_planned(entry)]
        return completed(meant[-1], self._base), meant[-1:]

    def _was_planned(self, entry: Entry) -> bool:
        """Tell whether bursts were planned for a run that is over."""
        still_to_come = entry.bursts == "planned" and entry.day >= self._day
        return entry.plan is not None and entry.plan.kind == "bursts" and not still_to_come

    def _last_taken(self) -> tuple[str, Sequence[Entry]]:
        taken = meaning_of(self.sessions[-1], self._base).session_taken
        return step_words("session_taken", taken, self._base), self.sessions[-1:]

    def _last(self, field: str, entries: Sequence[Entry]) -> tuple[Any, Sequence[Entry]] | None:
        value = getattr(entries[-1], field)
        return None if value is None else (value, entries[-1:])

    def _recovery(self) -> tuple[Any, Sequence[Entry]] | None:
        """Return how the runner recovered from the last efforts; after a run, from those before it."""
        after_run = self._moment == "after"
        if after_run and len(self._efforts) < 2:
            return TOO_EARLY, self._efforts
        since = self._efforts[-2 if after_run else -1]
        said = [entry for entry in self._runs[self._places[since.uid] + 1 :] if entry.recovery is not None]
        return (said[-1].recovery, said[-1:]) if said else None

    def _weeks_since(self, entry: Entry) -> int:
        return max(0, (self._day - entry.day).days) // 7

    def _since_step_back(self) -> Entry:
        """Return the first session after the last step back: what led to it counts once."""
        for place in range(len(self._steps) - 1, 0, -1):
            here, before = self._steps[place], self._steps[place - 1]
            if here.with_less_of(before) == here != before:
                return self.sessions[place]
        return self._efforts[0]

    def _trend(self, derivation: Derivation) -> tuple[str, Sequence[Entry]] | None:
        """Compare the last rated runs that had efforts with as many before them; the very last must show it too."""
        numbers = derivation.numbers
        field, better = _TRENDS[derivation.fact]
        begin = self._day - timedelta(weeks=numbers["weeks"])
        recent = self._efforts[self._efforts.index(self._since_step_back()) :]
        rated = [entry for entry in recent if getattr(entry, field) is not None and entry.day > begin]
        rated = [entry for entry in rated if not self._after_race(entry, numbers.get("race_days", 0))]
        if len(rated) < numbers["fewest"]:
            within = [entry for entry in recent if entry.day > begin]
            withheld = not rated and len(within) >= numbers["fewest"]
            return None if withheld else (TOO_EARLY, within or self._efforts[-1:])
        count = int(min(numbers["most"], len(rated) // 2))
        late, early = rated[-count:], rated[-2 * count : -count]
        differences = [better * (_mean(some, field) - _mean(early, field)) for some in (late, late[-1:])]
        up, down = min(differences) >= numbers["least"], max(differences) <= -numbers["least"]
        down = down and _mean(late, field) >= numbers.get("tired", 0)
        return "better" if up else "worse" if down else "same", [*early, *late]

    def _after_race(self, entry: Entry, days: float) -> bool:
        """Tell whether a race in the days before may show in an entry."""
        return any(run.run_kind == "race" and 0 <= (entry.day - run.day).days <= days for run in self._runs)


def _mean(entries: Sequence[Entry], field: str) -> float:
    return float(sum(getattr(entry, field) for entry in entries) / len(entries))
