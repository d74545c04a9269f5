"""The runs of a FIT file: its messages gathered, and each running session of them as a recording."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from typing import Any, NamedTuple

from springstep.formats.activity.bounds import LONGEST_S, MOST_LAPS
from springstep.formats.activity.errors import no_run, refused
from springstep.formats.activity.fit_fields import moment, number, offset_s, word
from springstep.formats.activity.fit_messages import by_fitdecode, by_garmin, whole_length
from springstep.formats.activity.moving import Moving
from springstep.formats.activity.recording import Lap, Place, Recording, Trigger, WatchPause
from springstep.formats.activity.samples import InOrder, MoreThanARunError, Samples, last_told

_RUNNING = ("running", "1")
_NOT_TOLD = ("generic", "0")
"""What watches write where no sport was chosen."""
_PLACES: Mapping[str, Place] = {
    "street": "road",
    "trail": "trail",
    "track": "track",
    "treadmill": "treadmill",
    "indoor_running": "treadmill",
    "virtual_activity": "treadmill",
}
_TRIGGERS: Mapping[str, Trigger] = {"manual": "manual", "time": "time", "distance": "distance", "session_end": "end"}
_STOPS = ("stop", "stop_all", "stop_disable", "stop_disable_all")
_OF_A_PART = (
    "total_elapsed_time",
    "total_timer_time",
    "total_distance",
    "sport",
    "sub_sport",
    "wkt_step_index",
    "lap_trigger",
)
"""What is kept of a session or a lap until the whole file is read: no place where it began or ended."""
_DEGREES = 180 / 2**31
_NEAR_FIRST_S = 600
"""How far from its first sample a session may have begun, unless it lasted longer; more than that is another clock."""


class _FitPart(NamedTuple):
    """A session or a lap as the file tells it."""

    start: float | None
    end: float | None
    fields: Mapping[str, Any]


class _Gathered:
    """What the messages of a file tell."""

    def __init__(self) -> None:
        self.samples = Samples()
        self.sessions: list[_FitPart] = []
        self.laps: list[_FitPart] = []
        self.events: list[tuple[float, bool]] = []
        self.steps: dict[int, str] = {}
        self.kind: str | None = None
        self.maker: str | None = None
        self.sport: str | None = None
        self.offset_s: int | None = None
        self._moving = Moving()

    def take(self, name: str, fields: Mapping[str, Any]) -> None:
        """Take one message; raises ``MoreThanARunError``."""
        match name:
            case "record":
                self._sample(fields)
            case "lap" | "session":
                parts = self.laps if name == "lap" else self.sessions
                if len(parts) >= MOST_LAPS:
                    raise MoreThanARunError
                parts.append(_part(fields))
            case "event":
                at, kind = moment(fields, "timestamp"), word(fields, "event_type")
                if word(fields, "event") == "timer" and at is not None and len(self.events) < MOST_LAPS:
                    self.events.append((at, kind not in _STOPS))
            case "workout_step":
                place, told = number(fields, "message_index"), word(fields, "wkt_step_name")
                if place is not None and told is not None:
                    self.steps[int(place)] = told
            case "file_id":
                self.kind = word(fields, "type")
                made = (word(fields, "manufacturer"), word(fields, "product", "garmin_product"))
                self.maker = " ".join(each for each in made if each) or None
            case "sport":
                self.sport = word(fields, "sport")
            case "activity":
                self.offset_s = offset_s(fields)

    def _sample(self, fields: Mapping[str, Any]) -> None:
        at = moment(fields, "timestamp")
        if at is None:
            return
        strides, rest = number(fields, "cadence"), number(fields, "fractional_cadence")
        told = {
            "cadence_spm": None if strides is None else strides + (rest or 0.0),
            "step_length_mm": number(fields, "step_length"),
            "contact_ms": number(fields, "stance_time"),
            "heart_bpm": number(fields, "heart_rate"),
            "speed_mps": number(fields, "enhanced_speed", "speed"),
            "distance_at_m": number(fields, "distance"),
        }
        latitude, longitude = number(fields, "position_lat"), number(fields, "position_long")
        if told["distance_at_m"] is None and latitude is not None and longitude is not None:
            gone = self._moving.at(at, latitude * _DEGREES, longitude * _DEGREES)
            if gone is not None:
                self.samples.notice("from_positions")
                told["distance_at_m"], speed = gone
                told["speed_mps"] = told["speed_mps"] if told["speed_mps"] is not None else speed
        self.samples.add(at, told)


def _part(fields: Mapping[str, Any]) -> _FitPart:
    """Return a session or a lap; its end as told is often wrong, so start and elapsed time are counted together."""
    start, elapsed = moment(fields, "start_time"), number(fields, "total_elapsed_time", "total_timer_time")
    end = moment(fields, "timestamp")
    if start is not None and elapsed is not None and elapsed >= 0:
        end = start + elapsed
    return _FitPart(start, end, {name: fields[name] for name in _OF_A_PART if name in fields})


def runs_of_fit(data: bytes, *, name: str, any_sport: bool = False) -> tuple[Recording, ...]:
    """Return the runs of a FIT file, one for each running session; raises ``ActivityError``.

    With ``any_sport`` a file that does not tell its sport is taken for a run.
    """
    given = whole_length(data)
    found = _Gathered()
    try:
        read = by_garmin(given, found.take, name=name)
        if not read.whole:
            again = _Gathered()
            second = by_fitdecode(given, again.take, name=name)
            if len(again.samples) > len(found.samples):
                again.samples.notice("second_reader")
                found, read = again, second
        if not read.whole or not read.checked:
            found.samples.notice("damaged" if given is data else "truncated")
    except MoreThanARunError:
        raise refused(name, "too_large", "holds more than any run has") from None
    if found.kind not in (None, "activity", "4"):
        raise refused(name, "not_allowed", f"is not a recorded activity: its kind is {found.kind}")
    return tuple(_runs(found, name, any_sport=any_sport))


def _runs(found: _Gathered, name: str, *, any_sport: bool) -> Iterator[Recording]:
    """Yield each running session; raises ``ActivityError`` where there is none."""
    sessions = found.sessions or [_FitPart(None, None, {})]
    told = [_sport(each, found) for each in sessions]
    running = [each for each, sport in zip(sessions, told, strict=True) if _is_run(sport, any_sport=any_sport)]
    if not running:
        raise no_run(name, next((each for each in told if each is not None), None))
    if not found.sessions:
        found.samples.notice("not_closed")
    for each in running:
        part = found.samples
        if len(found.sessions) > 1 and each.start is not None and each.end is not None:
            part = part.within(each.start, each.end)
            part.notice("of_several")
        if _sport(each, found) is None:
            part = part if part is not found.samples else part.within(float("-inf"), float("inf"))
            part.notice("sport_not_told")
        yield _run(found, each, part, name)


def _sport(session: _FitPart, found: _Gathered) -> str | None:
    """Return the sport of a session; some watches call a run on a treadmill one on fitness equipment."""
    told = (word(session.fields, "sport"), found.sport, _sport_of(found.laps))
    sport = next((each for each in told if each is not None and each not in _NOT_TOLD), None)
    return "running" if (sport, word(session.fields, "sub_sport")) == ("fitness_equipment", "treadmill") else sport


def _is_run(sport: str | None, *, any_sport: bool) -> bool:
    return sport in _RUNNING or (any_sport and sport is None)


def _sport_of(laps: list[_FitPart]) -> str | None:
    return next((sport for each in laps if (sport := word(each.fields, "sport")) is not None), None)


def _run(found: _Gathered, session: _FitPart, part: Samples, name: str) -> Recording:
    ordered = part.in_order()
    begin = _begin(session, ordered)
    if begin is None:
        raise refused(name, "missing", "does not say when it was, and holds no samples")
    at_s, streams = ordered.since(begin)
    last = at_s[-1] if at_s else 0.0
    elapsed, timer = number(session.fields, "total_elapsed_time"), number(session.fields, "total_timer_time")
    elapsed_s = max(last, elapsed if elapsed is not None and elapsed <= LONGEST_S else timer or 0.0)
    distance = number(session.fields, "total_distance")
    return Recording(
        source="fit",
        place=_PLACES.get(word(session.fields, "sub_sport") or ""),
        began_at=datetime.fromtimestamp(begin, timezone.utc),
        utc_offset_s=found.offset_s,
        elapsed_s=elapsed_s,
        timer_s=timer if timer is not None and 0 < timer <= elapsed_s + 1 else None,
        distance_m=distance if distance else last_told(streams["distance_at_m"]),
        maker=found.maker,
        at_s=at_s,
        **streams,
        laps=tuple(_laps(found, begin, elapsed_s, ordered)),
        pauses=tuple(_pauses(found.events, begin, elapsed_s, ordered)),
        noticed=tuple(part.noticed),
    )


def _begin(session: _FitPart, ordered: InOrder) -> float | None:
    """Return when a run began, on the clock of its samples; the session's own word where it can be of the same."""
    start = None if session.start is None else ordered.moved(session.start)
    if not ordered.samples:
        return start
    first = ordered.samples[0].at
    most = max(_NEAR_FIRST_S, number(session.fields, "total_elapsed_time") or 0.0)
    return start if start is not None and -_NEAR_FIRST_S <= first - start <= most else first


def _laps(found: _Gathered, begin: float, elapsed_s: float, ordered: InOrder) -> Iterator[Lap]:
    for each in found.laps:
        if each.start is None or each.end is None:
            continue
        start = ordered.moved(each.start) - begin
        end = start + max(0.0, each.end - each.start)
        if not (-1 <= start <= elapsed_s):
            continue
        step, trigger = number(each.fields, "wkt_step_index"), word(each.fields, "lap_trigger")
        known = _TRIGGERS.get(trigger or "", "other") if trigger is not None else None
        by_step = step is not None and known not in ("manual", "end")
        yield Lap(
            start_s=round(max(0.0, start), 3),
            end_s=round(min(max(0.0, end), elapsed_s), 3),
            step=None if step is None else int(step),
            name=found.steps.get(int(step)) if step is not None else None,
            trigger="step" if by_step else known,
        )


def _pauses(events: list[tuple[float, bool]], begin: float, elapsed_s: float, ordered: InOrder) -> Iterator[WatchPause]:
    """Yield each time between a stop of the watch and its next start."""
    stopped: float | None = None
    for at, runs in events:
        since = ordered.moved(at) - begin
        if not runs:
            stopped = since if stopped is None else stopped
        elif stopped is not None:
            if 0 <= stopped < since <= elapsed_s:
                yield WatchPause(start_s=round(stopped, 3), end_s=round(since, 3))
            stopped = None
