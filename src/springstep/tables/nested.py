"""Lists that a table holds as JSON text, or in numbered columns such as ``injury_1_site`` and ``today_1``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from springstep.engine.language.fact_info import FactInfo, Scope
from springstep.engine.language.plain_lists import has_word_for_none
from springstep.engine.language.spoken.phrases import NONE
from springstep.engine.language.vocabulary import Vocabulary

_NUMBERED = re.compile(r"(?P<list>[a-z_]+)_(?P<number>[1-9][0-9]?)(?:_(?P<field>[a-z_]+))?")


class Numbered(NamedTuple):
    """A numbered column: of which list, which item, and which field of it."""

    list_fact: str
    number: int
    field: str


def numbered(name: str, vocabulary: Vocabulary) -> Numbered | None:
    """Return what a column holds, if it is a numbered one."""
    found = _NUMBERED.fullmatch(name)
    for scope in vocabulary.scopes.values() if found is not None else ():
        fields = [field.split(".")[1] for field in scope.fields]
        if found is None or found["list"] not in (scope.name, scope.list_fact):
            continue
        if found["field"] in fields or (scope.plain and found["field"] is None):
            return Numbered(scope.list_fact, int(found["number"]), found["field"] or fields[0])
    return None


def with_lists(batch: pa.RecordBatch, vocabulary: Vocabulary) -> pa.RecordBatch:
    """Return a batch with one column for each list in place of its numbered columns.

    A list is unknown where all of its columns are, and empty where one of them says ``none`` and no other says more.
    """
    parts: dict[str, dict[tuple[int, str], pa.Array]] = {}
    names, arrays = [], []
    for name, array in zip(batch.schema.names, batch.columns, strict=True):
        place = numbered(name, vocabulary) if name not in vocabulary.facts else None
        if place is None:
            names.append(name)
            arrays.append(array)
        else:
            parts.setdefault(place.list_fact, {})[place.number, place.field] = _text(array)
    for list_fact, columns in parts.items():
        names.append(list_fact)
        arrays.append(_joined(columns, vocabulary.facts[list_fact], vocabulary.list_scopes[list_fact], batch.num_rows))
    return pa.RecordBatch.from_arrays(arrays, names=names)


def _text(array: pa.Array) -> pa.Array:
    decoded = array.dictionary_decode() if pa.types.is_dictionary(array.type) else array
    return decoded.cast(pa.string())


def _joined(columns: Mapping[tuple[int, str], pa.Array], info: FactInfo, scope: Scope, size: int) -> pa.Array:
    fields = [field.split(".")[1] for field in scope.fields]
    numbers = sorted({number for number, _ in columns})
    by_field = {
        field: [columns.get((number, field), pa.nulls(size, pa.string())) for number in numbers] for field in fields
    }
    none, given = (np.zeros((len(numbers), size), dtype=bool) for _ in range(2))
    for arrays in by_field.values():
        for at, array in enumerate(arrays):
            if not has_word_for_none(info):
                none[at] |= pc.equal(array, NONE).fill_null(False).to_numpy(zero_copy_only=False)
            given[at] |= array.is_valid().to_numpy(zero_copy_only=False)
    given &= ~none | (given & ~none).any(axis=0)  # none beside an item stays in its place, to be refused there
    rows, items = np.nonzero(given.T)
    places = pa.array(items * size + rows)
    parts = [pa.concat_arrays(by_field[field]).take(places) for field in fields]
    values = parts[0] if scope.plain else pa.StructArray.from_arrays(parts, names=fields)
    sizes = given.sum(axis=0)
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    gone = pa.array((sizes == 0) & ~none.any(axis=0))
    return pa.ListArray.from_arrays(pa.array(offsets), values, mask=gone)


def from_json(words: Iterable[str | None], info: FactInfo) -> pa.Array | None:
    """Return texts as lists, ``null`` for those that are no JSON of one; ``None`` where none is."""
    found = [_list(word, info) for word in words]
    if all(each is None for each in found):
        return None
    of_text = pa.string() if info.item_words else pa.struct([(name, pa.string()) for name in info.values])
    return pa.array(found, pa.list_(of_text))


def _list(word: str | None, info: FactInfo) -> list[Any] | None:
    told = parsed(word)
    if not isinstance(told, list):
        return None
    if info.item_words:
        return told if all(isinstance(each, str) for each in told) else None
    names = set(info.values)
    whole = all(isinstance(each, dict) and each.keys() == names for each in told)
    return told if whole and all(isinstance(v, str) for each in told for v in each.values()) else None


def parsed(value: Any) -> Any:
    """Return what a text means where it is the JSON of a list or of an item, else the value as it is.

    An item of which a column says ``none`` is that word.
    """
    if isinstance(value, list):
        return [NONE if isinstance(each, dict) and NONE in each.values() else each for each in value]
    if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value
