"""Shares and large numbers in words."""

from __future__ import annotations

from fractions import Fraction

_FEW = Fraction(1, 1000)


def share_words(share: Fraction) -> str:
    """Return a share as people say it: never none of them where there are some, and never all where one is missing."""
    if share in (0, 1):
        return "all" if share else "none"
    if share < _FEW:
        return f"1 in {_rounded(1 / share)}"
    if 1 - share < _FEW:
        return f"all but 1 in {_rounded(1 / (1 - share))}"
    percent = float(100 * share)
    return f"{percent:.1f} %" if percent < 10 or percent > 90 else f"{percent:.0f} %"


def _rounded(number: Fraction) -> str:
    """Return a number with two digits that count."""
    return number_words(int(number))


def number_words(number: int) -> str:
    """Return a whole number with two digits that count, by powers of ten from a billion on."""
    if number < 100:
        return str(number)
    power = len(str(number)) - 2
    first = (number + 5 * 10 ** (power - 1)) // 10**power
    if first == 100:
        first, power = 10, power + 1
    if power + 2 > 9:
        return f"{first // 10}.{first % 10} * 10^{power + 1}"
    return f"{first * 10**power:,}"
