"""A diary that can be read and not be written: on read-only media, in a folder of somebody else, on a full disk."""

from __future__ import annotations

import contextlib
import pathlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping

from springstep.diary.storage.held import bytes_of
from springstep.engine.text.atomic import write_new

_BESIDE = ("-wal", "-journal")
"""What holds entries that are not in the file itself yet."""


_MOST_TRIES = 20


def read_into_memory(path: pathlib.Path) -> sqlite3.Connection:
    """Return all that is committed as a database in memory; raises ``OSError`` and ``sqlite3.Error``.

    Who may not write cannot lock either: what somebody else changed while it was read is read once more.
    """
    for _ in range(_MOST_TRIES):
        found = _all_bytes(path)
        with contextlib.ExitStack() as closing:
            memory = closing.enter_context(contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)))
            failed: sqlite3.Error | None = None
            try:
                with _source(path, found) as source:
                    source.backup(memory)
            except sqlite3.Error as error:
                failed = error
            if _all_bytes(path) == found:
                if failed is not None:
                    raise failed
                closing.pop_all()
                return memory
    raise TimeoutError(None, "another program was writing it all the while", str(path))


def _all_bytes(path: pathlib.Path) -> dict[str, bytes]:
    """Return what the file and those beside it hold, by their names."""
    found = {path.name: bytes_of(path)}
    for end in _BESIDE:
        with contextlib.suppress(FileNotFoundError):
            found[path.name + end] = bytes_of(path.with_name(path.name + end))
    return found


@contextlib.contextmanager
def _source(path: pathlib.Path, found: Mapping[str, bytes]) -> Iterator[sqlite3.Connection]:
    if not any(found.get(path.name + end) for end in _BESIDE):
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as source:
            yield source
        return
    # Where the log of a killed program lies beside it, SQLite reads it only where it may write.
    folder = pathlib.Path(tempfile.mkdtemp(prefix="springstep-"))
    try:
        for name, content in found.items():
            write_new(folder / name, content)
        with contextlib.closing(sqlite3.connect(folder / path.name)) as source:
            yield source
    finally:
        shutil.rmtree(folder, ignore_errors=True)
