"""Numbers, lengths of time and clocks as people write them."""

from __future__ import annotations

import re
from collections.abc import Callable

_HOUR = 60 * 60
_DAY = 24 * _HOUR
SECONDS = {"s": 1, "min": 60, "h": _HOUR, "days": _DAY, "weeks": 7 * _DAY, "months": 30 * _DAY, "years": 365 * _DAY}
"""How long a unit of time is; a month has 30 days, a year 365."""
_CALLED = {
    "s": ("s", "sec", "secs", "second", "seconds", "''", '"'),
    "min": ("m", "min", "mins", "minute", "minutes", "mn", "'"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "days": ("d", "day", "days"),
    "weeks": ("w", "wk", "wks", "week", "weeks"),
    "months": ("month", "months"),
    "years": ("y", "yr", "yrs", "year", "years"),
}
TIME_OF = {word: unit for unit, words in _CALLED.items() for word in words}
"""The unit of time by what it is called."""
_TIMES = "|".join(sorted((re.escape(word) for word in TIME_OF), key=len, reverse=True))
_FIGURE = r"[0-9]{1,6}(?:[.][0-9]{1,9}[0-9]*|,[0-9]{1,2}(?![0-9]))?"
FIGURE = rf"[+-]?{_FIGURE}"
"""A number in figures, with a decimal point or comma."""
_NAMES = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen
"""
_ONES = _NAMES.split()
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_NUMBERS = {word: value for value, word in enumerate(_ONES)}
_NUMBERS |= {word: 10 * place for place, word in enumerate(_TENS, 2)}
_NUMBERS |= {"a couple of": 2, "a couple": 2, "couple of": 2, "couple": 2, "a dozen": 12, "once": 1, "twice": 2}
NUMBER_WORDS = frozenset(("a", "an", *_ONES, *_TENS))
"""The words of which numbers up to ninety-nine are made."""
_WORDS = "|".join(sorted(_NUMBERS, key=len, reverse=True))


def value_of(figure: str) -> float:
    """Return the number that figures write, whether with a decimal point or comma."""
    return float(figure.replace(",", "."))


def in_figures(text: str) -> str:
    """Write the numbers of an answer in figures.

    >>> in_figures("half an hour"), in_figures("an hour and a half"), in_figures("twenty five minutes")
    ('30 min', '1.5 hour', '25 minutes')
    """
    found = re.sub(rf"\b({'|'.join(_TENS)})[- ]({'|'.join(_ONES[1:10])})\b", _together, text)
    found = re.sub(rf"\b({_WORDS})\b", lambda word: str(_NUMBERS[word[1]]), found)
    found = re.sub(rf"\ban?\s+(?=(?:{_TIMES})\b)|^(?=hour\b)", "1 ", found)
    found = re.sub(rf"\b([0-9]+)\s*({_TIMES})?\s+and a half\b\s*", _and(".5"), found)
    found = re.sub(rf"\b([0-9]+)\s*({_TIMES})\s+and a quarter\b\s*", _and(".25"), found)
    found = re.sub(r"\b(?:a )?half[- ](?:1 )?hours?\b", "30 min", found)
    found = re.sub(r"\b3[- ]quarters of 1 hour\b", "45 min", found)
    return re.sub(r"\b(?:a )?quarter (?:of )?1 hour\b|\b(?:a )?quarter hour\b", "15 min", found).strip()


def _together(found: re.Match[str]) -> str:
    return str(_NUMBERS[found[1]] + _NUMBERS[found[2]])


def _and(part: str) -> Callable[[re.Match[str]], str]:
    return lambda found: f"{found[1]}{part} {found[2] or ''}".strip() + " "


def seconds_in(text: str) -> float | None:
    """Return a length of time with its unit or units, in seconds: ``1h 20``, ``1.5 hours``, ``90 s``; else ``None``."""
    left, total, last = text.strip(), 0.0, ""
    while left:
        found = re.match(
            rf"(?:and |,\s*)?({_FIGURE})\s*-?({_TIMES})?(?![a-z0-9])\.?\s*|({_FIGURE})\s*(h)(?=[0-9])", left
        )
        if found is None:
            return None
        figure, word = found[1] or found[3], found[2] or found[4]
        unit = TIME_OF[word] if word else {"h": "min", "min": "s"}.get(last, "")
        if not unit or (last and SECONDS[unit] >= SECONDS[last]):
            return None
        total += value_of(figure) * SECONDS[unit]
        left, last = left[found.end() :], unit
    return total if last else None


def clocks_in(text: str) -> tuple[float, ...]:
    """Return what ``1:20``, ``1:20:30`` or ``0:45`` may be, in seconds: hours and minutes first, then minutes.

    >>> clocks_in("0:30"), clocks_in("1:05:00"), clocks_in("90")
    ((1800.0, 30.0), (3900.0,), ())
    """
    whole = re.fullmatch(r"([0-9]{1,2}):([0-5][0-9]):([0-5][0-9])", text)
    if whole is not None:
        return (float(whole[1]) * _HOUR + float(whole[2]) * 60 + float(whole[3]),)
    found = re.fullmatch(r"([0-9]{1,3})[:h]([0-5][0-9])(?:\s*(?:h|hrs?|hours?))?", text)
    if found is None:
        return ()
    large, small = float(found[1]), float(found[2])
    return (large * _HOUR + small * 60, large * 60 + small)
