"""A workbook that nobody changed changes nothing, whatever a spreadsheet program made of its texts and its form."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from springstep.sheets.cells import cells_of, value_of
from springstep.sheets.columns import PARTS, mark_of
from springstep.sheets.plain_text import plain
from springstep.sheets.writing import workbook_of
from tests.sheets.workbooks import BASE, Book, changes, every_text, exported, files, repacked
from tests.strategies import examples


def saved(folder: Path, data: bytes) -> Path:
    path = folder / "rules.xlsx"
    path.write_bytes(data)
    return path


def test_the_same_rules_make_the_same_bytes() -> None:
    assert workbook_of(BASE) == exported()


def test_an_untouched_workbook_changes_nothing(tmp_path: Path) -> None:
    assert changes(saved(tmp_path, exported())) == ()


def test_a_workbook_saved_anew_by_another_program_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "rules.xlsx"
    load_workbook(io.BytesIO(exported())).save(path)
    assert changes(path) == ()
    assert changes(Book().saved(tmp_path)) == ()


REWRITINGS = {
    "non-breaking spaces": lambda text: text.replace(" ", "\xa0"),
    "curly quotes": lambda text: text.replace("&quot;", "”").replace('"', "“").replace("'", "’"),
    "dashes": lambda text: text.replace(" - ", " – ").replace("-", "‑"),
    "spaces at the ends of lines": lambda text: "\n".join(f"{line}  " for line in text.split("\n")),
    "line ends": lambda text: text.replace("\n", "\r\n"),
    "escaped line ends": lambda text: text.replace("\n", "_x000D_\n"),
    "hidden signs": lambda text: f"\u200b{text}\u00ad",
    "dots": lambda text: text.replace("...", "…"),
}


@pytest.mark.parametrize("how", REWRITINGS)
def test_what_programs_do_to_texts_is_no_change(tmp_path: Path, how: str) -> None:
    assert changes(saved(tmp_path, every_text(exported(), REWRITINGS[how]))) == ()


def test_sentences_that_became_numbers_and_cells_out_of_styles_are_no_change(tmp_path: Path) -> None:
    book = Book()
    for sheet in book.book.worksheets:
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                if (
                    isinstance(cell.value, str)
                    and cell.value.replace(".", "", 1).isdigit()
                    and not cell.value.endswith("0")
                ):
                    cell.value = float(cell.value)
    assert changes(book.saved(tmp_path)) == ()


def test_rows_in_another_order_and_empty_rows_between_them_are_no_change(tmp_path: Path) -> None:
    book = Book()
    sheet = book.book["readiness"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=8)]
    for number, row in enumerate(reversed(rows)):
        for place, value in enumerate(row, 1):
            sheet.cell(2 + 2 * number, place).value = value
            sheet.cell(3 + 2 * number, place).value = None
    assert changes(book.saved(tmp_path)) == ()


def test_a_part_that_no_cell_needs_may_be_missing(tmp_path: Path) -> None:
    data = repacked(exported(), lambda name, content: None if name.startswith("docProps/app") else content)
    assert changes(saved(tmp_path, data)) == ()


def test_what_programs_add_for_themselves_is_no_change(tmp_path: Path) -> None:
    added = {
        "xl/printerSettings/printerSettings1.bin": b"\0\1",
        "docProps/custom.xml": b"<Properties/>",
        "customXml/item1.xml": b"<a/>",
        "xl/persons/person.xml": b"<personList/>",
    }
    assert changes(saved(tmp_path, repacked(exported(), lambda _, content: content, added))) == ()


def test_every_part_of_every_rule_comes_back_from_its_cell() -> None:
    for file in files():
        for rule in file.rules:
            cells = cells_of(rule)
            back = {column.key: value_of(column.key, cells[column.key]) for column in PARTS}
            assert {key: value for key, value in back.items() if value is not None} == rule, rule["id"]


def test_no_cell_that_is_written_is_a_formula() -> None:
    book = load_workbook(io.BytesIO(exported()))
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value}
    assert kinds == {"s"}


@examples(100)
@given(st.text(max_size=40))
def test_a_text_made_plain_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@examples(50)
@given(st.sampled_from([rule for file in files() for rule in file.rules]), st.sampled_from(PARTS), st.integers(0, 9))
def test_a_mark_tells_every_word_that_is_changed(rule: dict[str, object], column: object, place: int) -> None:
    cells = cells_of(rule)
    key = getattr(column, "key", "")
    changed = {**cells, key: f"{cells[key][:place]}x{cells[key][place:]}"}
    assert mark_of(changed) != mark_of(cells)
