"""A number read in its own unit from figures, words, a clock or another unit of time."""

from __future__ import annotations

import math
import re
from datetime import date

from springstep.engine.errors import RefusedError
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.spoken.dates import TOLD, days_since
from springstep.engine.language.spoken.days import coming_day_told
from springstep.engine.language.spoken.errors import AnswerError, AskedBackError
from springstep.engine.language.spoken.figures import (
    FIGURE,
    SECONDS,
    clocks_in,
    in_figures,
    seconds_in,
    value_of,
)
from springstep.engine.language.spoken.phrases import Words, meanings_in
from springstep.engine.language.spoken.tidy import tidy, without_hedges
from springstep.engine.language.vocabulary import Vocabulary
from springstep.engine.language.wording import listed, plain

_ANY_DAY = date(2000, 1, 1)
"""From which a day is read where today is not told, to see that it is one."""
_OF_TEN = r"([0-9]{1,2})\s*(?:/|of|out of)\s*10"
_RANGE = r"(?:between )?(.+?)\s*(?:-|to|or|and)\s*([0-9].*)"


def amounts_meant(info: FactInfo, text: str, vocabulary: Vocabulary) -> tuple[float, ...]:
    """Return the numbers that an answer may mean, in the fact's own unit: one, the ends of a range, or none."""
    if info.spoken.said and (meant := meanings_in(Words((), info.spoken), text, begun=False)):
        return tuple(sorted({float(value) for each in meant for value in each}))
    answer = without_hedges(tidy(text))
    found = amounts_in(info, answer, vocabulary)
    between = re.fullmatch(_RANGE, answer) if not found else None
    if between is None:
        return found
    last = amounts_in(info, between[2], vocabulary)
    unit = re.sub(r"^[^a-z]*", "", between[2])
    first = amounts_in(info, f"{between[1]} {unit}".strip(), vocabulary) or amounts_in(info, between[1], vocabulary)
    return (first[0], last[0]) if first and last and first[0] < last[0] else ()


def time_since(info: FactInfo, answer: str, today: date | None) -> tuple[float, ...]:
    """Return how long ago a month, a year or the like was, at the least, for a number of which less is graver."""
    if info.spoken.to_day or info.spoken.gravest != "first" or SECONDS.get(info.unit, 0) < SECONDS["days"]:
        return ()
    words = "|".join(map(re.escape, info.spoken.passed_over)) or "$"
    found = re.fullmatch(rf"(?:(?:{words})\s+)*(?:{TOLD})", answer)
    days = days_since(found, today) if found is not None else None
    most = info.maximum if info.maximum is not None else math.inf
    return () if days is None else (min(_in_own(info, days * float(SECONDS["days"])), most),)


def without_asides(answer: str, info: FactInfo) -> str:
    """Return an answer without the words before and after it that say nothing about the fact: ``3 weeks to go``."""
    words = answer.split()
    while words and words[0] in info.spoken.passed_over:
        words = words[1:]
    while words and words[-1] in info.spoken.passed_over:
        words = words[:-1]
    return " ".join(words)


def time_to(info: FactInfo, answer: str, text: str, today: date | None) -> tuple[float, ...]:
    """Return how far off the day to come is that is told, at most as far as the number goes; none for what is no day.

    Raises ``AnswerError`` for a day that cannot be, ``AskedBackError`` for one of several.
    """
    try:
        day = coming_day_told(answer, today or _ANY_DAY)
    except RefusedError as error:
        if "is not a day" in str(error):
            return ()
        if today is not None or error.code == "not_a_date":
            what, _, allowed = str(error).partition(": ")
            kind = AskedBackError if error.code == "ambiguous" else AnswerError
            raise kind(what, allowed or "say a day to come", code=error.code) from None
    if today is None:
        what = f"'{text.strip()}' is a day, and which day is today is not told"
        raise AnswerError(what, f"say in how many {info.unit}")
    most = info.maximum if info.maximum is not None else math.inf
    return (float(min(_in_own(info, (day - today).days * float(SECONDS["days"])), most)),)


def either_of(info: FactInfo, text: str, found: tuple[float, ...]) -> AskedBackError:
    """Return the question which of several numbers an answer means."""
    either = listed([_shown(info, each) for each in found])
    return AskedBackError(f"'{text.strip()}' could be {either}: which is it?", f"say {either}")


def amounts_in(info: FactInfo, answer: str, vocabulary: Vocabulary) -> tuple[float, ...]:
    """Return what an amount may be, in the fact's own unit: one number, several for some clocks, or none."""
    if info.unit == "of 10" and (of_ten := re.fullmatch(_OF_TEN, answer)) is not None:
        return (float(of_ten[1]),)
    plain_text = in_figures(answer)
    own = info.unit.lower()
    bare = re.fullmatch(rf"({FIGURE})\s*(?P<unit>[a-z' ]*)\.?", plain_text)
    if bare is not None:
        units = (own, own.removesuffix("s")) if own else vocabulary.counted
        if bare["unit"].strip() in ("", *units):
            return (value_of(bare[1]),)
    if own not in SECONDS:
        return ()
    length = seconds_in(plain_text)
    if length is not None:
        return (_in_own(info, length),)
    return _likely(info, tuple(_in_own(info, each) for each in clocks_in(plain_text)))


def _in_own(info: FactInfo, seconds: float) -> float:
    """Return a length of time in the fact's unit; of whole units those that have gone by."""
    value = seconds / SECONDS[info.unit]
    larger = SECONDS[info.unit] >= SECONDS["days"]
    return float(math.floor(value)) if info.integer and larger else value


def _likely(info: FactInfo, clocks: tuple[float, ...]) -> tuple[float, ...]:
    """Return the readings of a clock that can be, or those of them that are likely, if only some are."""
    if info.unit == "s" or info.integer:
        return clocks[1:] if len(clocks) > 1 and info.unit == "s" else clocks[:1]
    low, high = info.minimum or 0, info.maximum or math.inf
    can_be = tuple(each for each in clocks if low <= each <= high) or clocks[:1]
    likely = info.spoken.likely
    usual = tuple(each for each in can_be if likely is None or likely[0] <= each <= likely[1])
    return usual or can_be


def _shown(info: FactInfo, value: float) -> str:
    unit = "" if info.unit in ("", "of 10") else f" {info.unit}"
    return f"{plain(value)}{unit}"
