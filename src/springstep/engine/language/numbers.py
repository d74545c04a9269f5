"""One meaning of numbers for every back end: exact rationals, and plain ones only on the way out.

A decimal stands for what is written, so 0.1 is a tenth and not the nearest binary fraction. Inside the engine a number
is an ``int`` or, where it is not whole, a ``Fraction``; nothing is rounded there.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

PLACES = 6
"""How many decimals a number keeps when it leaves the engine."""


def exact(value: Any) -> Any:
    """Return a number as an int or, where it is not whole, a fraction; anything else as it is.

    Raises ``ValueError`` or ``OverflowError`` for anything but a finite number.

    >>> exact(0.1), exact(2.0), exact("0.1"), exact(True)
    (Fraction(1, 10), 2, '0.1', True)
    """
    if isinstance(value, float):
        return int(value) if value.is_integer() else Fraction(Decimal(float.__repr__(value)))
    if isinstance(value, Fraction) and value.denominator == 1:
        return value.numerator
    return value


def exact_values(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of facts with every number exact, in the elements of lists, too."""
    return {name: value if type(value) in _AS_IT_IS else _exact(value) for name, value in facts.items()}


_AS_IT_IS = frozenset((str, int, bool))


def _exact(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return tuple(value if all(type(element) is str for element in value) else map(_exact_element, value))
    return exact(value)


def _exact_element(element: Mapping[str, Any]) -> dict[str, Any]:
    return {name: exact(each) for name, each in element.items()}


def quotient(a: Any, b: Any) -> Any:
    """Divide exactly; ``None`` when the divisor is 0.

    >>> quotient(1, 3), quotient(6, 3), quotient(1, 0)
    (Fraction(1, 3), 2, None)
    """
    return exact(Fraction(a) / b) if b else None


def rounded(number: Any, places: int) -> Any:
    """Round an exact number to so many decimal places."""
    return exact(Fraction(round(number, places))) if isinstance(number, Fraction) else number


def plain_number(value: Any) -> Any:
    """Return a number as it leaves for people and JSON: a whole one as an int, others as a float of six decimals.

    >>> plain_number(Fraction(1, 3)), plain_number(2.0), plain_number(7), plain_number("go")
    (0.333333, 2, 7, 'go')
    """
    if isinstance(value, (Fraction, float)):
        rounded = round(float(value), PLACES)
        return int(rounded) if rounded.is_integer() else rounded
    return value
