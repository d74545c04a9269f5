"""What a recording tells of an entry, and where it says otherwise than the runner, whose word stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from springstep.diary.asked import has_set
from springstep.diary.entry import Entry, PlannedSession
from springstep.diary.watched import WatchedRun, WatchValue

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


def fields_told(run: WatchedRun, plan: PlannedSession | None) -> dict[str, Any]:
    """Return the fields of an entry that a recording tells.

    That the planned bursts were done is taken only from the steps of the watch; what its cadence shows is asked about.
    """
    told: dict[str, Any] = {"duration_min": run.minutes} if run.minutes <= _MOST_MIN else {}
    if plan is None or not has_set(plan) or run.told_by != "steps" or run.efforts_planned != plan.efforts:
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
        yield f"watch: {found} of {run.efforts_planned} efforts, you said {said}"


def _found(run: WatchedRun, planned: int) -> int:
    """Return how many of the planned efforts a recording shows."""
    return planned if run.bursts == "done" else len(run.efforts) if run.bursts == "partly" else 0


def run_words(run: WatchedRun) -> str:
    """Say in one line what a watch recorded: ``41 min, 6.2 km, 6:37/km``."""
    parts = [f"{run.minutes} min"]
    if run.distance_m:
        parts.append(f"{run.distance_m / 1000:.1f} km")
        if run.distance_m >= 100:
            parts.append(f"{_pace(run.duration_min * 60_000 / run.distance_m)}/km")
    if run.place is not None:
        parts.append(run.place)
    return ", ".join(parts)


def bursts_found(run: WatchedRun) -> str:
    """Say what a recording shows of the planned bursts; empty where it cannot tell."""
    if run.bursts is None or run.efforts_planned is None:
        return ""
    found = _found(run, run.efforts_planned)
    if run.told_by == "steps":
        return f"by the steps of the watch, {found} of {run.efforts_planned} efforts were done"
    return f"the cadence shows {found} of {run.efforts_planned} efforts"


def value_rows(run: WatchedRun) -> Iterator[tuple[str, str]]:
    """Yield each value of a recording with what it rests on."""
    for name, words in _WORDS.items():
        value: WatchValue | None = getattr(run, name)
        if value is not None:
            basis = f"{value.samples:,} samples, minute {value.from_s / 60:.0f} to {value.to_s / 60:.0f}"
            yield words, f"{_amount(value)} ({basis}, confidence {value.confidence:.1f})"


def _amount(value: WatchValue) -> str:
    if value.unit.endswith("s/km"):
        return f"{_pace(value.value)}/km"
    unit = value.unit if value.unit == "%" else f" {value.unit}"
    return f"{value.value:.1f}{unit}" if value.value < 20 else f"{value.value:.0f}{unit}"


def _pace(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02}"
