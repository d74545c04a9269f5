"""Files of diaries that this process has open, none of whose locks it gives up by looking at a file once more.

The locks by which SQLite keeps programs apart belong to a process and a file (POSIX): they end as soon as the process
closes any descriptor of that file, be it another thread's. Another program would then take the diary for one that
nobody has open, and remove the log into which this one writes. SQLite minds this among its own descriptors; what is
read past it is closed here, once the last connection of the process is. And what is written to a file that has lost
its name meanwhile is gone with the connection, so that a connection tells whether its file still is at its place.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import sqlite3
import threading
from collections import Counter, defaultdict

from springstep.diary.errors import DiaryError
from springstep.engine.errors import Fault
from springstep.engine.text.opening import open_to_read

_Key = tuple[int, int]
_TURN = threading.Lock()
_CONNECTIONS: Counter[_Key] = Counter()
_TO_CLOSE: defaultdict[_Key, contextlib.ExitStack] = defaultdict(contextlib.ExitStack)


class HeldConnection(sqlite3.Connection):
    """A connection to a diary that is counted for as long as it is open."""

    _key: _Key | None = None

    def hold(self, key: _Key) -> None:
        """Count this as a connection to a file."""
        self._key = key
        _CONNECTIONS[key] += 1

    def is_to(self, path: pathlib.Path) -> bool:
        """Tell whether the file at a path is still the one that this is connected to; raises ``OSError``."""
        try:
            return self._key == _key_of(path.stat())
        except FileNotFoundError:
            return False

    def close(self) -> None:
        """Close it, and with the last one of its file what was read past SQLite meanwhile."""
        super().close()
        with _TURN:
            key, self._key = self._key, None
            if key is None:
                return
            _CONNECTIONS[key] -= 1
            if not _CONNECTIONS[key]:
                del _CONNECTIONS[key]
                _TO_CLOSE.pop(key, contextlib.ExitStack()).close()


def connection_to(path: pathlib.Path, *, timeout: float) -> HeldConnection:
    """Connect to the database that is at a path; raises ``OSError`` and ``sqlite3.Error``."""
    with _TURN:
        uri = f"{path.absolute().as_uri()}?mode=rw"
        key = _key_of(path.stat())
        connection = sqlite3.connect(uri, uri=True, timeout=timeout, isolation_level=None, factory=HeldConnection)
        connection.hold(key)
    if not connection.is_to(path):  # another file took its place meanwhile: to which of them this is nobody knows
        connection.close()
        raise gone(path)
    return connection


def gone(path: pathlib.Path) -> DiaryError:
    """Return the refusal to write into a file that is at its place no more, where nobody would ever find it."""
    what = "was deleted or replaced by another program meanwhile"
    return DiaryError([Fault("conflict", what, "", "look what is there now; nothing of this was saved", str(path))])


def bytes_of(path: pathlib.Path, *, most: int = -1) -> bytes:
    """Return what a database's file holds, at most so many bytes, following no link; raises ``OSError``."""
    with _TURN, contextlib.ExitStack() as closing:
        stream = closing.enter_context(open_to_read(path, follow=False))
        key = _key_of(os.fstat(stream.fileno()))
        if key in _CONNECTIONS:
            _TO_CLOSE[key].push(closing.pop_all())
        return stream.read(most)


def _key_of(found: os.stat_result) -> _Key:
    return found.st_dev, found.st_ino
