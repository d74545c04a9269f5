"""A diary that can be read and not be written: on read-only media, in a folder of somebody else, on a full disk."""

from __future__ import annotations

import contextlib
import pathlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator

from springstep.diary.storage.held import bytes_of
from springstep.engine.text.atomic import write_new

_BESIDE = ("-wal", "-journal")
"""What holds entries that are not in the file itself yet."""


def read_into_memory(path: pathlib.Path) -> sqlite3.Connection:
    """Return all that is committed as a database in memory; raises ``OSError`` and ``sqlite3.Error``."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        with _source(path) as source:
            source.backup(memory)
    except BaseException:
        memory.close()
        raise
    return memory


@contextlib.contextmanager
def _source(path: pathlib.Path) -> Iterator[sqlite3.Connection]:
    beside = [path.with_name(path.name + end) for end in _BESIDE]
    if not any(each.exists() and each.stat().st_size for each in beside):
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as source:
            yield source
        return
    # Where the log of a killed program lies beside it, SQLite reads it only where it may write.
    folder = pathlib.Path(tempfile.mkdtemp(prefix="springstep-"))
    try:
        for each in (path, *beside):
            if each.exists():
                write_new(folder / each.name, bytes_of(each))
        with contextlib.closing(sqlite3.connect(folder / path.name)) as source:
            yield source
    finally:
        shutil.rmtree(folder, ignore_errors=True)
