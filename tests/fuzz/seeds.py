"""The valid inputs that are edited: what the examples hold, and what the package itself writes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from springstep import Dialogue, Recommendation, State, recommend
from springstep.diary.entry import Entry
from springstep.diary.profile import Profile, with_told
from springstep.engine.text.source import parse_yaml
from springstep.installed import default_rule_base
from tests.diary.conftest import entry_by_hand, plan_by_hand
from tests.places import EXAMPLES, OVERLAY

BASE = default_rule_base()
FACTS = BASE.vocabulary.facts
TODAY = date(2026, 6, 30)
MOMENTS = tuple(BASE.vocabulary.moments)


def _plain(path: Path) -> Any:
    return parse_yaml(path.read_text(encoding="utf-8"), name=path.name).value


CASE_FILES = tuple(sorted([*EXAMPLES.glob("*.yaml"), *EXAMPLES.glob("*.json")]))
CASE_TEXTS = tuple(path.read_text(encoding="utf-8") for path in CASE_FILES)
CASES: tuple[dict[str, Any], ...] = (
    *map(_plain, CASE_FILES),
    *map(dict, BASE.standard_cases.values()),
    {"pain": "no", "injuries": "left knee healed in May", "fatigue": "a bit tired", "duration_min": "half an hour"},
)
OVERLAYS: tuple[dict[str, Any], ...] = (_plain(OVERLAY),)
MODELS: tuple[dict[str, Any], ...] = tuple(map(_plain, sorted((EXAMPLES / "seasons").glob("*.model.yaml"))))

HISTORY: tuple[dict[str, Any], ...] = (
    {"fact": "sessions_done", "value": 4, "note": "4 sessions"},
    {"fact": "step_efforts", "value": 3, "note": "2 March"},
    {"fact": "injuries", "value": [{"site": "ankle", "status": "returning"}], "note": "your profile"},
    {"fact": "duration_min", "value": 50.5, "note": "last time"},
    {"fact": "pace", "value": "6:00/km", "note": "last time", "overruled": True},
    {"fact": "today", "value": ["heat"], "note": ""},
)

ENTRIES: tuple[Entry, ...] = (
    entry_by_hand(),
    entry_by_hand(2, bursts="planned", drill=None, efforts=None, effort_s=None, plan=plan_by_hand()),
    entry_by_hand(3, plan=plan_by_hand(), cues=("hip_stiffness", "dizzy"), felt_after="drained", pain="sharp"),
    entry_by_hand(4, bursts="none", drill=None, efforts=None, effort_s=None, note='Was "fine",\nreally; =1+1'),
)
ENTRY_VALUES: tuple[dict[str, Any], ...] = tuple(json.loads(entry.to_json()) for entry in ENTRIES)
PROFILE: Profile = with_told(
    Profile(), {"goal": "speed", "injuries": [{"site": "knee", "status": "resolved"}]}, date(2026, 5, 1), BASE
)


@cache
def plans() -> tuple[Recommendation, ...]:
    """Return a few plans."""
    return tuple(recommend(BASE.standard_cases[moment]) for moment in MOMENTS)


@cache
def states() -> tuple[State, ...]:
    """Return states from all along some consultations."""
    return tuple(
        each
        for moment in MOMENTS
        for said in (
            ["stiff calves", "mild", "40 min"],
            ["none", "back", "unknown", "knee", "returning"],
            ["dizzy", "2"],
        )
        for each in _along(moment, said)
    )


def _along(moment: str, lines: Iterable[str]) -> Iterable[State]:
    dialogue = Dialogue()
    state, _ = dialogue.begin(moment, day="2026-06-30", usual={"duration_min": 45})
    yield state
    for line in lines:
        state, _ = dialogue.respond(state, line)
        yield state
