"""A file read as what it is, whatever it is called: an export of Apple Health, zipped or not, or a table of days."""

from __future__ import annotations

import os
import pathlib
import zipfile
from collections.abc import Callable
from datetime import date
from typing import IO, BinaryIO, cast

from springstep.diary.wellness import Wellness
from springstep.engine.text.opening import NoFileError, open_to_read
from springstep.formats.activity.archives import BROKEN, ZIP_BEGINS, open_archive
from springstep.formats.activity.errors import ActivityError
from springstep.formats.wellness.apple_health import ROOT, days_of_apple_health
from springstep.formats.wellness.day_tables import MOST_TABLE_BYTES, days_of_table
from springstep.formats.wellness.errors import WellnessError, not_taken

_HEAD = 4096
_MOST_RATIO = 400
"""How many times larger than packed an export may be; records of XML shrink to a thirtieth or so."""


Told = Callable[[float], None]
"""Takes how far reading is, from 0 to 1."""


class _Counted:
    """A stream that tells how much of it is read."""

    def __init__(self, stream: IO[bytes], size: int, told: Told) -> None:
        self._stream, self._size, self._told = stream, size, told
        self._read = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most so many."""
        found = self._stream.read(size)
        self._read += len(found)
        self._told(min(1.0, self._read / self._size) if self._size else 1.0)
        return found


def _ignore(_: float) -> None: ...


def read_wellness(path: pathlib.Path, *, since: date, told: Told = _ignore) -> tuple[Wellness, ...]:
    """Return the days of a file, of an export of Apple Health those from one day on; raises ``WellnessError``.

    Such an export may have gigabytes: ``told`` is called with how far it is read.
    """
    name = str(path)
    try:
        with open_to_read(path) as stream:
            head = stream.read(_HEAD)
            stream.seek(0)
            if head.startswith(ZIP_BEGINS):
                return _zipped(stream, name, since, told)
            return _unpacked(stream, head, name, since, told)
    except FileNotFoundError:
        raise not_taken(name, "not_found", "there is no such file") from None
    except NoFileError as error:
        raise not_taken(name, "unreadable", f"is {error.kind.replace('directory', 'folder')}, not a file") from None
    except OSError as error:
        raise not_taken(name, "unreadable", f"cannot be read: {(error.strerror or str(error)).lower()}") from None


def _unpacked(stream: BinaryIO, head: bytes, name: str, since: date, told: Told) -> tuple[Wellness, ...]:
    if not head:
        raise not_taken(name, "malformed", "is empty")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        counted = _Counted(stream, os.fstat(stream.fileno()).st_size, told)
        return days_of_apple_health(cast("BinaryIO", counted), name=name, since=since)
    data = stream.read(MOST_TABLE_BYTES + 1)
    if len(data) > MOST_TABLE_BYTES:
        raise not_taken(name, "too_large", f"is larger than {MOST_TABLE_BYTES // 1_000_000} MB, as no table of days is")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise not_taken(name, "malformed", "is neither a table in UTF-8 nor an export of Apple Health") from None
    return days_of_table(text, name=name)


def _zipped(stream: BinaryIO, name: str, since: date, told: Told) -> tuple[Wellness, ...]:
    """Return the days of the export that an archive holds: the XML file whose root says so."""
    try:
        archive = open_archive(stream, name=name)
        for info in archive.infolist():
            if not info.filename.lower().endswith(".xml") or info.is_dir():
                continue
            if info.file_size > _MOST_RATIO * max(info.compress_size, 1):
                raise not_taken(name, "too_large", "unpacks to far more than an export does")
            if ROOT.encode() in _head(archive, info):
                with archive.open(info) as inside:
                    counted = _Counted(inside, info.file_size, told)
                    return days_of_apple_health(cast("BinaryIO", counted), name=name, since=since)
    except ActivityError as error:
        raise WellnessError(error.faults) from None
    except (*BROKEN, ValueError) as error:
        raise not_taken(name, "malformed", f"cannot be unpacked: {str(error)[:80]}") from None
    raise not_taken(name, "not_found", "holds no export of Apple Health", "name the zip that the app Health makes")


def _head(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as inside:
        return inside.read(_HEAD)
