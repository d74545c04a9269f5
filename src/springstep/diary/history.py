"""What the diary remembers of earlier sessions, worked out from its entries each time: no counter is stored.

How each fact is worked out, and why, is knowledge: ``knowledge/history.yaml`` says it in words and holds the numbers;
this module does the work. A fact that no entry gives is not remembered, so it is asked for, or taken at its most
cautious.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from springstep.diary.entry import Entry
from springstep.engine.inference.derived_facts import derive
from springstep.engine.inference.remembered import Remembered
from springstep.engine.language.declarations import Derivation
from springstep.engine.language.tables import Row
from springstep.engine.rulebase.base import RuleBase

EASY_KINDS = ("recovery", "easy")
_COMPLETED = {"done": "all", "partly": "partly"}
_MOST_DAYS_NAMED = 3
_TRENDS: dict[str, tuple[str, int]] = {
    "fatigue_trend": ("fatigue_after", -1),
    "cadence_trend": ("cadence", 1),
    "stride_trend": ("stride", 1),
    "spring_trend": ("spring", 1),
    "return_to_pace_trend": ("return_to_pace", 1),
}
"""Which rating a trend is read from, and whether more of it is better or worse."""


class LadderStep(NamedTuple):
    """A step of the progression: how often, and the rung of the dose ladder."""

    frequency: int
    level: int


def history_of(entries: Iterable[Entry], *, day: date, moment: str, base: RuleBase) -> tuple[Remembered, ...]:
    """Return the facts of earlier sessions that the entries up to a day give, each with the days it comes from.

    Before a run, that day's entries count if they log an earlier run; after a run, its own entry is the last session.
    Without a session in the diary nothing is remembered: there may have been sessions before the diary.
    """
    kept = tuple(entry for entry in entries if entry.day <= day)
    book = _Book(kept, day, moment, base)
    if moment == "during" or not book.sessions:
        return ()
    return tuple(memory for name in base.derivations for memory in book.remembered(name))


@lru_cache(maxsize=256)
def _level(base: RuleBase, efforts: int, effort_s: int) -> int:
    """Return the rung of a dose, as the vocabulary derives it."""
    facts: dict[str, Any] = {"step_efforts": efforts, "step_effort_s": effort_s}
    return int(derive(base.vocabulary, facts, facts)["step_level"].value)


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
        self._steps = self._all_steps()
        self._finders: Mapping[str, Callable[[], tuple[Any, Sequence[Entry]] | None]] = {
            "sessions_done": self._sessions_done,
            "every_nth_easy_run": lambda: (self._steps[-1].frequency, self.sessions[-1:]),
            "step_efforts": lambda: (self._rung["efforts"], self.sessions[-1:]),
            "step_effort_s": lambda: (self._rung["effort_s"], self.sessions[-1:]),
            "last_completed": self._last_completed,
            "response_logged": lambda: (_logged(self.sessions[-1]), self.sessions[-1:]),
            "form_held": lambda: self._last("form_held", self._efforts),
            "felt_after": lambda: self._last("felt_after", self._efforts),
            "recovery_between_sessions": self._recovery,
            "weeks_at_step": lambda: (self._weeks_since(self._at_step()[0]), self._at_step()[:1]),
            "sessions_at_step": self._sessions_at_step,
            "easy_runs_since_bursts": self._easy_runs,
            "weeks_since_last_session": lambda: (self._weeks_since(self.sessions[-1]), self.sessions[-1:]),
            "last_drill": lambda: self._last("drill", self.sessions),
        }

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

    @property
    def _rung(self) -> Row:
        return self._base.tables["ladder"].rows[self._steps[-1].level - 1]

    def _sessions_done(self) -> tuple[int, Sequence[Entry]]:
        """Count the sessions; a count given for the first plan says how many came before the diary."""
        before = next((entry.plan.case.get("sessions_done") for entry in self.sessions if entry.plan), None)
        first_planned = next((place for place, entry in enumerate(self.sessions) if entry.plan), 0)
        earlier = before - first_planned if isinstance(before, int) and before > first_planned else 0
        return len({entry.day for entry in self.sessions}) + earlier, self.sessions

    def _all_steps(self) -> list[LadderStep]:
        """Return the step after each session: as planned, and higher only when done in full."""
        steps: list[LadderStep] = []
        for place, entry in enumerate(self.sessions):
            before = steps[-1] if steps else None
            steps.append(self._step_after(entry, place, before))
        return steps

    def _step_after(self, entry: Entry, place: int, before: LadderStep | None) -> LadderStep:
        """Return the step after a session: only a plan for bursts, done in full, leads to a higher one."""
        plan = entry.plan if entry.plan is not None and entry.plan.kind == "bursts" else None
        done = _level(self._base, entry.efforts or 0, entry.effort_s or 0)
        if plan is None or plan.step_efforts is None or plan.step_effort_s is None:
            level, frequency = done, self._gap_before(place)
            earned = False
        else:
            level = _level(self._base, plan.step_efforts, plan.step_effort_s)
            frequency = plan.frequency if plan.frequency is not None else self._gap_before(place)
            earned = entry.bursts == "done" and done >= level
        if before is None:
            return LadderStep(frequency, level) if plan is not None else LadderStep(self._rarest, 1)
        if not earned:
            level, frequency = min(level, before.level), max(frequency, before.frequency)
        return LadderStep(frequency, level)

    def _gap_before(self, place: int) -> int:
        """Return how often a session came, as every n-th easy run, within the possible frequencies."""
        if place == 0:
            return self._rarest
        start, end = (self._runs.index(self.sessions[at]) for at in (place - 1, place))
        between = sum(1 for run in self._runs[start + 1 : end] if run.run_kind in EASY_KINDS)
        return max(1, min(self._rarest, between + 1))

    def _at_step(self) -> list[Entry]:
        """Return the sessions since the present step began."""
        first = len(self._steps)
        while first > 0 and self._steps[first - 1] == self._steps[-1]:
            first -= 1
        return self.sessions[first:]

    def _sessions_at_step(self) -> tuple[int, Sequence[Entry]]:
        rung = self._rung
        full = {
            entry.day: entry
            for entry in self._at_step()
            if entry.bursts == "done"
            and (entry.efforts or 0) >= rung["efforts"]
            and (entry.effort_s or 0) >= rung["effort_s"]
            and _logged(entry)
            and entry.felt_after != "drained"
            and entry.form_held is not False
        }
        return len(full), tuple(full.values()) or self._at_step()[:1]

    def _easy_runs(self) -> tuple[int, Sequence[Entry]]:
        after = self._runs[self._runs.index(self._efforts[-1]) + 1 :]
        easy = [run for run in after if run.run_kind in EASY_KINDS]
        return len(easy), easy or self._efforts[-1:]

    def _last_completed(self) -> tuple[str, Sequence[Entry]]:
        """Return what became of the last bursts that were planned or done; strides instead count as part of them."""
        meant = [entry for entry in self._entries if entry.is_session or self._was_planned(entry)]
        last = meant[-1]
        broken_off = last.has_efforts and not last.is_session
        return "partly" if broken_off else _COMPLETED.get(last.bursts, "none"), meant[-1:]

    def _was_planned(self, entry: Entry) -> bool:
        """Tell whether bursts were planned for a run that is over."""
        still_to_come = entry.bursts == "planned" and entry.day >= self._day
        return entry.plan is not None and entry.plan.kind == "bursts" and not still_to_come

    def _last(self, field: str, entries: Sequence[Entry]) -> tuple[Any, Sequence[Entry]] | None:
        value = getattr(entries[-1], field)
        return None if value is None else (value, entries[-1:])

    def _recovery(self) -> tuple[Any, Sequence[Entry]] | None:
        """Return how the runner recovered from the last efforts; after a run, from those before it."""
        after_run = self._moment == "after"
        if after_run and len(self._efforts) < 2:
            return None
        since = self._efforts[-2 if after_run else -1]
        said = [entry for entry in self._runs[self._runs.index(since) + 1 :] if entry.recovery is not None]
        return (said[-1].recovery, said[-1:]) if said else None

    def _weeks_since(self, entry: Entry) -> int:
        return (self._day - entry.day).days // 7

    def _since_step_back(self) -> Entry:
        """Return the first session after the last step back: what led to it counts once."""
        for place in range(len(self._steps) - 1, 0, -1):
            here, before = self._steps[place], self._steps[place - 1]
            if here.level < before.level or here.frequency > before.frequency:
                return self.sessions[place]
        return self._efforts[0]

    def _trend(self, derivation: Derivation) -> tuple[str, Sequence[Entry]] | None:
        """Compare the last rated runs that had efforts with as many before them; the very last must show it too."""
        numbers = derivation.numbers
        field, better = _TRENDS[derivation.fact]
        begin = self._day - timedelta(weeks=numbers["weeks"])
        recent = self._efforts[self._efforts.index(self._since_step_back()) :]
        rated = [entry for entry in recent if getattr(entry, field) is not None and entry.day > begin]
        if not rated:
            return None
        if len(rated) < numbers["fewest"]:
            return "same", rated
        count = int(min(numbers["most"], len(rated) // 2))
        late, early = rated[-count:], rated[-2 * count : -count]
        differences = [better * (_mean(some, field) - _mean(early, field)) for some in (late, late[-1:])]
        up, down = min(differences) >= numbers["least"], max(differences) <= -numbers["least"]
        return "better" if up else "worse" if down else "same", [*early, *late]


def _mean(entries: Sequence[Entry], field: str) -> float:
    return float(sum(getattr(entry, field) for entry in entries) / len(entries))


def _logged(entry: Entry) -> bool:
    """Tell whether an entry holds what a log should hold."""
    return None not in (entry.felt_after, entry.fatigue_after, entry.cadence, entry.stride)


def days_words(days: Sequence[date]) -> str:
    """Name the days of some entries as people do.

    >>> days_words([date(2026, 11, 12), date(2026, 11, 19)])
    '12 and 19 November 2026'
    >>> days_words([date(2026, month, 1) for month in range(1, 9)])
    '8 entries from 1 January to 1 August 2026'
    """
    named = sorted(set(days))
    if len(named) > _MOST_DAYS_NAMED:
        return f"{len(days)} entries from {_day(named[0], named[-1])} to {_day(named[-1], None)}"
    words = [_day(day, following) for day, following in zip(named, [*named[1:], None], strict=True)]
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _day(day: date, following: date | None) -> str:
    """Write a day, leaving out month and year where the day named after it shares them."""
    if following is not None and (day.month, day.year) == (following.month, following.year):
        return str(day.day)
    month = f"{day.day} {day:%B}"
    return month if following is not None and day.year == following.year else f"{month} {day.year}"
