"""What is said of each row, as arrays, until it is written down as Arrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from springstep.engine.columns.arrays import UNKNOWN, Flags, Lexicon, NumberColumn, WordColumn
from springstep.engine.columns.numbers import written
from springstep.engine.errors import Fault
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.rulebase.base import RuleBase
from springstep.tables.layout import (
    ASSUMED,
    CODE,
    DECIDES,
    ERRORS,
    FIRED,
    REASONS,
    VERDICT,
    said_of,
    strict_decisions,
    written_by_choice,
)


class Labels:
    """The words of a column of words, and the places of each."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(dict.fromkeys(words))
        self.place: Mapping[str, int] = {word: place for place, word in enumerate(self.words)}

    def by_code(self, lexicon: Lexicon) -> npt.NDArray[np.int16]:
        """Return the place of each code of the lexicon, at the end that of what is unknown."""
        return np.array([self.place.get(w, UNKNOWN) if isinstance(w, str) else UNKNOWN for w in [*lexicon.words, None]])


class ResultColumns:
    """The columns of results of one rule base, with the words of each."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self.said = said_of(base)
        self.rules = tuple(rule.id for rule in base.rules)
        self.place_of_rule: Mapping[str, int] = {rule: place for place, rule in enumerate(self.rules)}
        self.lexicon = Lexicon(base)
        verdicts = [each for moment in base.vocabulary.moments for each in base.verdicts[moment]]
        self.labels: dict[str, Labels] = {
            MOMENT: Labels(list(base.vocabulary.moments)),
            VERDICT: Labels([each.name for each in verdicts]),
            CODE: Labels([each.code for each in verdicts]),
            DECIDES: Labels([*base.decisions, *base.choices]),
            **{name: Labels(written) for name, written in written_by_choice(base).items()},
        }
        for name, info in {**base.facts, **base.plan_names}.items():
            if (name in base.decisions or name in base.plan_names) and name not in base.choices and info.values:
                self.labels[name] = Labels(info.values)
        self.by_code = {name: labels.by_code(self.lexicon) for name, labels in self.labels.items()}
        self.strict = strict_decisions(base)


class RowResults:
    """What is said of some rows."""

    def __init__(self, layout: ResultColumns, size: int) -> None:
        self._layout, self.size = layout, size
        self.words: dict[str, npt.NDArray[np.int16]] = {
            name: np.full(size, UNKNOWN, dtype=np.int16) for name in layout.labels
        }
        self.numbers: dict[str, npt.NDArray[np.float64]] = {}
        """NaN where there is none."""
        self.flags: dict[str, npt.NDArray[np.int8]] = {}
        """-1 where there is none."""
        for each in layout.said:
            if pa.types.is_boolean(each.type):
                self.flags[each.name] = np.full(size, -1, dtype=np.int8)
            elif pa.types.is_floating(each.type) or pa.types.is_integer(each.type):
                self.numbers[each.name] = np.full(size, np.nan)
        self.rules: Mapping[str, Flags] = {
            name: np.zeros((len(layout.rules), size), dtype=bool) for name in (FIRED, REASONS, ASSUMED)
        }
        """By the column that lists rules: for each rule the rows that list it."""
        self.faults: dict[int, tuple[Fault, ...]] = {}

    def put(self, row: int, values: Mapping[str, Any], rules: Mapping[str, Sequence[str]]) -> None:
        """Take down what is said of one row: values by column, and rules by the column that lists them."""
        for name, value in values.items():
            if value is None:
                continue
            if name in self.words:
                self.words[name][row] = self._layout.labels[name].place[value]
            elif name in self.flags:
                self.flags[name][row] = value
            else:
                self.numbers[name][row] = value
        for name, listed in rules.items():
            self.rules[name][[self._layout.place_of_rule[rule] for rule in listed], row] = True

    def put_words(self, name: str, rows: Any, words: WordColumn) -> None:
        """Take down a column of words for some rows."""
        self.words[name][rows] = self._layout.by_code[name][words.codes]

    def put_numbers(self, name: str, rows: Any, numbers: NumberColumn) -> None:
        """Take down a column of numbers for some rows, as they leave for people."""
        values, _ = written(numbers)
        self.numbers[name][rows] = np.where(numbers.known, values, np.nan)

    def put_flags(self, name: str, rows: Any, words: WordColumn) -> None:
        """Take down a column of flags for some rows."""
        true, false = (self._layout.lexicon.code(each) for each in (True, False))
        self.flags[name][rows] = np.select([words.codes == true, words.codes == false], [1, 0], -1)

    def table(self) -> pa.RecordBatch:
        """Write it down as Arrow."""
        arrays = [self._array(each.name, each.type) for each in self._layout.said]
        return pa.RecordBatch.from_arrays(arrays, names=[each.name for each in self._layout.said])

    def _array(self, name: str, kind: pa.DataType) -> pa.Array:
        if name in self.words:
            return _dictionary(self.words[name], self._layout.labels[name].words)
        if name in self.flags:
            return pa.array(self.flags[name] == 1, mask=self.flags[name] < 0)
        if name in self.numbers:
            gone = np.isnan(self.numbers[name])
            return pa.array(np.where(gone, 0, self.numbers[name]), mask=gone).cast(kind)
        if name == ERRORS:
            faults = [self.faults.get(row) for row in range(self.size)] if self.faults else None
            return pa.nulls(self.size, kind) if faults is None else pa.array(map(_plain, faults), kind)
        return _lists(self.rules[name], self._layout.rules, kind)


def _lists(flags: Flags, rules: Sequence[str], kind: pa.DataType) -> pa.Array:
    """Return for each row the rules of which its flag is set."""
    ends = np.cumsum(flags.sum(axis=0, dtype=np.int32), dtype=np.int32)
    starts = np.concatenate([[0], ends[:-1]]).astype(np.int32) if len(ends) else ends
    offsets = np.concatenate([starts, ends[-1:]]) if len(ends) else np.zeros(1, dtype=np.int32)
    found = np.empty(int(offsets[-1]), dtype=np.int16)
    for rule in np.flatnonzero(flags.any(axis=1)):
        rows = np.flatnonzero(flags[rule])
        found[starts[rows]] = rule
        starts[rows] += 1
    return pa.ListArray.from_arrays(pa.array(offsets), _dictionary(found, rules), type=kind)


def _dictionary(places: npt.NDArray[np.int16], words: Sequence[str]) -> pa.Array:
    indices = pa.array(places, mask=places < 0) if len(places) and places.min() < 0 else pa.array(places)
    return pa.DictionaryArray.from_arrays(indices, pa.array(words, pa.string()))


def _plain(faults: tuple[Fault, ...] | None) -> list[dict[str, str]] | None:
    if faults is None:
        return None
    return [{"code": f.code, "where": f.where, "what": f.what, "allowed": f.allowed} for f in faults]
