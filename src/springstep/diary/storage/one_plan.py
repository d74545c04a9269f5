"""One plan for a day and kind of run: what earlier diaries hold more is taken out, and said."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from springstep.diary.entry import Entry
from springstep.engine.errors import Fault

INDEX = "CREATE UNIQUE INDEX one_plan ON entries (day, run_kind) WHERE bursts = 'planned'"

_SEVERAL = """
SELECT day, run_kind FROM entries WHERE bursts = 'planned' GROUP BY day, run_kind HAVING count(*) > 1
ORDER BY day, run_kind
"""


def keep_the_latest(connection: sqlite3.Connection) -> Iterator[str]:
    """Leave of several plans without a log for one day and kind of run the latest; yield what became of the others."""
    for day, kind in connection.execute(_SEVERAL).fetchall():
        of_it = "FROM entries WHERE bursts = 'planned' AND day = ? AND run_kind = ?"
        *earlier, (kept, last) = connection.execute(f"SELECT id, uid {of_it} ORDER BY id", (day, kind)).fetchall()
        connection.execute(f"DELETE {of_it} AND id <> ?", (day, kind, kept))
        gone = ", ".join(str(uid)[:8] for _, uid in earlier)
        run = str(kind).replace("_", " ")
        yield f"of {len(earlier) + 1} plans for one {run} run on {day} the latest stays, {last[:8]}; taken out: {gone}"


def second_plan(entry: Entry, other: str, allowed: str = "log or delete that one first") -> Fault:
    """Say that there is another plan for the day and kind of run of one."""
    run = f"{entry.run_kind.replace('_', ' ')} run on {entry.day}"
    return Fault("exists", f"there is another plan for the {run}, {other[:8]}", allowed=allowed)
