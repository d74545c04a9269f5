"""The diary's tables, version by version, and how a file of an earlier version is brought up to date."""

from __future__ import annotations

import pathlib
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from springstep.diary.storage import one_plan, recordings_table, wellness_table
from springstep.diary.storage.copies import keep_copy
from springstep.diary.storage.rows import seal
from springstep.diary.storage.transactions import transaction

Step: TypeAlias = "Sequence[str | Callable[[sqlite3.Connection], Iterable[str]]]"
"""What leads from one version to the next: SQL statements, and functions that yield what is to be told."""

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

# Each row has a checksum from here on, and there is one plan for a day and kind of run.
_VERSION_3 = (
    one_plan.keep_the_latest,
    one_plan.INDEX,
    "ALTER TABLE entries ADD COLUMN checksum TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE next_race ADD COLUMN checksum TEXT NOT NULL DEFAULT ''",
    seal,
)

# What watches recorded is kept beside the entries from here on.
_VERSION_4 = (recordings_table.TABLE,)

# What watches say of days is kept from here on.
_VERSION_5 = (wellness_table.TABLE,)

MIGRATIONS: tuple[Step, ...] = (
    (_VERSION_1, _BY_DAY),
    _VERSION_2,
    _VERSION_3,
    _VERSION_4,
    _VERSION_5,
)
"""One step for each version; a released step is never changed, only followed by another."""


def migrate(
    connection: sqlite3.Connection, path: pathlib.Path | None, steps: Sequence[Step], wait_s: float = 0
) -> list[str]:
    """Bring the tables from their version to the last one, each step in a transaction of its own.

    Before the first step a copy of the file is kept next to it, such as ``diary.db.v1.bak``; there is none for a new
    file (``path`` is None). A step that fails leaves the previous version in place. Return what is to be told.
    """
    said: list[str] = []
    copy: pathlib.Path | None = None
    while version_of(connection) < len(steps):
        with transaction(connection, path, wait_s):
            version = version_of(connection)  # another process may have been here before the lock was ours
            if version >= len(steps):
                break
            if copy is None and path is not None:
                copy = keep_copy(path, version)
            for statement in steps[version]:
                if isinstance(statement, str):
                    connection.execute(statement)
                else:
                    said += statement(connection)
            connection.execute(f"PRAGMA user_version = {version + 1}")
    if said and copy is not None:
        said.append(f"the diary as it was before is {copy.name}")
    return said


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of the tables, 0 when there are none."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
