"""Say which single values are plain and what they mean, for YAML and JSON alike, and read JSON.

Nothing here knows of files: what is wrong is reported by the path of the value, as a ``Refusal``.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from math import isinf
from typing import NamedTuple

from springstep.engine.characters import why_unfit

MAX_DEPTH = 40
MAX_DIGITS = 18
MAX_VALUES = 100_000
"""How many values a text may hold, each key and each item with its value counted once."""

TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep"
TOO_MANY = f"holds more than {MAX_VALUES:,} values"
TOO_LONG = f"a whole number of more than {MAX_DIGITS} digits"
TOO_LARGE = "a number too large to hold"
GIVEN_TWICE = "this key is given twice"

_CONSTANTS: dict[str, bool | None] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_CONSTANTS |= {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
MAY_RESOLVE = frozenset(["", *"~nNtTfF-.0123456789"])
"""How an unquoted scalar starts that may be anything but text."""
_INTEGER = r"-?(?:0|[1-9][0-9]*)"
_FLOAT = r"-?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"


class Refusal(NamedTuple):
    """One thing that is not allowed; line and column count from 1, and are None where not known."""

    path: tuple[str | int, ...]
    what: str
    allowed: str = ""
    line: int | None = None
    column: int | None = None


def plain_value(text: str) -> object:
    """Resolve an unquoted YAML scalar; raises ValueError, in plain words, for a number that cannot be held.

    >>> [plain_value(text) for text in ("true", "no", "12", "012", "6.5", "4:30", "")]
    [True, 'no', 12, '012', 6.5, '4:30', None]
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if re.fullmatch(_INTEGER, text):
        if len(text.lstrip("-")) > MAX_DIGITS:
            raise ValueError(TOO_LONG)
        return int(text)
    if re.fullmatch(_FLOAT, text):
        number = float(text)
        if isinf(number):
            raise ValueError(TOO_LARGE)
        return number
    return text


def read_json(text: str) -> tuple[object, Iterator[Refusal]]:
    """Read one JSON text; the value is meaningful only when nothing is refused."""
    import json  # not needed when everything is YAML

    try:
        value = json.loads(text, object_pairs_hook=_mapping, parse_int=_integer, parse_constant=_NotPlain)
    except RecursionError:
        return None, iter([Refusal((), TOO_DEEP)])
    except json.JSONDecodeError as error:
        if not text.strip():
            return None, iter([Refusal((), "is empty")])
        what = f"not valid JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        return None, iter([Refusal((), what, "", error.lineno, error.colno)])
    return value, refusals(value)


class _NotPlain:
    """Stands in JSON's value for a number that is refused, until its path is known."""

    def __init__(self, word: str) -> None:
        self.why = TOO_LONG if word[-1].isdigit() else f"{word} is not allowed as a number"


class _Repeated(dict[str, object]):
    """Stands in JSON's value for an object that gives keys more than once."""

    repeated: tuple[str, ...] = ()


def _integer(digits: str) -> object:
    return int(digits) if len(digits.lstrip("-")) <= MAX_DIGITS else _NotPlain(digits)


def _mapping(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) == len(pairs):
        return values
    marked = _Repeated(values)
    marked.repeated = tuple(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
    return marked


def refusals(root: object) -> Iterator[Refusal]:
    """Report what is wrong in a value of dicts, lists and single values, outer levels first, without recursion."""
    waiting: deque[tuple[tuple[str | int, ...], dict[str, object] | list[object]]] = deque([((), [root])])
    count = 0
    while waiting:
        path, values = waiting.popleft()
        count += len(values)
        if count > MAX_VALUES:
            yield Refusal((), TOO_MANY)
            return
        if len(path) > MAX_DEPTH:
            yield Refusal((), TOO_DEEP)
            return
        if isinstance(values, _Repeated):
            yield from (Refusal((*path, key)[1:], GIVEN_TWICE, "keep one of the two") for key in values.repeated)
        steps: Iterable[tuple[str | int, object]] = values.items() if isinstance(values, dict) else enumerate(values)
        for step, value in steps:
            if isinstance(value, (dict, list)):
                waiting.append(((*path, step), value))
            elif why := _why_refused(value):
                yield Refusal((*path, step)[1:], why)
            if isinstance(step, str) and (why := why_unfit(step)):
                yield Refusal((*path, step)[1:], f"the key {why}")


def _why_refused(value: object) -> str:
    if isinstance(value, str):
        return why_unfit(value)
    if isinstance(value, float):
        return TOO_LARGE if isinf(value) else ""
    return value.why if isinstance(value, _NotPlain) else ""
