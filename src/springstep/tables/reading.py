"""Rows of a table as the arrays that the rules read; what is anything but plain is left to the engine for single cases.

A row is *odd* where a value is no plain one of its fact: a word that is not listed, a number out of range, text where
a number is meant. Whether it can be read all the same, and what is wrong with it, the check of a case says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from springstep.engine.columns.arrays import (
    NO_WORD,
    UNKNOWN,
    Codes,
    Column,
    Flags,
    Lexicon,
    ListColumn,
    NumberColumn,
    WordColumn,
)
from springstep.engine.columns.numbers import from_decimals, has_many_places
from springstep.engine.language.fact_info import FactInfo, Scope, is_unknown
from springstep.engine.rulebase.base import RuleBase
from springstep.tables.nested import from_json
from springstep.tables.quantities import quantities

_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


class ToldRows(NamedTuple):
    """What rows say: for each fact where it is known, its values, and which rows are odd."""

    columns: Mapping[str, Column]
    odd: Flags

    @property
    def many_places(self) -> Flags:
        """Tell which rows hold a number of too many decimal places to be exact."""
        found = np.zeros(len(self.odd), dtype=bool)
        for column in self.columns.values():
            if isinstance(column, NumberColumn) and not column.exact:
                found |= has_many_places(column.values)
        return found

    def taken(self, cases: Any) -> dict[str, Column]:
        """Return the columns of some rows; decimal numbers of few places are exact then."""
        found = {name: _taken(column, cases) for name, column in self.columns.items()}
        for name, column in found.items():
            if isinstance(column, NumberColumn) and not column.exact:
                found[name] = from_decimals(column.values, column.known)
        return found


def told_by(table: pa.RecordBatch, base: RuleBase, lexicon: Lexicon) -> ToldRows:
    """Read the columns of a table that are facts."""
    odd = np.zeros(table.num_rows, dtype=bool)
    columns: dict[str, Column] = {}
    for name in table.schema.names:
        info = base.vocabulary.facts.get(name)
        if info is not None:
            columns[name], strange = _ColumnReader(base, lexicon, info).read(_plain(table.column(name)))
            odd |= strange
    return ToldRows(columns, odd)


class _ColumnReader:
    """Reads one column."""

    def __init__(self, base: RuleBase, lexicon: Lexicon, info: FactInfo) -> None:
        self._base, self._lexicon, self._info = base, lexicon, info

    def read(self, told: pa.Array) -> tuple[Column, Flags]:
        """Return a column, and where it holds anything but plain values."""
        match self._info.kind:
            case "number":
                return self._numbers(told)
            case "quantity":
                return self._quantities(told)
            case "items":
                return self._lists(told)
            case "flag":
                return self._flags(told)
            case "row":
                return self._words(told, tuple(self._base.tables[self._info.table].by_id))
            case _:
                return self._words(told, self._info.values)

    def _words(self, told: pa.Array, allowed: tuple[str, ...]) -> tuple[WordColumn, Flags]:
        codes, strange = _codes(told, {word: self._lexicon.code(word) for word in allowed})
        return WordColumn(codes), strange

    def _flags(self, told: pa.Array) -> tuple[WordColumn, Flags]:
        if not pa.types.is_boolean(told.type):
            codes, strange = _codes(told, {"true": self._lexicon.code(True), "false": self._lexicon.code(False)})
            return WordColumn(codes), strange
        codes = np.where(_to_numpy(told, fill=False), self._lexicon.code(True), self._lexicon.code(False))
        return WordColumn(np.where(_valid(told), codes, UNKNOWN).astype(np.int16)), np.zeros(len(told), dtype=bool)

    def _numbers(self, told: pa.Array) -> tuple[NumberColumn, Flags]:
        info = self._info
        if _is_text(told.type):
            places, words = _encoded(told)
            plain = [word if word is not None and _DECIMAL.fullmatch(word) else None for word in [*words, None]]
            numbers = pa.array([None if each is None else float(each) for each in plain], pa.float64())
            found, strange = self._numbers(numbers.take(pa.array(np.where(places < 0, len(words), places))))
            unknown = np.array([is_unknown(word) for word in [*words, None]])
            return found, strange | (~unknown[places] & ~found.known)
        if not (pa.types.is_integer(told.type) or pa.types.is_floating(told.type)):
            return _no_numbers(len(told)), _valid(told)
        if pa.types.is_float16(told.type) or pa.types.is_float32(told.type):
            told = told.cast(pa.float64())  # what such a column holds is what it is as a double
        known = _valid(told)
        values = _to_numpy(told, fill=0).astype(np.float64)
        known &= ~np.isnan(values)
        values = np.where(known, values, 0.0)
        assert info.minimum is not None and info.maximum is not None
        strange = known & ~((values >= info.minimum) & (values <= info.maximum))
        if info.integer:
            strange |= known & (values != np.floor(values))
        values = np.where(strange, 0.0, values)
        return NumberColumn(values, known, exact=False), strange

    def _quantities(self, told: pa.Array) -> tuple[NumberColumn, Flags]:
        if not _is_text(told.type):
            return _no_numbers(len(told)), _valid(told)
        places, words = _encoded(told)
        found, strange = quantities(self._info, [*words, None])
        return _taken(found, places), strange[places]  # type: ignore[return-value]

    def _lists(self, told: pa.Array) -> tuple[ListColumn, Flags]:
        info, size = self._info, len(told)
        scope = self._base.vocabulary.list_scopes[info.name]
        if _is_text(told.type):
            places, words = _encoded(told)
            lists = from_json([*words, None], info)
            if lists is not None:
                found, strange = self._lists(lists.take(pa.array(np.where(places < 0, len(words), places))))
                return found, strange | (_valid(told) & ~found.known)
        kind = told.type
        if not (pa.types.is_list(kind) or pa.types.is_large_list(kind)):
            return _no_lists(scope, size), _valid(told)
        known = _valid(told)
        sizes = np.where(known, _to_numpy(pc.list_value_length(told), fill=0), 0).astype(np.int64)
        items = told.flatten()
        fields, strange_items = self._fields(items, scope)
        cases = np.repeat(np.arange(size), sizes)
        strange = sizes > info.most
        strange[cases[strange_items]] = True
        if scope.plain:
            strange[_repeated(cases, next(iter(fields.values())).codes)] = True
        return ListColumn(sizes, known, fields), strange

    def _fields(self, items: pa.Array, scope: Scope) -> tuple[dict[str, WordColumn], Flags]:
        """Return the fields of all items, and which items are odd."""
        names = {name.split(".")[1]: name for name in scope.fields}
        parts: dict[str, pa.Array] = {}
        if pa.types.is_struct(items.type) and {field.name for field in items.type} == names.keys():
            parts = dict(zip((field.name for field in items.type), items.flatten(), strict=True))
        elif scope.plain and (_is_text(items.type) or pa.types.is_null(items.type)):
            parts = {next(iter(names)): items}
        odd = np.zeros(len(items), dtype=bool)
        fields: dict[str, WordColumn] = {}
        for part, name in names.items():
            if part not in parts:
                fields[name] = WordColumn(np.full(len(items), UNKNOWN, dtype=np.int16))
                odd[:] = True
                continue
            words = scope.fields[name].values
            codes, strange = _codes(_plain(parts[part]), {word: self._lexicon.code(word) for word in words})
            fields[name] = WordColumn(codes)
            odd |= strange | (codes == UNKNOWN)
        return fields, odd


def _repeated(cases: Any, codes: Codes) -> Any:
    """Return the cases whose list says a word twice."""
    keys = np.sort(cases * np.int64(1 << 16) + codes)
    return keys[1:][keys[1:] == keys[:-1]] >> 16


def _codes(told: pa.Array, allowed: Mapping[str, int]) -> tuple[Codes, Flags]:
    """Return words by their codes, and where there is anything else."""
    if pa.types.is_null(told.type):
        return np.full(len(told), UNKNOWN, dtype=np.int16), np.zeros(len(told), dtype=bool)
    if not _is_text(told.type):
        return np.full(len(told), NO_WORD, dtype=np.int16), _valid(told)
    places, words = _encoded(told)
    found = [UNKNOWN if is_unknown(word) else allowed.get(word, NO_WORD) for word in words]
    codes = np.array([*found, UNKNOWN], dtype=np.int16)[places]
    return codes, codes == NO_WORD


def _encoded(told: pa.Array) -> tuple[Any, list[str]]:
    """Return for each place which of the distinct words stands there, -1 for none, and these words."""
    encoded = told if pa.types.is_dictionary(told.type) else told.dictionary_encode()
    return _to_numpy(encoded.indices, fill=-1), encoded.dictionary.to_pylist()


def _plain(told: Any) -> pa.Array:
    """Return a column as one array, of text where that is a view of it."""
    if isinstance(told, pa.ChunkedArray):
        told = told.combine_chunks()
    if pa.types.is_string_view(told.type):
        return told.cast(pa.string())
    if pa.types.is_dictionary(told.type) and not _is_text(told.type):
        return told.dictionary_decode()
    return told


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _valid(told: pa.Array) -> Flags:
    valid: Flags = told.is_valid().to_numpy(zero_copy_only=False)
    return valid


def _to_numpy(told: pa.Array, *, fill: Any) -> Any:
    return (told.fill_null(fill) if told.null_count else told).to_numpy(zero_copy_only=False)


def _no_numbers(size: int) -> NumberColumn:
    return NumberColumn(np.zeros(size), np.zeros(size, dtype=bool))


def _no_lists(scope: Scope, size: int) -> ListColumn:
    nothing = {name: WordColumn(np.zeros(0, dtype=np.int16)) for name in scope.fields}
    return ListColumn(np.zeros(size, dtype=np.int64), np.zeros(size, dtype=bool), nothing)


def _taken(column: Column, cases: Any) -> Column:
    """Return a column at some cases, given by their places in order."""
    match column:
        case WordColumn(codes):
            return WordColumn(codes[cases])
        case NumberColumn(values, known, scale, exact):
            return NumberColumn(values[cases], known[cases], scale, exact)
        case ListColumn(sizes, known, fields):
            wanted = np.zeros(len(sizes), dtype=bool)
            wanted[cases] = True
            items = np.repeat(wanted, sizes)
            return ListColumn(
                sizes[cases], known[cases], {n: WordColumn(words.codes[items]) for n, words in fields.items()}
            )
