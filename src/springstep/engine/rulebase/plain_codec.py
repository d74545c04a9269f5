"""Rule bases as plain data: nested tuples of text and numbers that stand in a Python module, and back again.

It can yield only the classes named here, so the data never acts as code. What was one object, such as
a row of a table that a choice refers to, is one object again.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import ModuleType
from typing import Any

from springstep.engine.frozen import Frozen
from springstep.engine.language import (
    check_ins,
    choices,
    conclusions,
    conditions,
    constraints,
    declarations,
    definitions,
    fact_info,
    kept,
    list_words,
    rules,
    tables,
    vocabulary,
)
from springstep.engine.language.spoken import data

_MODULES: tuple[ModuleType, ...] = (
    conditions,
    constraints,
    list_words,
    data,
    kept,
    check_ins,
    fact_info,
    definitions,
    vocabulary,
    tables,
    choices,
    declarations,
    conclusions,
    rules,
)
_CLASSES: dict[str, type[Frozen]] = {
    kind.__name__: kind
    for module in _MODULES
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Frozen) and kind.__module__ == module.__name__
}
_TUPLE, _PLAIN, _LIST, _MAPPING, _FRACTION, _NAMED, _AGAIN = "t", "p", "l", "m", "f", "n", "a"


class _Writer:
    """Writes values, each object that occurs in several places once."""

    def __init__(self) -> None:
        self._places: dict[Any, int] = {}
        self._kept: list[Frozen] = []

    def written(self, value: Any) -> Any:
        """Return a value as plain data; raises ``TypeError`` for what is none."""
        match value:
            case None | bool() | int() | float() | str():
                return value
            case Fraction():
                return (_FRACTION, value.numerator, value.denominator)
            case tuple():
                parts = tuple(map(self.written, value))
                return (_TUPLE, *parts) if any(isinstance(part, tuple) for part in parts) else (_PLAIN, parts)
            case list():
                return (_LIST, *map(self.written, value))
            case Mapping():
                return (_MAPPING, *(part for item in value.items() for part in map(self.written, item)))
            case Frozen() if type(value).__name__ in _CLASSES:
                return self._object(value)
        raise TypeError(f"{type(value).__name__} is not plain data")

    def _object(self, value: Frozen) -> Any:
        key = value if isinstance(value, conditions.Fact) else id(value)
        if key in self._places:
            return (_AGAIN, self._places[key])
        parts = tuple(self.written(getattr(value, name)) for name in value._names)
        self._places[key] = len(self._places)
        self._kept.append(value)  # as long as it is there, no other object has its identity
        return (_NAMED, type(value).__name__, *parts)


def written(value: Any) -> Any:
    """Return a value as plain data; raises ``TypeError`` for what is none."""
    return _Writer().written(value)


def read(data: Any) -> Any:
    """Return the value that plain data stands for; raises ``KeyError`` or ``TypeError`` for what is none."""
    seen: list[Any] = []

    def made(part: Any) -> Any:
        if type(part) is not tuple:
            return part
        tag = part[0]
        if tag == _NAMED:
            kind = _CLASSES[part[1]]
            values = [made(each) if type(each) is tuple else each for each in part[2:]]
            found = kind.__new__(kind)
            found.__dict__.update(zip(kind._names, values, strict=True))
            seen.append(found)
            return found
        if tag == _PLAIN:
            return part[1]
        if tag == _AGAIN:
            return seen[part[1]]
        if tag == _TUPLE:
            return tuple([made(each) if type(each) is tuple else each for each in part[1:]])
        if tag == _MAPPING:
            return {made(key): made(value) for key, value in zip(part[1::2], part[2::2], strict=True)}
        if tag == _LIST:
            return [made(each) for each in part[1:]]
        if tag == _FRACTION:
            return Fraction(part[1], part[2])
        raise TypeError(f"there is not plain data of kind {tag!r}")

    return made(data)
