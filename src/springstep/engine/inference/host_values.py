"""Turn what other programs hand over, above all data frames, into plain values, without importing their packages.

Whatever is not a single number, flag or word is left unchanged, and the check of the case reports it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_PLAIN = frozenset((str, int, bool, type(None)))
_NUMBERS_AND_FLAGS = frozenset("biuf")
"""Their codes in numpy's ``dtype.kind``; a date is not among them, though its ``item()`` may be a number."""
_MISSING = frozenset(("NAType", "NaTType"))
"""The types of ``pandas.NA`` and ``pandas.NaT``; the first cannot even be compared."""


def plain_case(case: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return a case with plain values, and ``None`` for each marker of a missing one."""
    return {name: plain_value(value) for name, value in case.items()}


def plain_value(value: Any) -> Any:
    """Return the value of one fact as a plain one, also in the items of a list.

    >>> plain_value(float("nan")), plain_value([{"colour": "red", "state": float("nan")}]), plain_value("nan")
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
    if not isinstance(held, str) or hasattr(kind, "__len__"):  # an array has a length even when it holds a single value
        return value
    if value != value:
        return None
    return value.item() if held in _NUMBERS_AND_FLAGS else value
