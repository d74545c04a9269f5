"""Sets that an answer tells, such as ``4 x 10 s``, held against the plan's: today's, the step's, the next one."""

from __future__ import annotations

from springstep.engine.language.spoken.figures import SECONDS
from springstep.prose.findings import ClaimFound
from springstep.prose.held import HeldPlan
from springstep.prose.reading import SentenceReading
from springstep.prose.texts import REPEATED, PlanTexts
from springstep.prose.tokens import unit_of, wordset

JOINING = wordset(
    "and then or with in after before between for every at if once when to since run runs session sessions weeks "
    "days until good"
)
"""Words over which a number counts nothing."""
_BY = frozenset(("x", "times", "by"))
_OF_STEP = wordset("step level restart restarts would")
_OF_BEFORE = wordset("become becomes became count counts counted too")
_HELD_UP = frozenset(("at", "of", "with", "same", "stay"))


class Sets:
    """Judges the sets of a sentence, and tells which ones the plan holds for a place in it."""

    def __init__(self, held: HeldPlan, texts: PlanTexts) -> None:
        self._held, self._texts = held, texts

    def judged(self, reading: SentenceReading, place: int) -> list[ClaimFound]:
        """Judge ``4 x 10 s`` and ``4 10-second bursts``."""
        tokens = reading.tokens
        seconds_at = _seconds_at(reading, place)
        if not seconds_at:
            return []
        unit = unit_of(tokens[seconds_at + 1]) if seconds_at + 1 < len(tokens) else ""
        second = (tokens[seconds_at].number or 0) * SECONDS.get(unit or "s", 1)
        told = (tokens[place].number or 0.0, second)
        if unit and (self._rest_near(reading, seconds_at + 2)):
            return []
        reading.accounted |= {place, seconds_at}
        end = seconds_at + (2 if unit else 1)
        return [self._set_finding(reading, told, place, end)]

    def _rest_near(self, reading: SentenceReading, place: int) -> bool:
        return any(mark.value == "rest_s" and mark.start == place for mark in reading.of_kind("near"))

    def _set_finding(self, reading: SentenceReading, told: tuple[float, float], place: int, end: int) -> ClaimFound:
        held = self._held
        allowed, names = self.allowed(reading, place)
        fits = told in allowed
        if not fits and self._repeats(reading, told):
            return ClaimFound("backed", place, f"the plan's advice speaks of {_worded(told)}")
        if reading.denied.of(place, end):
            fits = told not in allowed
        known = held.known(names)
        if fits:
            return ClaimFound("backed", place, f"the set is {_worded(told)}", known, held.rules(known))
        wanted = ", ".join(dict.fromkeys(_worded(each) for each in allowed)) or "no set"
        says = f"{_worded(told)} is not what the plan says: {wanted}"
        return ClaimFound("contradicted", place, says, known, held.rules(known))

    def allowed(self, reading: SentenceReading, place: int) -> tuple[list[tuple[float, float]], tuple[str, ...]]:
        """Return which sets the plan holds for what is said at a place, and the decisions behind them."""
        held = self._held
        start, end = reading.clause_of(place)
        words = set(reading.words(start, end).split())
        sets: list[tuple[float, float] | None] = []
        names: tuple[str, ...] = ("dose", "efforts", "effort_s", "reached_efforts", "reached_effort_s")
        moved_to = place > 0 and reading.tokens[place - 1].text == "to"
        if reading.looks_ahead(place) and held.set_next is not None:
            sets = [held.set_next]
            if not moved_to and ("from" in words or _HELD_UP & set(reading.words(max(0, place - 3), place).split())):
                sets += [held.set_today, held.set_of_step]
            names = (*names, "progression")
        elif _OF_STEP & words or not held.set_today:
            sets = (
                [held.set_of_step]
                if not held.set_today or held.session == "none"
                else [held.set_today, held.set_of_step]
            )
            if not (_OF_STEP & words) and not reading.looks_ahead(place) and held.plan.moment == "before":
                sets = []
        else:
            sets = [held.set_today]
        if reading.looks_back(place) or words & _OF_BEFORE or (place and reading.tokens[place - 1].text == "from"):
            sets.append(held.set_before)
        return [each for each in sets if each is not None], names

    def _repeats(self, reading: SentenceReading, told: tuple[float, float]) -> bool:
        return any(
            each.source.kind in REPEATED and len(each.shared) >= 2 and _worded(told) in each.source.text
            for each in self._texts.support(reading)
        )


def _worded(told: tuple[float, float]) -> str:
    return f"{told[0]:g} x {told[1]:g} s"


def _seconds_at(reading: SentenceReading, place: int) -> int:
    """Return where the seconds of a set stand that begins with the efforts at a place; 0 where there is none."""
    tokens = reading.tokens
    numbers = [token.number is not None for token in tokens[place : place + 4]]
    units = ["", *(unit_of(token) for token in tokens[place + 1 : place + 4]), "", "", ""]
    if len(numbers) > 2 and tokens[place + 1].text in _BY and numbers[2]:
        return place + 2
    if len(numbers) > 2 and numbers[1] and units[2] in ("s", "min", "h"):
        return place + 1
    # `4 short 10-second bursts`, never `10 minutes 4 ...`
    joined = len(numbers) > 3 and (tokens[place + 1].text in JOINING or not tokens[place + 1].is_word or bool(units[1]))
    return place + 2 if len(numbers) > 3 and numbers[2] and units[3] in ("s", "min") and not joined else 0
