"""An entry in words: in short, and line by line what was prescribed, done and told."""

from __future__ import annotations

from springstep.diary.entry import STRIDES, Entry, PlannedSession
from springstep.diary.questions import QUESTIONS
from springstep.engine.language.wording import plain

_NTH = {1: "", 2: "second ", 3: "third "}


def dose_words(efforts: int | None, effort_s: int | None) -> str:
    """Write a dose as ``4 x 10 s``."""
    return f"{efforts or 0} x {effort_s or 0} s"


def bursts_words(entry: Entry) -> str:
    """Say in a few words what was planned and what became of it; strides are called so."""
    plan = entry.plan if entry.plan is not None and entry.plan.efforts is not None else None
    dose = dose_words(plan.efforts, plan.effort_s) if plan is not None else ""
    strides = plan is not None and plan.kind == STRIDES
    if entry.bursts == "planned":
        return f"planned {'strides ' if strides else ''}{dose}" if plan is not None else "planned none"
    kind = "strides" if entry.is_strides else "did"
    done = f"{kind} {dose_words(entry.efforts, entry.effort_s)}" if entry.has_efforts else entry.bursts
    if plan is None:
        return done
    planned = f"strides {dose}" if strides else f"plan {dose}" if entry.is_strides else f"planned {dose}"
    return f"{planned} -> {done.replace('strides', 'did') if strides else done}"


def prescribed(plan: PlannedSession) -> list[tuple[str, str]]:
    """Return what a plan prescribes, a label and words each."""
    rows = [("Verdict", plain(plan.verdict)), ("In short", plan.headline)]
    if plan.efforts is not None:
        rows.append(("Dose", dose_words(plan.efforts, plan.effort_s)))
    if plan.drill is not None:
        rows.append(("Drill", plain(plan.drill)))
    if plan.rest_s is not None:
        rows.append(("Rest", f"{plan.rest_s} s"))
    if plan.frequency is not None:
        rows.append(("How often", f"every {_NTH.get(plan.frequency, f'{plan.frequency}th ')}easy run"))
    if plan.step_efforts is not None:
        rows.append(("Step", dose_words(plan.step_efforts, plan.step_effort_s)))
    return rows


def done(entry: Entry) -> list[tuple[str, str]]:
    """Return what was done of the efforts; nothing where there were none."""
    if not entry.has_efforts:
        return []
    drill = [("Drill", plain(entry.drill))] if entry.drill else []
    total_s = (entry.efforts or 0) * (entry.effort_s or 0)
    return [*drill, ("Dose", dose_words(entry.efforts, entry.effort_s)), ("In all", f"{total_s} s")]


def told(entry: Entry) -> list[tuple[str, str]]:
    """Return what was told of how the run was."""
    skip = ("day", "run_kind", "duration_min", "bursts", "drill", "efforts", "effort_s")
    rows = []
    for info in QUESTIONS:
        value = getattr(entry, info.name)
        if info.name not in skip and value not in (None, ""):
            unit = f" of {info.maximum:g}" if info.maximum is not None else ""
            rows.append((info.label.capitalize(), f"{value if info.name == 'note' else plain(value)}{unit}"))
    return rows


def behind(plan: PlannedSession) -> list[tuple[str, str]]:
    """Return what a plan is based on: answers, what the diary remembered, rules."""
    rows = [(plain(name), plain(value)) for name, value in plan.case.items()]
    rows += [
        (plain(name), f"{plain(fact['value'])} (from the diary{': ' + fact['note'] if fact['note'] else ''})")
        for name, fact in plan.history.items()
    ]
    return [*rows, ("Rules", ", ".join(plan.rules) or "none"), ("Rule base", plan.rules_digest or "unknown")]
