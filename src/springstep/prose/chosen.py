"""Rows that an answer names, such as a drill, held against the one that was chosen."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.prose.findings import ClaimFound
from springstep.prose.held import HeldPlan
from springstep.prose.lexicon import WordMark
from springstep.prose.reading import SentenceReading
from springstep.prose.texts import PlanTexts
from springstep.prose.tokens import tokens_of, wordset

_IS_NOT = frozenset(("is not", "are not", "is never", "are never"))
_SWITCHING = wordset("gentler easier lighter softer milder switch change swap fall much fallback back drop feel feels")


class RowClaims:
    """Judges the rows that a sentence names."""

    def __init__(self, held: HeldPlan, texts: PlanTexts) -> None:
        self._held, self._texts = held, texts
        self._told = {value for value in held.case.values() if isinstance(value, str)}

    def judged(self, reading: SentenceReading) -> Iterator[ClaimFound]:
        """Yield what is found of each row that is named."""
        before: WordMark | None = None
        denied = False
        for mark in reading.rows:
            joined = before is not None and reading.words(before.end, mark.start) in ("and", "or", "nor")
            denied = reading.denied.of(mark.start, mark.end) or (denied and joined)
            denied = denied or reading.words(mark.end, mark.end + 2) in _IS_NOT
            yield self._finding(reading, mark, denied)
            before = mark

    def _finding(self, reading: SentenceReading, mark: WordMark, denied: bool) -> ClaimFound:
        held = self._held
        chosen, gentler = held.row
        known = held.known(("drill", *(("clearance",) if not chosen or chosen == "strides" else ())))
        known = known or held.known(("dose", "clearance", "next_action"))[:2]
        rules = held.rules(known)
        name = mark.value.replace("_", " ")
        if denied:
            if mark.value != chosen:
                return ClaimFound("backed", mark.start, f"{name} were not chosen", known, rules)
            return ClaimFound("contradicted", mark.start, f"the plan has {name}", known, rules)
        if mark.value == chosen:
            return ClaimFound("backed", mark.start, f"the plan has {name}", known, rules)
        start, end = reading.clause_of(mark.start)
        words = set(reading.words(start, end).split())
        if mark.value == gentler and (words & _SWITCHING or reading.supposes(mark.start)):
            return ClaimFound("backed", mark.start, f"{name} are the gentler drill to switch to", known, rules)
        if mark.value in self._told and (reading.looks_back(mark.start) or "from" in words or "after" in words):
            return ClaimFound("backed", mark.start, f"{name} are in the case", known, rules)
        if reading.after_until(mark.start) and not chosen:
            return ClaimFound("neutral", mark.start, f"{name} are not said of now")
        if self._described(reading, mark):
            return ClaimFound("neutral", mark.start, f"{name} only describe it")
        for source in self._texts.sources:
            if (
                source.decisions != ("drill",)
                and (mark.value, False) in source.rows
                and any(
                    each.source is source and len(each.shared) >= 2 and each.share >= 0.5
                    for each in self._texts.support(reading)
                )
            ):
                return ClaimFound(
                    "backed", mark.start, f"the plan's advice speaks of {name}", source.decisions, source.rules
                )
        instead = chosen.replace("_", " ") if chosen else "none"
        return ClaimFound("contradicted", mark.start, f"the plan has not {name}, but {instead}", known, rules)

    def _described(self, reading: SentenceReading, mark: WordMark) -> bool:
        """Tell whether the words are those in which a text of the plan tells how something is done."""
        words = {token.stem for token in reading.tokens[mark.start : mark.end]}
        return any(
            each.source.kind == "advice"
            and len(each.shared) >= 4
            and words <= {token.stem for token in tokens_of(each.source.text)}
            for each in self._texts.support(reading)
        )
