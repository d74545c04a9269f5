"""The cases of one run, and the items of their lists, with what is known and what is doubted of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

import numpy as np

from springstep.engine.columns.arrays import Column, Flags, ListColumn, Places

Work: TypeAlias = "Callable[[Frame], Flags]"


class Test:
    """A question asked of every case at once, answered once for a frame, until something that it reads changes."""

    __slots__ = ("_of_item", "_work", "reads")

    def __init__(self, reads: Iterable[str], work: Work) -> None:
        self.reads = frozenset(reads)
        self._work = work
        self._of_item = any("." in name for name in self.reads)

    def __call__(self, frame: Frame) -> Flags:
        """Return the flag of every case; of items, what reads no field of theirs is asked of their cases."""
        held = frame.truths.get(self)
        if held is None:
            above, cases = frame.above, frame.cases
            held = self._work(frame) if self._of_item or above is None or cases is None else self(above)[cases]
            frame.truths[self] = held
        return held


class Frame:
    """Many cases, or all items of one list of theirs."""

    def __init__(
        self, size: int, columns: Mapping[str, Column], above: Frame | None = None, cases: Places | None = None
    ) -> None:
        self.size = size
        self.columns = dict(columns)
        self.above = above
        """For items the cases that they are of."""
        self.cases = cases
        """For items, of which case each is."""
        self.truths: dict[Test, Flags] = {}
        """What was worked out before."""
        self.doubted: Flags = np.zeros(size, dtype=bool)
        self._items: dict[str, Frame] = {}

    def doubt(self, cases: Flags) -> None:
        """Take down that nothing is sure of some cases; of items, of the cases that they are of."""
        if self.above is not None and self.cases is not None:
            if cases.any():
                self.above.doubted[self.cases[np.broadcast_to(cases, self.size)]] = True
            return
        self.doubted |= cases

    def column(self, name: str) -> Column:
        """Return a fact or decision, for items that of their case."""
        if self.above is None or self.cases is None or name in self.columns:
            return self.columns[name]
        found = self.columns[name] = _taken(self.above.columns[name], self.cases)
        return found

    def put(self, name: str, column: Column) -> None:
        """Set a fact or decision."""
        self.columns[name] = column
        self._items.pop(name, None)
        for frame in (self, *self._items.values()):
            for test in [test for test in frame.truths if name in test.reads]:
                del frame.truths[test]
        for items in self._items.values():
            items.columns.pop(name, None)

    def forget(self) -> None:
        """Let go of what was worked out and of the items, which refer back, so that the memory is free at once."""
        self.truths.clear()
        self._items.clear()

    def items(self, list_fact: str) -> Frame:
        """Return all items of a list."""
        found = self._items.get(list_fact)
        if found is None:
            held = self.columns[list_fact]
            assert isinstance(held, ListColumn)
            cases = np.repeat(np.arange(self.size), held.sizes)
            found = self._items[list_fact] = Frame(len(cases), held.fields, self, cases)
        return found

    def any_of(self, items: Frame, flags: Flags) -> Flags:
        """Tell for each case whether a flag is set of one of its items."""
        found = np.zeros(self.size, dtype=bool)
        assert items.cases is not None
        found[items.cases[flags]] = True
        return found

    def count_of(self, items: Frame, flags: Flags) -> Places:
        """Count for each case the items of which a flag is set."""
        assert items.cases is not None
        return np.bincount(items.cases[flags], minlength=self.size)


def _taken(column: Column, places: Places) -> Column:
    """Return a column at some places."""
    if isinstance(column, ListColumn):
        raise TypeError("no item is asked of another list")
    return type(column)(*(np.take(each, places) if isinstance(each, np.ndarray) else each for each in column))  # type: ignore[arg-type]
