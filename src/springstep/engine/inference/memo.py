"""A function of a few regions that keeps what it came to: of all answers there are, few differ in what it reads."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, Generic, TypeVar

from springstep.engine.language.abstract_values import AbstractValues

_MOST = 512
"""So many results are kept at most."""

Result = TypeVar("Result")


class Memo(Generic[Result]):
    """What is worked out of the regions of some names, and of other things told beside them."""

    __slots__ = ("_found", "_work", "reads")

    def __init__(self, reads: Iterable[str], work: Callable[..., Result]) -> None:
        self.reads = tuple(dict.fromkeys(reads))
        self._work = work
        self._found: dict[Any, Result] = {}

    def __call__(self, abstract_values: AbstractValues, *beside: Hashable) -> Result:
        """Return what it comes to; the same object for the same regions, as long as it is kept."""
        key = (*map(abstract_values.get, self.reads), beside)
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= _MOST:
                self._found.clear()
            found = self._found[key] = self._work(abstract_values, *beside)
        return found


class Interned(Generic[Result]):
    """Things of which the first of each kind stands for all of them, so that one is known from another at a glance."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: dict[Hashable, Result] = {}

    def of(self, kind: Hashable, one: Result) -> Result:
        """Return the first thing of a kind, this one if there was none."""
        if len(self._found) >= _MOST:
            self._found.clear()
        return self._found.setdefault(kind, one)
