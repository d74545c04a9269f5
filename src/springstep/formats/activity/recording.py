"""A run as a watch recorded it, whatever the file it came in; no place on earth is in it.

Times are seconds after the recording's start, pauses with them. What a file lacks is ``None``: nothing is filled in.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

from springstep.engine.record import Record

Source: TypeAlias = Literal["fit", "tcx", "gpx"]
Place: TypeAlias = Literal["road", "trail", "track", "treadmill"]
Trigger: TypeAlias = Literal["manual", "step", "distance", "time", "end", "other"]
Stream: TypeAlias = tuple[float | None, ...]
"""One value for each sample, ``None`` where the watch recorded none."""


class Lap(Record):
    """A part of the run that the watch closed by itself or at a press of its button."""

    start_s: float
    end_s: float
    """The start and what went by since, pauses with it; never before the start."""
    step: int | None = None
    """The place of the workout's step that it carried out, counted from 0, where the file tells it."""
    name: str | None = None
    """The name of that step, where the file tells it."""
    trigger: Trigger | None = None


class WatchPause(Record):
    """A time in which the watch was stopped."""

    start_s: float
    end_s: float


class Recording(Record):
    """One run as it was recorded."""

    source: Source
    sport: Literal["running"] = "running"
    """Other sports are refused where they are read."""
    place: Place | None = None
    """What kind of ground, where the file tells it."""
    began_at: datetime
    """With its time zone, UTC."""
    utc_offset_s: int | None = None
    """How far the watch's own clock was ahead of UTC, where the file tells it."""
    elapsed_s: float
    """From start to end, pauses with it."""
    timer_s: float | None = None
    """The same without pauses, where the file tells it."""
    distance_m: float | None = None
    maker: str | None = None
    """Who made the watch and which it is, such as ``garmin 4315``; tells two watches apart."""
    at_s: tuple[float, ...]
    """When each sample was taken, strictly increasing from 0 on; every stream has as many values."""
    cadence_spm: Stream
    """Steps of both legs a minute."""
    step_length_mm: Stream
    contact_ms: Stream
    heart_bpm: Stream
    speed_mps: Stream
    distance_at_m: Stream
    laps: tuple[Lap, ...] = ()
    pauses: tuple[WatchPause, ...] = ()
    noticed: tuple[str, ...] = ()
    """What was odd in the file, each as a code: see ``noticing``."""

    @property
    def pace_s_per_km(self) -> float | None:
        """Return the pace of the whole run without its pauses; ``None`` where no distance is told."""
        length_s = self.timer_s if self.timer_s is not None else self.elapsed_s
        return length_s * 1000 / self.distance_m if self.distance_m else None
