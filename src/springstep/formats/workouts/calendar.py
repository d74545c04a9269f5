"""A plan as an event of a calendar (iCalendar, RFC 5545), in floating time: eight o'clock anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from springstep.engine.errors import Fault
from springstep.engine.frozen import Frozen
from springstep.formats.errors import FormatError
from springstep.formats.workouts.calendar_lines import events_by_line
from springstep.formats.workouts.libraries import needs
from springstep.formats.workouts.named_run import NamedRun
from springstep.formats.workouts.read_back import hold
from springstep.formats.workouts.texts import fitting, whole_seconds

if TYPE_CHECKING:
    import icalendar

MOST_BYTES = 20_000
"""How long the text of an event may be."""
MOST_EVENTS = 366
LINE_BYTES = 75
"""How long a line may be before it is folded, by the format."""
_PRODUCT = "-//springstep//plan//EN"
_NAMESPACE = UUID("0e0ae5b2-1d3c-57e8-9d0a-4a3a6c6f2f55")
_MOST_S = 86_400


class RunEvent(Frozen):
    """One run in a calendar: the whole day, or from ``starts`` on."""

    uid: str
    day: date
    starts: time | None
    """By the clock on the wall, wherever that is."""
    length_s: int | None
    """From then on; none where the event is a whole day."""
    title: str
    text: str


def run_event(run: NamedRun, *, at: time | None = None, brief: bool = False) -> RunEvent:
    """Return the event of a run, its name following from its kind and day; ``brief`` says it in a few lines."""
    lines, length_s = run.brief if brief else run.text, run.run_s if at is not None else None
    return RunEvent(event_uid(run.run_kind, run.day), run.day, at, length_s, run.title, "\n".join(lines))


def event_uid(run_kind: str, day: date) -> str:
    """Return the name by which a calendar knows an event again: that of a day's run of one kind.

    A week looked ahead and the plan of the day name the same run, whatever set it carries by then.
    """
    return str(uuid5(_NAMESPACE, f"{run_kind} {day.isoformat()}"))


def calendar_file(events: Iterable[RunEvent]) -> bytes:
    """Return a calendar with these events.

    The file is read again by two readers before it is returned. Raises ``FormatError`` where the extra is missing,
    where something does not fit, or where a reader finds anything else in the file.
    """
    needs("a calendar", "icalendar")
    import icalendar  # an extra

    meant = tuple(map(_checked, events))
    if not 1 <= len(meant) <= MOST_EVENTS:
        raise FormatError([Fault("out_of_range", f"there are {len(meant)} events", allowed=f"from 1 to {MOST_EVENTS}")])
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    for event in meant:
        calendar.add_component(_component(event))
    written = bytes(calendar.to_ical())
    hold(read_calendar(written), meant, what="the calendar", reader="icalendar")
    hold(events_by_line(written), tuple(map(_on_the_wall, meant)), what="the calendar", reader="a reader of lines")
    folded = all(len(line) <= LINE_BYTES for line in written.split(b"\r\n"))
    hold(folded, True, what="the calendar", reader="a reader of folded lines")
    return written


def _on_the_wall(event: RunEvent) -> tuple[str, datetime | date, datetime | None, str, str]:
    """Return an event as the lines of a calendar tell it."""
    if event.starts is None:
        return event.uid, event.day, None, event.title, event.text
    starts = datetime.combine(event.day, event.starts)
    ends = starts + timedelta(seconds=event.length_s) if event.length_s is not None else None
    return event.uid, starts, ends, event.title, event.text


def _checked(event: RunEvent) -> RunEvent:
    for line in event.text.split("\n"):
        fitting(line, "text", most_bytes=MOST_BYTES)
    fitting(event.title, "title", most_bytes=MOST_BYTES)
    if len(event.text.encode()) > MOST_BYTES:
        raise FormatError([Fault("too_large", "the text is too long", "text", f"at most {MOST_BYTES:,} bytes")])
    if event.length_s is not None:
        if event.starts is None:
            raise FormatError([Fault("contradiction", "a whole day has no length", "length", "a start with it")])
        whole_seconds(event.length_s, "length", most_s=_MOST_S)
    return event


def _component(event: RunEvent) -> icalendar.Event:
    import icalendar  # an extra, as above

    made = icalendar.Event()
    made.add("uid", event.uid)
    made.add("dtstamp", datetime(event.day.year, event.day.month, event.day.day, tzinfo=timezone.utc))
    if event.starts is None:
        made.add("dtstart", event.day)
        made.add("transp", "TRANSPARENT")
    else:
        starts = datetime.combine(event.day, event.starts)
        made.add("dtstart", starts)
        if event.length_s is not None:
            made.add("dtend", starts + timedelta(seconds=event.length_s))
    made.add("summary", event.title)
    made.add("description", event.text)
    return made


def read_calendar(data: bytes) -> tuple[RunEvent, ...]:
    """Read a calendar that this package wrote; raises ``FormatError`` for any other file."""
    needs("a calendar", "icalendar")
    import icalendar  # an extra

    try:
        calendar: Any = icalendar.Calendar.from_ical(data)
        return tuple(_read(component) for component in calendar.walk("VEVENT"))
    except (ValueError, KeyError, AttributeError, TypeError, IndexError):
        raise FormatError([Fault("damaged", "is no calendar that this package wrote")]) from None


def _read(component: Any) -> RunEvent:
    starts = component["dtstart"].dt
    timed = isinstance(starts, datetime)
    if timed and (starts.tzinfo is not None or "TZID" in component["dtstart"].params):
        raise ValueError
    ends = component["dtend"].dt if "dtend" in component else None
    return RunEvent(
        uid=str(component["uid"]),
        day=starts.date() if timed else starts,
        starts=starts.time() if timed else None,
        length_s=int((ends - starts).total_seconds()) if timed and ends is not None else None,
        title=str(component["summary"]),
        text=str(component["description"]),
    )
