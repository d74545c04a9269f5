"""Facts that follow from others, for many cases: the first way that holds gives the value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

import numpy as np

from springstep.engine.columns.arrays import Column, Flags, NumberColumn, WordColumn, is_number
from springstep.engine.columns.frame import Frame, Test
from springstep.engine.columns.numbers import merged, rounded
from springstep.engine.columns.truth import Amount, Conditions
from springstep.engine.language.definitions import Definition

_Value: TypeAlias = "Amount | Callable[[Frame], WordColumn]"


class Following:
    """One definition, over many cases."""

    def __init__(self, definition: Definition, conditions: Conditions) -> None:
        self.name = definition.name
        self._places = definition.places
        self._number = is_number(definition.info)
        self._ways: list[tuple[Test, Test, _Value]] = [
            (
                conditions.true(way.when),
                conditions.false(way.when),
                conditions.number(way.value) if self._number else conditions.word(way.value),
            )
            for way in definition.ways
        ]

    def column(self, frame: Frame) -> Column:
        """Return the fact, where it is known already as it is."""
        before = frame.columns[self.name]
        if not self._number:
            assert isinstance(before, WordColumn)
            return self._words(before, frame)
        assert isinstance(before, NumberColumn)
        parts: list[tuple[Flags, NumberColumn]] = []
        for taken, value in self._taken(~before.known, frame):
            found = value(frame)
            assert isinstance(found, NumberColumn)
            if self._places is not None:
                found, near = rounded(found, self._places)
                frame.doubt(near & taken & found.known)
            parts.append((taken, found))
        return merged([(before.known, before), *parts], frame.size)

    def _words(self, before: WordColumn, frame: Frame) -> WordColumn:
        codes = before.codes.copy()
        for taken, value in self._taken(~before.known, frame):
            found = value(frame)
            assert isinstance(found, WordColumn)
            np.copyto(codes, found.codes, where=taken)
        return WordColumn(codes)

    def _taken(self, open_: Flags, frame: Frame) -> Iterator[tuple[Flags, _Value]]:
        """Yield for each way where it gives the value."""
        for holds, fails, value in self._ways:
            if not open_.any():
                return
            yield open_ & holds(frame), value
            open_ = open_ & fails(frame)
