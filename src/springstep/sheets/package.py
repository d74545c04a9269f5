"""The parts of a workbook file, looked at before anything reads them: sizes, macros, links out, entities."""

from __future__ import annotations

import io
import pathlib
import re
import zipfile

from springstep.engine.text.opening import NoFileError, read_all
from springstep.sheets.errors import refused

MOST_BYTES = 5_000_000
"""How large a workbook may be."""
MOST_UNPACKED = 10_000_000
"""How large all parts of it may be together, once they are unpacked."""
MOST_PARTS = 500
_AGAIN = "save it again as .xlsx (Excel workbook)"
_NOT_HERE = (
    (
        r"vbaproject|macrosheets/|^(?!xl/printersettings/).*\.bin$",
        "holds macros or other programs",
        "save it as .xlsx, without macros",
    ),
    (r"externallinks/", "has links to other workbooks", "break the links (Data, Edit links) and save it again"),
    (
        r"connections\.xml|querytables/|embeddings/|activex/",
        "draws on other programs or data",
        _AGAIN,
    ),
)
_FORBIDDEN_XML = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"""\A[^<]{0,4}<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']{0,40})""")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b")
_LOCKED = b"\xd0\xcf\x11\xe0"
"""How a file with a password, or of the format before .xlsx, begins."""


def read_package(path: pathlib.Path) -> bytes:
    """Return a workbook's bytes, safe to be unpacked; raises ``SheetError``."""
    name = str(path)
    try:
        data = read_all(path, most=MOST_BYTES + 1)
    except FileNotFoundError:
        raise refused(name, "not_found", "there is no such file") from None
    except NoFileError as error:
        raise refused(name, "unreadable", f"is {error.kind}, not a file") from None
    except (OSError, ValueError) as error:
        raise refused(name, "unreadable", f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(data) > MOST_BYTES:
        raise refused(name, "too_large", f"is larger than {MOST_BYTES:,} bytes")
    if data.startswith(_LOCKED):
        raise refused(name, "malformed", "has a password, or is an old .xls", "save it as .xlsx without a password")
    check_package(data, name)
    return data


def check_package(data: bytes, name: str) -> None:
    """Look at every part without trusting any; raises ``SheetError``."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            unpacked = sum(part.file_size for part in parts)
            if unpacked > MOST_UNPACKED or len(parts) > MOST_PARTS:
                raise refused(name, "too_large", f"unpacks to {unpacked:,} bytes", f"at most {MOST_UNPACKED:,}")
            if len({part.filename.lower() for part in parts}) != len(parts):
                raise refused(name, "malformed", "holds a part twice", _AGAIN)
            for part in parts:
                _check_name(part.filename, name)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _check_xml(package.read(part), part.filename, name)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise refused(name, "malformed", "is no workbook, or a broken one", _AGAIN) from None
    except Exception as error:  # a broken stream fails as whatever its compression does
        if type(error).__module__.split(".")[0] in ("zlib", "lzma", "bz2", "_lzma", "struct"):
            raise refused(name, "malformed", "is no workbook, or a broken one", _AGAIN) from None
        raise


def _check_name(part: str, name: str) -> None:
    for pattern, what, allowed in _NOT_HERE:
        if re.search(pattern, part.lower()):
            raise refused(name, "not_allowed", what, allowed)


def _check_xml(data: bytes, part: str, name: str) -> None:
    if b"\0" in data or _FORBIDDEN_XML.search(data):
        raise refused(name, "not_allowed", f"its part {part} declares entities, or is no plain XML", _AGAIN)
    encoding = _ENCODING.match(data)
    if encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        raise refused(name, "not_allowed", f"its part {part} is not written in UTF-8", _AGAIN)
    if part.endswith("[Content_Types].xml") and b"macroenabled" in data.lower():
        raise refused(name, "not_allowed", "is a workbook for macros", "save it as .xlsx, without macros")
    if part.lower().startswith("xl/worksheets/") and _MERGED.search(data):
        raise refused(name, "not_allowed", f"holds merged cells ({part})", "unmerge them: a row is a rule")
