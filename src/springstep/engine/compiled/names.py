"""Names and constants of generated code: nothing of a rule's text gets into it but what is checked here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from keyword import iskeyword
from typing import Any

from springstep.engine.language.numbers import exact

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)?", re.ASCII)
_REMARK = re.compile(r"[A-Za-z0-9_ .-]+", re.ASCII)

RESERVED = frozenset(
    (
        *("known", "concluded", "fire", "lose", "index", "element", "item", "amount"),
        *("range", "len", "any", "all", "exact", "Fraction", "INF"),
    )
)
"""What generated code calls its own things."""


class Names:
    """The local variables and constants of one generated function; each thing has one, and no two share one."""

    def __init__(self) -> None:
        self._taken = set(RESERVED)
        self._locals: dict[tuple[str, str], str] = {}
        self._fractions: dict[Fraction, str] = {}

    def local(self, name: str, role: str = "") -> str:
        """Return the variable of a fact, decision or item's field; ``role`` keeps several of one name apart.

        Raises ``ValueError`` for anything but a name.
        """
        key = (name, role)
        if key not in self._locals:
            text = f"{checked(name).replace('.', '_')}{f'_{role}' if role else ''}"
            self._locals[key] = self._free(text)
        return self._locals[key]

    def literal(self, value: Any) -> str:
        """Return a constant as source; raises ``TypeError`` for anything but a number, flag or text."""
        value = exact(value)
        if isinstance(value, Fraction):
            if value not in self._fractions:
                sign = "minus_" if value < 0 else ""
                self._fractions[value] = self._free(f"R_{sign}{abs(value.numerator)}_{value.denominator}")
            return self._fractions[value]
        if type(value) not in (int, bool, str):
            raise TypeError(f"{type(value).__name__} is no constant of the language")
        return repr(value)

    def constants(self) -> Iterator[str]:
        """Yield the lines that define the fractions."""
        for value, name in self._fractions.items():
            yield f"{name} = Fraction({value.numerator!r}, {value.denominator!r})"

    def _free(self, text: str) -> str:
        while text in self._taken or iskeyword(text):
            text += "_"
        self._taken.add(text)
        return text


def checked(name: str) -> str:
    """Return a name, such as ``age`` or ``item.colour``; raises ``ValueError`` for anything else."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name")
    return name


def remark(text: str) -> str:
    """Return a comment, or nothing where a text holds more than plain words."""
    return f"# {text}" if _REMARK.fullmatch(text) else "#"
