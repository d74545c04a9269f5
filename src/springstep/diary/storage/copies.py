"""Copies of a diary from before it was brought up to date, kept next to it."""

from __future__ import annotations

import contextlib
import pathlib
import re
import sqlite3

from springstep.engine.text.atomic import put_where_nothing_is, sync_folder
from springstep.engine.text.drafts import draft_beside


def copies(path: pathlib.Path) -> list[pathlib.Path]:
    """Return the copies kept next to a diary."""
    name = re.compile(re.escape(path.name) + r"\.v\d+(\.\d+)?\.bak")
    return sorted(each for each in path.parent.iterdir() if name.fullmatch(each.name))


def keep_copy(path: pathlib.Path, version: int) -> pathlib.Path:
    """Copy a diary as it was last committed, for its owner only, never over a copy that is there already.

    Return where the copy is; there is all of it or none.
    """
    place = path.with_name(f"{path.name}.v{version}.bak")
    with draft_beside(place) as draft:
        with (
            contextlib.closing(sqlite3.connect(path)) as source,
            contextlib.closing(sqlite3.connect(draft.path)) as target,
        ):
            source.backup(target)
            # The copy is a single file, without the two that WAL keeps next to one.
            target.execute("PRAGMA journal_mode = DELETE")
        number = 1
        while True:
            try:
                put_where_nothing_is(draft.path, place)
                break
            except FileExistsError:
                number += 1
                place = path.with_name(f"{path.name}.v{version}.{number}.bak")
    sync_folder(place.parent)
    return place
