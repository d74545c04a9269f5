"""The table of what watches say of days, row by row, each sealed by a checksum; who writes holds a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date

from springstep.diary.storage.rows import DamagedError, check_day, checksum_of
from springstep.diary.wellness import Wellness
from springstep.engine.errors import Fault, RecordError
from springstep.engine.record import read_record

TABLE = """
CREATE TABLE wellness (
    day TEXT NOT NULL CHECK (day IS date(day, '+0 days')),
    source TEXT NOT NULL CHECK (source <> '' AND source NOT GLOB '*[^a-z._]*'),
    kept TEXT NOT NULL CHECK (kept GLOB '{*}'),
    checksum TEXT NOT NULL,
    PRIMARY KEY (day, source)
) STRICT, WITHOUT ROWID
"""
_STORED = ("day", "source", "kept", "checksum")
_PUT = f"INSERT INTO wellness ({', '.join(_STORED)}) VALUES (?, ?, ?, ?)"
_WAY_OUT = "import the file again, which writes it anew"


class WellnessDays:
    """The rows of an open diary; each failure is an ``sqlite3.Error``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[list[Wellness], list[Fault]]:
        """Return the days that are as they were written, in order, and what is wrong with the others."""
        sound: list[Wellness] = []
        damaged: list[Fault] = []
        for row in self._connection.execute(f"SELECT {', '.join(_STORED)} FROM wellness ORDER BY day, source"):
            try:
                sound.append(_day_of_row(dict(zip(_STORED, row, strict=True))))
            except DamagedError as error:
                damaged += error.faults
        return sound, damaged

    def put_all(self, days: Iterable[Wellness]) -> None:
        """Write days in place of all that there are; raises ``DiaryError`` for a day too far."""
        self._connection.execute("DELETE FROM wellness")
        for each in days:
            check_day(each.day)
            values = (each.day.isoformat(), each.source, each.to_json())
            self._connection.execute(_PUT, (*values, checksum_of(dict(zip(_STORED, values, strict=False)))))

    def delete_before(self, day: date) -> None:
        """Delete the days before one, damaged ones with them."""
        self._connection.execute("DELETE FROM wellness WHERE day < ?", (day.isoformat(),))


def _day_of_row(values: dict[str, object]) -> Wellness:
    """Return the day of a row; raises ``DamagedError``."""
    try:
        "".join(each for each in values.values() if isinstance(each, str)).encode()
        if values["checksum"] != checksum_of(values):
            raise ValueError
        found = read_record(Wellness, values["kept"])
        if (found.day.isoformat(), found.source) != (values["day"], values["source"]):
            raise ValueError
    except (RecordError, ValueError, TypeError):
        name = str(values["day"])[:10].encode("ascii", "backslashreplace").decode()
        what = f"what a watch says of {name} cannot be read: it is not as it was written, the disk may be failing"
        raise DamagedError([Fault("damaged", what, allowed=_WAY_OUT)]) from None
    return found
