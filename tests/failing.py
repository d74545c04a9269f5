"""Operations on files and statements of SQL that fail, tear or end the process: the n-th of them, and no other.

Counted is what the package asks of the system below a folder: opening, writing, flushing, naming and removing files,
and each statement of an SQLite connection. Reading is counted where a file is opened.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from unittest import mock

from tests.cli.every_command import DIED

How = Literal["fails", "tears", "dies"]
HOWS: tuple[How, ...] = ("fails", "tears", "dies")
"""Nothing is done; a half of it is, or all where there is no half, and then it fails; the process ends after that."""
_BY_PATH = ("open", "link", "unlink", "replace", "mkdir", "lstat", "scandir")
_BY_HANDLE = ("write", "fsync", "fchmod")


class Failing:
    """Counts operations, and lets one of them go wrong; with number 0 none."""

    def __init__(self, folder: Path, number: int, how: How) -> None:
        self.folder = os.fspath(folder)
        self.number = number
        self.how = how
        self.names: list[str] = []
        """What was counted, in order."""
        self._handles: set[int] = set()

    def run(self, name: str, work: Callable[[], Any], torn: Callable[[], object], error: Exception) -> Any:
        """Do one operation, or let it go wrong."""
        self.names.append(name)
        if len(self.names) != self.number:
            return work()
        if self.how == "fails":
            raise error
        torn()
        if self.how == "dies":
            os._exit(DIED)
        raise error

    def by_path(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def done(path: Any, *arguments: Any, **options: Any) -> Any:
            def work() -> Any:
                return real(path, *arguments, **options)

            if not isinstance(path, str | os.PathLike) or not self._inside(os.fspath(path)):
                return work()
            kept: list[Any] = []
            torn = (lambda: None) if name == "open" and self.how == "tears" else lambda: self._let(name, work)
            found = self.run(name, lambda: kept.append(work()) or kept[0], torn, _full(path))
            if name == "open":
                self._handles.add(found)
            return found

        return done

    def by_handle(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def done(handle: int, *arguments: Any) -> Any:
            if handle not in self._handles:
                return real(handle, *arguments)

            def torn() -> object:
                half = arguments[0][: len(arguments[0]) // 2] if name == "write" else None
                return real(handle, *arguments) if half is None else real(handle, half)

            return self.run(name, lambda: real(handle, *arguments), torn, _full(None))

        return done

    def closed(self, real: Callable[[int], None]) -> Callable[[int], None]:
        def done(handle: int) -> None:
            self._handles.discard(handle)
            real(handle)

        return done

    def connection(self, factory: type[sqlite3.Connection]) -> type[sqlite3.Connection]:
        """Return a kind of connection each statement of which is counted, like the one that was asked for otherwise."""
        failing = self

        class Counted(factory):  # type: ignore[valid-type, misc]
            def execute(self, sql: str, *arguments: Any) -> sqlite3.Cursor:
                def work() -> sqlite3.Cursor:
                    return super(Counted, self).execute(sql, *arguments)

                message = "database or disk is full" if failing.how == "fails" else "disk I/O error"
                found: sqlite3.Cursor = failing.run(f"sql {sql}", work, work, sqlite3.OperationalError(message))
                return found

        return Counted

    def _inside(self, path: str | bytes) -> bool:
        text = os.fsdecode(path)
        return text.startswith(self.folder) or not Path(text).is_absolute()

    def _let(self, name: str, work: Callable[[], Any]) -> None:
        found = work()
        if name == "open":
            os.close(found)


@contextmanager
def failing(folder: Path, number: int = 0, how: How = "fails") -> Iterator[Failing]:
    """Let the n-th operation below a folder go wrong while this is open."""
    found = Failing(folder, number, how)
    real_connect = sqlite3.connect

    def connect(
        path: Any, *, factory: type[sqlite3.Connection] = sqlite3.Connection, **options: Any
    ) -> sqlite3.Connection:
        return real_connect(path, factory=found.connection(factory), **options)

    with (
        mock.patch.multiple(os, **{name: found.by_path(name, getattr(os, name)) for name in _BY_PATH}),
        mock.patch.multiple(os, **{name: found.by_handle(name, getattr(os, name)) for name in _BY_HANDLE}),
        mock.patch.object(os, "close", found.closed(os.close)),
        mock.patch.object(sqlite3, "connect", connect),
    ):
        yield found


def _full(path: object) -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), *([] if path is None else [os.fspath(path)]))  # type: ignore[call-overload]
