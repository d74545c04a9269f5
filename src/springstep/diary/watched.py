"""What the diary keeps of a watch's recording: figures with what they rest on, no places, nothing moment by moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from springstep.diary.entry import UID_PATTERN, Entry
from springstep.engine.characters import why_unfit
from springstep.engine.record import Described, Record

DIGEST_PATTERN = "[0-9a-f]{64}"
_LONGEST_S = 4 * 24 * 3600
DAYS_LONG = 5
"""How many days a run may begin after another one and still meet it, whatever clocks their days are told by."""
_SAME_S = 2.0
"""How far apart two files of one recording may begin and be long."""
_SHARED = 0.5
"""From which part of the shorter recording on two that run at once are of the same run."""


def _plain(text: str) -> str:
    if wrong := why_unfit(text):
        raise ValueError(wrong)
    return text


def _moment(value: Any) -> Any:
    """Take a moment with its time zone, as text or as Python has it; nothing else is one."""
    if not isinstance(value, (str, datetime)):
        raise ValueError("must be a moment, such as 2026-03-31T06:30:00Z")
    return value


def _aware(value: datetime) -> datetime:
    if value.utcoffset() is None:
        raise ValueError("has no time zone, such as the Z of 2026-03-31T06:30:00Z")
    return value


Seconds = Annotated[float, Field(ge=0, le=_LONGEST_S)]
Share = Annotated[float, Field(ge=0, le=1)]
Name = Annotated[str, Field(pattern="^.{0,140}$"), AfterValidator(_plain)]


class WatchValue(Record):
    """A value worked out from a recording, with how much it rests on."""

    value: Annotated[float, Field(ge=0, le=100_000)]
    unit: Name
    from_s: Annotated[Seconds, Described("Where what it was worked out from begins, in seconds from the start.")]
    to_s: Seconds
    parts: Annotated[int, Field(ge=0, le=100_000), Described("Windows or efforts it was worked out from.")]
    samples: Annotated[int, Field(ge=0, le=1_000_000), Described("How many samples these hold.")]
    confidence: Annotated[Share, Described("0 to 1.")]


class WatchEffort(Record):
    """One effort that was found, in seconds from the start."""

    start_s: Seconds
    end_s: Seconds
    confidence: Share


class WatchDoubt(Record):
    """Something for which a recording is not taken at its word: what was found, and what was planned."""

    kind: Literal["standing", "no_rise", "more", "longer", "warm_up", "rests", "apart", "run", "ended", "named", "fast"]
    found: Annotated[float, Field(ge=0, le=_LONGEST_S)]
    planned: Annotated[float, Field(ge=0, le=_LONGEST_S)]


class WatchedRun(Record):
    """What is kept of a recording."""

    digest: Annotated[str, Field(pattern=f"^{DIGEST_PATTERN}$"), Described("Tells the recording from every other.")]
    entry: Annotated[
        Annotated[str, Field(pattern=f"^{UID_PATTERN}$")] | None,
        Described("The uid of the entry that it is of; null for one that waits for what only the runner can tell."),
    ] = None
    day: Annotated[date, Described("The day by the watch's own clock, where it tells it.")]
    began_at: Annotated[datetime, BeforeValidator(_moment), AfterValidator(_aware)]
    elapsed_s: Annotated[Seconds, Described("From start to end, pauses with it.")]
    duration_min: Annotated[float, Field(ge=1, le=_LONGEST_S / 60), Described("Without pauses.")]
    distance_m: Annotated[float, Field(ge=0, le=1_000_000)] | None = None
    place: Literal["road", "trail", "track", "treadmill"] | None = None
    source: Literal["fit", "tcx", "gpx"]
    maker: Name | None = None
    noticed: Annotated[tuple[Name, ...], Field(max_length=40)] = ()
    bursts: Annotated[
        Literal["done", "partly", "none"] | None,
        Described("Whether the planned efforts were made; null where the recording cannot tell."),
    ] = None
    told_by: Literal["steps", "signal"] | None = None
    efforts: Annotated[tuple[WatchEffort, ...], Field(max_length=200)] = ()
    efforts_planned: Annotated[int, Field(ge=0, le=200)] | None = None
    doubts: Annotated[
        tuple[WatchDoubt, ...],
        Field(max_length=20),
        Described("Why the runner is asked of the bursts, whatever is said of them; efforts, or seconds."),
    ] = ()
    cadence_spm: WatchValue | None = None
    cadence_steadiness: WatchValue | None = None
    stride_evenness: WatchValue | None = None
    contact_ms: WatchValue | None = None
    heart_back_s: WatchValue | None = None
    heart_came_back: Annotated[
        bool | None,
        Described("Whether the heart rate was back before the next burst, after every one; null for too little."),
    ] = None
    return_to_pace_s: WatchValue | None = None
    easy_pace_s_per_km: WatchValue | None = None

    @property
    def short(self) -> str:
        """Return the start of the digest, by which people refer to it."""
        return self.digest[:8]

    @property
    def minutes(self) -> int:
        """Return how long the run was, as an entry says it."""
        return max(1, round(self.duration_min))


VALUES = (
    "cadence_spm",
    "cadence_steadiness",
    "stride_evenness",
    "contact_ms",
    "heart_back_s",
    "return_to_pace_s",
    "easy_pace_s_per_km",
)
"""The values that a recording may give."""


def same_recording(run: WatchedRun, others: Iterable[WatchedRun]) -> WatchedRun | None:
    """Return another file of the same recording, which the diary has already; ``None`` where there is none."""
    for other in others:
        apart_s = abs((run.began_at - other.began_at).total_seconds())
        if other.digest == run.digest:
            return other
        if max(apart_s, abs(run.elapsed_s - other.elapsed_s)) <= _SAME_S and not _by_two_watches(run, other):
            return other
    return None


def _by_two_watches(run: WatchedRun, other: WatchedRun) -> bool:
    """Tell whether two files name two watches; only those of one kind write a maker in the same words."""
    return run.source == other.source == "fit" and None not in (run.maker, other.maker) and run.maker != other.maker


def at_the_same_time(run: WatchedRun, others: Iterable[WatchedRun]) -> WatchedRun | None:
    """Return a recording that ran at the same time, by another watch it may be; ``None`` where there is none."""
    for other in others:
        ends = [each.began_at + timedelta(seconds=each.elapsed_s) for each in (run, other)]
        shared_s = (min(ends) - max(run.began_at, other.began_at)).total_seconds()
        if shared_s > _SHARED * min(run.elapsed_s, other.elapsed_s):
            return other
    return None


def with_what_is_there(
    new: Iterable[WatchedRun], there: Iterable[WatchedRun]
) -> Iterator[tuple[WatchedRun, WatchedRun | None]]:
    """Yield each recording with one of the same run that is there already; ``None`` where there is none."""
    by_day: dict[int, list[WatchedRun]] = {}
    for each in there:
        by_day.setdefault(each.day.toordinal(), []).append(each)
    for run in new:
        days = range(run.day.toordinal() - DAYS_LONG, run.day.toordinal() + DAYS_LONG + 1)
        near = [each for day in days for each in by_day.get(day, ())]
        yield run, same_recording(run, near) or at_the_same_time(run, near)


def day_at(began_at: datetime, utc_offset_s: int | None) -> date:
    """Return the day of a moment by the watch's own clock, else by the clock of this computer."""
    if utc_offset_s is None:
        return began_at.astimezone().date()
    return (began_at + timedelta(seconds=utc_offset_s)).date()


def waiting_on(runs: Sequence[WatchedRun], day: date, *, planned: bool = False) -> WatchedRun | None:
    """Return the recording of a day that waits for its entry, the earliest if there are several.

    Where bursts were ``planned``, one that shows them goes before any other, and one that shows none comes last.
    """
    waiting = [run for run in runs if run.entry is None and run.day == day]
    return min(waiting, key=lambda run: (_unlike(run, bursts=True) if planned else 0, run.began_at), default=None)


def put_to(run: WatchedRun, entry: Entry) -> WatchedRun:
    """Return a recording as that of an entry; of planned bursts it says nothing for a run that was not the planned."""
    if entry.plan is not None:
        return replace(run, entry=entry.uid)
    return replace(
        run,
        entry=entry.uid,
        bursts=None,
        told_by=None,
        efforts=(),
        efforts_planned=None,
        heart_came_back=None,
        doubts=(),
    )


def entry_for(run: WatchedRun, entries: Sequence[Entry], runs: Iterable[WatchedRun]) -> Entry | None:
    """Return the entry of a recording's day that is of the same run: of about its length, and of no other recording."""
    taken = {other.entry for other in runs if other.digest != run.digest}
    there = [one for one in entries if one.day == run.day and one.bursts != "planned" and one.uid not in taken]
    near = [one for one in there if _may_be_as_long(one, run)]
    return min(
        near,
        key=lambda one: (
            _unlike(run, bursts=one.has_efforts),
            abs((one.duration_min or run.duration_min) - run.duration_min),
        ),
        default=None,
    )


def recording_for(entry: Entry, runs: Iterable[WatchedRun]) -> WatchedRun | None:
    """Return the recording that waits for an entry: of its day and, of several, most like it in bursts and length."""
    waiting = [run for run in runs if run.entry is None and entry_for(run, [entry], []) is not None]
    said_min = entry.duration_min
    return min(
        waiting,
        key=lambda run: (
            _unlike(run, bursts=entry.has_efforts),
            0 if said_min is None else abs(said_min - run.duration_min),
        ),
        default=None,
    )


def _unlike(run: WatchedRun, *, bursts: bool) -> int:
    """Return how little a recording is like a run with or without bursts: 0 shows the same, 1 cannot tell, 2 not."""
    return 1 if run.bursts is None else 0 if (run.bursts != "none") == bursts else 2


def taken_up(made: Iterable[Entry], recordings: Iterable[WatchedRun]) -> Iterator[WatchedRun]:
    """Yield the recordings that waited for entries just made, each with the entry that it is of."""
    waiting = list(recordings)
    for entry in made:
        watched = recording_for(entry, waiting)
        if watched is not None:
            waiting.remove(watched)
            yield put_to(watched, entry)


def _may_be_as_long(entry: Entry, run: WatchedRun) -> bool:
    """Tell whether an entry can be of a run of this length: by what was said of it, where that is not only the plan."""
    planned = None if entry.plan is None else entry.plan.case.get("duration_min")
    return entry.duration_min in (None, planned) or _is_near(entry.duration_min, run.duration_min)


def _is_near(said_min: float | None, watch_min: float) -> bool:
    """Tell whether what a runner says of the length of a run and what a watch says can be of one run."""
    return said_min is not None and abs(said_min - watch_min) <= max(5.0, watch_min / 4)
