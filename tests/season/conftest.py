"""The runner whose seasons are simulated, and models of seasons to draw."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from springstep.engine.inference.case import case_of
from springstep.season.account import simulate
from springstep.season.model import RESPONSES, SeasonModel, week_of
from springstep.season.model_file import ModelError, changed
from springstep.season.report import Season
from tests.strategies import BASE, WAY_UP

RUNNER: dict[str, Any] = {
    "pain": "none",
    "injuries": [],
    "screening": [],
    "goal": "economy",
    "experience": "some",
    "has_coach": False,
    "coach_agrees": False,
    "season_phase": "build",
    "duration_min": 60,
    "pace": "6:00/km",
    "surface": "grass",
    "terrain": "flat",
    "shoes": "solid",
    "stiffness": [],
    "sleep": "enough",
    "fuel": "fed",
    "today": [],
}
PRACTISED: dict[str, Any] = {
    "sessions_done": 30,
    "easy_runs_since_bursts": 2,
    "every_nth_easy_run": 2,
    "step_efforts": 5,
    "step_effort_s": 12,
    "last_completed": "all",
    "response_logged": True,
    "form_held": True,
    "felt_after": "normal",
    "recovery_between_sessions": "full",
    "weeks_at_step": 3,
    "sessions_at_step": 4,
    "weeks_since_last_session": 0,
    "last_drill": "light_hops",
    **{f"{name}_trend": "same" for name in ("fatigue", "cadence", "stride", "spring", "return_to_pace")},
}
SITES = ("ankle", "achilles", "hamstring")


def level_of(efforts: int, effort_s: int) -> int:
    """Return the highest step of the way up that a dose reaches, from 1; the first where it reaches none."""
    steps = enumerate(WAY_UP, 1)
    return max((place for place, s in steps if s["efforts"] <= efforts and s["effort_s"] <= effort_s), default=1)


def calm(response: str = "average", **changes: Any) -> dict[str, Any]:
    """Return a preset without chance, with some numbers changed."""
    quiet = {"swing": 0.0, "bad_nights": 0.0, "skips": 0.0, "unlogged": 0.0}
    return {**RESPONSES[response].model_dump(mode="json"), **quiet, **changes}


def season_of(changes: dict[str, Any], **runner: Any) -> Season:
    """Simulate the season of a runner under a model given as changes to the usual one."""
    return simulate(case_of({**RUNNER, **runner}, BASE), changed(SeasonModel(), changes), BASE)


@cache
def preset(name: str, weeks: int = 20) -> Season:
    """Return the season of a preset, simulated once."""
    return season_of({"weeks": weeks, "response": RESPONSES[name].model_dump(mode="json")})


@st.composite
def models(draw: st.DrawFn, *, most_weeks: int = 20) -> SeasonModel:
    """Draw a season: any preset with some other numbers, phases, races, pauses and injuries."""
    weeks = draw(st.integers(6, most_weeks))
    week = st.integers(1, weeks)
    runs = draw(st.integers(2, 7))
    response = RESPONSES[draw(st.sampled_from(list(RESPONSES)))].model_dump(mode="json")
    response |= draw(
        st.fixed_dictionaries(
            {},
            optional={
                "tolerance_s": st.sampled_from([5.0, 30.0, 90.0]),
                "recovers": st.sampled_from([0.5, 3.0]),
                "skips": st.sampled_from([0.3]),
                "unlogged": st.sampled_from([0.3]),
            },
        )
    )
    names = st.sampled_from(["early", "build", "build", "competition", "transition", "no_season"])
    changes: dict[str, Any] = {
        "weeks": weeks,
        "seed": draw(st.integers(0, 999)),
        "week": list(week_of(runs, draw(st.integers(max(1, runs - 3), runs)))),
        "phases": [{"phase": draw(names), "weeks": draw(st.integers(1, 8))} for _ in range(draw(st.integers(0, 4)))],
        "pauses": [{"week": draw(week), "weeks": draw(st.integers(1, 9))} for _ in range(draw(st.integers(0, 1)))],
        "injuries": [
            {"week": draw(week), "site": site, "active_weeks": draw(st.integers(1, 3))}
            for site in draw(st.lists(st.sampled_from(SITES), max_size=1))
        ],
        "response": response,
    }
    races = draw(st.lists(week, max_size=2, unique=True))
    try:
        return changed(SeasonModel(), {**changes, "races": races})
    except ModelError:  # a race in a pause
        return changed(SeasonModel(), changes)


@st.composite
def seasons(draw: st.DrawFn) -> Season:
    """Draw a season, lived by a beginner or by a practised runner."""
    runner = draw(st.sampled_from([{}, {}, PRACTISED, {**PRACTISED, "has_coach": True, "experience": "regular"}]))
    minutes = draw(st.sampled_from([20, 35, 60, 90]))
    case = case_of({**RUNNER, **runner, "duration_min": minutes}, BASE)
    return simulate(case, draw(models()), BASE)
