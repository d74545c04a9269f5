"""The workbook written: a sheet a topic, a row a rule, drop-downs, and what is there to be read only."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from springstep.engine.rulebase.base import RuleBase
from springstep.sheets.allowed_values import DROP_DOWNS, TITLE, allowed_values
from springstep.sheets.cells import cells_of
from springstep.sheets.columns import COLUMNS, SheetColumn, mark_of
from springstep.sheets.errors import needs_openpyxl
from springstep.sheets.read_only import read_only_rows
from springstep.sheets.sources import READ_ONLY, listed, topic_files

FIRST_SHEET = "read me"
_NEW_ROWS = 60
"""How many empty rows below the rules offer the drop-downs, too."""
_SHORT = 14
"""Up to this width a cell is kept as text, so that no number or day is made of it; Excel hides long texts kept so."""
_STAMP = (1980, 1, 1, 0, 0, 0)
_READ_ME = (
    "The rules of {title}, a sheet a topic and a row a rule.",
    "RuleChange a cell, and say in the same row who changes it (author), why (reason, note) and, if not today, when.",
    "A new rule is a new row below the others: leave its id empty, and fill in the rest.",
    "To take a rule away write off into its column 'switch off'. A row that is deleted is asked about.",
    "Leave the ids, the marks and the first line as they are. Formulas are refused; nothing in this workbook is run.",
    "'then' holds a conclusion a line, as in step: {{decision: step}} or advise: {{topic: ..., say: ...}}.",
    "'fires for' and 'silent for' hold an answer a line, as changes to the standard case.",
    "The sheet '{values}' lists what may stand in a cell. The sheets {read_only} are there to be read.",
    "Then: springstep rules import FILE --check tells what would change, for whom, and which claims break.",
)


def workbook_of(base: RuleBase) -> bytes:
    """Return the workbook of a rule base's own rules, the same bytes for the same rules; raises ``SheetError``."""
    needs_openpyxl("")
    from openpyxl import Workbook  # an extra

    book = Workbook()
    sheet: Any = book.active
    sheet.title = FIRST_SHEET
    words = {"title": "the knowledge folder", "values": TITLE, "read_only": " and ".join(READ_ONLY)}
    _fill(sheet, [[line.format(**words)] for line in _READ_ME], [110])
    lists = allowed_values(base)
    for file in topic_files(base):
        rules = [{**cells_of(rule), "mark": mark_of(cells_of(rule))} for rule in file.rules]
        _rules_sheet(book.create_sheet(file.topic), rules, lists)
    for title, name in READ_ONLY.items():
        _read_only_sheet(book.create_sheet(title), listed(base, name))
    rows = [list(lists), *([*row] for row in _transposed(list(lists.values())))]
    _fill(book.create_sheet(TITLE), rows, [26] * len(DROP_DOWNS) + [60] * (len(lists) - len(DROP_DOWNS)), head=True)
    return _saved(book)


def _transposed(lists: Sequence[Sequence[str]]) -> list[list[str]]:
    longest = max(map(len, lists))
    return [[words[row] if row < len(words) else "" for words in lists] for row in range(longest)]


def _rules_sheet(sheet: Any, rules: Sequence[Mapping[str, str]], lists: Mapping[str, Sequence[str]]) -> None:
    from openpyxl.comments import Comment  # an extra
    from openpyxl.styles import PatternFill, Protection
    from openpyxl.worksheet.datavalidation import DataValidation

    rows = [[column.title for column in COLUMNS], *([rule.get(column.key, "") for column in COLUMNS] for rule in rules)]
    _fill(sheet, rows, [column.width for column in COLUMNS], head=True)
    last = len(rows) + _NEW_ROWS
    grey = PatternFill("solid", fgColor="FFE7E7E7")
    for place, column in enumerate(COLUMNS, 1):
        letter = sheet.cell(1, place).column_letter
        sheet.cell(1, place).comment = Comment(column.says, "springstep", height=90, width=260)
        locked = column.key in ("id", "mark")
        for row in range(2, last + 1):
            cell = sheet.cell(row, place)
            cell.protection = Protection(locked=locked and row <= len(rows))
            cell.number_format = "@" if column.kind == "words" or column.width <= _SHORT else "General"
            if locked and row <= len(rows):
                cell.fill = grey
        if column.choices:
            offered = _offered(column, lists)
            check = DataValidation(type="list", formula1=offered, allow_blank=True, showErrorMessage=True)
            check.error = f"choose one of the list, see the sheet {TITLE}"
            check.add(f"{letter}2:{letter}{last}")
            sheet.add_data_validation(check)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{sheet.cell(1, len(COLUMNS)).column_letter}{len(rows)}"
    protection = sheet.protection
    protection.sheet = True
    protection.formatCells = protection.formatColumns = protection.formatRows = False
    protection.insertRows = protection.deleteRows = protection.sort = protection.autoFilter = False


def _offered(column: SheetColumn, lists: Mapping[str, Sequence[str]]) -> str:
    """Return the range of the values' sheet that a drop-down offers."""
    letter = "ABCDEFGHIJ"[list(lists).index(column.choices)]
    assert column.choices in DROP_DOWNS
    return f"{TITLE}!${letter}$2:${letter}${len(lists[column.choices]) + 1}"


def _read_only_sheet(sheet: Any, given: Sequence[Mapping[str, Any]]) -> None:
    rows = read_only_rows(given)
    _fill(
        sheet,
        rows,
        [24 if len(" ".join(column)) < 40 * len(column) else 50 for column in zip(*rows, strict=True)],
        head=True,
    )
    sheet.freeze_panes = "C2"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.autoFilter = False


def _fill(sheet: Any, rows: Sequence[Sequence[str]], widths: Sequence[int], *, head: bool = False) -> None:
    """Write lines of text: no cell becomes a formula, whatever it starts with."""
    from openpyxl.styles import Alignment, Font, PatternFill  # an extra

    wrapped, bold, dark = (
        Alignment(wrap_text=True, vertical="top"),
        Font(bold=True),
        PatternFill("solid", fgColor="FFCFE2F3"),
    )
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            cell = sheet.cell(number, place)
            cell.value = text or None
            if text:
                cell.data_type = "s"
                cell.quotePrefix = text[0] in "=+-@'"
            cell.alignment = wrapped
            if head and number == 1:
                cell.font, cell.fill = bold, dark
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[sheet.cell(1, place).column_letter].width = width
    if head:
        sheet.freeze_panes = "A2"
        sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _saved(book: Any) -> bytes:
    """Return the file's bytes without the time of day in them."""
    written, settled = io.BytesIO(), io.BytesIO()
    book.properties.creator = "springstep"
    book.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as out:
        for part in parts.infolist():
            data = parts.read(part)
            if part.filename == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", data)
            out.writestr(zipfile.ZipInfo(part.filename, _STAMP), data, zipfile.ZIP_DEFLATED)
    return settled.getvalue()
