"""The fields of an entry, each as a question with its words: what one line of an answer is read by, and pages name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from springstep.diary.entry import (
    CUES,
    FELT,
    LEGS,
    MOST_NOTE,
    PAIN,
    RECOVERY,
    RUN_KINDS,
    SIGNS,
    SITES,
)
from springstep.engine.language.fact_info import FactInfo


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
    "felt_during",
    "felt_after",
    "form_held",
    *SIGNS,
    "cadence",
    "stride",
    "spring",
    "return_to_pace",
)
"""What only a run with efforts has."""


def outdated(known: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the details that the answers they were about, since changed, no longer allow."""
    signs = [sign for sign, (_, bad) in SIGNS.items() if known.get("form_held") and known.get(sign) == bad]
    return (*signs, *(["pain_site"] if known.get("pain") not in ("ache", "sharp") else []))
