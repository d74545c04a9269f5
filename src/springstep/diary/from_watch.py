"""What a recording tells of an entry, and where it says otherwise than the runner, whose word stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from springstep.diary.asked import has_set
from springstep.diary.entry import Entry, PlannedSession
from springstep.diary.watched import WatchDoubt, WatchedRun, WatchValue
from springstep.session.distance_unit import DistanceUnit, distance_words, pace_words, unit_told

_MOST_MIN = 600
_WORDS = {
    "cadence_spm": "Cadence",
    "cadence_steadiness": "Cadence varies by",
    "stride_evenness": "Stride varies by",
    "contact_ms": "Ground contact",
    "heart_back_s": "Heart rate back",
    "return_to_pace_s": "Back at pace",
    "easy_pace_s_per_km": "Easy pace",
}
_IN_TIME = {
    True: ", each time before the next burst",
    False: ", not each time before the next burst",
    None: "",
}

_DOUBTS: dict[str, Callable[[WatchDoubt, DistanceUnit], str]] = {
    "standing": lambda it, unit: f"you stood still in {_efforts(it.found)}",
    "no_rise": lambda it, unit: f"the cadence did not rise in {_efforts(it.found)}",
    "more": lambda it, unit: f"there were {_efforts(it.found)}, {it.planned:.0f} planned",
    "longer": lambda it, unit: f"an effort took {_long(it.found)}, {_long(it.planned)} planned",
    "warm_up": lambda it, unit: f"the first effort came after {_long(it.found)}, {_long(it.planned)} planned",
    "rests": lambda it, unit: f"a recovery took {_long(it.found)}, at least {_long(it.planned)} planned",
    "apart": lambda it, unit: f"two efforts began {_long(it.found)} apart, {_long(it.planned)} planned",
    "run": lambda it, unit: f"the run took {_long(it.found)}, {_long(it.planned)} planned",
    "ended": lambda it, unit: f"the workout was ended on the watch after {it.found:.0f} of {it.planned:.0f} efforts",
    "named": lambda it, unit: f"{_efforts(it.found)} had another name than the plan's drill",
    "fast": lambda it, unit: _paces(it, unit),
}
"""What is said of each kind of doubt."""


def unit_of(entries: Sequence[Entry]) -> DistanceUnit:
    """Return the unit in which a runner tells distances and paces, by the latest plan that tells any; else km."""
    plans = (entry.plan for entry in reversed(entries) if entry.plan is not None)
    told = (unit_told({**{name: kept["value"] for name, kept in plan.history.items()}, **plan.case}) for plan in plans)
    return next((unit for unit in told if unit is not None), "km")


def fields_told(run: WatchedRun, plan: PlannedSession | None) -> dict[str, Any]:
    """Return the fields of an entry that a recording tells.

    That the planned bursts were done is proposed only by the steps of the watch, where nothing speaks against it; what
    its cadence shows is asked about, and so is whatever is in doubt.
    """
    told: dict[str, Any] = {"duration_min": run.minutes} if run.minutes <= _MOST_MIN else {}
    if plan is None or not has_set(plan) or run.told_by != "steps" or run.doubts or run.efforts_planned != plan.efforts:
        return told
    if run.bursts == "done":
        told |= {"bursts": "done", "efforts": plan.efforts, "effort_s": plan.effort_s, "drill": plan.drill}
    elif run.bursts == "partly" and 0 < len(run.efforts) < (plan.efforts or 0):
        told |= {"bursts": "partly", "efforts": len(run.efforts), "effort_s": plan.effort_s, "drill": plan.drill}
    return told


def filled(entry: Entry, run: WatchedRun) -> Entry:
    """Return an entry with its length where the runner has not told it; all else stays as it is."""
    if entry.duration_min is None and run.minutes <= _MOST_MIN:
        return replace(entry, duration_min=float(run.minutes))
    return entry


def differences(entry: Entry, run: WatchedRun) -> Iterator[str]:
    """Yield where a recording says otherwise than its entry."""
    if entry.duration_min is not None and round(entry.duration_min) != run.minutes:
        yield f"watch: {run.minutes} min, you said {entry.duration_min:g} min"
    if run.bursts is None or run.efforts_planned is None or entry.plan is None:
        return
    found, said = _found(run, run.efforts_planned), entry.efforts or 0
    if said != found:
        yield f"watch: {_of(found, run.efforts_planned)}, you said {said}"


def _of(found: int, planned: int, were: str = "") -> str:
    """Say how many efforts were found: ``2 of 3 efforts``, or ``9 efforts, 3 planned``."""
    return f"{found} of {planned} efforts{were}" if found <= planned else f"{found} efforts{were}, {planned} planned"


def _found(run: WatchedRun, planned: int) -> int:
    """Return how many efforts a recording shows."""
    more = next((doubt.found for doubt in run.doubts if doubt.kind == "more"), None)
    if more is not None and run.bursts is not None:
        return int(more)
    return planned if run.bursts == "done" else len(run.efforts) if run.bursts == "partly" else 0


def run_words(run: WatchedRun, *, unit: DistanceUnit) -> str:
    """Say in one line what a watch recorded: ``41 min, 6.2 km, 6:37/km``."""
    parts = [f"{run.minutes} min"]
    if run.distance_m:
        parts.append(distance_words(run.distance_m, unit))
        if run.distance_m >= 100:
            parts.append(pace_words(run.duration_min * 60_000 / run.distance_m, unit))
    if run.place is not None:
        parts.append(run.place)
    return ", ".join(parts)


def bursts_found(run: WatchedRun, *, unit: DistanceUnit) -> str:
    """Say what a recording shows of the planned bursts, and what speaks against it; empty where it cannot tell."""
    if run.efforts_planned is None or (run.bursts is None and not run.doubts):
        return ""
    by_steps = run.told_by == "steps"
    found = _of(_found(run, run.efforts_planned), run.efforts_planned, " were done" if by_steps else "")
    doubts = ", ".join(
        _DOUBTS[each.kind](each, unit) for each in run.doubts if each.kind != "more" or run.bursts is None
    )
    if run.bursts is None:
        return f"whether the bursts were done is for you to say: {doubts}"
    said = f"by the steps of the watch, {found}" if by_steps else f"the cadence shows {found}"
    return f"{said}; but {doubts}" if doubts else said


def value_rows(run: WatchedRun, *, unit: DistanceUnit) -> Iterator[tuple[str, str]]:
    """Yield each value of a recording with what it rests on."""
    for name, words in _WORDS.items():
        value: WatchValue | None = getattr(run, name)
        if value is not None:
            basis = f"{value.samples:,} samples, minute {value.from_s / 60:.0f} to {value.to_s / 60:.0f}"
            in_time = _IN_TIME[run.heart_came_back] if name == "heart_back_s" else ""
            yield words, f"{_amount(value, unit)}{in_time} ({basis}, confidence {value.confidence:.1f})"


def _amount(value: WatchValue, unit: DistanceUnit) -> str:
    if value.unit.endswith("s/km"):
        return pace_words(value.value, unit)
    of = value.unit if value.unit == "%" else f" {value.unit}"
    return f"{value.value:.1f}{of}" if value.value < 20 else f"{value.value:.0f}{of}"


def _paces(doubt: WatchDoubt, unit: DistanceUnit) -> str:
    found, planned = pace_words(doubt.found, unit), pace_words(doubt.planned, unit)
    return f"the run was at {found}, and your easy pace is {planned}"


def _efforts(count: float) -> str:
    return "1 effort" if count == 1 else f"{count:.0f} efforts"


def _long(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
