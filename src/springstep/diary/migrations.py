"""The diary's tables, version by version, and how a file of an earlier version is brought up to date."""

from __future__ import annotations

import contextlib
import os
import pathlib
import re
import sqlite3
from collections.abc import Iterator, Sequence

Step = Sequence[str]
"""The SQL statements that lead from one version to the next."""

_VERSION_1 = """
CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 32 AND uid NOT GLOB '*[^0-9a-f]*'),
    day TEXT NOT NULL CHECK (day IS date(day, '+0 days')),
    run_kind TEXT NOT NULL CHECK (run_kind IN ('recovery', 'easy', 'long', 'workout', 'race')),
    bursts TEXT NOT NULL CHECK (bursts IN ('planned', 'done', 'partly', 'skipped', 'none')),
    duration_min REAL CHECK (duration_min BETWEEN 1 AND 600),
    plan TEXT CHECK (plan GLOB '{*}'),
    drill TEXT,
    efforts INTEGER CHECK (efforts BETWEEN 0 AND 30),
    effort_s INTEGER CHECK (effort_s BETWEEN 0 AND 120),
    felt_after TEXT CHECK (felt_after IN ('fresh', 'normal', 'drained')),
    form_held INTEGER CHECK (form_held IN (0, 1)),
    fatigue_after INTEGER CHECK (fatigue_after BETWEEN 0 AND 10),
    cadence INTEGER CHECK (cadence BETWEEN 1 AND 5),
    stride INTEGER CHECK (stride BETWEEN 1 AND 5),
    spring INTEGER CHECK (spring BETWEEN 1 AND 5),
    return_to_pace INTEGER CHECK (return_to_pace BETWEEN 1 AND 5),
    recovery TEXT CHECK (recovery IN ('full', 'slow', 'poor')),
    pain TEXT CHECK (pain IN ('none', 'ache', 'sharp')),
    note TEXT NOT NULL DEFAULT '' CHECK (length(note) <= 2000),
    CHECK (bursts NOT IN ('done', 'partly') OR (ifnull(efforts, 0) >= 1 AND ifnull(effort_s, 0) >= 1)),
    CHECK (bursts IN ('done', 'partly') OR ifnull(efforts, 0) = 0),
    CHECK (bursts <> 'planned' OR plan IS NOT NULL)
) STRICT
"""

_SITES = "'ankle', 'knee', 'achilles', 'calf', 'shin', 'foot', 'hamstring', 'hip', 'lower_back', 'other'"

_BY_DAY = "CREATE INDEX entries_by_day ON entries (day, id)"

# A run with walking breaks is a kind of its own from here on, so the table is made anew.
_VERSION_2 = (
    "ALTER TABLE entries RENAME TO earlier_entries",
    "DROP INDEX entries_by_day",
    _VERSION_1.replace("'easy', 'long'", "'easy', 'run_walk', 'long'"),
    "INSERT INTO entries SELECT * FROM earlier_entries",
    "DROP TABLE earlier_entries",
    _BY_DAY,
    "ALTER TABLE entries ADD COLUMN felt_during TEXT CHECK (felt_during IN ('fresh', 'heavy', 'flooding'))",
    "ALTER TABLE entries ADD COLUMN cues TEXT CHECK (cues <> '' AND cues NOT GLOB '*[^a-z_ ]*')",
    "ALTER TABLE entries ADD COLUMN pelvis TEXT CHECK (pelvis IN ('steady', 'unsteady'))",
    "ALTER TABLE entries ADD COLUMN weight_shift TEXT CHECK (weight_shift IN ('even', 'uneven'))",
    "ALTER TABLE entries ADD COLUMN landings TEXT CHECK (landings IN ('soft', 'hard'))",
    f"ALTER TABLE entries ADD COLUMN pain_site TEXT CHECK (pain_site IN ({_SITES}))",
    f"ALTER TABLE entries ADD COLUMN injury TEXT CHECK (injury IN ({_SITES}))",
    "ALTER TABLE entries ADD COLUMN warning_gone INTEGER CHECK (warning_gone IN (0, 1))",
    "CREATE TABLE next_race (only INTEGER PRIMARY KEY CHECK (only = 1), "
    "day TEXT NOT NULL CHECK (day IS date(day, '+0 days'))) STRICT",
)

MIGRATIONS: tuple[Step, ...] = (
    (_VERSION_1, _BY_DAY),
    _VERSION_2,
)
"""One step for each version; a released step is never changed, only followed by another."""


def migrate(connection: sqlite3.Connection, path: pathlib.Path | None, steps: Sequence[Step]) -> None:
    """Bring the tables from their version to the last one, each step in a transaction of its own.

    Before the first step a copy of the file is kept next to it, such as ``diary.db.v1.bak``; there is none for a new
    file (``path`` is None). A step that fails leaves the previous version in place.
    """
    kept = path is None
    while version_of(connection) < len(steps):
        with transaction(connection):
            version = version_of(connection)  # another process may have been here before the lock was ours
            if version >= len(steps):
                return
            if not kept and path is not None:
                _keep_copy(path, version)
                kept = True
            for statement in steps[version]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version + 1}")


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of the tables, 0 when there are none."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all or nothing, taking the write lock at the start."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def copies(path: pathlib.Path) -> list[pathlib.Path]:
    """Return the copies kept next to a diary from before it was brought up to date."""
    name = re.compile(re.escape(path.name) + r"\.v\d+(\.\d+)?\.bak")
    return sorted(each for each in path.parent.iterdir() if name.fullmatch(each.name))


def _keep_copy(path: pathlib.Path, version: int) -> None:
    """Copy the diary as it was last committed, for its owner only, never over a copy that is there already."""
    place = path.with_name(f"{path.name}.v{version}.bak")
    number = 1
    while True:
        try:
            os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            break
        except FileExistsError:
            number += 1
            place = path.with_name(f"{path.name}.v{version}.{number}.bak")
    try:
        with (
            contextlib.closing(sqlite3.connect(path)) as source,
            contextlib.closing(sqlite3.connect(place)) as target,
        ):
            source.backup(target)
            # The copy is a single file, without the two that WAL keeps next to one.
            target.execute("PRAGMA journal_mode = DELETE")
    except BaseException:
        place.unlink(missing_ok=True)
        raise
