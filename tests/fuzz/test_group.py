"""A group's table, as text and as a workbook, with what stands in it changed: read, or told of by line and column."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.exceptions import IllegalCharacterError

from springstep.group.advice import advise
from springstep.group.athletes import read_group
from tests.fuzz.held import held, inputs
from tests.fuzz.mutations import PLAIN, changed_bytes, edits, texts
from tests.fuzz.seeds import BASE, TODAY
from tests.places import EXAMPLES

TABLE = "\n".join((EXAMPLES / "group.csv").read_text(encoding="utf-8").splitlines()[:4])
BY_HAND = (
    "Athlete;Injury 1;Injury 2;pain;screening;Dauer\nZo\u00eb;achilles returning;;none;none;45,5\nB;;;ache;none;\n"
)
COLUMNS = st.sampled_from([*BASE.vocabulary.facts, "name", "diary", "overlay", "injury 1", "x", "=1+1"])
CELLS = st.sampled_from([each for each in PLAIN if isinstance(each, (str, bool, float)) or each is None])


def use(path: Path) -> None:
    with held():
        group = read_group(path, BASE)
        found = advise(group, group.athletes, rules_of=lambda each: BASE, recall=lambda each: (), day=TODAY)
        found.record().to_json()


# Each advises several athletes, so a third of what others get.
@inputs(300)
@given(texts(TABLE, BY_HAND, most=6))
def test_a_table(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "group.csv"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    use(path)


@inputs(300)
@given(st.lists(st.tuples(COLUMNS, CELLS), max_size=12))
def test_a_workbook_with_anything_in_its_cells(tmp_path_factory: pytest.TempPathFactory, told: Any) -> None:
    book = Workbook()
    for place, (column, cell) in enumerate([("name", "A"), ("pain", "none"), *told], 1):
        for line, value in ((1, column), (2, cell)):
            with suppress(ValueError, IllegalCharacterError):  # a character that no workbook takes
                book.worksheets[0].cell(line, place, value)
    path = tmp_path_factory.getbasetemp() / "cells.xlsx"
    book.save(path)
    use(path)


def _workbook() -> bytes:
    book = Workbook()
    for line in (line.split(",") for line in TABLE.splitlines()):
        book.worksheets[0].append(line)
    held_in = io.BytesIO()
    book.save(held_in)
    return held_in.getvalue()


WORKBOOK = _workbook()


@inputs(200)
@given(edits(6))
def test_a_workbook_with_flipped_bytes(tmp_path_factory: pytest.TempPathFactory, some: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "flipped.xlsx"
    path.write_bytes(changed_bytes(WORKBOOK, some))
    use(path)
