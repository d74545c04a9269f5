"""Quantities in one of several units: ``10 kg``, a clock such as ``6:00/kg``, or so many of a unit in an hour."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.quantities import pattern_of, quantity
from springstep.engine.language.spoken.errors import AnswerError, AskedBackError
from springstep.engine.language.spoken.figures import SECONDS, in_figures, value_of
from springstep.engine.language.spoken.tidy import tidy, without_hedges, words_of
from springstep.engine.language.wording import listed

_FIGURE = r"([0-9]{1,3}(?:[.,][0-9]{1,3})?)"
_MINUTES = r"(?:\s*-?(?:minutes?|mins?|m)(?![a-z]))?"
_EACH = r"(?:\s*(?:/|-|per|an?|each|for|the|p)\s*)*"
_HOUR = r"(?:/\s*h(?:r|our)?|\s*(?:1|per) hour)"


def quantity_of(info: FactInfo, text: str, used: Iterable[str] = ()) -> str | None:
    """Return a quantity as a case holds it, or ``None`` where an answer is none.

    ``used`` are quantities told before, the latest first: their unit is taken where none is told and several are
    possible. Raises ``AskedBackError`` where that leaves several, and ``AnswerError`` for what is out of range.
    """
    tight = " ".join(text.split()).lower()
    if re.fullmatch(pattern_of(info), tight):
        return checked(info, tight)
    for canonical, phrases in info.spoken.said.items():
        if words_of(text) in [words_of(phrase) for phrase in phrases]:
            return canonical
    answer = in_figures(without_hedges(tidy(text)))
    found = _clocks(info, answer) if info.form == "clock" else _amounts(info, answer)
    if not found:  # the ends of a range
        between = re.fullmatch(r"(?:between )?(.+?)\s*(?:-|to|or|and)\s*([0-9].*)", answer)
        if between is None:
            return None
        read = _clocks if info.form == "clock" else _amounts
        last = read(info, between[2])
        unit = re.sub(r"^[^a-z/]*", "", between[2])
        first = read(info, f"{between[1]} {unit}".strip()) or read(info, between[1])
        if not first or not last:
            return None
        found = [*first, *last]
    if len({value for value, _ in found}) > 1:
        return _one(text, [value if unit in value or not unit else f"{value}/{unit}" for value, unit in found])
    settled = [_with_unit(info, text, value, unit, used) for value, unit in found]
    return _one(text, settled)


def _one(text: str, found: list[str]) -> str:
    either = tuple(dict.fromkeys(found))
    if len(either) > 1:
        raise AskedBackError(f"'{text.strip()}' could be {listed(either)}: which is it?", f"say {listed(either)}")
    return either[0]


def checked(info: FactInfo, told: str) -> str:
    """Return a quantity that is in range; raises ``AnswerError``, which says the range in the unit that was told."""
    if info.minimum is None or info.maximum is None or info.minimum <= quantity(info, told) <= info.maximum:
        return told
    unit = _unit_in(info, told)
    low, high = (Fraction(str(limit)) / info.units[unit] for limit in (info.minimum, info.maximum))
    ends = [_clock(math.ceil(low * 60), unit), _clock(math.floor(high * 60), unit)]
    raise AnswerError(f"{told} is out of range", f"say one from {ends[0]} to {ends[1]}", code="out_of_range")


def _unit_in(info: FactInfo, told: str) -> str:
    return next(unit for unit in sorted(info.units, key=len, reverse=True) if told.endswith(unit))


def _called(info: FactInfo) -> dict[str, str]:
    return {word: unit for unit in info.units for word in (unit, *info.spoken.units.get(unit, ()))}


def _choice(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _amounts(info: FactInfo, answer: str) -> list[tuple[str, str]]:
    called = _called(info)
    found = re.fullmatch(rf"{_FIGURE}\s*-?({_choice(called)})\b\.?", answer)
    if found is None:
        return []
    return [(f"{value_of(found[1]):g} {called[found[2]]}", called[found[2]])]


def _clocks(info: FactInfo, answer: str) -> list[tuple[str, str]]:
    """Return what a pace may be: each as a clock without its unit, and the unit, empty where none is told."""
    called = _called(info)
    speed = {word: unit for unit, words in info.spoken.speeds.items() for word in words}
    fast = re.fullmatch(rf"{_FIGURE}\s*(?:({_choice(speed)})|({_choice(called)}){_HOUR})", answer)
    if fast is not None:
        unit = speed[fast[2]] if fast[2] else called[fast[3]]
        amount = value_of(fast[1])
        return [(_clock(round(SECONDS["h"] / amount)), unit)] if amount else []
    unit_words = rf"(?:{_EACH}\s*-?({_choice(called)})\b)?\.?(?:\s+pace)?"
    clock = re.fullmatch(rf"([0-9]{{1,2}})[:'h]([0-5][0-9])(?:\"|'')?{_MINUTES}{unit_words}", answer)
    if clock is not None:
        return [(f"{int(clock[1])}:{clock[2]}", called.get(clock[3] or "", ""))]
    figure = re.fullmatch(rf"{_FIGURE}'?{_MINUTES}{unit_words}", answer)
    if figure is None or re.fullmatch(rf"{_FIGURE}\s*(?:{_choice(called)})\.?", answer):  # so much, not a rate
        return []
    unit = called.get(figure[2] or "", "")
    return [(each, unit) for each in dict.fromkeys(_read(figure[1]))]


def _read(figure: str) -> Iterator[str]:
    """Yield what a number of minutes may be: ``6.5`` six and a half, ``6.30`` also six minutes thirty."""
    whole, _, part = figure.replace(",", ".").partition(".")
    if len(part) == 2 and int(part) < 60:
        yield f"{int(whole)}:{part}"
    yield _clock(round(value_of(figure) * 60))


def _clock(seconds: int, unit: str = "") -> str:
    return f"{seconds // 60}:{seconds % 60:02}" + (f"/{unit}" if unit else "")


def _with_unit(info: FactInfo, text: str, value: str, unit: str, used: Iterable[str]) -> str:
    """Return a quantity with its unit: the one told, the only one possible, or the one used last."""
    if info.form == "amount":
        return checked(info, value)
    if unit:
        return checked(info, f"{value}/{unit}")
    possible = [each for each in info.units if _in_range(info, f"{value}/{each}")]
    if len(possible) == 1:
        return f"{value}/{possible[0]}"
    if not possible:
        raise AnswerError(f"'{text.strip()}' is out of range", f"such as {listed(info.examples)}", code="out_of_range")
    for told in used:
        for each in sorted(info.units, key=len, reverse=True):
            if told.endswith(each):
                return f"{value}/{each}"
    usual = sorted(possible, key=[_unit_in(info, each) for each in info.examples].index)
    names = listed([f"a {info.spoken.units.get(each, (each,))[0]}" for each in usual])
    raise AskedBackError(f"{value} {names}?", f"such as {value}/{usual[0]}", unfinished=f"{value}/{{}}")


def _in_range(info: FactInfo, told: str) -> bool:
    low, high = info.minimum, info.maximum
    return low is None or high is None or low <= quantity(info, told) <= high
