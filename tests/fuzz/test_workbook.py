"""A workbook of the rules may be anything: bytes that are none, parts that are broken, cells that hold whatever.

What comes of it is changes that are sound, or faults; it is never taken up in part.
"""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import IllegalCharacterError

from springstep.sheets.changes import changes_in
from springstep.sheets.checking import check_rules, with_reasons
from springstep.sheets.columns import COLUMNS
from springstep.sheets.editing import edited_files
from springstep.sheets.overlay_file import overlay_text
from springstep.sheets.reading import read_workbook
from tests.fuzz.held import held, inputs
from tests.fuzz.mutations import PLAIN, WORDS, changed_bytes, changed_text, edits
from tests.fuzz.seeds import BASE
from tests.sheets.workbooks import SAID, exported, files, repacked

FEW = [file for file in files() if file.topic in ("readiness", "screening")]


@cache
def small() -> bytes:
    """Return a workbook with the rules of two topics."""
    whole, book = load_workbook(io.BytesIO(exported()), read_only=True), Workbook()
    book.remove(book.worksheets[0])
    for name in ("readiness", "screening", "values"):
        sheet = book.create_sheet(name)
        for row in whole[name].iter_rows(values_only=True):
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def taken_up(path: Path) -> None:
    with held():
        sheets = read_workbook(path)
        for area in ("OWN", ""):
            with held():
                found = with_reasons(changes_in(sheets, FEW, BASE, name="w.xlsx", area=area), BASE, SAID, "w.xlsx")
                check_rules(found, BASE, "w.xlsx")
                if found and area:
                    overlay_text(Path("w.yaml"), "", found, BASE)
                elif found:
                    edited_files(FEW, found)


@pytest.fixture
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.getbasetemp() / "fuzzed.xlsx"


@inputs(500)
@given(edits())
def test_the_bytes_of_a_workbook(path: Path, some: Any) -> None:
    path.write_bytes(changed_bytes(small(), some))
    taken_up(path)


PARTS = [part.filename for part in zipfile.ZipFile(io.BytesIO(small())).infolist()]
SIGNS = (
    *("<!DOCTYPE a [<!ENTITY b 'c'>]>", "&b;", "<f>1+1</f>", "<v>", '<row r="99999999">', 't="b"', 't="e"', 't="d"'),
    *('r="ZZZ1"', "&#0;", "&#x202e;", "<mergeCell/>", "</worksheet>", "\ufffe", 'state="hidden"', "\x00", "]]>"),
)


@inputs(300)
@given(st.sampled_from(PARTS), edits(3), st.lists(st.tuples(st.integers(0, 9999), st.sampled_from(SIGNS)), max_size=2))
def test_a_part_of_a_workbook(path: Path, name: str, some: Any, signs: list[tuple[int, str]]) -> None:
    def change(part: str, content: bytes) -> bytes:
        if part != name:
            return content
        text = changed_text(content.decode(), some)
        for place, sign in signs:
            at = place % (len(text) + 1)
            text = text[:at] + sign + text[at:]
        return text.encode("utf-8", "surrogatepass")

    path.write_bytes(repacked(small(), change))
    taken_up(path)


_HUGE = 10**300
"""Beyond this openpyxl writes no number."""
CELLS: list[Any] = [each for each in (*WORDS, *PLAIN) if isinstance(each, str) or each is None]
CELLS += [each for each in PLAIN if isinstance(each, (int, float)) and abs(each) < _HUGE]
CELLS += [
    "off",
    "=1+1",
    "step: {clearance: stop}",
    "cap: {efforts: 2,5}",
    "fatigue => 2",
    "fatigue ≥ 2",
    "RDY-020",
    "guide",
]
IN_CELLS = st.lists(st.tuples(st.integers(1, 12), st.integers(0, len(COLUMNS)), st.sampled_from(CELLS)), max_size=4)


@inputs(300)
@given(IN_CELLS)
def test_the_cells_of_a_workbook(path: Path, some: list[tuple[int, int, Any]]) -> None:
    book = load_workbook(io.BytesIO(small()))
    for row, place, value in some:
        cell = book["readiness"].cell(row, place + 1)
        try:
            cell.value = value
        except (ValueError, OverflowError, IllegalCharacterError):  # openpyxl writes no such thing
            cell.value = None  # and would go on to write what was there before as text
    book.save(path)
    taken_up(path)
