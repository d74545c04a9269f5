"""Conditions over many cases: where one is *surely true*, and where it is *surely false*; between lies the third value.

The same two translations as those of the generated code, to functions of a frame.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from springstep.engine.columns.arrays import Flags, Lexicon, ListColumn, NumberColumn, WordColumn, is_number
from springstep.engine.columns.frame import Frame, Test, Work
from springstep.engine.columns.numbers import combined, compared, constant
from springstep.engine.language.conditions import (
    All,
    Always,
    Among,
    AnyItem,
    Arith,
    Compare,
    Comparison,
    Condition,
    Constant,
    Either,
    Fact,
    Known,
    Not,
    Term,
    names_in,
)
from springstep.engine.language.evaluate import RELATIONS
from springstep.engine.language.fact_info import FactInfo

Amount: TypeAlias = Callable[[Frame], NumberColumn]

_OPPOSITE: Mapping[Comparison, Comparison] = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


class Conditions:
    """Translates conditions and terms; the same one twice gives the same function, which works once for a frame."""

    def __init__(self, lexicon: Lexicon, infos: Mapping[str, FactInfo]) -> None:
        self._lexicon = lexicon
        self._infos = infos
        self._made: dict[tuple[Condition, bool], Test] = {}

    def true(self, condition: Condition) -> Test:
        """Return the function that tells where a condition is surely true."""
        return self._of(condition, holds=True)

    def false(self, condition: Condition) -> Test:
        """Return the function that tells where a condition is surely false."""
        return self._of(condition, holds=False)

    def is_number(self, term: Term) -> bool:
        """Tell whether the value of a term is a number."""
        match term:
            case Fact(name):
                return name in self._infos and is_number(self._infos[name])
            case Constant(value):
                return not isinstance(value, (str, bool))
            case Arith():
                return True

    def number(self, term: Term) -> Amount:
        """Return the function that works out a number."""
        match term:
            case Fact(name):
                return lambda frame: _number_in(frame, name)
            case Constant(value):
                fixed = constant(value)
                return lambda frame: fixed
            case Arith(op, left, right):
                first, second = self.number(left), self.number(right)

                def worked_out(frame: Frame) -> NumberColumn:
                    found, doubted = combined(op, first(frame), second(frame))
                    if np.ndim(doubted):
                        frame.doubt(doubted & found.known)
                    return found

                return worked_out

    def word(self, term: Term) -> Callable[[Frame], WordColumn]:
        """Return the function that gives a word, flag, step or row."""
        match term:
            case Fact(name):
                return lambda frame: _word_in(frame, name)
            case Constant(value):
                code = self._lexicon.code(value)
                return lambda frame: WordColumn(np.full(frame.size, code, dtype=np.int16))
            case Arith():
                raise TypeError("arithmetic gives no word")

    def _of(self, condition: Condition, *, holds: bool) -> Test:
        key = (condition, holds)
        if key not in self._made:
            self._made[key] = Test(names_in(condition), self._work(condition, holds=holds))
        return self._made[key]

    def _work(self, condition: Condition, *, holds: bool) -> Work:
        match condition:
            case Always():
                return lambda frame: np.full(frame.size, holds)
            case Compare():
                return self._comparison(condition, condition.op if holds else _OPPOSITE[condition.op])
            case Among(fact, values):
                return self._among(fact, values, holds=holds)
            case Known(Fact(name)):
                return lambda frame: _known_in(frame, name) if holds else ~_known_in(frame, name)
            case Not(item):
                return self._of(item, holds=not holds)
            case All(items) | Either(items):
                tests = [self._of(item, holds=holds) for item in items]
                return _joined(tests, every=isinstance(condition, All) == holds)
            case AnyItem(Fact(name), _, inner):
                return self._any_item(name, self._of(inner, holds=holds), holds=holds)

    @staticmethod
    def _any_item(name: str, test: Test, *, holds: bool) -> Work:
        def of_any(frame: Frame) -> Flags:
            items = frame.items(name)
            if holds:
                return frame.any_of(items, test(items))
            held = frame.columns[name]
            assert isinstance(held, ListColumn)
            return held.known & ~frame.any_of(items, ~test(items))

        return of_any

    def _among(self, fact: Fact, values: Iterable[Any], *, holds: bool) -> Work:
        if self.is_number(fact):
            tests = [
                self._comparison(Compare("==", fact, Constant(value)), "==" if holds else "!=") for value in values
            ]
            return _joined(tests, every=not holds) if tests or holds else lambda frame: _known_in(frame, fact.name)
        return self._one_of(fact.name, values, holds=holds)

    def _one_of(self, name: str, values: Iterable[Any], *, holds: bool = True) -> Work:
        wanted = self._lexicon.among(values)
        if not holds:
            wanted = ~wanted
            wanted[-1] = False
        return lambda frame: wanted[_word_in(frame, name).codes]

    def _comparison(self, compare: Compare, op: Comparison) -> Work:
        if compare.scale:
            return self._on_scale(compare, op)
        left, right = compare.left, compare.right
        if self.is_number(left) or self.is_number(right):
            first, second = self.number(left), self.number(right)
            return lambda frame: numbers_compared(frame, op, first(frame), second(frame))
        if isinstance(left, Fact) and isinstance(right, Constant):
            return self._one_of(left.name, (right.value,), holds=op == "==")
        one, other = self.word(left), self.word(right)

        def words_compared(frame: Frame) -> Flags:
            these, those = one(frame), other(frame)
            same = these.codes == those.codes
            found: Flags = (same if op == "==" else ~same) & these.known & those.known
            return found

        return words_compared

    def _on_scale(self, compare: Compare, op: Comparison) -> Work:
        steps, relation = compare.scale, RELATIONS[op]
        match compare.left, compare.right:
            case Fact(name), Constant(value):
                place = steps.index(str(value))
                return self._one_of(name, [step for rank, step in enumerate(steps) if relation(rank, place)])
            case Constant(value), Fact(name):
                place = steps.index(str(value))
                return self._one_of(name, [step for rank, step in enumerate(steps) if relation(place, rank)])
        raise TypeError("a step is compared with anything but a decision")


def _joined(tests: Sequence[Work], *, every: bool) -> Work:
    def joined(frame: Frame) -> Flags:
        if not tests:
            return np.full(frame.size, every)
        found = tests[0](frame)
        for test in tests[1:]:
            found = found & test(frame) if every else found | test(frame)
        return found

    return joined


def numbers_compared(frame: Frame, op: Comparison, left: NumberColumn, right: NumberColumn) -> Flags:
    """Return where a comparison holds; cases in which it is too close to tell are doubted."""
    known = left.known & right.known
    holds, close = compared(op, left, right)
    if np.ndim(close):
        frame.doubt(close & known)
    return np.broadcast_to(holds & known, frame.size)


def _number_in(frame: Frame, name: str) -> NumberColumn:
    found = frame.column(name)
    assert isinstance(found, NumberColumn)
    return found


def _word_in(frame: Frame, name: str) -> WordColumn:
    found = frame.column(name)
    assert isinstance(found, WordColumn)
    return found


def _known_in(frame: Frame, name: str) -> Flags:
    return frame.column(name).known
