"""The first sheet of a workbook as lines of cells: its values only, nothing in it is worked out or run."""

from __future__ import annotations

import io
import pathlib
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from springstep.diary.spreadsheet import MOST_COLUMNS
from springstep.engine.errors import Fault
from springstep.engine.text.opening import NoFileError, read_all
from springstep.group.errors import GroupError

MOST_BYTES = 5_000_000
"""How large a workbook may be."""
MOST_UNPACKED = 50_000_000
"""How large all parts of it may be together, once they are unpacked."""
MOST_LINES = 100_000
"""How far down the sheet may go, empty lines counted."""
_FORMULA = "holds a formula, which is not worked out here"
_AS_VALUE = "copy the cell and paste its value only"


def workbook_lines(path: pathlib.Path, *, most: int) -> list[tuple[int, list[Any]]]:
    """Return the first lines that are not empty, each with its number; a ``Fault`` stands for what is no plain value.

    Raises ``GroupError`` for what is no workbook that can be read, and for a sheet that goes on very far down.
    """
    try:
        from openpyxl import load_workbook  # an extra
    except ImportError:
        what = "a workbook needs openpyxl: pip install 'springstep[sheets]'"
        raise GroupError([Fault("not_installed", what, source=str(path), allowed="or save it as CSV")]) from None
    data = _unpackable(path)
    try:
        with warnings.catch_warnings():  # of what is in it besides cells
            warnings.simplefilter("ignore")
            sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False).worksheets[0]
            numbered = enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), 1)
            return list(islice(_filled(numbered, str(path)), most))
    except GroupError:
        raise
    except Exception:  # a broken part fails in as many ways as there are parts
        what = "is no workbook that can be read, or is damaged"
        allowed = "save it again as .xlsx, or as CSV"
        raise GroupError([Fault("malformed", what, source=str(path), allowed=allowed)]) from None


def _filled(numbered: Iterable[tuple[int, Sequence[Any]]], source: str) -> Iterator[tuple[int, list[Any]]]:
    for number, cells in numbered:
        if number > MOST_LINES:
            raise GroupError([Fault("too_large", f"goes on below line {MOST_LINES:,}", source=source)])
        line = [_value(cell) for cell in cells]
        if any(value is not None for value in line):
            yield number, line


def _unpackable(path: pathlib.Path) -> bytes:
    """Return a workbook's bytes; raises ``GroupError`` where it is none, or is too large packed or unpacked."""
    try:
        data = read_all(path, most=MOST_BYTES + 1)
    except FileNotFoundError:
        raise GroupError([Fault("not_found", "there is no such file", source=str(path))]) from None
    except (OSError, ValueError) as error:
        kind = f"is {error.kind}, not a file" if isinstance(error, NoFileError) else "cannot be read"
        raise GroupError([Fault("unreadable", kind, source=str(path))]) from None
    if len(data) > MOST_BYTES:
        raise GroupError([Fault("too_large", f"is larger than {MOST_BYTES:,} bytes", source=str(path))])
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except Exception:  # what is no zip fails in more ways than one
        what = "is no workbook (.xlsx)"
        allowed = "save it as .xlsx without a password, or as CSV"
        raise GroupError([Fault("malformed", what, source=str(path), allowed=allowed)]) from None
    if unpacked > MOST_UNPACKED:
        what = f"unpacks to {unpacked:,} bytes"
        raise GroupError([Fault("too_large", what, source=str(path), allowed=f"at most {MOST_UNPACKED:,}")])
    return data


def _value(cell: Any) -> Any:
    """Return the plain value of a cell, ``None`` for an empty one, a ``Fault`` for a formula or an error."""
    value = cell.value
    kind = getattr(cell, "data_type", "n")
    if kind == "f":
        return Fault("not_allowed", _FORMULA, allowed=_AS_VALUE)
    if isinstance(value, str):
        if not value.strip():
            return None
        if kind == "e":
            return Fault("not_allowed", f"holds the error {value}", allowed="write the value itself")
        return value
    if isinstance(value, (datetime, date, time, timedelta)):
        return _written(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _written(value: date | time | timedelta) -> str:
    """Write a day or a time as a person would: a spreadsheet makes a clock of ``6:00``."""
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}" + (f":{seconds % 60:02}" if seconds % 60 else "")
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02}" + (f":{value.second:02}" if value.second else "")
    return value.date().isoformat() if isinstance(value, datetime) else value.isoformat()
