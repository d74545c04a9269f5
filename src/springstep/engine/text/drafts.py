"""Drafts beside the place of a file: each its writer's own, and removed with it or after it.

A draft has a name that nobody can guess, is made new, follows no link and is its owner's alone. Its writer holds a lock
on it as long as it lives, so that what a killed one has left is told from what another is writing.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import re
import secrets
import stat
from collections.abc import Iterator
from typing import BinaryIO

OWNER_ONLY = 0o600
_OPTIONS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NEW = os.O_CREAT | os.O_EXCL | os.O_RDWR | _OPTIONS
_LOOK = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _OPTIONS
_NAME = 40
"""How many characters of a file's name its draft's begins with: with the rest no file system finds it too long."""
_OF_A_DATABASE = ("-journal", "-wal", "-shm")


class Draft:
    """A new and empty file, open to be written."""

    def __init__(self, path: pathlib.Path, handle: int) -> None:
        self.path = path
        self._handle: int | None = handle

    def write(self, content: bytes, mode: int | None) -> None:
        """Write all of the content, with a mode of its own if there is one, to the disk; raises ``OSError``."""
        assert self._handle is not None, "a draft is written before it is closed"
        write_all(self._handle, content)
        if mode is not None:
            set_mode(self._handle, mode)
        os.fsync(self._handle)

    def stream(self, mode: int | None) -> BinaryIO:
        """Return a stream into it, with a mode of its own if there is one, to be closed before it is put in place."""
        assert self._handle is not None, "a draft is written before it is closed"
        if mode is not None:
            set_mode(self._handle, mode)
        return os.fdopen(os.dup(self._handle), "wb")

    def let_go(self) -> None:
        """Close the file where one that is open cannot be put in place; elsewhere it is held until it is there."""
        if os.name == "nt":
            self.close()

    def close(self) -> None:
        """Close the file, and so give up the lock on it: from now on another writer may take it for a left one."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            os.close(handle)


@contextlib.contextmanager
def draft_beside(place: pathlib.Path, mode: int = OWNER_ONLY) -> Iterator[Draft]:
    """Make a draft, and remove it in the end unless it was put in place; raises ``OSError``.

    What killed writers left is removed first. Of the mode stays what the user's mask leaves of it.
    """
    _remove_left(place.parent, re.escape(_head(place)))
    draft = _new(place, mode)
    try:
        yield draft
    finally:
        with contextlib.suppress(OSError):
            draft.close()
        _remove(draft.path)


def write_all(handle: int, content: bytes) -> int:
    """Write all of the content; return how many bytes that were. Raises ``OSError``."""
    left = memoryview(content)
    while left:
        left = left[os.write(handle, left) :]
    return len(content)


def set_mode(handle: int, mode: int) -> None:
    """Set who may read and write an open file, where files have such modes; raises ``OSError``."""
    if hasattr(os, "fchmod"):
        os.fchmod(handle, mode)


def _new(place: pathlib.Path, mode: int) -> Draft:
    while True:
        path = place.with_name(f"{_head(place)}{secrets.token_hex(8)}.new")
        draft = Draft(path, handle := os.open(path, _NEW, mode))
        # Between the two it may have been taken for a left one and removed; then another is made.
        if _lock(handle) is not False and os.fstat(handle).st_nlink:
            return draft
        draft.close()


def remove_left(folder: pathlib.Path) -> None:
    """Remove the drafts in a folder that killed writers left, as far as that can be done; those held stay."""
    _remove_left(folder, rf"\..{{1,{_NAME}}}\.")


def _remove_left(folder: pathlib.Path, head: str) -> None:
    """Remove the drafts that begin so and that nobody holds any more, as far as that can be done."""
    left = re.compile(head + r"[0-9a-f]{16}\.new")
    try:
        with os.scandir(folder) as found:
            drafts = [folder / entry.name for entry in found if left.fullmatch(entry.name)]
    except OSError:  # a folder that may be written and not listed
        return
    for draft in drafts:
        with contextlib.suppress(OSError):
            handle = os.open(draft, _LOOK)
            try:
                if stat.S_ISREG(os.fstat(handle).st_mode) and _lock(handle):
                    _remove(draft)
            finally:
                os.close(handle)


def _remove(draft: pathlib.Path) -> None:
    for left in (*(draft.with_name(draft.name + end) for end in _OF_A_DATABASE), draft):
        with contextlib.suppress(OSError):
            left.unlink(missing_ok=True)


def _lock(handle: int) -> bool | None:
    """Take the lock of a draft: false where another has it, nothing where there are no such locks."""
    try:
        import fcntl  # not on every system

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        return None
    return True


def _head(place: pathlib.Path) -> str:
    return f".{place.name[:_NAME]}."
