"""Requests as the description of the interface shows them; each is run by a test."""

from __future__ import annotations

from typing import Any

from springstep.serve.bodies import HOOK

CASE: dict[str, Any] = {
    "pain": "none",
    "injuries": [],
    "screening": [],
    "goal": "economy",
    "season_phase": "build",
    "run_kind": "easy",
    "duration_min": 50,
    "pace": "6:00/km",
    "surface": "grass",
    "terrain": "flat",
    "shoes": "solid",
    "fatigue": 1,
    "legs": "fresh",
    "stiffness": [],
    "sleep": "enough",
    "fuel": "fed",
    "today": [],
    "sessions_done": 9,
    "easy_runs_since_bursts": 2,
    "step_efforts": 4,
    "step_effort_s": 10,
    "form_held": True,
    "felt_after": "normal",
    "recovery_between_sessions": "full",
    "weeks_since_last_session": 0,
    "fatigue_trend": "same",
}
"""A rested runner, all that matters answered."""
_TIRED = {**CASE, "fatigue": 8}
_HURT = {"moment": "during", "cue": ["sharp_pain"], "bursts_done": 2}


def _one(name: str, value: Any) -> dict[str, Any]:
    return {name: {"value": value}}


EXAMPLES: dict[str, dict[str, Any]] = {
    "RecommendBody": {
        **_one("rested", {"case": CASE, "on": "2026-05-04"}),
        **_one("tired", {"case": _TIRED, "trace": True}),
    },
    "CardBody": _one("rested", {"case": CASE, "on": "2026-05-04"}),
    "WorkoutBody": {
        **_one("rested", {"case": CASE}),
        **_one("for a watch", {"case": CASE, "on": "2026-05-04", "form": "fit"}),
    },
    "CueBody": _one("pain", {"case": _HURT}),
    "WhyBody": _one("dose", {"case": CASE, "decision": "dose", "depth": "short"}),
    "WhyNotBody": _one("no more", {"case": CASE, "target": "dose=5x12"}),
    "ChangeBody": _one("readiness", {"case": _TIRED, "decision": "clearance"}),
    "ReceiptBody": _one("least", {"case": _TIRED, "least": True}),
    "BeginBody": _one("before a run", {"moment": "before"}),
    "HookBody": _one(
        "rested",
        {
            "hook": HOOK,
            "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
            "context": {"case": CASE},
        },
    ),
}
"""By the name of a body, each by a name of its own."""
