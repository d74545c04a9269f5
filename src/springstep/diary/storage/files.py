"""The diary's file: created whole and for its owner only, recognised before it is touched, failures put in words."""

from __future__ import annotations

import contextlib
import pathlib
import re
import sqlite3
from collections.abc import Callable, Iterator

from springstep.diary.errors import DiaryError
from springstep.diary.storage.held import bytes_of, connection_to
from springstep.diary.storage.rows import sealed_rows_are_sound
from springstep.engine.errors import Code, Fault
from springstep.engine.text.atomic import make_folders, put_where_nothing_is, sync_folder
from springstep.engine.text.drafts import draft_beside
from springstep.engine.text.opening import LinkError, NoFileError, mode_of_file
from springstep.engine.text.turns import TOLD_AFTER_S, turn

APPLICATION_ID = 0x53505253
"""``SPRS``, at byte 68 of the file, as SQLite's own ``file`` magic has it."""

_OLDEST_SQLITE = (3, 37, 0)
_MAGIC = b"SQLite format 3\x00"
_NOT_CHANGED = "the file was not changed"
_PRAGMAS = (
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
)

_MALFORMED = "malformed"
_OF_A_ROW = re.compile(r"CHECK constraint failed in |\S+ value in ")
_DAMAGE = (_MALFORMED, "corrupt", "unsupported file format")
_OF_THE_DISK = ("disk is full", "readonly", "read-only", "unable to open", "locked", "not a database", "disk i/o error")
"""How what is no fault of the tables themselves begins or ends."""
_FAILURES: tuple[tuple[str, Code, str, str], ...] = (
    *((sign, "damaged", "is damaged", "restore it from a copy or an export") for sign in _DAMAGE),
    ("disk is full", "cannot_write", "the disk is full", "free some space and try again; nothing of this was saved"),
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
    ("not a database", "damaged", "is damaged or not a diary", f"restore it from a copy or an export; {_NOT_CHANGED}"),
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
    except (sqlite3.Error, OSError) as error:
        raise told(path, error) from None


def told(path: pathlib.Path, error: sqlite3.Error | OSError) -> DiaryError:
    """Say what the disk or SQLite reports, and what to do."""
    if isinstance(error, OSError):
        what = f"cannot be used: {(error.strerror or str(error)).lower()}"
        code: Code = "busy" if isinstance(error, TimeoutError) else "unreadable"
        return DiaryError([Fault(code, what, source=str(error.filename or path))])
    message = str(error)
    for sign, code, what, advice in _FAILURES:
        if sign in message.lower():
            return DiaryError([Fault(code, what, "", advice, str(path))])
    return DiaryError([Fault("damaged", f"SQLite refuses: {message}", source=str(path))])


def create(path: pathlib.Path, fill: Callable[[sqlite3.Connection], object], *, wait_s: float) -> None:
    """Create a diary: write it whole under another name, then put it in its place unless another is there by now."""
    _check_sqlite()
    make_folders(path.parent, private=True)
    with turn(path, wait_s), draft_beside(path) as draft:
        with contextlib.closing(sqlite3.connect(draft.path, isolation_level=None)) as connection:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute("PRAGMA synchronous = FULL")
            fill(connection)
            connection.execute("PRAGMA journal_mode = WAL")
        draft.close()  # SQLite's locks on a file end where its process closes it, under whatever name
        with contextlib.suppress(FileExistsError):
            put_where_nothing_is(draft.path, path)
        sync_folder(path.parent)


def connect(path: pathlib.Path, *, wait_s: float) -> sqlite3.Connection:
    """Open a diary, its header checked first; raises ``DiaryError`` and changes nothing if it is not one."""
    check_header(path)
    connection = connection_to(path, timeout=min(wait_s, TOLD_AFTER_S))
    try:
        check(connection)
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode = WAL")
    except BaseException:
        connection.close()
        raise
    return connection


def check(connection: sqlite3.Connection) -> None:
    """Look through the whole database; raises ``sqlite3.DatabaseError`` for one that is not sound."""
    connection.text_factory = _as_text
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        found = [str(said) for (said,) in connection.execute("PRAGMA integrity_check")]
        sealed = connection.execute("SELECT 1 FROM pragma_table_info('entries') WHERE name = 'checksum'").fetchone()
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if any(sign in str(error).lower() for sign in _OF_THE_DISK):
            raise
        raise sqlite3.DatabaseError(_MALFORMED) from None  # whatever a broken table's own words made of it
    if found == ["ok"]:
        return
    # What is wrong with a single value its row's checksum tells, and the other rows can be read.
    if not (sealed and all(map(_OF_A_ROW.match, found)) and sealed_rows_are_sound(connection)):
        raise sqlite3.DatabaseError(_MALFORMED)


def _as_text(stored: bytes) -> str:
    """Return stored bytes as text; what is no text keeps its place, for its row to be found out."""
    return stored.decode("utf-8", "surrogateescape")


def _check_sqlite() -> None:
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        what = f"the diary needs SQLite 3.37 or later; this Python has {sqlite3.sqlite_version}"
        raise DiaryError([Fault("not_installed", what, allowed="use a newer Python")])


def check_header(path: pathlib.Path) -> None:
    """Tell a diary from everything else by its first bytes, which SQLite has not touched yet."""
    _check_sqlite()
    try:
        head = bytes_of(path, most=100)
    except NoFileError as error:
        what = f"is {error.kind.replace('directory', 'folder')}, not a diary"
        raise DiaryError([Fault("unreadable", what, "", "name a file, such as diary.db", str(path))]) from None
    except LinkError:
        what = "is a link, which may lead to another file"
        raise DiaryError([Fault("unreadable", what, "", "name the diary itself with --diary", str(path))]) from None
    if not head.startswith(_MAGIC) or len(head) < 100:
        what = "is empty, not a diary" if not head else "is damaged or not a diary"
        raise DiaryError([Fault("damaged", what, "", f"name another file with --diary; {_NOT_CHANGED}", str(path))])
    _check_beside(path)
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        what = "is a database of another application, not a diary"
        raise DiaryError([Fault("malformed", what, "", f"name another file with --diary; {_NOT_CHANGED}", str(path))])


def _check_beside(path: pathlib.Path) -> None:
    """Refuse what SQLite would write to beside a diary and is no file of its own."""
    for end in ("-wal", "-shm", "-journal"):
        beside = path.with_name(path.name + end)
        try:
            mode_of_file(beside)
        except (NoFileError, LinkError) as error:
            what = f"is beside a diary and would be written to, but {error.strerror}"
            raise DiaryError(
                [Fault("unreadable", what, "", "look where it is from, and remove it", str(beside))]
            ) from None
