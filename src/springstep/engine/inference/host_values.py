"""Take what other programs hand over, data frames above all, as plain values, without importing a package of theirs.

What is no single number, flag or word stays as it is, and the check of the case says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_PLAIN = frozenset((str, int, bool, type(None)))
_NUMBERS_AND_FLAGS = frozenset("biuf")
"""What numpy calls them in ``dtype.kind``; a date is none, though its ``item()`` may be a number."""
_MISSING = frozenset(("NAType", "NaTType"))
"""The types of ``pandas.NA`` and ``pandas.NaT``; the first cannot even be compared."""


def plain_case(case: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return a case with plain values, ``None`` for whatever stands for a missing one."""
    return {name: plain_told(value) for name, value in case.items()}


def plain_told(value: Any) -> Any:
    """Return the value of one fact as a plain one, in the items of a list, too.

    >>> plain_told(float("nan")), plain_told([{"colour": "red", "state": float("nan")}]), plain_told("nan")
    (None, [{'colour': 'red', 'state': None}], 'nan')
    """
    return [_item(each) for each in value] if isinstance(value, (list, tuple)) else _single(value)


def _item(value: Any) -> Any:
    return {name: _single(each) for name, each in value.items()} if isinstance(value, Mapping) else _single(value)


def _single(value: Any) -> Any:
    kind = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, float):
        return float(value) if value == value else None
    if isinstance(value, str):
        return str.__str__(value)
    if kind.__name__ in _MISSING and kind.__module__.partition(".")[0] == "pandas":
        return None
    held = getattr(getattr(value, "dtype", None), "kind", None)
    if not isinstance(held, str) or hasattr(kind, "__len__"):  # an array has a length, though it hold one value only
        return value
    if value != value:
        return None
    return value.item() if held in _NUMBERS_AND_FLAGS else value
