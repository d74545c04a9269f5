"""What a fact is of many cases: words by their codes, exact numbers, lists. One place of an array is one case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase

Flags: TypeAlias = "npt.NDArray[np.bool_]"
Codes: TypeAlias = "npt.NDArray[np.int16]"
Reals: TypeAlias = "npt.NDArray[np.float64]"
Places: TypeAlias = "npt.NDArray[np.int64]"

UNKNOWN = -1
"""The code of what is not known."""
NO_WORD = -2
"""The code of a word that no fact can have."""


class WordColumn(NamedTuple):
    """Words, flags, steps or rows of a table, by their codes."""

    codes: Codes

    @property
    def known(self) -> Flags:
        """Tell where it is known."""
        return np.not_equal(self.codes, UNKNOWN)


class NumberColumn(NamedTuple):
    """Numbers: each is its value times the scale. Exact ones have whole values, others are within rounding."""

    values: Reals
    known: Flags
    scale: Fraction = Fraction(1)
    exact: bool = True

    @property
    def reals(self) -> Reals:
        """Return the numbers themselves, rounded."""
        return self.values if self.scale == 1 else self.values * float(self.scale)


class ListColumn(NamedTuple):
    """Lists of items: of each case, how many, and of all items together, case by case, their fields."""

    sizes: Places
    known: Flags
    fields: Mapping[str, WordColumn]
    """By the names that conditions use, such as ``item.colour``."""


Column: TypeAlias = "WordColumn | NumberColumn | ListColumn"


class Lexicon:
    """The code of every word, flag, step and row of a table that facts and decisions can have."""

    def __init__(self, base: RuleBase) -> None:
        self.words: list[Any] = []
        self._codes: dict[Any, int] = {}
        infos = [*base.facts.values(), *base.plan_names.values()]
        infos += [field for scope in base.vocabulary.scopes.values() for field in scope.fields.values()]
        ids = (row.id for table in base.tables.values() for row in table.rows)
        for value in (True, False, *(word for info in infos for word in info.values), *ids):
            self._add(value)

    def _add(self, value: Any) -> None:
        key = _key(value)
        if key not in self._codes:
            self._codes[key] = len(self.words)
            self.words.append(value)

    def code(self, value: Any) -> int:
        """Return the code of a value; one that stands for no case where nothing has this value."""
        return self._codes.get(_key(value), NO_WORD)

    def among(self, values: Iterable[Any]) -> Flags:
        """Return for every code, the last for what is unknown, whether it is one of some values."""
        found = np.zeros(len(self.words) + 1, dtype=bool)
        found[[code for code in map(self.code, values) if code >= 0]] = True
        return found

    def codes(self, values: Sequence[Any]) -> Codes:
        """Return the codes of values, ``None`` for what is unknown."""
        return np.array([UNKNOWN if value is None else self.code(value) for value in values], dtype=np.int16)


def _key(value: Any) -> Any:
    return (bool, value) if isinstance(value, bool) else value


def is_number(info: FactInfo) -> bool:
    """Tell whether the values of a fact are numbers."""
    return info.kind in ("number", "quantity")


def unknown_column(info: FactInfo, size: int, fields: Iterable[str] = ()) -> Column:
    """Return a fact that is known of no case."""
    nowhere = np.zeros(size, dtype=bool)
    if info.kind == "items":
        nothing = {name: WordColumn(np.zeros(0, dtype=np.int16)) for name in fields}
        return ListColumn(np.zeros(size, dtype=np.int64), nowhere, nothing)
    if is_number(info):
        return NumberColumn(np.zeros(size), nowhere)
    return WordColumn(np.full(size, UNKNOWN, dtype=np.int16))


class FiredFor(NamedTuple):
    """Where one rule fired."""

    rule: Rule
    cases: Flags
    times: Places | None = None
    """How many times, where it fires for items."""
