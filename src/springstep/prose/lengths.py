"""Lengths of time as they stand in a sentence, and the words that bound a number."""

from __future__ import annotations

from typing import NamedTuple

from springstep.engine.language.spoken.figures import SECONDS
from springstep.prose.lexicon import WordMark
from springstep.prose.reading import SentenceReading
from springstep.prose.tokens import unit_of, wordset

LESS = wordset("most maximum max under below less fewer within exceed")
"""Words by which a number is the most that there may be."""
MORE = wordset("least minimum more above over longer beyond")
"""Words by which a number is the least that there has to be."""
_EASILY = wordset("easy relaxed gentle good full more calm slow comfortable short quick whole light")


class ToldLength(NamedTuple):
    """A length of time in a sentence, in seconds; of a span the shorter."""

    seconds: float
    start: int
    end: int
    told_in: str
    to: float | None = None


def length_at(reading: SentenceReading, place: int) -> ToldLength | None:
    """Return a length of time that begins at a place: ``90 s``, ``8 to 12 minutes``, ``1 min 30 s``."""
    tokens = reading.tokens
    number = tokens[place].number or 0.0
    after = place + 1
    high: float | None = None
    if after + 1 < len(tokens) and tokens[after].text in ("-", "to", "or") and tokens[after + 1].number is not None:
        high, after = tokens[after + 1].number, after + 2
    while after < len(tokens) and after <= place + 2 and tokens[after].text in _EASILY:
        after += 1
    if after < len(tokens) and (unit := unit_of(tokens[after])) in ("s", "min", "h"):
        seconds, end = number * SECONDS[unit], after + 1
        if unit == "min" and high is None:
            more = end + (end < len(tokens) and tokens[end].text == "and")
            beyond = tokens[more].number if more + 1 < len(tokens) and unit_of(tokens[more + 1]) == "s" else None
            if beyond is not None and beyond < 60:
                return ToldLength(seconds + beyond, place, more + 2, "s")
        return ToldLength(seconds, place, end, unit, None if high is None else high * SECONDS[unit])
    return None


def distance(length: ToldLength, cue: WordMark) -> int:
    """Return how many words stand between a length of time and a mark."""
    if cue.start >= length.end:
        return cue.start - length.end
    return max(0, length.start - cue.end)


def bound_of(reading: SentenceReading, start: int, end: int) -> frozenset[str]:
    """Return the words that say how a number bounds: ``at least``, ``or more``."""
    before = [token.text for token in reading.tokens[max(0, start - 4) : start]]
    after = [token.text for token in reading.tokens[end : end + 2]]
    if "than" in before:
        denied = bool({"no", "not"} & set(before))
        more = bool({"more", "longer", "over"} & set(before))
        return frozenset(("least",)) if more != denied else frozenset(("most",))
    found = {
        word
        for word in before[-2:]
        if word in ("least", "most", "maximum", "minimum", "under", "below", "over", "above", "within", "beyond")
    }
    if found & {"beyond", "above", "over"} and {"not", "never"} & set(before):
        found = {"most"}
    if after[:2] in (["or", "more"], ["or", "longer"]):
        found.add("more")
    if after[:2] in (["or", "less"], ["or", "fewer"], ["at", "most"]):
        found.add("most")
    if after[:2] in (["at", "least"],):
        found.add("least")
    return frozenset(found)


def time_in_words(seconds: float) -> str:
    """Return a length of time as a plan writes it."""
    return f"{seconds / 60:g} min" if seconds >= 120 and seconds % 60 == 0 else f"{seconds:g} s"


def as_told(length: ToldLength) -> str:
    """Return a length of time as the sentence tells it."""
    return f"{length.seconds / SECONDS[length.told_in]:g} {length.told_in}"
