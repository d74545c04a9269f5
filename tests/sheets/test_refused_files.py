"""What is no plain workbook is refused before anything reads it, in one line, with what is right."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from springstep.sheets.errors import SheetError
from springstep.sheets.package import MOST_BYTES, MOST_UNPACKED, check_package
from springstep.sheets.reading import read_workbook
from tests.sheets.workbooks import exported, repacked


def refusal(path: Path) -> str:
    with pytest.raises(SheetError) as caught:
        read_workbook(path)
    (fault,) = caught.value.faults
    return str(fault)


def _into(name: str, old: bytes, new: bytes) -> bytes:
    return repacked(exported(), lambda part, content: content.replace(old, new) if part == name else content)


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b" " * (MOST_UNPACKED + 1))
    return out.getvalue()


def _lying_bomb() -> bytes:
    """Say in the directory that a part is small, as a bomb does that wants to pass."""
    data = _bomb()
    size = (MOST_UNPACKED + 1).to_bytes(4, "little")
    return data.replace(size, (100).to_bytes(4, "little"))


_ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'

FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "is no workbook, or a broken one; save it again as .xlsx"),
    "a text": (lambda: b"id,name\n", "is no workbook, or a broken one"),
    "half a workbook": (lambda: exported()[: len(exported()) // 2], "is no workbook, or a broken one"),
    "a password": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "has a password, or is an old .xls"),
    "macros": (lambda: repacked(exported(), lambda _, c: c, {"xl/vbaProject.bin": b"x"}), "holds macros"),
    "a workbook for macros": (
        lambda: _into("[Content_Types].xml", b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main"),
        "is a workbook for macros; save it as .xlsx, without macros",
    ),
    "links out": (
        lambda: repacked(exported(), lambda _, c: c, {"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        "has links to",
    ),
    "data connections": (
        lambda: repacked(exported(), lambda _, c: c, {"xl/connections.xml": b"<x/>"}),
        "draws on other",
    ),
    "embedded files": (lambda: repacked(exported(), lambda _, c: c, {"xl/embeddings/a.xlsx": b"x"}), "draws on other"),
    "a bomb": (_bomb, f"unpacks to {MOST_UNPACKED + 1:,} bytes; at most {MOST_UNPACKED:,}"),
    "a bomb that lies": (_lying_bomb, "is no workbook, or a broken one"),
    "very many bytes": (lambda: b"PK" + b"\0" * MOST_BYTES, f"is larger than {MOST_BYTES:,} bytes"),
    "entities": (lambda: _into("xl/workbook.xml", b"<workbook", _ENTITIES + b"<workbook"), "declares entities"),
    "another encoding": (
        lambda: repacked(
            exported(),
            lambda p, c: (
                '<?xml version="1.0" encoding="utf-16"?><x/>'.encode("utf-16") if p == "xl/workbook.xml" else c
            ),
        ),
        "declares entities, or is no plain XML",
    ),
    "an encoding with a name": (
        lambda: repacked(
            exported(), lambda p, c: b'<?xml version="1.0" encoding="utf-7"?>' + c if p == "xl/workbook.xml" else c
        ),
        "is not written in UTF-8",
    ),
    "a part twice": (
        lambda: repacked(exported(), lambda _, c: c, {"XL/workbook.xml": b"<x/>"}),
        "holds a part twice",
    ),
    "merged cells": (
        lambda: _into(
            "xl/worksheets/sheet2.xml",
            b"</sheetData>",
            b'</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
        ),
        "holds merged cells (xl/worksheets/sheet2.xml); unmerge them",
    ),
    "a broken part": (
        lambda: _into("xl/worksheets/sheet2.xml", b"<sheetData>", b"<sheetData><row"),
        "is a broken workbook",
    ),
    "no workbook in it": (
        lambda: repacked(exported(), lambda p, c: None if p == "xl/workbook.xml" else c),
        "is a broken workbook",
    ),
    "a cell very far down": (
        lambda: _into(
            "xl/worksheets/sheet2.xml",
            b"</sheetData>",
            b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>',
        ),
        "goes on below row 2,000",
    ),
    "a cell very far right": (
        lambda: _into(
            "xl/worksheets/sheet2.xml",
            b'<row r="2"',
            b'<row r="2"><c r="XFD2" t="inlineStr"><is><t>x</t></is></c></row><row r="2"',
        ),
        "has more than 60 columns",
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_what_is_no_plain_workbook_is_refused(tmp_path: Path, kind: str) -> None:
    make, says = FILES[kind]
    path = tmp_path / "rules.xlsx"
    path.write_bytes(make())
    assert says in refusal(path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert "there is no such file" in refusal(tmp_path / "none.xlsx")
    assert "is a directory, not a file" in refusal(tmp_path)


def test_the_exported_workbook_passes() -> None:
    check_package(exported(), "rules.xlsx")
