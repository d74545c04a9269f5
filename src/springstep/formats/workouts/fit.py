"""A plan as a FIT workout, the file that watches of many makers take.

Recoveries are open: the lap key ends them, since the guide rests by breath and not by the clock; the least rest stands
in their names. No step has a target: heart rate lags behind an effort of ten seconds, and a watch that beeps for it
misleads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from math import ceil
from typing import Any

from springstep.engine.errors import Fault
from springstep.formats.errors import FormatError
from springstep.formats.workouts.libraries import needs
from springstep.formats.workouts.named_run import NamedRepeat, NamedRun, NamedStep, StepRole
from springstep.formats.workouts.read_back import hold
from springstep.formats.workouts.texts import fitting, several_times, whole_seconds
from springstep.session.clock import clock_time

MOST_BYTES = 254
"""How long a text may be: a field of FIT has at most 255 bytes, and one of them ends it."""
MOST_STEPS = 50
"""How many steps a workout may have, repeats among them: Garmin's own limit."""
MOST_S = 4_294_967
"""How long a step may last: milliseconds in 32 bits, of which the last value means none."""
_FILE_ID, _WORKOUT, _STEP = 0, 26, 27
_INTENSITY = {
    "warm_up": "warmup",
    "effort": "interval",
    "recovery": "recovery",
    "easy": "active",
    "cool_down": "cooldown",
}
_EPOCH = datetime(1989, 12, 31, tzinfo=timezone.utc)
_FIRST_DAY, _LAST_DAY = date(1998, 7, 5), date(2126, 2, 4)
"""Between which days FIT can tell a time by itself."""
_DAY_S = 86_400
_LONG_S = 6_000
"""From here on minutes have three digits."""


def fit_file(run: NamedRun) -> bytes:
    """Return a run as a FIT workout: the same bytes for the same plan and day.

    What is written is decoded again by two readers that share no code. Raises ``FormatError`` where the extra is
    missing, where something does not fit into the format, or where a reader finds anything else in the file.
    """
    needs("a workout file of a watch", "garmin_fit_sdk", "fitdecode")
    from garmin_fit_sdk import Encoder  # an extra

    from springstep.formats.workouts.fit_reading import READERS, read_fit  # needs the extra, too

    encoder = Encoder()
    for message in _messages(run):
        encoder.write_mesg(message)
    written = bytes(encoder.close())
    meant = fit_id(run), run.title, shown(run)
    for reader in READERS:
        read = read_fit(written, reader=reader)
        hold((read.id, read.title, read.parts), meant, what="the workout file", reader=reader)
    return written


def fit_id(run: NamedRun) -> tuple[int, datetime]:
    """Return the serial number and the time by which a watch knows the file; both follow from plan and day."""
    if not _FIRST_DAY <= run.day <= _LAST_DAY:
        allowed = f"from {_FIRST_DAY} to {_LAST_DAY}"
        raise FormatError([Fault("out_of_range", f"a workout file cannot tell the day {run.day}", "day", allowed)])
    digest = hashlib.sha256(f"{run.plan} {run.day.isoformat()}".encode()).digest()
    serial = int.from_bytes(digest[:4], "big") % (2**32 - 1) + 1  # 0 means that there is none
    midnight = datetime(run.day.year, run.day.month, run.day.day, tzinfo=timezone.utc)
    return serial, midnight + timedelta(seconds=int.from_bytes(digest[4:8], "big") % _DAY_S)


def shown(run: NamedRun) -> tuple[NamedStep | NamedRepeat, ...]:
    """Return the steps of a run as a watch shows them: those that the lap key ends have their least in their name."""
    return tuple(
        NamedRepeat(part.times, tuple(map(_shown, part.steps))) if isinstance(part, NamedRepeat) else _shown(part)
        for part in run.parts
    )


def _shown(step: NamedStep) -> NamedStep:
    name = step.name if step.least_s is None else f"{step.name} {_least(step.least_s, step.role)}+"
    return NamedStep(step.role, name, step.cue, step.duration_s)


def _least(seconds: int, role: StepRole) -> str:
    """Return a length that leaves a name within 15 characters: ``90s``, ``6:22``, from 100 minutes on ``1h40``."""
    if role == "recovery":
        return f"{seconds}s"
    if seconds < _LONG_S:
        return clock_time(seconds)
    hours, minutes = divmod(ceil(seconds / 60), 60)
    return f"{hours}h{minutes:02d}"


def _messages(run: NamedRun) -> Iterator[dict[str, Any]]:
    serial, created = fit_id(run)
    yield {
        "mesg_num": _FILE_ID,
        "type": "workout",
        "manufacturer": "development",
        "product": 1,
        "serial_number": serial,
        "time_created": int((created - _EPOCH).total_seconds()),
    }
    steps = list(_steps(run))
    if len(steps) > MOST_STEPS:
        what = f"the workout has {len(steps)} steps, repeats among them"
        raise FormatError([Fault("too_large", what, "parts", f"at most {MOST_STEPS}")])
    yield {
        "mesg_num": _WORKOUT,
        "wkt_name": fitting(run.title, "title", most_bytes=MOST_BYTES),
        "sport": "running",
        "num_valid_steps": len(steps),
    }
    yield from ({"mesg_num": _STEP, "message_index": place, **step} for place, step in enumerate(steps))


def _steps(run: NamedRun) -> Iterator[dict[str, Any]]:
    """Yield the steps in order; after those of a repeat comes the one that says how often, and from which on."""
    place = 0
    for part in shown(run):
        steps = part.steps if isinstance(part, NamedRepeat) else (part,)
        yield from map(_step, steps)
        if isinstance(part, NamedRepeat):
            yield {
                "duration_type": "repeat_until_steps_cmplt",
                "duration_value": place,
                "target_type": "open",
                "target_value": several_times(part.times),
            }
            place += 1
        place += len(steps)


def _step(step: NamedStep) -> dict[str, Any]:
    name = fitting(step.name, "name", most_bytes=MOST_BYTES)
    written = {"wkt_step_name": name, "target_type": "open", "target_value": 0, "intensity": _INTENSITY[step.role]}
    if step.cue:
        written["notes"] = fitting(step.cue, f"cue of {name}", most_bytes=MOST_BYTES)
    if step.duration_s is None:
        return {**written, "duration_type": "open"}
    seconds = whole_seconds(step.duration_s, name, most_s=MOST_S)
    return {**written, "duration_type": "time", "duration_value": seconds * 1000}
