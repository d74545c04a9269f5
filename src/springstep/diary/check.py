"""Let only sound entries in: all faults are reported at once, each with its field and what is allowed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields, replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from springstep.diary.entry import (
    DAYS_AHEAD,
    EARLIEST,
    LATEST,
    RECOVERY,
    SESSION,
    SIGNS,
    Entry,
    PlannedSession,
    day_of,
    later,
)
from springstep.diary.errors import DiaryError
from springstep.diary.plan_check import plan_faults
from springstep.diary.questions import BY_NAME
from springstep.engine.characters import HALF_CHARACTER
from springstep.engine.errors import MOST_TOLD, Fault, RefusedError, nearest, shown
from springstep.engine.text.adapter import adapter
from springstep.engine.text.plain_values import refusals
from springstep.engine.text.source import Document
from springstep.engine.text.validation import faults_of

_AFTERWARDS = (
    "felt_during",
    "felt_after",
    "cues",
    "form_held",
    *SIGNS,
    "fatigue_after",
    "cadence",
    "stride",
    "spring",
    "return_to_pace",
    "injury",
)
SKIPPED = "skipped, if it was the run that was planned"
"""What is allowed in place of a run without bursts where bursts were planned."""
_RECOVERED = "recovery_between_sessions"
_DONE = ("drill", "efforts", "effort_s")
_ALLOWED = {"uid": "32 characters, each 0-9 or a-f", "plan": "a plan as `springstep diary show --json` prints it"}


def check_entry(document: Document, *, today: date, drills: Collection[str]) -> Entry:
    """Return the entry that a document holds; raises ``DiaryError`` with every fault."""
    if not isinstance(document.value, dict):
        raise DiaryError(
            [
                document.fault(
                    "wrong_type", (), "an entry is a mapping of fields to values", allowed="such as efforts: 4"
                )
            ]
        )
    found = ((path, what) for path, what, *_ in refusals(document.value))
    unfit = [
        document.fault("malformed", path, what)
        for path, what in found
        if path != ("note",) or what == HALF_CHARACTER  # the note's own check tells the rest with all other faults
    ]
    if unfit:
        raise DiaryError(unfit)
    try:
        entry: Entry = adapter(Entry).validate_json(json.dumps(document.value))
    except ValidationError as error:
        found_by_kind = faults_of(error, Entry, document)
        told = [_with_allowed(fault) for fault in found_by_kind[:MOST_TOLD]]
        raise DiaryError([*told, *found_by_kind[MOST_TOLD:], *_apart(document, today, drills)]) from None
    faults = list(_across(entry, document, today, drills))
    if faults:
        raise DiaryError(faults)
    return entry


def entry_of(values: Mapping[str, Any], *, today: date, drills: Collection[str]) -> Entry:
    """Return the entry of these fields, days and plans included; raises ``DiaryError`` with every fault."""
    return check_entry(Document("", plain_fields(values), {}), today=today, drills=drills)


def plain_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields as plain JSON values, without those not given."""
    given = {name: value for name, value in values.items() if value is not None}
    if isinstance(given.get("day"), date):
        given["day"] = given["day"].isoformat()
    if isinstance(given.get("plan"), PlannedSession):
        given["plan"] = json.loads(given["plan"].to_json())
    return given


def fields_of_entry(entry: Entry) -> dict[str, Any]:
    """Return an entry's fields by name."""
    return {each.name: getattr(entry, each.name) for each in fields(entry)}


def differing(entry: Entry, other: Entry) -> dict[str, Any]:
    """Return the fields of an entry that another one has otherwise."""
    return {name: value for name, value in fields_of_entry(entry).items() if value != getattr(other, name)}


def filled_from_plan(values: Mapping[str, Any], plan: PlannedSession | None) -> dict[str, Any]:
    """Fill in from the plan what the log leaves out about the efforts; not their number for a session done in part.

    What was told before the run counts, too.
    """
    filled = dict(values)
    bursts = filled.get("bursts")
    if plan is None or bursts not in SESSION:
        return filled
    for name in _DONE if bursts == "done" else ("drill", "effort_s"):
        if filled.get(name) is None:
            filled[name] = getattr(plan, name)
    if filled.get("recovery") is None:
        filled |= told_before(plan)
    return filled


def told_before(plan: PlannedSession) -> dict[str, Any]:
    """Return what the answers before a run say of its entry: how the runner recovered from the session before."""
    recovered = plan.case.get(_RECOVERED)
    return {"recovery": recovered} if recovered in RECOVERY else {}


def _with_allowed(fault: Fault) -> Fault:
    """Say what is allowed where the fault itself does not."""
    if fault.what.startswith("Unexpected keyword argument"):
        holder, _, name = fault.where.rpartition(".")
        known = PlannedSession._names if holder == "plan" else Entry._names
        return replace(fault, what="unknown field", allowed=nearest(name, known))
    if fault.allowed not in ("", "allowed: "):
        return fault
    info = BY_NAME.get(fault.where)
    allowed = info.allowed() if info is not None else _ALLOWED.get(fault.where, "")
    if fault.what.endswith("2026-03-31") or fault.where == "note":
        allowed = ""
    return replace(fault, allowed=allowed)


def _apart(document: Document, today: date, drills: Collection[str]) -> Iterator[Fault]:
    """Yield what is wrong with a day and a drill of themselves, whatever is wrong with other fields."""
    given = document.value if isinstance(document.value, Mapping) else {}
    with suppress(RefusedError):
        yield from _day_faults(day_of(given.get("day")), document, today)
    if isinstance(given.get("drill"), str):
        yield from _drill_faults(given["drill"], ("drill",), document, drills)


def _day_faults(day: date, document: Document, today: date) -> Iterator[Fault]:
    if day > LATEST:
        yield document.fault("out_of_range", ("day",), f"{day} is too far ahead", allowed=f"at the latest {LATEST}")
    elif (day - today).days > DAYS_AHEAD:
        allowed = f"at the latest {later(today, DAYS_AHEAD)}, for a traveller; by this computer it is {today}"
        yield document.fault("out_of_range", ("day",), f"{day} is still to come", allowed=allowed)
    if day < EARLIEST:
        yield document.fault("out_of_range", ("day",), f"{day} is too long ago", allowed=f"at the earliest {EARLIEST}")


def _drill_faults(
    drill: str | None, path: tuple[str, ...], document: Document, drills: Collection[str]
) -> Iterator[Fault]:
    if drill is not None and drill not in drills:
        yield document.fault("unknown_name", path, f"no drill is called {shown(drill)}", allowed=nearest(drill, drills))


def _across(entry: Entry, document: Document, today: date, drills: Collection[str]) -> Iterator[Fault]:
    """Yield what does not fit together: fields, day, drills and plan."""
    yield from _day_faults(entry.day, document, today)
    yield from _drill_faults(entry.drill, ("drill",), document, drills)
    if entry.plan is not None:
        yield from _drill_faults(entry.plan.drill, ("plan", "drill"), document, drills)
    if entry.plan is not None:
        yield from plan_faults(entry.plan, document)
    yield from _contradictions(entry, document)
    if entry.has_efforts:
        yield from _session(entry, document)
    else:
        yield from _no_session(entry, document)


def _contradictions(entry: Entry, document: Document) -> Iterator[Fault]:
    """Yield answers about how the run was that cannot both be right."""
    for sign, (good, bad) in SIGNS.items():
        if entry.form_held and getattr(entry, sign) == bad:
            yield document.fault(
                "contradiction", (sign,), f"is {bad}, but form is said to have held", allowed=f"{good}, or form lost"
            )
    if entry.cues is not None and len(set(entry.cues)) < len(entry.cues):
        yield document.fault("duplicate", ("cues",), "names a cue twice", allowed="each cue once")
    if entry.cues is not None and len(entry.cues) > 1 and "all_well" in entry.cues:
        yield document.fault(
            "contradiction", ("cues",), "says all well, and what was not", allowed="all_well alone, or leave it out"
        )
    if entry.pain_site is not None and entry.pain in (None, "none"):
        allowed = "pain: ache or sharp, or leave it out"
        yield document.fault(
            "contradiction", ("pain_site",), "says where it hurts, but not that it does", allowed=allowed
        )


def _session(entry: Entry, document: Document) -> Iterator[Fault]:
    for name, what in (("efforts", "how many efforts were done"), ("effort_s", "how many seconds each lasted")):
        if not getattr(entry, name):
            yield document.fault(
                "missing", (name,), f"is needed when bursts is {entry.bursts}", allowed=f"{what}, at least 1"
            )
    planned = entry.plan.efforts if entry.plan is not None else None
    if entry.bursts == "done" and planned is not None and entry.efforts and entry.efforts < planned:
        what = f"{entry.efforts} of {planned} planned efforts is not all of them"
        yield document.fault(
            "contradiction", ("efforts",), what, allowed=f"bursts: partly, or at least {planned} efforts"
        )


def _no_session(entry: Entry, document: Document) -> Iterator[Fault]:
    given = [name for name in _DONE if getattr(entry, name)]
    if entry.bursts == "planned":
        given += [name for name in _AFTERWARDS if getattr(entry, name) is not None]
        if entry.plan is None:
            yield document.fault(
                "contradiction", ("bursts",), "is planned, but there is no plan", allowed="a plan, or another word"
            )
    for name in given:
        allowed = "leave it out, or say bursts: done or partly"
        yield document.fault(
            "contradiction", (name,), f"cannot be given when bursts is {entry.bursts}", allowed=allowed
        )
    if entry.plan is None:
        return
    if entry.bursts == "none" and entry.plan.kind != "none":
        yield document.fault(
            "contradiction", ("bursts",), f"is none, but {entry.plan.kind} were planned", allowed=SKIPPED
        )
    if entry.bursts == "skipped" and entry.plan.kind == "none":
        yield document.fault("contradiction", ("bursts",), "is skipped, but nothing was planned", allowed="none")
