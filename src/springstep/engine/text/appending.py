"""A file of its owner's to which is added piece by piece, each whole or not at all."""

from __future__ import annotations

import contextlib
import os
import pathlib

from springstep.engine.text.atomic import cannot_be_written, sync_folder
from springstep.engine.text.drafts import OWNER_ONLY, set_mode, write_all
from springstep.engine.text.opening import mode_of_file, open_to_take

_OPTIONS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class Appending:
    """A file of its owner's, be it a new one, to which each piece is added whole; use it in a ``with`` statement.

    What ``atomic_write`` refuses is refused, and a file that has other names, too. Every failure is a
    ``SpringstepError``.
    """

    def __init__(self, path: pathlib.Path) -> None:
        self._path = path
        try:
            self._handle = _opened(path)
        except (OSError, ValueError) as error:
            raise cannot_be_written(path, error) from None

    def __enter__(self) -> Appending:
        return self

    def __exit__(self, *error: object) -> None:
        os.close(self._handle)

    def add(self, content: bytes) -> None:
        """Add a piece; of one that does not fit on the disk nothing stays."""
        before = os.fstat(self._handle).st_size
        try:
            write_all(self._handle, content)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._handle, before)
            raise cannot_be_written(self._path, error) from None

    def sync(self) -> None:
        """Have what was added on the disk, and the file's name with it, before this returns."""
        try:
            os.fsync(self._handle)
            sync_folder(self._path.parent)
        except OSError as error:
            raise cannot_be_written(self._path, error) from None


def _opened(path: pathlib.Path) -> int:
    handle = open_to_take(path)
    if handle is not None:
        return handle
    mode_of_file(path)
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | _OPTIONS, OWNER_ONLY)
    try:
        found = os.fstat(handle)
        if found.st_nlink > 1:
            raise OSError(None, "it has another name, under which it may be another file", str(path))
        set_mode(handle, OWNER_ONLY)
        if found.st_size and _last(handle) != b"\n":
            write_all(handle, b"\n")  # what a killed program broke off stays a line of its own
    except BaseException:
        os.close(handle)
        raise
    return handle


def _last(handle: int) -> bytes:
    os.lseek(handle, -1, os.SEEK_END)
    return os.read(handle, 1)
