"""A diary opened: made if there is none, checked, brought up to date, or only read where it cannot be written."""

from __future__ import annotations

import logging
import pathlib
import sqlite3
from collections.abc import Sequence

from springstep.diary.errors import DiaryError
from springstep.diary.storage import migrations
from springstep.diary.storage.files import check, check_header, connect, create, guarded, told
from springstep.diary.storage.open_file import OpenFile
from springstep.diary.storage.reading import read_into_memory
from springstep.diary.storage.shape import made_by, shape_of
from springstep.engine.characters import on_one_line
from springstep.engine.errors import Fault
from springstep.engine.text.opening import is_there

_ONLY_READ = ("readonly", "read-only", "unable to open", "disk is full", "disk i/o error")
"""What SQLite says where a file may be read and not be written."""


def opened(path: pathlib.Path, *, make: bool, wait_s: float, steps: Sequence[migrations.Step]) -> OpenFile:
    """Open the diary at a path; raises ``DiaryError``."""
    with guarded(path):
        if not is_there(path):
            if not make:
                raise DiaryError(
                    [
                        Fault(
                            "not_found",
                            "there is no diary here yet",
                            "",
                            "`springstep diary add` starts one",
                            str(path),
                        )
                    ]
                )
            create(path, lambda connection: migrations.migrate(connection, None, steps), wait_s=wait_s)
        try:
            return OpenFile(path, _to_write(path, wait_s=wait_s, steps=steps), wait_s=wait_s)
        except (sqlite3.OperationalError, PermissionError) as error:
            if not _is_only_read(error):
                raise
            try:
                return OpenFile(path, _to_read(path, steps), wait_s=wait_s, refused=told(path, error))
            except (OSError, sqlite3.OperationalError):
                raise error from None


def _is_only_read(error: Exception) -> bool:
    return isinstance(error, OSError) or any(sign in str(error).lower() for sign in _ONLY_READ)


def _to_write(path: pathlib.Path, *, wait_s: float, steps: Sequence[migrations.Step]) -> sqlite3.Connection:
    connection = connect(path, wait_s=wait_s)
    try:
        _check_version(connection, path, steps)
        for said in migrations.migrate(connection, path, steps, wait_s):
            logging.getLogger("springstep").warning("%s", on_one_line(f"springstep: {path}: {said}"))
    except BaseException:
        connection.close()
        raise
    return connection


def _to_read(path: pathlib.Path, steps: Sequence[migrations.Step]) -> sqlite3.Connection:
    check_header(path)
    connection = read_into_memory(path)
    try:
        check(connection)
        _check_version(connection, path, steps)
        migrations.migrate(connection, None, steps)
    except BaseException:
        connection.close()
        raise
    return connection


def _check_version(connection: sqlite3.Connection, path: pathlib.Path, steps: Sequence[migrations.Step]) -> None:
    connection.execute("BEGIN")  # another program may be bringing it up to date: version and tables are of one moment
    try:
        version, shape = migrations.version_of(connection), shape_of(connection)
    finally:
        connection.execute("COMMIT")
    if version > len(steps):
        what = f"was written by a newer springstep (version {version} of the diary, this one knows {len(steps)})"
        raise DiaryError([Fault("other_version", what, "", "update springstep; the file was not changed", str(path))])
    known = tuple(steps[: max(0, version)])
    if version < 1 or shape != made_by(known):
        what = f"is damaged: its tables are not those of version {version}, which it says it is"
        raise DiaryError(
            [Fault("damaged", what, "", "restore it from a copy or an export; the file was not changed", str(path))]
        )
