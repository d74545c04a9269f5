"""Remember the results of functions of a few abstract values: of all answers, few differ in what one reads."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, Generic, TypeVar

from springstep.engine.language.abstract_values import AbstractValues

_MOST = 512
"""The most results that are remembered at once."""

Result = TypeVar("Result")


class Memo(Generic[Result]):
    """A function of the abstract values of some names and of other arguments, with its results remembered."""

    __slots__ = ("_found", "_work", "reads")

    def __init__(self, reads: Iterable[str], work: Callable[..., Result]) -> None:
        self.reads = tuple(dict.fromkeys(reads))
        self._work = work
        self._found: dict[Any, Result] = {}

    def __call__(self, abstract_values: AbstractValues, *others: Hashable) -> Result:
        """Return the result; the same object for the same arguments, as long as it is remembered."""
        key = (*map(abstract_values.get, self.reads), others)
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= _MOST:
                self._found.clear()
            found = self._found[key] = self._work(abstract_values, *others)
        return found


class Interned(Generic[Result]):
    """Values interned by a key: the first of each key stands for all, so that they can be compared by identity."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: dict[Hashable, Result] = {}

    def of(self, key: Hashable, value: Result) -> Result:
        """Return the first value with this key, which is this one if there was none."""
        if len(self._found) >= _MOST:
            self._found.clear()
        return self._found.setdefault(key, value)
