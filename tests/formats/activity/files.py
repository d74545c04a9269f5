"""Files as watches and services write them, made for tests; none is of a real run."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from garmin_fit_sdk import CrcCalculator, Encoder, Profile

from springstep.formats.activity.reading import RecordedRun, read_runs
from springstep.formats.activity.recording import Recording

BEGAN = datetime(2026, 11, 20, 7, 0, tzinfo=timezone.utc)
EPOCH = datetime(1989, 12, 31, tzinfo=timezone.utc)
Message = tuple[str, Mapping[str, Any]]


def at(second: float, began: datetime = BEGAN) -> datetime:
    return began + timedelta(seconds=second)


def records(seconds: Iterable[int] = range(600), *, began: datetime = BEGAN, **values: Any) -> list[Message]:
    """Return a record for each second, with a place that nothing may keep; a value may be a function of the second."""
    usual: dict[str, Any] = {
        "position_lat": lambda s: 554_000_000 + 300 * s,
        "position_long": 97_000_000,
        "distance": lambda s: 2.7 * s,
        "enhanced_speed": 2.7,
        "heart_rate": 140,
        "cadence": 85,
        "fractional_cadence": 0.5,
        "step_length": 950.0,
        "stance_time": 240.0,
        **values,
    }
    return [
        (
            "RECORD",
            {
                "timestamp": at(s, began),
                **{k: v(s) if callable(v) else v for k, v in usual.items() if v is not None},
            },
        )
        for s in seconds
    ]


def session(length_s: float = 600, *, start: float = 0, began: datetime = BEGAN, **values: Any) -> Message:
    fields = {
        "timestamp": at(start + length_s, began),
        "start_time": at(start, began),
        "total_elapsed_time": float(length_s),
        "total_timer_time": float(length_s),
        "sport": "running",
        "sub_sport": "street",
        "total_distance": 2.7 * length_s,
        **values,
    }
    return "SESSION", {k: v for k, v in fields.items() if v is not None}


def file_id(**values: Any) -> Message:
    return "FILE_ID", {"type": "activity", "manufacturer": "garmin", "product": 4315, "time_created": BEGAN, **values}


def fit(*messages: Message | list[Message]) -> bytes:
    """Return a FIT file of these messages; by default a run of ten minutes."""
    encoder = Encoder()
    flat = [one for each in messages or (records(), session()) for one in (each if isinstance(each, list) else [each])]
    if not any(name == "FILE_ID" for name, _ in flat):
        flat = [file_id(), *flat]
    for name, fields in flat:
        encoder.on_mesg(Profile["mesg_num"][name], dict(fields))
    return bytes(encoder.close())


def compressed_fit(count: int = 300) -> bytes:
    """Return a FIT file whose records tell only the last bits of their time, which one of the libraries cannot read."""
    since = int((BEGAN - EPOCH).total_seconds())
    body = bytearray()

    def define(local: int, number: int, fields: list[tuple[int, int, int]]) -> None:
        body.extend(struct.pack("<BBBHB", 0x40 | local, 0, 0, number, len(fields)))
        for field in fields:
            body.extend(bytes(field))

    define(0, 0, [(0, 1, 0x00), (1, 2, 0x84), (2, 2, 0x84)])
    body.extend(struct.pack("<BBHH", 0, 4, 1, 1234))
    define(1, 20, [(253, 4, 0x86), (3, 1, 0x02), (4, 1, 0x02)])
    body.extend(struct.pack("<BIBB", 1, since, 140, 85))
    define(2, 20, [(3, 1, 0x02), (4, 1, 0x02)])
    for second in range(1, count):
        body.extend(struct.pack("<BBB", 0x80 | 2 << 5 | (since + second) & 31, 140, 85))
    define(3, 18, [(253, 4, 0x86), (2, 4, 0x86), (7, 4, 0x86), (5, 1, 0x00)])
    body.extend(struct.pack("<BIIIB", 3, since + count, since, count * 1000, 1))
    head = struct.pack("<BBHI4s", 14, 0x20, 2100, len(body), b".FIT")
    head += struct.pack("<H", CrcCalculator.calculate_crc(bytearray(head), 0, 12))
    whole = bytearray(head + body)
    return bytes(whole + struct.pack("<H", CrcCalculator.calculate_crc(whole, 0, len(whole))))


def tcx_points(seconds: Iterable[int] = range(600), *, cadence: int | None = 85, distance: bool = True) -> str:
    return "".join(
        f"<Trackpoint><Time>{at(s):%Y-%m-%dT%H:%M:%S}.000Z</Time><Position><LatitudeDegrees>"
        f"{46.4321 + 2.4e-5 * s:.7f}</LatitudeDegrees><LongitudeDegrees>8.1234</LongitudeDegrees></Position>"
        + (f"<DistanceMeters>{2.7 * s:.1f}</DistanceMeters>" if distance else "")
        + "<HeartRateBpm><Value>140</Value></HeartRateBpm>"
        + (f"<Extensions><x:TPX><x:RunCadence>{cadence}</x:RunCadence></x:TPX></Extensions>" if cadence else "")
        + "</Trackpoint>"
        for s in seconds
    )


def tcx_lap(*tracks: str, start: int = 0, timer_s: float = 600) -> str:
    return (
        f'<Lap StartTime="{at(start):%Y-%m-%dT%H:%M:%S}Z"><TotalTimeSeconds>{timer_s}</TotalTimeSeconds>'
        f"<DistanceMeters>{2.7 * timer_s}</DistanceMeters><TriggerMethod>Manual</TriggerMethod>"
        + "".join(f"<Track>{track}</Track>" for track in tracks)
        + "</Lap>"
    )


def tcx(*laps: str, sport: str = "Running") -> bytes:
    """Return a TCX file; by default a run of ten minutes in one lap."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/'
        'TrainingCenterDatabase/v2" xmlns:x="http://www.garmin.com/xmlschemas/ActivityExtension/v2"><Activities>'
        f'<Activity Sport="{sport}"><Id>{at(0):%Y-%m-%dT%H:%M:%S}Z</Id>{"".join(laps or (tcx_lap(tcx_points()),))}'
        "<Creator><Name>Some Watch 5</Name></Creator></Activity></Activities></TrainingCenterDatabase>"
    ).encode()


def gpx(
    *segments: Iterable[int], kind: str | None = "running", times: bool = True, cadence: int = 84, head: str = ""
) -> bytes:
    """Return a GPX file; by default a run of ten minutes in one segment."""
    points = [
        "".join(
            f'<trkpt lat="{46.4321 + 2.4e-5 * s:.7f}" lon="8.1234">'
            + (f"<time>{at(s):%Y-%m-%dT%H:%M:%S}Z</time>" if times else "")
            + f"<extensions><x:TrackPointExtension><x:hr>140</x:hr><x:cad>{cadence}</x:cad></x:TrackPointExtension>"
            "</extensions></trkpt>"
            for s in seconds
        )
        for seconds in segments or (range(600),)
    ]
    told = f"<type>{kind}</type>" if kind is not None else ""
    inner = "".join(f"<trkseg>{each}</trkseg>" for each in points)
    return (
        f'{head}<gpx creator="Some App" xmlns="http://www.topografix.com/GPX/1/1" xmlns:x="urn:x">'
        f"<trk>{told}{inner}</trk></gpx>"
    ).encode()


def zipped(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 20, 7, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def runs(data: bytes, *, any_sport: bool = False) -> tuple[RecordedRun, ...]:
    return read_runs(io.BytesIO(data), name="a file", size=len(data), any_sport=any_sport)


def run(data: bytes, *, any_sport: bool = False) -> Recording:
    (found,) = runs(data, any_sport=any_sport)
    return found.recording


def put(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder
