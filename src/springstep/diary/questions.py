"""The questions that ask for an entry step by step: plain words, in order, and only those that apply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from springstep.diary.entry import (
    CUES,
    FELT,
    LEGS,
    MOST_NOTE,
    PAIN,
    RECOVERY,
    RUN_KINDS,
    SESSION,
    SIGNS,
    SITES,
    PlannedSession,
)
from springstep.engine.language.vocabulary import FactInfo


def _word(name: str, label: str, question: str, help: str, values: tuple[str, ...]) -> FactInfo:
    return FactInfo(name, "word", label, question=question, help=help, values=values)


def _flag(name: str, label: str, question: str, help: str) -> FactInfo:
    return FactInfo(name, "flag", label, question=question, help=help)


def _number(name: str, label: str, question: str, help: str, least: int, most: int, unit: str = "") -> FactInfo:
    whole = name != "duration_min"
    return FactInfo(
        name, "number", label, question=question, help=help, minimum=least, maximum=most, integer=whole, unit=unit
    )


QUESTIONS: tuple[FactInfo, ...] = (
    FactInfo(
        "day",
        "text",
        "day",
        question="On which day did you run?",
        help="a day written as 2026-03-31, not later than today",
    ),
    _word(
        "run_kind",
        "kind of run",
        "What kind of run was it?",
        "recovery, easy: relaxed, you could talk all the way; long: the week's longest; workout: intervals, tempo.",
        RUN_KINDS,
    ),
    _number("duration_min", "minutes", "How many minutes did you run?", "The whole run.", 1, 600, "min"),
    _word(
        "bursts",
        "bursts",
        "Did you do your bursts?",
        "done: all of them; partly: you ended early; skipped: planned, not done; none: a run without bursts.",
        ("done", "partly", "skipped", "none"),
    ),
    FactInfo(
        "drill",
        "row",
        "drill",
        question="Which drill did you do?",
        help="An id of `springstep rules drills`.",
        table="drills",
    ),
    _number("efforts", "efforts", "How many efforts did you do?", "Count each burst once.", 1, 30),
    _number("effort_s", "seconds an effort", "How long was each, in seconds?", "The usual one.", 1, 120, "s"),
    FactInfo(
        "cues",
        "word",
        "what came up",
        question="What came up during the efforts?",
        help="all well: nothing; otherwise whatever you noticed, several with commas between them.",
        values=CUES,
        most=len(CUES),
    ),
    _word(
        "felt_during",
        "legs during",
        "How did your legs feel during the efforts?",
        "heavy: dull but they worked; flooding: they filled with fatigue as soon as you pushed.",
        LEGS,
    ),
    _word(
        "felt_after",
        "felt after",
        "How did you feel in the minutes after the efforts?",
        "drained: more tired than an easy run leaves you.",
        FELT,
    ),
    _flag(
        "form_held",
        "form held",
        "Did your form hold to the last effort?",
        "Pelvis steady, weight even on both legs, soft landings.",
    ),
    _word("pelvis", "pelvis", "How was your pelvis?", "unsteady: it dropped or swayed.", SIGNS["pelvis"]),
    _word(
        "weight_shift",
        "weight",
        "How did your weight pass from leg to leg?",
        "uneven: one leg took more of it.",
        SIGNS["weight_shift"],
    ),
    _word("landings", "landings", "How were your landings?", "hard: loud, or stiff in the knees.", SIGNS["landings"]),
    _number(
        "fatigue_after",
        "fatigue after",
        "How tired did the run leave you, from 0 to 10?",
        "0: fully fresh; 5: clearly tired; 10: exhausted.",
        0,
        10,
        "of 10",
    ),
    _number("cadence", "cadence", "How steady was your cadence, from 1 to 5?", "5: very steady.", 1, 5),
    _number("stride", "stride", "How even was your stride, from 1 to 5?", "5: very even.", 1, 5),
    _number("spring", "spring", "How springy were your push-offs, from 1 to 5?", "5: very springy.", 1, 5),
    _number(
        "return_to_pace",
        "return to pace",
        "How soon after each effort were you back at your pace, from 1 to 5?",
        "5: at once; 1: it took minutes.",
        1,
        5,
    ),
    _word(
        "recovery",
        "recovery",
        "How had you recovered from the session with bursts before this one?",
        "full: nothing was left by the next run; slow: a day longer; poor: still tired or sore at this session.",
        RECOVERY,
    ),
    _flag(
        "warning_gone",
        "logged warning gone",
        "Is the warning that you logged gone?",
        "yes: nothing is left of it, and what had to be looked at has been looked at; no: it is still there.",
    ),
    _word(
        "pain",
        "pain",
        "Does anything hurt?",
        "ache: dull, does not change how you move; sharp: stabbing, swelling, or you limp.",
        PAIN,
    ),
    _word("pain_site", "where it hurts", "Where does it hurt?", "The place that hurts most.", SITES),
    _word("injury", "injury", "Did you injure yourself on this run, and where?", "An empty line: no.", SITES),
    FactInfo(
        "note", "text", "note", question="Anything else to note?", help=f"free text, at most {MOST_NOTE} characters"
    ),
)
"""Every question, in order; the names are the fields of an entry."""

BY_NAME: Mapping[str, FactInfo] = {info.name: info for info in QUESTIONS}

OF_A_SESSION = (
    "drill",
    "efforts",
    "effort_s",
    "cues",
    "felt_during",
    "felt_after",
    "form_held",
    *SIGNS,
    "cadence",
    "stride",
    "spring",
    "return_to_pace",
)
"""What is asked only of a run with efforts."""
_OF_THE_PLAN = frozenset(["drill", "efforts", "effort_s"])


def questions(
    known: Mapping[str, Any],
    *,
    drills: Iterable[str] = (),
    plan: PlannedSession | None = None,
    session_before: bool = True,
    warning: str = "",
) -> tuple[FactInfo, ...]:
    """Return the questions that apply, in order, given the answers so far, the day's plan, and earlier sessions.

    Those about the efforts are asked only for a run with efforts; the efforts of a plan done in full are not asked for
    again, recovery only when there is an earlier session to recover from, and what goes into detail only where the
    answer before it calls for that. ``warning`` asks whether what the diary warns of is gone; empty when it warns of
    nothing.
    """
    asked = []
    for info in QUESTIONS:
        if info.name in OF_A_SESSION and known.get("bursts") not in SESSION:
            continue
        if (
            info.name in _OF_THE_PLAN
            and known.get("bursts") == "done"
            and plan is not None
            and plan.efforts is not None
        ):
            continue
        if (info.name == "recovery" and not session_before) or (info.name == "warning_gone" and not warning):
            continue
        if not _called_for(info.name, known):
            continue
        question = replace(info, values=tuple(drills)) if info.name == "drill" else info
        question = replace(info, question=warning) if info.name == "warning_gone" else question
        asked.append(_with_plan(question, plan))
    return tuple(asked)


def _called_for(name: str, known: Mapping[str, Any]) -> bool:
    """Tell whether a question that goes into detail is called for by the answers before it."""
    cues = known.get("cues") or ()
    if name == "felt_during":
        return bool(cues) and tuple(cues) != ("all_well",)
    if name in SIGNS:
        return known.get("form_held") is False
    if name == "pain_site":
        return known.get("pain") in ("ache", "sharp")
    if name == "injury":
        return known.get("pain") == "sharp" or "sharp_pain" in cues
    return True


def outdated(known: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the details that the answers they were about, since changed, no longer allow."""
    signs = [sign for sign, (_, bad) in SIGNS.items() if known.get("form_held") and known.get(sign) == bad]
    return (*signs, *(["pain_site"] if not _called_for("pain_site", known) else []))


def _with_plan(info: FactInfo, plan: PlannedSession | None) -> FactInfo:
    """Fit a question to the plan: which answers make sense, and which was planned."""
    if plan is None:
        return info
    if info.name == "bursts":
        return replace(
            info, values=("none", "done", "partly") if plan.kind == "none" else ("done", "partly", "skipped")
        )
    planned = getattr(plan, info.name) if info.name in _OF_THE_PLAN else None
    if planned is None:
        return info
    return replace(info, question=f"{info.question} (planned: {planned}{' s' if info.unit == 's' else ''})")
