"""The diary's file: created whole and for its owner only, recognised before it is touched, failures put in words."""

from __future__ import annotations

import contextlib
import os
import pathlib
import sqlite3
import tempfile
from collections.abc import Callable, Iterator

from springstep.diary.errors import DiaryError
from springstep.engine.errors import Code, Fault
from springstep.engine.text.atomic import sync_folder

APPLICATION_ID = 0x53505253
"""``SPRS``, at byte 68 of the file, as SQLite's own ``file`` magic has it."""

_OLDEST_SQLITE = (3, 37, 0)
_MAGIC = b"SQLite format 3\x00"
_NOT_CHANGED = "the file was not changed"

_FAILURES: tuple[tuple[str, Code, str, str], ...] = (
    ("full", "cannot_write", "the disk is full", "free some space and try again; nothing of this was saved"),
    (
        "readonly",
        "cannot_write",
        "cannot be written: the file or its folder is read-only",
        "allow writing or name another file with --diary",
    ),
    (
        "read-only",
        "cannot_write",
        "cannot be written: the file or its folder is read-only",
        "allow writing or name another file with --diary",
    ),
    ("unable to open", "unreadable", "cannot be opened", "check that you may read and write the file and its folder"),
    (
        "locked",
        "busy",
        "is in use by another program",
        "close it there, or try again in a moment; nothing of this was saved",
    ),
    (
        "busy",
        "busy",
        "is in use by another program",
        "close it there, or try again in a moment; nothing of this was saved",
    ),
    ("not a database", "damaged", "is damaged or not a diary", f"restore it from a copy or an export; {_NOT_CHANGED}"),
    ("malformed", "damaged", "is damaged", "restore it from a copy or an export"),
    (
        "disk i/o error",
        "cannot_write",
        "the disk cannot be read or written",
        "it may be full or failing; nothing of this was saved",
    ),
)
"""What SQLite says, what it means, what to do."""


@contextlib.contextmanager
def guarded(path: pathlib.Path) -> Iterator[None]:
    """Turn what the disk and SQLite report into a ``DiaryError`` that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        message = str(error)
        for sign, code, what, advice in _FAILURES:
            if sign in message.lower():
                raise DiaryError([Fault(code, what, "", advice, str(path))]) from None
        raise DiaryError([Fault("damaged", f"SQLite refuses: {message}", source=str(path))]) from None
    except OSError as error:
        place = str(error.filename or path)
        raise DiaryError(
            [Fault("unreadable", f"cannot be used: {(error.strerror or str(error)).lower()}", source=place)]
        ) from None


def create(path: pathlib.Path, fill: Callable[[sqlite3.Connection], None]) -> None:
    """Create a diary: write it whole under another name, then move it into place unless another is there by now."""
    _check_sqlite()
    _make_folder(path.parent)
    handle, name = tempfile.mkstemp(
        prefix=f".{path.name}.", suffix=".new", dir=path.parent
    )  # mkstemp gives it mode 0600
    os.close(handle)
    fresh = pathlib.Path(name)
    try:
        with contextlib.closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute("PRAGMA synchronous = FULL")
            fill(connection)
            connection.execute("PRAGMA journal_mode = WAL")
        try:
            os.link(fresh, path)
        except FileExistsError:
            return
        except OSError:  # a file system without links
            if not path.exists():
                fresh.rename(path)
        sync_folder(path.parent)
    finally:
        for left in (fresh, *(fresh.with_name(fresh.name + end) for end in ("-wal", "-shm", "-journal"))):
            left.unlink(missing_ok=True)


def connect(path: pathlib.Path, *, wait_s: float) -> sqlite3.Connection:
    """Open a diary, its header checked first; raises ``DiaryError`` and changes nothing if it is not one."""
    _check_sqlite()
    _check_header(path)
    uri = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, timeout=wait_s, isolation_level=None)
    try:
        for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError("malformed")
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode = WAL")
    except BaseException:
        connection.close()
        raise
    return connection


def _check_sqlite() -> None:
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        what = f"the diary needs SQLite 3.37 or later; this Python has {sqlite3.sqlite_version}"
        raise DiaryError([Fault("not_installed", what, allowed="use a newer Python")])


def _check_header(path: pathlib.Path) -> None:
    """Tell a diary from everything else by its first bytes, which SQLite has not touched yet."""
    if path.is_dir():
        raise DiaryError(
            [Fault("unreadable", "is a folder, not a diary", "", "name a file, such as diary.db", str(path))]
        )
    with path.open("rb") as stream:
        head = stream.read(100)
    if not head.startswith(_MAGIC) or len(head) < 100:
        what = "is empty, not a diary" if not head else "is damaged or not a diary"
        raise DiaryError([Fault("damaged", what, "", f"name another file with --diary; {_NOT_CHANGED}", str(path))])
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        what = "is a database of another application, not a diary"
        raise DiaryError([Fault("malformed", what, "", f"name another file with --diary; {_NOT_CHANGED}", str(path))])


def _make_folder(folder: pathlib.Path) -> None:
    """Create the missing folders, each for its owner only."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
