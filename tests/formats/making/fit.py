"""A recording as the FIT file of a watch, written by Garmin's own library."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from garmin_fit_sdk import Encoder, Profile

from springstep.formats.activity.recording import Recording

_EPOCH_S = 631_065_600
_NUMBERS = Profile["mesg_num"]
_DEGREES = 2**31 / 180


def as_fit(recording: Recording, *, one_leg: bool = True, broken_ends: bool = False, places: bool = False) -> bytes:
    """Return the file: cadence of one leg as watches write it, or of both as some do.

    ``broken_ends`` gives laps the end of the whole run, as some watches do; ``places`` adds where each sample was.
    """
    encoder = Encoder()
    began = int(recording.began_at.timestamp()) - _EPOCH_S

    def write(name: str, at_s: float | None = None, **fields: Any) -> None:
        told = {} if at_s is None else {"timestamp": began + int(at_s)}
        encoder.write_mesg(
            {"mesg_num": _NUMBERS[name], **told, **{key: value for key, value in fields.items() if value is not None}}
        )

    write("FILE_ID", type="activity", manufacturer="garmin", product=4315, serial_number=1, time_created=began)
    write("EVENT", 0, event="timer", event_type="start")
    stops = sorted(
        [(pause.start_s, "stop_all") for pause in recording.pauses]
        + [(pause.end_s, "start") for pause in recording.pauses]
    )
    for place, at_s in enumerate(recording.at_s):
        while stops and stops[0][0] <= at_s:
            write("EVENT", stops[0][0], event="timer", event_type=stops[0][1])
            stops.pop(0)
        cadence = recording.cadence_spm[place]
        steps = None if cadence is None else cadence / 2 if one_leg else cadence
        write(
            "RECORD",
            at_s,
            cadence=None if steps is None else int(steps),
            fractional_cadence=None if steps is None else steps - int(steps),
            step_length=recording.step_length_mm[place],
            stance_time=recording.contact_ms[place],
            heart_rate=_whole(recording.heart_bpm[place]),
            enhanced_speed=recording.speed_mps[place],
            distance=recording.distance_at_m[place],
            position_lat=int((47 + at_s / 50_000) * _DEGREES) if places else None,
            position_long=int(8.5 * _DEGREES) if places else None,
        )
    for at_s, kind in stops:
        write("EVENT", at_s, event="timer", event_type=kind)
    end_s = recording.elapsed_s
    for number, lap in enumerate(recording.laps):
        write(
            "LAP",
            end_s if broken_ends else lap.end_s,
            message_index=number,
            start_time=began + int(lap.start_s),
            total_elapsed_time=lap.end_s - int(lap.start_s),
            total_timer_time=lap.end_s - int(lap.start_s),
            wkt_step_index=lap.step,
            lap_trigger="distance" if lap.trigger == "distance" else "time",
            sport="running",
        )
    write(
        "SESSION",
        end_s,
        start_time=began,
        total_elapsed_time=end_s,
        total_timer_time=recording.timer_s,
        total_distance=recording.distance_m,
        sport="running",
        sub_sport="treadmill" if recording.place == "treadmill" else "street",
    )
    write("ACTIVITY", end_s, num_sessions=1, local_timestamp=began + int(end_s) + 3600, total_timer_time=end_s)
    return bytes(encoder.close())


def at(moment: datetime) -> str:
    """Return a moment as the XML files of watches write it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
