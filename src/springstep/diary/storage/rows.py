"""Entries as rows of the diary's tables, each sealed by a checksum: what a failing disk changes is not taken for true.

The checksum is BLAKE2b, cut to 64 bits: Python brings it along, it is as fast as any for rows of this size, and a
changed row passes for a sound one in one of 2^64 cases, where CRC-32 would let one of four thousand million through.
It guards against accidents; whoever writes to the file on purpose can seal what he wrote.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from springstep.diary.check import fields_of_entry
from springstep.diary.entry import EARLIEST, FLAGS, LATEST, Entry, PlannedSession
from springstep.diary.errors import DiaryError
from springstep.engine.errors import Fault, RecordError, shown
from springstep.engine.record import Record, read_record

Kept = TypeVar("Kept")
Made = TypeVar("Made", bound=Record)

COLUMNS = Entry._names
_STORED = ("id", *COLUMNS, "checksum")
SELECT = f"SELECT {', '.join(_STORED)} FROM entries"
INSERT = f"INSERT INTO entries ({', '.join(_STORED)}) VALUES ({', '.join('?' * len(_STORED))})"
UPDATE = f"UPDATE entries SET {', '.join(f'{name} = ?' for name in _STORED)} WHERE id = ?"
_WAY_OUT = "bring it back from an export by `springstep diary import --replace`, or delete it"
_BYTES = 8
_MINUTES = "duration_min"
_WHOLE = (*FLAGS, "efforts", "effort_s", "fatigue_after", "cadence", "stride", "spring", "return_to_pace")


class DamagedError(DiaryError):
    """A row is not as it was written."""


def sound_and_damaged(
    found: Iterable[Sequence[Any]], read: Callable[[Sequence[Any]], Kept]
) -> tuple[list[Kept], list[Fault]]:
    """Read each row; return what is as it was written, and what is wrong with the others."""
    sound: list[Kept] = []
    damaged: list[Fault] = []
    for row in found:
        try:
            sound.append(read(row))
        except DamagedError as error:
            damaged += error.faults
    return sound, damaged


def checksum_of(values: Mapping[str, Any]) -> str:
    """Return the checksum of a row by its columns; columns without a value do not count.

    >>> checksum_of({"day": "2026-03-31", "note": None}) == checksum_of({"day": "2026-03-31"})
    True
    """
    told = {name: value for name, value in values.items() if value is not None and name != "checksum"}
    text = json.dumps(told, sort_keys=True, default=repr, ensure_ascii=False)
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=_BYTES).hexdigest()


def sealed_record(
    kind: type[Made],
    values: Mapping[str, Any],
    columns: Callable[[Made], Mapping[str, Any]],
    damage: Callable[[], Fault],
) -> Made:
    """Return the record that a row keeps in full; raises ``DamagedError`` with the fault where it is not as written.

    ``columns`` names what stands in columns of its own beside it, and has to be the same there.
    """
    try:
        _check_text(values)
        if values["checksum"] != checksum_of(values):
            raise ValueError
        found = read_record(kind, values["kept"])
        if any(values[name] != value for name, value in columns(found).items()):
            raise ValueError
    except (RecordError, ValueError, TypeError):
        raise DamagedError([damage()]) from None
    return found


def shown_start(value: Any, length: int) -> str:
    """Return the beginning of a value of a damaged row as it may be shown."""
    return str(value)[:length].encode("ascii", "backslashreplace").decode()


def _check_text(values: Mapping[str, Any]) -> None:
    """Raise ``UnicodeError`` for a byte that is no text."""
    "".join(each for each in values.values() if isinstance(each, str)).encode()


def row_of(entry: Entry, number: int) -> tuple[Any, ...]:
    """Return the row of an entry, with the number by which it is ordered; raises ``DiaryError`` for a day too far."""
    check_day(entry.day)
    values: dict[str, Any] = {"id": number, **fields_of_entry(entry)}
    values["day"] = entry.day.isoformat()
    values["plan"] = entry.plan.to_json() if entry.plan is not None else None
    values["cues"] = None if entry.cues is None else " ".join(entry.cues)
    for name in (_MINUTES, *_WHOLE):  # as the table gives them back
        if values[name] is not None:
            values[name] = float(values[name]) if name == _MINUTES else int(values[name])
    return (*(values[name] for name in _STORED[:-1]), checksum_of(values))


def check_day(day: date) -> None:
    """Raise ``DiaryError`` for a day that no diary keeps."""
    if not EARLIEST <= day <= LATEST:
        raise DiaryError([Fault("out_of_range", f"{day} is no day of a diary", "day", f"from {EARLIEST} to {LATEST}")])


def entry_of_row(row: Sequence[Any]) -> Entry:
    """Return the entry of a row; raises ``DamagedError``."""
    values = dict(zip(_STORED, row, strict=True))
    try:
        _check_text(values)
        if values.pop("checksum") != checksum_of(values):
            raise ValueError
        del values["id"]
        values["day"] = date.fromisoformat(values["day"])
        values["plan"] = None if values["plan"] is None else read_record(PlannedSession, values["plan"])
    except (RecordError, ValueError, TypeError):
        raise DamagedError([_damaged(values)]) from None
    for name in FLAGS:
        values[name] = None if values[name] is None else bool(values[name])
    values["cues"] = None if values["cues"] is None else tuple(values["cues"].split())
    return Entry(**values)


def race_of_row(row: Sequence[Any]) -> date:
    """Return the day of the next race as its row has it; raises ``DamagedError``."""
    day, kept = row
    try:
        if kept == checksum_of({"day": day}):
            return date.fromisoformat(day)
    except (ValueError, TypeError):
        pass
    what = f"the day of the next race cannot be read: {shown(day)} is not as it was written"
    raise DamagedError([Fault("damaged", what, allowed="say it anew by `springstep diary race`")])


def race_row(day: date) -> tuple[str, str]:
    """Return the row of the next race; raises ``DiaryError`` for a day too far."""
    check_day(day)
    return day.isoformat(), checksum_of({"day": day.isoformat()})


def seal(connection: sqlite3.Connection) -> Iterator[str]:
    """Give each row of a diary its checksum; there is nothing to tell of it."""
    cursor = connection.execute("SELECT * FROM entries")
    names = [column[0] for column in cursor.description]
    for row in cursor.fetchall():
        values = dict(zip(names, row, strict=True))
        connection.execute("UPDATE entries SET checksum = ? WHERE id = ?", (checksum_of(values), values["id"]))
    for (day,) in connection.execute("SELECT day FROM next_race").fetchall():
        connection.execute("UPDATE next_race SET checksum = ?", (checksum_of({"day": day}),))
    yield from ()


def sealed_rows_are_sound(connection: sqlite3.Connection) -> bool:
    """Tell whether each row that is as it was written keeps the conditions of its table, too."""
    (table,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'entries'").fetchone()
    try:
        with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as other:
            other.execute(table)
            for row in connection.execute(SELECT).fetchall():
                values = dict(zip(_STORED, row, strict=True))
                if values["checksum"] == checksum_of(values):
                    other.execute(INSERT, row)
    except (sqlite3.Error, UnicodeError):
        return False
    return True


def _damaged(values: Mapping[str, Any]) -> Fault:
    name = shown_start(values["uid"], 8)
    what = f"the entry {name} cannot be read: it is not as it was written, the disk may be failing"
    return Fault("damaged", what, allowed=_WAY_OUT)
