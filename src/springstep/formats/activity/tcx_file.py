"""The runs of a TCX file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from typing import BinaryIO

from springstep.engine.characters import on_one_line
from springstep.formats.activity.bounds import LONGEST_S, MOST_LAPS
from springstep.formats.activity.errors import no_run, refused
from springstep.formats.activity.moving import Moving
from springstep.formats.activity.recording import Lap, Recording, Trigger, WatchPause
from springstep.formats.activity.samples import InOrder, MoreThanARunError, Samples, last_told
from springstep.formats.activity.xml_events import read_elements
from springstep.formats.activity.xml_values import moment_of, number_of

_TRIGGERS: Mapping[str, Trigger] = {"Manual": "manual", "Distance": "distance", "Time": "time"}
_NOT_TOLD = ("", "other")
_MOST_NAME = 60
_GAP_S = 10.0
"""From how long on the time between two tracks is a pause."""


class _TcxLap:
    """A lap as the file tells it."""

    def __init__(self, start: float | None) -> None:
        self.start = start
        self.timer_s: float | None = None
        self.distance_m: float | None = None
        self.trigger: str | None = None


class _Activity:
    """One activity of a file."""

    def __init__(self, sport: str) -> None:
        self.sport = sport
        self.samples = Samples()
        self.laps: list[_TcxLap] = []
        self.maker: str | None = None
        self.offset_s: int | None = None
        self.gaps: list[tuple[float, float]] = []
        self.moving = Moving()


class _TcxReader:
    """Takes the elements of a file."""

    def __init__(self) -> None:
        self.activities: list[_Activity] = []
        self._point: dict[str, str] | None = None
        self._in: list[str] = []
        self._last: float | None = None
        self._track_begins = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        self._in.append(tag)
        if tag == "Activity":
            if len(self.activities) >= MOST_LAPS:
                raise MoreThanARunError
            self.activities.append(_Activity(attributes.get("Sport", "")))
            self._last = None
        elif not self.activities:
            return
        elif tag == "Lap":
            if len(self.activities[-1].laps) >= MOST_LAPS:
                raise MoreThanARunError
            told = moment_of(attributes.get("StartTime", ""))
            self.activities[-1].laps.append(_TcxLap(told.at if told is not None else None))
        elif tag == "Track":
            self._track_begins = True
        elif tag == "Trackpoint":
            self._point = {}

    def end(self, tag: str, text: str) -> None:
        """Take the end of an element."""
        self._in.pop()
        within = self._in[-1] if self._in else ""
        if not self.activities:
            return
        here = self.activities[-1]
        if tag == "Trackpoint":
            self._sample(here, self._point or {})
            self._point = None
        elif self._point is not None:
            self._point["heart" if tag == "Value" and within == "HeartRateBpm" else tag] = text
        elif within == "Lap" and here.laps:
            lap = here.laps[-1]
            if tag == "TotalTimeSeconds":
                lap.timer_s = number_of(text)
            elif tag == "DistanceMeters":
                lap.distance_m = number_of(text)
            elif tag == "TriggerMethod":
                lap.trigger = text
        elif tag == "Name" and within == "Creator":
            here.maker = on_one_line(text[:_MOST_NAME]) or None

    def _sample(self, here: _Activity, point: Mapping[str, str]) -> None:
        told = moment_of(point.get("Time", ""))
        if told is None:
            return
        if told.offset_s is not None:
            here.offset_s = told.offset_s
        if self._track_begins and self._last is not None and told.at - self._last > _GAP_S:
            here.gaps.append((self._last, told.at))
            here.moving.stop()
        self._track_begins, self._last = False, told.at
        values = {
            "cadence_spm": number_of(point.get("RunCadence", point.get("Cadence"))),
            "heart_bpm": number_of(point.get("heart")),
            "speed_mps": number_of(point.get("Speed")),
            "distance_at_m": number_of(point.get("DistanceMeters")),
        }
        latitude, longitude = number_of(point.get("LatitudeDegrees")), number_of(point.get("LongitudeDegrees"))
        if values["distance_at_m"] is None and latitude is not None and longitude is not None:
            gone = here.moving.at(told.at, latitude, longitude)
            if gone is not None:
                here.samples.notice("from_positions")
                values["distance_at_m"], speed = gone
                values["speed_mps"] = values["speed_mps"] if values["speed_mps"] is not None else speed
        here.samples.add(told.at, values)


def runs_of_tcx(stream: BinaryIO, *, name: str, any_sport: bool = False) -> tuple[Recording, ...]:
    """Return the runs of a TCX file; raises ``ActivityError``.

    With ``any_sport`` one that does not tell its sport is taken for a run.
    """
    reader = _TcxReader()
    try:
        whole = read_elements(stream, reader, name=name)
    except MoreThanARunError:
        raise refused(name, "too_large", "holds more than any run has") from None
    if not reader.activities:
        raise refused(name, "malformed", "holds no activity")
    runs = [each for each in reader.activities if _is_run(each.sport, any_sport=any_sport)]
    if not runs:
        sport = reader.activities[0].sport
        raise no_run(name, None if sport.lower() in _NOT_TOLD else on_one_line(sport[:_MOST_NAME]))
    for each in runs:
        if not whole:
            each.samples.notice("truncated")
        if len(reader.activities) > 1:
            each.samples.notice("of_several")
        if each.sport.lower() in _NOT_TOLD:
            each.samples.notice("sport_not_told")
    return tuple(_run(each, name) for each in runs)


def _is_run(sport: str, *, any_sport: bool) -> bool:
    return sport.lower() == "running" or (any_sport and sport.lower() in _NOT_TOLD)


def _run(found: _Activity, name: str) -> Recording:
    ordered = found.samples.in_order()
    starts = [ordered.moved(lap.start) for lap in found.laps if lap.start is not None]
    begin = min(starts) if starts else ordered.samples[0].at if ordered.samples else None
    if begin is None:
        raise refused(name, "missing", "does not say when it was, and holds no samples")
    if ordered.samples and not begin <= ordered.samples[0].at <= begin + LONGEST_S:
        begin = ordered.samples[0].at
    at_s, streams = ordered.since(begin)
    timers = [lap.timer_s for lap in found.laps if lap.timer_s is not None and 0 < lap.timer_s <= LONGEST_S]
    timer_s = sum(timers) if timers and len(timers) == len(found.laps) else None
    elapsed_s = max([*at_s[-1:], timer_s or 0.0, *(end for _, end in _spans(found, begin, ordered))], default=0.0)
    distances = [lap.distance_m for lap in found.laps if lap.distance_m is not None and lap.distance_m >= 0]
    return Recording(
        source="tcx",
        began_at=datetime.fromtimestamp(begin, timezone.utc),
        utc_offset_s=found.offset_s,
        elapsed_s=elapsed_s,
        timer_s=timer_s,
        distance_m=sum(distances) or last_told(streams["distance_at_m"]),
        maker=found.maker,
        at_s=at_s,
        **streams,
        laps=tuple(
            Lap(start_s=start, end_s=end, trigger=_TRIGGERS.get(lap.trigger, "other") if lap.trigger else None)
            for lap, (start, end) in zip(
                [lap for lap in found.laps if lap.start is not None], _spans(found, begin, ordered), strict=True
            )
        ),
        pauses=tuple(
            WatchPause(start_s=ordered.moved(start) - begin, end_s=ordered.moved(end) - begin)
            for start, end in found.gaps
            if 0 <= ordered.moved(start) - begin < ordered.moved(end) - begin <= elapsed_s
        ),
        noticed=tuple(found.samples.noticed),
    )


def _spans(found: _Activity, begin: float, ordered: InOrder) -> Iterator[tuple[float, float]]:
    """Yield start and end of each lap that tells when it began."""
    for lap in found.laps:
        if lap.start is not None:
            start = min(max(0.0, ordered.moved(lap.start) - begin), LONGEST_S)
            yield start, start + min(max(0.0, lap.timer_s or 0.0), LONGEST_S)
