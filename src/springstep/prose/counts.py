"""How many of anything: efforts, repetitions, and every number that a text of the plan or the case holds."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.prose.findings import ClaimFound
from springstep.prose.held import HeldPlan
from springstep.prose.lengths import LESS, MORE, bound_of
from springstep.prose.reading import SentenceReading
from springstep.prose.sets_said import JOINING, Sets
from springstep.prose.texts import REPEATED, PlanTexts, numbers_in
from springstep.prose.tokens import stem, unit_of, wordset

_PLAIN = frozenset(stem(word) for word in wordset("thing foot feet leg side way minute hand direction"))
"""What comes in ones and twos anyway."""
_MOST_PLACES = 7
_ALLOWED = LESS | wordset("allow allows allowed limit cap")


class Counts:
    """Judges the numbers of a sentence that are no sets and no lengths of time."""

    def __init__(self, held: HeldPlan, texts: PlanTexts, sets: Sets) -> None:
        self._held, self._texts, self._sets = held, texts, sets

    def judged(self, reading: SentenceReading, place: int) -> Iterator[ClaimFound]:
        """Yield what is found of one number."""
        token = reading.tokens[place]
        assert token.number is not None
        reading.accounted.add(place)
        nouns = self.nouns(reading, place)
        if token.number == 1 and (not nouns & {"effort"} or reading.words(place + 1, place + 3) == "of them"):
            return
        if "effort" in nouns or "row" in nouns:
            yield self._count_finding(reading, place, token.number, nouns)
            return
        counts = {each for at, _, each in numbers_in(reading.tokens) if at == place}
        if reading.denied.of(place, place + 1):
            return
        if {(token.number, each) for each in counts} & self._texts.numbers:
            yield ClaimFound("backed", place, f"the plan or the case holds {token.text}")
        elif self._row_count(reading, place, token.number):
            yield ClaimFound("backed", place, f"about {token.text} an effort", self._held.known(("drill", "dose")))
        elif self._instead(reading, place, token.number):
            yield ClaimFound("backed", place, f"the set has {token.text}", self._held.known(("dose",)))
        elif not (token.number <= 2 and counts & _PLAIN):
            yield ClaimFound("unfounded", place, f"nothing in the plan holds the number {token.text}")

    def _instead(self, reading: SentenceReading, place: int, number: float) -> bool:
        """Tell whether a bare number is told in place of one that is denied, or as what is allowed: ``not 4, 3``."""
        others = [at for at, token in enumerate(reading.tokens) if token.number is not None and at != place]
        denies = any(reading.denied.of(at, at + 1) for at in others)
        words = {token.text for token in reading.tokens}
        if not (denies or words & _ALLOWED or reading.tokens[0].text == "no"):
            return False
        bare = (
            place + 1 == len(reading.tokens)
            or not reading.tokens[place + 1].is_word
            or unit_of(reading.tokens[place + 1]) == ""
        )
        sets = (self._held.set_today, self._held.set_of_step)
        return bare and any(each is not None and number in each for each in sets)

    def nouns(self, reading: SentenceReading, place: int) -> set[str]:
        """Return what a number counts: the first mark after it, with no more than some words between."""
        _, end = reading.clause_of(place)
        limit = min(end, place + _MOST_PLACES)
        found: set[str] = set()
        marks = [
            *((m.start, "effort") for m in reading.of_kind("effort", "session")),
            *((m.start, "row") for m in reading.rows),
        ]
        marks += [(m.start, "counted") for m in reading.of_kind("counted")]
        for start, kind in sorted(marks):
            between = reading.tokens[place + 1 : start]
            if place < start < limit and not any(
                t.text in ",;:()" or t.text in JOINING or unit_of(t) or t.number for t in between
            ):
                found.add(kind)
        if (
            reading.words(place + 1, place + 2) == "times"
            or reading.words(place + 1, place + 3) == "of them"
            or (
                place + 1 == len(reading.tokens) and reading.words(max(0, place - 1), place) in ("than", "only", "just")
            )
            or (reading.words(place - 1, place) == "of" and reading.words(place - 2, place - 1) == "set")
        ):
            found.add("effort")
        return found

    def _count_finding(self, reading: SentenceReading, place: int, number: float, nouns: set[str]) -> ClaimFound:
        held = self._held
        sets, names = self._sets.allowed(reading, place)
        values = [each[0] for each in sets]
        bound = bound_of(reading, place, place + 1)
        if not reading.looks_ahead(place):
            start, end = reading.clause_of(place)
            if set(reading.words(start, end).split()) & _ALLOWED:
                values += [
                    float(held.value(name)) for name in ("efforts", "reached_efforts") if held.value(name) is not None
                ]
        done = held.case.get("bursts_done")
        if done is not None:
            values += [float(done)]
        fits = number in values and not (bound & MORE)
        if reading.denied.of(place, place + 1):
            fits = number not in values and any(number == each for each, _ in self._texts.numbers)
        known = held.known(names)
        if fits:
            return ClaimFound("backed", place, f"{number:g} efforts", known, held.rules(known))
        counts = {each for at, _, each in numbers_in(reading.tokens) if at == place}
        if self._number_repeated(reading, number, counts):
            return ClaimFound("backed", place, f"the plan's advice says {number:g}")
        if nouns & {"row", "counted"} and self._row_count(reading, place, number):
            return ClaimFound("backed", place, f"about {number:g} an effort", held.known(("drill", "dose")))
        wanted = " or ".join(f"{value:g}" for value in dict.fromkeys(values)) or "none"
        says = f"{number:g} efforts are not what the plan says: {wanted}"
        return ClaimFound("contradicted", place, says, known, held.rules(known))

    def _number_repeated(self, reading: SentenceReading, number: float, counts: set[str]) -> bool:
        wanted = {(number, each) for each in counts}
        return any(
            each.source.kind in REPEATED and len(each.shared) >= 2 and wanted & each.source.numbers
            for each in self._texts.support(reading)
        )

    def _row_count(self, reading: SentenceReading, place: int, number: float) -> bool:
        session = self._held.plan.session
        if session is None or number != session.repetitions:
            return False
        counted = stem(session.counted_in)
        return any(each == counted for at, _, each in numbers_in(reading.tokens) if at == place)
