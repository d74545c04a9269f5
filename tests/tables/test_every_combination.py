"""Lists of up to two items in every combination and form, and any two answers unknown: as each row alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

import pyarrow as pa
import pytest
from benchmarks.table_agreement import alone

from springstep.tables import recommend_table
from tests.tables.drawing import BASE, VOCABULARY, Row, table_of
from tests.tables.test_agreement import differences

CASES = BASE.standard_cases
PLACES = [(moment, name) for name in VOCABULARY.list_scopes for moment in VOCABULARY.facts[name].moments]
SAMPLED = 9
"""Of so many rows one is held to ``recommend``, and all to the generated function."""


def items_of(name: str) -> list[Any]:
    """Return every item that a list may have."""
    fields = VOCABULARY.fields_of(name)
    if VOCABULARY.facts[name].item_words:
        return list(VOCABULARY.facts[name].item_words)
    names = [field.name.split(".")[1] for field in fields]
    return [dict(zip(names, values, strict=True)) for values in product(*(field.values for field in fields))]


def lists_of(name: str) -> Iterator[list[Any] | None]:
    """Yield what is said of a list: nothing, that it is empty, and all of one item and of two."""
    items = items_of(name)
    yield from (None, [])
    for count in (1, 2):
        yield from (list(some) for some in combinations(items, count))


def apart(rows: list[Row]) -> list[tuple[Row, str]]:
    """Return where a table decides otherwise than the generated function."""
    found = []
    for row, said in zip(rows, recommend_table(table_of(rows)).to_pylist(), strict=True):
        told = alone(row, BASE)
        if not told:
            found += [(row, "errors")] if said["errors"] is None else []
            continue
        said["fired"] = sorted(said["fired"])
        found += [(row, name) for name, value in told.items() if said[name] != value]
    return found


@pytest.mark.parametrize(("moment", "name"), PLACES, ids=lambda each: str(each))
def test_lists_of_up_to_two_items(moment: str, name: str) -> None:
    rows = [{**CASES[moment], "moment": moment, name: items} for items in lists_of(name)]
    assert len(rows) > 20
    assert apart(rows) == []
    assert differences(BASE, rows[::SAMPLED]) == []


@pytest.mark.parametrize(("moment", "name"), PLACES, ids=lambda each: str(each))
def test_each_list_in_every_form_says_the_same(moment: str, name: str) -> None:
    lists = list(lists_of(name))
    plain = [{**CASES[moment], "moment": moment} for _ in lists]
    for row in plain:
        del row[name]
    table = table_of(plain).drop_columns(name)
    nested = table_of([{name: items} for items in lists]).column(name)
    texts = pa.array([None if items is None else json.dumps(items) for items in lists])
    said = recommend_table(table.append_column(name, nested))
    assert recommend_table(table.append_column(name, texts)).equals(said)
    numbered = table
    for column, cells in numbered_columns(name, lists).items():
        numbered = numbered.append_column(column, pa.array(cells, pa.string()))
    assert recommend_table(numbered).equals(said)


def numbered_columns(name: str, lists: list[list[Any] | None]) -> dict[str, list[str | None]]:
    """Return lists as numbered columns, one for each item, or for each of its fields."""
    found: dict[str, list[str | None]] = {}
    fields = [field.name.split(".")[1] for field in VOCABULARY.fields_of(name)]
    words = bool(VOCABULARY.facts[name].item_words)
    for place, number in product(range(2), range(1 if words else len(fields))):
        column = f"{name}_{place + 1}" + ("" if words else f"_{fields[number]}")
        found[column] = [_cell(items, place, fields[number], words=words) for items in lists]
        if number == 0 and place == 0:
            found[column] = ["none" if items == [] else cell for items, cell in zip(lists, found[column], strict=True)]
    return found


def _cell(items: list[Any] | None, place: int, field: str, *, words: bool) -> str | None:
    if items is None or place >= len(items):
        return None
    return str(items[place]) if words else str(items[place][field])


@pytest.mark.parametrize("moment", VOCABULARY.moments)
def test_any_answer_and_any_two_unknown(moment: str) -> None:
    case = {**CASES[moment], "moment": moment}
    names = [name for name in case if name != "moment"]
    gone = [*combinations(names, 1), *combinations(names, 2)]
    rows = [{name: None if name in some else value for name, value in case.items()} for some in gone]
    assert apart(rows) == []
    assert differences(BASE, rows[::SAMPLED]) == []
