"""The runs of a GPX file: its tracks, of whose positions only distance and speed are kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import BinaryIO

from springstep.engine.characters import on_one_line
from springstep.formats.activity.bounds import MOST_LAPS
from springstep.formats.activity.errors import no_run, refused
from springstep.formats.activity.moving import Moving
from springstep.formats.activity.recording import Place, Recording, WatchPause
from springstep.formats.activity.samples import MoreThanARunError, Samples, last_told
from springstep.formats.activity.xml_events import read_elements
from springstep.formats.activity.xml_values import moment_of, number_of

_RUN_NUMBER = "9"
"""How some programs write running."""
_GAP_S = 10.0
_MOST_NAME = 60


class _Track:
    """One track of a file."""

    def __init__(self) -> None:
        self.kind: str | None = None
        self.points = 0
        self.samples = Samples()
        self.gaps: list[tuple[float, float]] = []
        self.offset_s: int | None = None
        self.moving = Moving()


class _GpxReader:
    """Takes the elements of a file."""

    def __init__(self) -> None:
        self.tracks: list[_Track] = []
        self.maker: str | None = None
        self._in: list[str] = []
        self._point: dict[str, str] | None = None
        self._last: float | None = None
        self._segment_begins = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        self._in.append(tag)
        if tag == "gpx":
            self.maker = on_one_line(attributes.get("creator", "")[:_MOST_NAME]) or None
        elif tag == "trk":
            if len(self.tracks) >= MOST_LAPS:
                raise MoreThanARunError
            self.tracks.append(_Track())
            self._last = None
        elif tag == "trkseg":
            self._segment_begins = True
        elif tag == "trkpt" and self.tracks:
            self._point = {name: attributes.get(name, "") for name in ("lat", "lon")}

    def end(self, tag: str, text: str) -> None:
        """Take the end of an element."""
        self._in.pop()
        if not self.tracks:
            return
        if tag == "trkpt":
            self._sample(self.tracks[-1], self._point or {})
            self._point = None
        elif self._point is not None:
            self._point[tag] = text
        elif tag == "type" and self._in[-1:] == ["trk"]:
            self.tracks[-1].kind = on_one_line(text[:_MOST_NAME]) or None

    def _sample(self, track: _Track, point: Mapping[str, str]) -> None:
        track.points += 1
        told = moment_of(point.get("time", ""))
        if told is None:
            return
        if told.offset_s is not None:
            track.offset_s = told.offset_s
        if self._segment_begins and self._last is not None and told.at - self._last > _GAP_S:
            track.gaps.append((self._last, told.at))
            track.moving.stop()
        self._segment_begins, self._last = False, told.at
        values = {"cadence_spm": number_of(point.get("cad")), "heart_bpm": number_of(point.get("hr"))}
        latitude, longitude = number_of(point.get("lat")), number_of(point.get("lon"))
        gone = None if latitude is None or longitude is None else track.moving.at(told.at, latitude, longitude)
        if gone is not None:
            track.samples.notice("from_positions")
            values["distance_at_m"], values["speed_mps"] = gone
        track.samples.add(told.at, values)


def runs_of_gpx(stream: BinaryIO, *, name: str, any_sport: bool = False) -> tuple[Recording, ...]:
    """Return the runs of a GPX file, one for each track; raises ``ActivityError``.

    With ``any_sport`` one that does not tell its sport is taken for a run.
    """
    reader = _GpxReader()
    try:
        whole = read_elements(stream, reader, name=name)
    except MoreThanARunError:
        raise refused(name, "too_large", "holds more than any run has") from None
    timed = [each for each in reader.tracks if len(each.samples)]
    if not timed:
        route = any(each.points for each in reader.tracks)
        what = "is a route without times, no recorded run" if route else "holds no recorded track"
        raise refused(name, "malformed", what)
    runs = [each for each in timed if _is_run(each.kind) or (any_sport and each.kind is None)]
    if not runs:
        raise no_run(name, timed[0].kind)
    for each in runs:
        if not whole:
            each.samples.notice("truncated")
        if each.kind is None:
            each.samples.notice("sport_not_told")
    return tuple(_run(each, reader.maker) for each in runs)


def _is_run(kind: str | None) -> bool:
    return kind is not None and (kind == _RUN_NUMBER or "run" in kind.lower())


def _run(track: _Track, maker: str | None) -> Recording:
    ordered = track.samples.in_order()
    begin = ordered.samples[0].at
    at_s, streams = ordered.since(begin)
    gaps = [(ordered.moved(start) - begin, ordered.moved(end) - begin) for start, end in track.gaps]
    pauses = tuple(WatchPause(start_s=start, end_s=end) for start, end in gaps if 0 <= start < end <= at_s[-1])
    return Recording(
        source="gpx",
        place=_place(track.kind or ""),
        began_at=datetime.fromtimestamp(begin, timezone.utc),
        utc_offset_s=track.offset_s,
        elapsed_s=at_s[-1],
        timer_s=at_s[-1] - sum(each.end_s - each.start_s for each in pauses),
        distance_m=last_told(streams["distance_at_m"]),
        maker=maker,
        at_s=at_s,
        **streams,
        pauses=pauses,
        noticed=tuple(track.samples.noticed),
    )


def _place(kind: str) -> Place | None:
    told = kind.lower()
    return "trail" if "trail" in told else "treadmill" if "treadmill" in told or "indoor" in told else None
