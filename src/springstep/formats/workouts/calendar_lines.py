"""A calendar read line by line, by a reader that shares no code with the library that wrote it (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from springstep.engine.errors import Fault
from springstep.formats.errors import FormatError

_UNFOLDED = re.compile(r"\r\n[ \t]")
_LINE = re.compile(r"(?P<name>[A-Z-]+)(?P<options>(?:;[A-Z-]+=[^:;]*)*):(?P<value>.*)", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\;,nN])")
_WHOLE_DAY = ";VALUE=DATE"
_Found = tuple[str, datetime | date, datetime | None, str, str]


def events_by_line(data: bytes) -> tuple[_Found, ...]:
    """Return name, start, end, title and text of each event; raises ``FormatError`` for what is none.

    A start is a day for an event of the whole day, else a time without a zone.
    """
    try:
        lines = [_parted(line) for line in _UNFOLDED.sub("", data.decode()).split("\r\n") if line]
        return tuple(_events(lines))
    except (UnicodeDecodeError, ValueError, KeyError):
        raise FormatError([Fault("damaged", "is no calendar, read line by line")]) from None


def _parted(line: str) -> tuple[str, str, str]:
    """Return name, options and value of a line; raises ``ValueError``."""
    found = _LINE.fullmatch(line)
    if found is None:
        raise ValueError
    return found["name"], found["options"], found["value"]


def _events(lines: list[tuple[str, str, str]]) -> Iterator[_Found]:
    event: dict[str, tuple[str, str]] | None = None
    for name, options, value in lines:
        match name, value:
            case "BEGIN", "VEVENT":
                event = {}
            case "END", "VEVENT" if event is not None:
                yield _read(event)
                event = None
            case _ if event is not None:
                if name in event:
                    raise ValueError
                event[name] = options, value


def _read(event: Mapping[str, tuple[str, str]]) -> _Found:
    options, told = event["DTSTART"]
    starts = datetime.strptime(told, "%Y%m%d").date() if options == _WHOLE_DAY else _time(event["DTSTART"])
    ends = _time(event["DTEND"]) if "DTEND" in event else None
    texts = (_plain(event[name][1]) for name in ("UID", "SUMMARY", "DESCRIPTION"))
    uid, title, text = texts
    return uid, starts, ends, title, text


def _time(told: tuple[str, str]) -> datetime:
    """Return a time on the wall; raises ``ValueError`` for one with a zone."""
    options, value = told
    if options:
        raise ValueError
    return datetime.strptime(value, "%Y%m%dT%H%M%S")


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
