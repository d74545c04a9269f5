"""A number read in its own unit from figures, words, a clock or another unit of time."""

from __future__ import annotations

import math
import re
from datetime import date

from springstep.engine.language.spoken.dates import TOLD, days_since
from springstep.engine.language.spoken.errors import AskedBackError
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
from springstep.engine.language.vocabulary import FactInfo, Vocabulary
from springstep.engine.language.wording import listed, plain

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
    if info.spoken.gravest != "first" or SECONDS.get(info.unit, 0) < SECONDS["days"]:
        return ()
    words = "|".join(map(re.escape, info.spoken.passed_over)) or "$"
    found = re.fullmatch(rf"(?:(?:{words})\s+)*(?:{TOLD})", answer)
    days = days_since(found, today) if found is not None else None
    most = info.maximum if info.maximum is not None else math.inf
    return () if days is None else (min(_in_own(info, days * float(SECONDS["days"])), most),)


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
