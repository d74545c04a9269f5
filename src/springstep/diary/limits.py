"""How much a session with bursts can hold: what is more was something else, or not what was planned."""

from __future__ import annotations

from springstep.diary.entry import Entry, PlannedSession
from springstep.engine.rulebase.base import RuleBase

INTERVALS = "write intervals down as a workout without bursts"
"""What is allowed in place of a session that cannot be one."""

_TOLD = "last_completed"
"""The fact whose derivation holds the tolerance, as a multiple of what was meant."""


def too_much(
    efforts: int | None,
    effort_s: int | None,
    *,
    base: RuleBase,
    duration_min: float | None = None,
    plan: PlannedSession | None = None,
) -> str:
    """Say why so many efforts, of so many seconds, cannot be a session done as planned; empty where they can be.

    They are held against the run (minutes), the largest set of the rules, and the plan, each where it is known.
    """
    if not efforts or not effort_s:
        return ""
    told, total_s = f"{efforts} x {effort_s} s", efforts * effort_s
    if duration_min is not None and total_s > duration_min * 60:
        return f"{told} does not fit into a run of {duration_min:g} min"
    times = int(base.derivations[_TOLD].numbers["times"])
    sets = base.tables["sets"].rows
    largest = max(sets, key=lambda row: int(row["total_s"]))
    if (
        efforts > times * max(row["efforts"] for row in sets)
        or effort_s > times * max(row["effort_s"] for row in sets)
        or total_s > times * largest["total_s"]
    ):
        most = f"{largest['efforts']} x {largest['effort_s']} s"
        return f"{told} is more than bursts can be; the largest set is {most}, and {times} times that is the most taken"
    planned_s = (plan.efforts or 0) * (plan.effort_s or 0) if plan is not None else 0
    if planned_s and total_s > times * planned_s:
        return f"{told} is more than {times} times the {planned_s} s that were planned"
    return ""


def is_too_much(entry: Entry, base: RuleBase) -> bool:
    """Tell whether an entry holds more than a session done as planned can."""
    held = too_much(entry.efforts, entry.effort_s, base=base, duration_min=entry.duration_min, plan=entry.plan)
    return entry.has_efforts and held != ""
