"""What watches say of days, as an open diary keeps it: a table of its own, each row sealed by a checksum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from springstep.diary.storage.open_file import OpenFile
from springstep.diary.storage.rows import check_day, checksum_of, sealed_record, shown_start, sound_and_damaged
from springstep.diary.wellness import Wellness, first_day_kept
from springstep.engine.errors import Fault

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
_SELECT = f"SELECT {', '.join(_STORED)} FROM wellness ORDER BY day, source"
_PUT = f"INSERT INTO wellness ({', '.join(_STORED)}) VALUES (?, ?, ?, ?)"
_WAY_OUT = "import the file again, which writes it anew"


class WellnessDays:
    """The days of an open diary; every failure is a ``DiaryError``, each write one transaction."""

    def __init__(self, file: OpenFile) -> None:
        self._file = file

    def sound(self) -> tuple[Wellness, ...]:
        """Return the days that are as they were written, in order."""
        return self._looked_through()[0]

    def faults(self) -> tuple[Fault, ...]:
        """Return what is wrong with the others."""
        return self._looked_through()[1]

    def count(self) -> int:
        """Return how many days there are, damaged ones with them."""
        with self._file.reading() as tables:
            return int(tables.execute("SELECT count(*) FROM wellness").fetchone()[0])

    def keep(self, days: Iterable[Wellness]) -> None:
        """Keep days in place of all that were kept; raises ``DiaryError`` for a day too far, too."""
        with self._file.writing() as tables:
            tables.execute("DELETE FROM wellness")
            for each in days:
                check_day(each.day)
                values = (each.day.isoformat(), each.source, each.to_json())
                tables.execute(_PUT, (*values, checksum_of(dict(zip(_STORED, values, strict=False)))))

    def forget_old(self, today: date) -> None:
        """Delete the days that are kept no longer on a day, damaged ones with them."""
        with self._file.writing() as tables:
            tables.execute("DELETE FROM wellness WHERE day < ?", (first_day_kept(today).isoformat(),))

    def _looked_through(self) -> tuple[tuple[Wellness, ...], tuple[Fault, ...]]:
        with self._file.reading() as tables:
            sound, damaged = sound_and_damaged(tables.execute(_SELECT).fetchall(), _day_of_row)
        return tuple(sound), tuple(damaged)


def _day_of_row(row: Sequence[Any]) -> Wellness:
    """Return the day of a row; raises ``DamagedError``."""
    values = dict(zip(_STORED, row, strict=True))

    def damaged() -> Fault:
        name = shown_start(values["day"], 10)
        what = f"what a watch says of {name} cannot be read: it is not as it was written, the disk may be failing"
        return Fault("damaged", what, allowed=_WAY_OUT)

    return sealed_record(Wellness, values, lambda each: {"day": each.day.isoformat(), "source": each.source}, damaged)
