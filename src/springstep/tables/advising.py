"""A whole table advised, batch by batch: by arrays where they are sure, and row by row where they are not."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from springstep.engine.advice.choosing import NO_ROW
from springstep.engine.columns.arrays import Flags, NumberColumn, WordColumn
from springstep.engine.columns.program import ColumnProgram, Decided, column_program_of
from springstep.engine.errors import Fault, nearest
from springstep.engine.frozen import Frozen
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.rulebase.base import RuleBase, checked_base
from springstep.engine.rulebase.cache import memoized
from springstep.installed import default_rule_base
from springstep.tables.by_case import carried_by, put_row, put_verdict
from springstep.tables.errors import TableError
from springstep.tables.layout import ASSUMED, CODE, DECIDES, FIRED, REASONS, VERDICT, output_schema, said_of
from springstep.tables.nested import numbered, parsed, with_lists
from springstep.tables.reading import told_by
from springstep.tables.reasons import DecidingRules
from springstep.tables.results import ResultColumns, RowResults


class OtherLength(Frozen):
    """A row with another number of cells than there are columns, beside what of it stands in the columns."""

    fault: Fault
    sure: bool
    """Whether each cell stands in its own column, as where some are missing at the end."""


Apart: TypeAlias = "Mapping[str, Any] | tuple[Fault, ...] | OtherLength"
"""A row that fits no column: what it says, or what is wrong with it."""
NONE_APART: Mapping[int, Apart] = {}
ROWS_AT_ONCE = 65_536
"""How many rows are decided at once: enough that the arrays are what takes time, and few enough for the memory."""


def recommend_table(
    table: Any,
    *,
    rule_base: RuleBase | None = None,
    whole: bool = True,
    keep: Sequence[str] = (),
    threads: int | None = None,
) -> pa.Table:
    """Return a table with what is said of each row of another one, in the same order.

    ``table`` is a ``pyarrow.Table`` or a frame that gives itself as one (Polars, pandas). Its columns are facts, as in
    ``input_schema``; a column or value that is missing is unknown. Columns named in ``keep`` are carried over as they
    are, and any other that is no fact is refused. A row with something wrong says so in its column ``errors``.
    ``whole`` is as for ``springstep.recommend``; ``threads`` is how many share the work, by default one for each core.
    Raises ``TableError`` for what is no table, or has another column.
    """
    base = default_rule_base() if rule_base is None else checked_base(rule_base)
    told = arrow_table(table)
    check_columns(told.schema, base, keep)
    with ThreadPoolExecutor(threads or cores()) as pool:
        pieces = told.to_batches(max_chunksize=ROWS_AT_ONCE)
        batches = list(pool.map(lambda batch: advise_batch(batch, base, whole=whole), pieces))
    said = pa.Table.from_batches(batches, schema=output_schema(base))
    kept = told.select(list(keep))
    return pa.table([*kept.columns, *said.columns], schema=pa.schema([*kept.schema, *said.schema]))


def cores() -> int:
    """Return how many cores this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed is not None else os.cpu_count() or 1


def arrow_table(table: Any) -> pa.Table:
    """Return a table as Arrow; raises ``TableError`` for what is none."""
    if isinstance(table, pa.Table):
        return table
    if isinstance(table, pa.RecordBatch):
        return pa.Table.from_batches([table])
    if hasattr(table, "__arrow_c_stream__"):
        return pa.table(table)
    what = f"{type(table).__name__} is no table"
    raise TableError([Fault("wrong_type", what, allowed="a pyarrow.Table, or a frame of Polars or pandas")])


def check_columns(schema: pa.Schema, base: RuleBase, keep: Sequence[str] = ()) -> None:
    """Raise ``TableError`` for columns that are no facts and are not to be kept, that come twice, or are not there."""
    facts, names = base.vocabulary.facts, list(schema.names)
    lists = {name: place.list_fact for name in names if (place := numbered(name, base.vocabulary)) is not None}
    faults = [
        Fault("unknown_name", "is no fact", name, _instead(name, facts))
        for name in names
        if name not in facts and name not in lists and name not in keep
    ]
    faults += [Fault("duplicate", "is there twice", name) for name in dict.fromkeys(names) if names.count(name) > 1]
    faults += [
        Fault("duplicate", f"is in '{of}', too", name, "one of the two") for name, of in lists.items() if of in names
    ]
    faults += [Fault("unknown_name", "is no column", name, nearest(name, names)) for name in keep if name not in names]
    said = {each.name for each in said_of(base)}
    faults += [
        Fault("conflict", "is what a column of the result is called", name, "another name")
        for name in keep
        if name in said
    ]
    if faults:
        raise TableError(faults)


def _instead(name: str, facts: Iterable[str]) -> str:
    near = nearest(name, facts)
    return "keep it as it is, or leave it out" if near.startswith("allowed") else f"{near}; or keep it as it is"


def row_of(table: Any, base: RuleBase) -> dict[str, Any]:
    """Return the only row of a table as a case."""
    batch = table if isinstance(table, pa.RecordBatch) else table.combine_chunks().to_batches()[0]
    batch = with_lists(batch, base.vocabulary)
    lists = base.vocabulary.list_scopes
    told = {name: batch.column(name)[0].as_py() for name in batch.schema.names if name in base.vocabulary.facts}
    return {name: parsed(value) if name in lists else value for name, value in told.items()}


def advise_batch(
    batch: pa.RecordBatch, base: RuleBase, *, whole: bool = True, apart: Mapping[int, Apart] = NONE_APART
) -> pa.RecordBatch:
    """Return what is said of each row of a batch; of rows that are told apart by what is told there."""
    return _Batch(batch, base, apart, whole=whole).said()


@memoized
def layout_of(base: RuleBase) -> ResultColumns:
    """Return the columns of results of a rule base."""
    return ResultColumns(base)


@memoized
def _reasons(base: RuleBase) -> Mapping[str, DecidingRules]:
    return {moment: DecidingRules(base, moment, column_program_of(base, moment)) for moment in base.vocabulary.moments}


class _Batch:
    """A batch of rows."""

    def __init__(
        self, batch: pa.RecordBatch, base: RuleBase, apart: Mapping[int, Apart] = NONE_APART, *, whole: bool
    ) -> None:
        batch = with_lists(batch, base.vocabulary)
        self._batch, self._base, self._whole = batch, base, whole
        self._apart = apart
        self._layout = layout_of(base)
        self._told = told_by(batch, base, self._layout.lexicon)
        self._results = RowResults(self._layout, batch.num_rows)

    def said(self) -> pa.RecordBatch:
        """Return what is said of each row."""
        by_case = self._told.odd | ~self._fitting()
        by_case[list(self._apart)] = True
        for moment, rows in self._by_moment(by_case):
            by_case[rows[self._advise(moment, rows)]] = True
        for row in map(int, np.flatnonzero(by_case)):
            told = self._apart[row] if row in self._apart else self._row(row)
            if isinstance(told, OtherLength):
                put = put_row if told.sure else put_verdict
                put(row, self._row(row), self._results, self._layout, whole=self._whole, wrong=(told.fault,))
            elif isinstance(told, tuple):
                self._results.faults[row] = told
            else:
                put_row(row, told, self._results, self._layout, whole=self._whole)
        return self._results.table()

    def _row(self, row: int) -> dict[str, Any]:
        return row_of(self._batch.slice(row, 1), self._base)

    def _fitting(self) -> Flags:
        """Tell which rows are of a moment at which all that they say may be said, and say all that they must."""
        vocabulary = self._base.vocabulary
        known = {name: column.known for name, column in self._told.columns.items() if name != MOMENT}
        found = np.zeros(self._batch.num_rows, dtype=bool)
        self._moments = np.full(self._batch.num_rows, -1, dtype=np.int8)
        told = self._told.columns.get(MOMENT)
        for place, moment in enumerate(vocabulary.moments):
            fits = np.ones(self._batch.num_rows, dtype=bool)
            for name, flags in known.items():
                if moment not in vocabulary.facts[name].moments:
                    fits &= ~flags
            if isinstance(told, WordColumn):
                fits &= ~told.known | (told.codes == self._layout.lexicon.code(moment))
            fits &= self._moments < 0
            self._moments[fits] = place
            if self._whole:
                for info in vocabulary.facts.values():
                    if moment in info.required_at and info.name != MOMENT:
                        fits &= known.get(info.name, np.False_)
            found |= fits
        return found

    def _by_moment(self, by_case: Flags) -> Iterator[tuple[str, Any]]:
        """Yield the rows of each moment; apart from the others those with numbers that are not exact."""
        many_places = self._told.many_places
        for place, moment in enumerate(self._base.vocabulary.moments):
            for apart in (False, True):
                rows = np.flatnonzero((self._moments == place) & ~by_case & (many_places == apart))
                if len(rows):
                    yield moment, rows

    def _advise(self, moment: str, rows: Any) -> Flags:
        """Advise rows of one moment by arrays; return which of them are doubted."""
        program = column_program_of(self._base, moment)
        frame = program.frame(self._told.taken(rows), len(rows))
        contradicting = program.contradicts(frame)
        decided = program.decide(frame)
        decided.frame.doubt(contradicting)
        self._take_down(moment, rows, decided, program)
        frame.forget()
        return decided.doubted

    def _take_down(self, moment: str, rows: Any, decided: Decided, program: ColumnProgram) -> None:
        results, layout, base = self._results, self._layout, self._base
        deciding = _reasons(base)[moment].of(decided, lambda row, name: self._carried(int(rows[row]), name))
        sure = ~decided.doubted
        results.words[MOMENT][rows] = layout.labels[MOMENT].place[moment]
        verdicts = base.verdicts[moment]
        for column, of in ((VERDICT, [each.name for each in verdicts]), (CODE, [each.code for each in verdicts])):
            places = np.array([layout.labels[column].place[word] for word in of] + [-1], dtype=np.int16)
            results.words[column][rows] = places[decided.verdicts]
        for name, settled in decided.settled.items():
            self._put(name, rows, settled.column)
            if name in layout.strict:
                results.flags[f"{name}_is_too_much"][rows] = settled.strict
        for name, taken in decided.chosen.items():
            choice = base.choices[name]
            written = [choice.written(row) for row in choice.table.rows]
            places = np.array([layout.labels[name].place[word] for word in [*written, NO_ROW]], dtype=np.int16)
            results.words[name][rows] = np.where(taken.made, places[taken.places], -1)
        for definition in base.plan:
            self._put(definition.name, rows, decided.frame.columns[definition.name])
        decides = [-1 if name is None else layout.labels[DECIDES].place[name] for name in deciding.names]
        results.words[DECIDES][rows] = np.array(decides, np.int16)
        for name, listed in ((REASONS, deciding.rules), (ASSUMED, deciding.assumed)):
            for rule in np.flatnonzero(listed.any(axis=1)):
                results.rules[name][rule, rows] = listed[rule] & sure
        for fired in decided.fired:
            results.rules[FIRED][layout.place_of_rule[fired.rule.id], rows] = fired.cases & sure
        doubted = rows[~sure]
        for words in results.words.values():
            words[doubted] = -1
        for numbers in results.numbers.values():
            numbers[doubted] = np.nan
        for flags in results.flags.values():
            flags[doubted] = -1

    def _put(self, name: str, rows: Any, column: Any) -> None:
        if isinstance(column, NumberColumn):
            self._results.put_numbers(name, rows, column)
        elif name in self._results.flags:
            self._results.put_flags(name, rows, column)
        else:
            self._results.put_words(name, rows, column)

    def _carried(self, row: int, name: str) -> tuple[str, ...]:
        return carried_by(self._row(row), name, self._base, whole=self._whole)
