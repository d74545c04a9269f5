"""A FIT workout read again: by the library that wrote it, and by another that shares no code with it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from typing import Any

from springstep.engine.errors import Fault
from springstep.engine.frozen import Frozen
from springstep.formats.errors import FormatError
from springstep.formats.workouts.libraries import needs
from springstep.formats.workouts.named_run import NamedRepeat, NamedStep, StepRole

_ROLES: Mapping[str, StepRole] = {
    "warmup": "warm_up",
    "interval": "effort",
    "recovery": "recovery",
    "active": "easy",
    "cooldown": "cool_down",
}
_STEPS = "workout_step"
_Messages = list[tuple[str, dict[str, Any]]]


class FitWorkout(Frozen):
    """What stands in a FIT workout, its steps by the names that a watch shows."""

    id: tuple[int, datetime]
    title: str
    parts: tuple[NamedStep | NamedRepeat, ...]


def read_fit(data: bytes, *, reader: str = "garmin_fit_sdk") -> FitWorkout:
    """Read a workout that this package wrote; raises ``FormatError`` for any other file."""
    needs("a workout file of a watch", reader)
    try:
        messages = READERS[reader](data)
    except FormatError:
        raise
    except Exception:  # a broken file fails as whatever its reader stumbles over
        raise _damaged(reader) from None
    try:
        heads = dict(messages)
        head, workout = heads["file_id"], heads["workout"]
        steps = [fields for name, fields in messages if name == _STEPS]
        plain = (head["type"], workout["sport"], workout["num_valid_steps"]) == ("workout", "running", len(steps))
        if not plain or [step["message_index"] for step in steps] != list(range(len(steps))):
            raise _damaged(reader)
        created = head["time_created"].replace(tzinfo=timezone.utc)
        return FitWorkout((head["serial_number"], created), workout["wkt_name"], _parts(steps, reader))
    except (KeyError, TypeError, AttributeError, IndexError):
        raise _damaged(reader) from None


def _parts(steps: list[dict[str, Any]], reader: str) -> tuple[NamedStep | NamedRepeat, ...]:
    """Return the steps, those that a later one repeats joined."""
    parts: list[NamedStep | NamedRepeat] = []
    starts: list[int] = []
    """At which step each part begins."""
    for place, step in enumerate(steps):
        if step["duration_type"] != "repeat_until_steps_cmplt":
            parts.append(_step(step, reader))
            starts.append(place)
            continue
        first = starts.index(step["duration_step"]) if step["duration_step"] in starts else len(parts)
        inner = tuple(part for part in parts[first:] if isinstance(part, NamedStep))
        if not inner or len(inner) != len(parts) - first:
            raise _damaged(reader)
        parts[first:], starts[first:] = [NamedRepeat(step["repeat_steps"], inner)], [starts[first]]
    return tuple(parts)


def _step(step: Mapping[str, Any], reader: str) -> NamedStep:
    if step["target_type"] != "open" or any(name.startswith("custom_target") for name in step):
        raise _damaged(reader)
    seconds = step["duration_time"] if step["duration_type"] == "time" else None
    if step["duration_type"] not in ("time", "open") or (seconds is not None and seconds != int(seconds)):
        raise _damaged(reader)
    return NamedStep(
        role=_ROLES[step["intensity"]],
        name=step["wkt_step_name"],
        cue=step.get("notes", ""),
        duration_s=int(seconds) if seconds is not None else None,
    )


def _by_garmin(data: bytes) -> _Messages:
    from garmin_fit_sdk import Decoder, Stream  # an extra

    for check in (Decoder.is_fit, Decoder.check_integrity):
        if not check(Decoder(Stream.from_byte_array(bytearray(data)))):
            raise _damaged("garmin_fit_sdk")
    found: _Messages = []
    names = {0: "file_id", 26: "workout", 27: _STEPS}
    decoder = Decoder(Stream.from_byte_array(bytearray(data)))
    _, errors = decoder.read(mesg_listener=lambda number, fields: found.append((names.get(number, ""), dict(fields))))
    if errors:
        raise _damaged("garmin_fit_sdk")
    return found


def _by_fitdecode(data: bytes) -> _Messages:
    import fitdecode  # as above

    with fitdecode.FitReader(io.BytesIO(data), error_handling=fitdecode.ErrorHandling.RAISE) as frames:
        return [
            (frame.name, {field.name: field.value for field in frame.fields if field.value is not None})
            for frame in frames
            if isinstance(frame, fitdecode.FitDataMessage)
        ]


READERS: Mapping[str, Callable[[bytes], _Messages]] = {"garmin_fit_sdk": _by_garmin, "fitdecode": _by_fitdecode}
"""The readers by the names of their libraries."""


def _damaged(reader: str) -> FormatError:
    return FormatError([Fault("damaged", f"is no workout of this package, as {reader} reads it")])
