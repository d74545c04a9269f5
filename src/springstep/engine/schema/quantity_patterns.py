"""Quantities as regular expressions that JavaScript and Python read alike: amounts, and ranges of clocks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

from springstep.engine.language.fact_info import FactInfo

_END = r"$(?!\n)"
"""The end of the text; Python's own sign for it allows a line end before it."""
_AMOUNT = r"[0-9]{1,3}(\.[0-9]{1,3})?"
_ZERO = r"0{1,3}(\.0{1,3})?"
_MINUTE = 60
_LAST = 99 * _MINUTE + 59
"""The longest time that a clock shows, in seconds."""


def amount_pattern(info: FactInfo, *, zero: bool | None = None) -> str:
    """Return the pattern of an amount such as ``10 kg``: of any, of nothing, or (``zero`` false) of more than that."""
    more = "(?=[0-9.]*[1-9])" if zero is False else ""
    return f"^{more}{_ZERO if zero else _AMOUNT} ?({'|'.join(sorted(info.units))}){_END}"


def clock_pattern(info: FactInfo, low: Fraction | None = None, high: Fraction | None = None) -> str:
    """Return the pattern of a clock such as ``6:00/kg`` from ``low`` to ``high``, both in minutes of the own unit.

    ``None`` stands for no limit. It takes nothing where there is no such clock.
    """
    units: dict[str, list[str]] = {}
    for unit in sorted(info.units):
        minutes = info.units[unit]
        first = 0 if low is None else math.ceil(low / minutes * _MINUTE)
        last = _LAST if high is None else math.floor(high / minutes * _MINUTE)
        units.setdefault(_times(max(first, 0), min(last, _LAST)), []).append(unit)
    parts = [f"({times}) ?/ ?({'|'.join(names)})" for times, names in units.items() if times]
    return f"^({'|'.join(parts)}){_END}" if parts else r"^(?!)"


def _times(first: int, last: int) -> str:
    """Return the pattern of minutes and seconds from ``first`` to ``last``, in seconds."""
    if first > last:
        return ""
    (low, from_s), (high, to_s) = divmod(first, _MINUTE), divmod(last, _MINUTE)
    if low == high:
        return _clock([low], from_s, to_s)
    parts = []
    if from_s > 0:
        parts.append(_clock([low], from_s, _MINUTE - 1))
        low += 1
    tail = [] if to_s == _MINUTE - 1 else [_clock([high], 0, to_s)]
    high -= len(tail)
    if low <= high:
        parts.append(_clock(range(low, high + 1), 0, _MINUTE - 1))
    return "|".join([*parts, *tail])


def _clock(minutes: Sequence[int], first_s: int, last_s: int) -> str:
    tens = "|".join(_digits(minutes[0], minutes[-1], first="0?"))
    seconds = "|".join(_digits(first_s, last_s, first="0"))
    return f"({tens}):({seconds})"


def _digits(low: int, high: int, *, first: str) -> Iterator[str]:
    """Yield patterns of the numbers from ``low`` to ``high``, of two digits; ``first`` stands for a ten of none."""
    whole = [ten for ten in range(low // 10, high // 10 + 1) if max(low, ten * 10) == ten * 10 and ten * 10 + 9 <= high]
    for ten in range(low // 10, high // 10 + 1):
        if ten in whole and ten > 0:
            continue
        ones = f"[{max(low, ten * 10) % 10}-{min(high, ten * 10 + 9) % 10}]"
        yield f"{ten or first}{ones}"
    tens = [ten for ten in whole if ten > 0]
    if tens:
        yield f"[{tens[0]}-{tens[-1]}][0-9]"
