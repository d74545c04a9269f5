"""The messages of a FIT file: by Garmin's own library, and by fitdecode where that one stumbles."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

from springstep.engine.frozen import Frozen
from springstep.formats.activity.bounds import MOST_FIELDS, MOST_MESSAGES
from springstep.formats.activity.errors import needs
from springstep.formats.activity.samples import MoreThanARunError

WANTED = ("file_id", "session", "lap", "record", "event", "activity", "workout_step", "sport")
"""The messages that tell of a run."""
Take = Callable[[str, Mapping[str, Any]], None]
_CRC = 2
_WRONG_SUM = "CRC Error"
"""How Garmin's library says that all was read and the checksum at the end is another."""


class FitRead(Frozen):
    """How reading went."""

    whole: bool
    """Whether all was read, to the end."""
    checked: bool = True
    """Whether the checksum at the end is right."""


def whole_length(data: bytes) -> bytes:
    """Let the header say how long the data are where it says more, or nothing: the watch was not closed."""
    size, told = data[0], int.from_bytes(data[4:8], "little")
    there = len(data) - size - _CRC
    if there > 0 and (told == 0 or told > there):
        return data[:4] + there.to_bytes(4, "little") + data[8:]
    return data


def by_garmin(data: bytes, take: Take, *, name: str) -> FitRead:
    """Hand over each message that tells of a run, as Garmin's library reads it.

    It never raises: what it stumbles over it returns. Raises ``ActivityError`` where it is not installed.
    """
    try:
        from garmin_fit_sdk import Decoder, Profile, Stream  # an extra
    except ImportError:
        raise needs("garmin-fit-sdk", name) from None
    names = {number: message["name"] for number, message in Profile["messages"].items()}
    described = (Profile["mesg_num"]["FIELD_DESCRIPTION"], Profile["mesg_num"]["DEVELOPER_DATA_ID"])
    count = fields = 0
    failed: list[Exception] = []

    def listener(number: int, message: dict[str, Any]) -> None:
        nonlocal count, fields
        count, fields = count + 1, fields + len(message)
        try:
            if count > MOST_MESSAGES or fields > MOST_FIELDS:
                raise MoreThanARunError
            if names.get(number) in WANTED:
                take(names[number], message)
        except Exception as error:  # which the library would take for a fault of the file
            failed.append(error)
            raise
        if number not in described:
            message.clear()  # the library keeps each message, which for a long run would be too much

    decoder = Decoder(Stream.from_byte_array(bytearray(data)))
    _, errors = decoder.read(merge_heart_rates=False, mesg_listener=listener)
    for error in failed:
        raise error
    wrong_sum = len(errors) == 1 and str(errors[0]).endswith(_WRONG_SUM)
    return FitRead(whole=wrong_sum or not errors, checked=not wrong_sum)


def by_fitdecode(data: bytes, take: Take, *, name: str) -> FitRead:
    """Hand over each message that tells of a run, as fitdecode reads it; what developers added is left out.

    Raises ``ActivityError`` where it is not installed.
    """
    try:
        import fitdecode  # an extra
    except ImportError:
        raise needs("fitdecode", name) from None
    quiet = {"check_crc": fitdecode.CrcCheck.DISABLED, "error_handling": fitdecode.ErrorHandling.IGNORE}
    count = fields = 0
    with fitdecode.FitReader(io.BytesIO(data), **quiet) as reader:
        frames = iter(reader)
        while True:
            try:
                frame = next(frames, None)
            except Exception:  # it has errors of its own, and lets those of Python through; what was read stays
                return FitRead(whole=False)
            if frame is None:
                return FitRead(whole=True)
            if frame.frame_type != fitdecode.FIT_FRAME_DATAMESG:
                continue
            count, fields = count + 1, fields + len(frame.fields)
            if count > MOST_MESSAGES or fields > MOST_FIELDS:
                raise MoreThanARunError
            if frame.name in WANTED:
                own = (each for each in frame.fields if not (each.field_def is not None and each.field_def.is_dev))
                take(frame.name, {each.name: each.value for each in own})
