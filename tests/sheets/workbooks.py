"""Workbooks of the rules as coaches and spreadsheet programs hand them back."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from springstep.installed import default_rule_base
from springstep.sheets.changes import RuleChange, changes_in
from springstep.sheets.columns import BY_KEY, COLUMNS
from springstep.sheets.reading import read_workbook
from springstep.sheets.sources import topic_files
from springstep.sheets.writing import workbook_of

BASE = default_rule_base()
SAID = {"author": "A. Coach", "date": "2026-03-02", "reason": "trial", "note": "For one season."}
PLACES = {column.key: place for place, column in enumerate(COLUMNS, 1)}
NEW = {
    "name": "hard-ground-when-tired",
    "moments": "before",
    "when": "surface in {asphalt, concrete} and fatigue >= 2",
    "then": "step: {clearance: modify}\ncap: {efforts: 3}",
    "because": "Tired legs land hard, and on hard ground that adds up.",
    "basis": "convention",
    "fires_for": "surface: asphalt\nfatigue: 2",
    "silent_for": "surface: asphalt\nfatigue: 1",
}


@functools.cache
def exported() -> bytes:
    return workbook_of(BASE)


@functools.cache
def files() -> Any:
    return topic_files(BASE)


@functools.cache
def _values(content: bytes) -> Mapping[str, list[list[Any]]]:
    book = load_workbook(io.BytesIO(content), read_only=True)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


class Book:
    """An exported workbook as a simple program saves it anew: its cells, and nothing of its form."""

    def __init__(self, content: bytes | None = None) -> None:
        self.book = Workbook()
        self.book.remove(self.book.active)
        for name, rows in _values(exported() if content is None else content).items():
            sheet = self.book.create_sheet(name)
            for row in rows:
                sheet.append(row)

    def row(self, rule: str) -> tuple[Any, int]:
        """Return the sheet and the number of a rule's row."""
        for sheet in self.book.worksheets:
            for number in range(2, sheet.max_row + 1):
                if sheet.cell(number, 1).value == rule:
                    return sheet, number
        raise AssertionError(rule)

    def cell(self, rule: str, key: str) -> Any:
        sheet, number = self.row(rule)
        return sheet.cell(number, PLACES[key])

    def say(self, rule: str, **cells: Any) -> Book:
        """Write into cells of a rule's row."""
        for key, value in cells.items():
            self.cell(rule, key).value = value
        return self

    def new_row(self, sheet: str, **cells: Any) -> Book:
        """Write a row below the rules."""
        there = self.book[sheet]
        number = 2
        while there.cell(number, PLACES["name"]).value:
            number += 1
        for key, value in cells.items():
            there.cell(number, PLACES[key]).value = value
        return self

    def saved(self, folder: Path, name: str = "rules.xlsx") -> Path:
        path = folder / name
        self.book.save(path)
        return path


def changes(path: Path, **options: Any) -> tuple[RuleChange, ...]:
    return changes_in(read_workbook(path), files(), BASE, name=path.name, **options)


def with_reasons(found: Sequence[RuleChange]) -> tuple[RuleChange, ...]:
    return tuple(change._replace(about={**SAID, **change.about}) for change in found)


def title(key: str) -> str:
    return BY_KEY[key].title


def repacked(
    data: bytes, change: Callable[[str, bytes], bytes | None], extra: Mapping[str, bytes] | None = None
) -> bytes:
    """Return a workbook with its parts changed or left out, and with other ones."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for part in parts.infolist():
            content = change(part.filename, parts.read(part))
            if content is not None:
                made.writestr(part.filename, content)
        for name, content in (extra or {}).items():
            made.writestr(name, content)
    return out.getvalue()


def every_text(data: bytes, change: Callable[[str], str]) -> bytes:
    """Return a workbook with each text in it rewritten, as a spreadsheet program might."""

    def in_part(name: str, content: bytes) -> bytes:
        if name != "xl/sharedStrings.xml":
            return content
        texts = re.sub(r"(<t(?: [^>]*)?>)([^<]*)(</t>)", lambda m: f"{m[1]}{change(m[2])}{m[3]}", content.decode())
        return texts.encode()

    return repacked(data, in_part)
