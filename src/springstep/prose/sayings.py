"""What an answer says of steps: up or back, crisp or gentle, go on or stop; each held against the plan's decisions."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.prose.findings import ClaimFound
from springstep.prose.held import HeldPlan
from springstep.prose.lexicon import WordMark
from springstep.prose.reading import SentenceReading
from springstep.prose.texts import PlanTexts
from springstep.session.prose_words import Saying, prose_words

_TOLD_OFTEN = "every_nth_easy_run"
_OFTEN = frozenset(("often", "frequency", "frequently"))
_DOSE = frozenset(("dose", "set", "sets", "x", "efforts"))
"""What may stay as it is while something else moves up."""


class Sayings:
    """Judges what a sentence says of steps."""

    def __init__(self, held: HeldPlan, texts: PlanTexts) -> None:
        self._held, self._texts = held, texts
        self._sayings = prose_words(held.base).sayings

    def judged(self, reading: SentenceReading) -> Iterator[ClaimFound]:
        """Yield what is found of each saying; those of which the plan decides nothing are none."""
        said = {(mark.value, mark.start): mark for mark in reading.sayings}
        marks = [mark for mark in said.values() if self._known(self._sayings[int(mark.value)])]
        found = [(mark, self._fits(reading, mark)) for mark in _outermost(marks)]
        for mark, fits in found:
            finding = self._finding(reading, mark, fits)
            if finding is not None:
                yield finding

    def _known(self, saying: Saying) -> tuple[str, ...]:
        return tuple(name for name in saying.holds if self._held.value(name) is not None)

    def _fits(self, reading: SentenceReading, mark: WordMark) -> bool:
        saying = self._sayings[int(mark.value)]
        holds = any(self._held.value(name) in saying.holds[name] for name in self._known(saying))
        return holds != self._denied(reading, mark)

    def _denied(self, reading: SentenceReading, mark: WordMark) -> bool:
        """Tell whether a saying is denied; what begins with the denial itself is not."""
        starts = any(start == mark.start for start, _ in reading.denied.negators)
        inside = sum(mark.start < start < mark.end for start, _ in reading.denied.negators)
        return not starts and (reading.denied.of(mark.start, mark.end) != (inside % 2 == 1))

    def _finding(self, reading: SentenceReading, mark: WordMark, fits: bool) -> ClaimFound | None:
        held = self._held
        saying = self._sayings[int(mark.value)]
        known = held.known(self._known(saying)) or held.known(("dose", "clearance"))
        words = reading.words(mark.start, mark.end)
        if reading.denied.softly[mark.start] and reading.denied.at[mark.start]:
            return None
        following = reading.words(mark.end, reading.clause_of(mark.start)[1]).split()
        if following[:1] == ["than"] or (
            self._denied(reading, mark)
            and not fits
            and (following[:1] == ["until"] or following[:2] == ["before", "you"])
        ):
            return None
        if fits:
            return ClaimFound("backed", mark.start, held.worded(known[0]) if known else words, known, held.rules(known))
        if "hold" in saying.holds.get("progression", ()) and (same := self._stays(reading, mark)):
            return ClaimFound("backed", mark.start, "it stays as it was told", same, held.rules(same))
        if source := self._source(reading, mark):
            return ClaimFound("backed", mark.start, f"the plan's advice says '{words}'", source[0], source[1])
        if reading.words(mark.end, mark.end + 3) == "at 1 time" or reading.words(mark.end, mark.end + 3) == "at a time":
            return None
        if reading.after_until(mark.start) or reading.looks_back(mark.start):
            return None
        if self._next_fits(reading, mark, saying):
            known = held.known(("progression",))
            return ClaimFound("backed", mark.start, "that is what comes next", known, held.rules(known))
        if reading.supposes(mark.start) and "progression" not in saying.holds:
            return None
        if any(token.text in ("each", "every") for token in reading.tokens[mark.end : mark.end + 1]):
            return None
        said = "denies" if self._denied(reading, mark) else "says"
        instead = "; ".join(held.worded(name) for name in self._known(saying))
        return ClaimFound(
            "contradicted", mark.start, f"'{words}' {said} otherwise than {instead}", known, held.rules(known)
        )

    def _stays(self, reading: SentenceReading, mark: WordMark) -> tuple[str, ...]:
        """Return the decisions by which a dose or a frequency stays, where a sentence says so of it and it does."""
        held = self._held
        start, end = reading.clause_of(mark.start)
        subject = {token.text for token in reading.tokens[start:end]}
        if reading.denied.of(mark.start, mark.end):
            return ()
        often = held.value("reached_every") is not None and held.value("reached_every") == held.case.get(_TOLD_OFTEN)
        if subject & _OFTEN:
            return held.known(("reached_every",)) if often else ()
        dose = held.set_of_step is not None and held.set_of_step == held.set_before
        return held.known(("reached_efforts", "reached_effort_s")) if subject & _DOSE and dose else ()

    def _next_fits(self, reading: SentenceReading, mark: WordMark, saying: Saying) -> bool:
        """Tell whether a saying fits what comes next: a step up where the next is another one than this."""
        held = self._held
        step = held.plan.next_step
        if "progression" not in saying.holds or step is None:
            return False
        if not (reading.looks_ahead(mark.start) or reading.supposes(mark.start)):
            return False
        denied = self._denied(reading, mark)
        grows = (step.efforts, step.effort_s) != held.set_of_step or step.frequency != held.value("reached_every")
        return ("advance" in saying.holds["progression"]) == (grows != denied)

    def _source(self, reading: SentenceReading, mark: WordMark) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """Return what is behind a text of the plan that says the same in the same sense, and shares more with it."""
        denied = reading.denied.of(mark.start, mark.end)
        steps = "progression" in self._sayings[int(mark.value)].holds
        for support in self._texts.support(reading):
            is_told = support.source.kind == "advice" or not steps
            if is_told and (mark.value, denied) in support.source.sayings and len(support.shared) >= 2:
                if steps and support.share < 0.5:
                    continue
                return support.source.decisions, support.source.rules
        return None


def _outermost(marks: list[WordMark]) -> list[WordMark]:
    """Return marks without those inside a longer one."""
    return [
        mark
        for mark in marks
        if not any(
            other is not mark
            and other.start <= mark.start
            and mark.end <= other.end
            and (other.end - other.start) > (mark.end - mark.start)
            for other in marks
        )
    ]
