"""A season in words: doses, steps, how the runner of the model responds, and what came out."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.engine.rulebase.base import RuleBase
from springstep.season.body import FLOODING_FROM, HEAVY_FROM
from springstep.season.model import EASY_DAYS, SeasonModel
from springstep.season.report import Summary
from springstep.season.simulate import REGULAR_OF, REGULAR_WEEKS, SOME_AFTER
from springstep.session.sets import ProgressionStep
from springstep.session.texts import how_often

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def dose_words(step: ProgressionStep) -> str:
    """Write the dose of a step as ``3 x 8 s``."""
    return f"{step.efforts} x {step.effort_s} s"


def step_words(step: ProgressionStep, base: RuleBase) -> str:
    """Write a step as ``3 x 8 s, every third easy run``."""
    return f"{dose_words(step)}, {how_often(base, step.frequency)}"


def counted(number: int, what: str) -> str:
    """Write a number of things.

    >>> counted(1, "week"), counted(2, "week")
    ('1 week', '2 weeks')
    """
    return f"{number} {what}{'' if number == 1 else 's'}"


def week_words(model: SeasonModel) -> str:
    """Describe the runs of a usual week."""
    days = [f"{_WEEKDAYS[place]} {kind}" for place, kind in enumerate(model.week) if kind != "off"]
    easy = sum(kind in EASY_DAYS for kind in model.week)
    return f"{counted(len(days), 'run')} a week, {easy} of them easy: {', '.join(days)}"


def model_words(model: SeasonModel) -> Iterator[str]:
    """Describe the model of the response, with every number."""
    response = model.response
    yield (
        f"Tiredness (0 fresh, 10 exhausted) is {response.usual_fatigue:g} on a morning that nothing weighs on, give or "
        f"take {response.swing:g} by chance. A long run leaves {_points(response.long_costs)}, a workout "
        f"{response.workout_costs:g}, a race {response.race_costs:g}; a day takes {response.recovers:g} away. "
        f"Legs are heavy from {HEAVY_FROM}, flooding from {FLOODING_FROM}."
    )
    yield (
        f"At first {response.tolerance_s:g} s of bursts in one run cost nothing. Each session taken well adds "
        f"{response.adapts_s:g} s, a week without bursts takes {response.forgets_s:g} s away again. Every 10 s above "
        f"that cost {_points(response.cost_per_10_s)}, half for strides."
    )
    yield (
        f"From {_points(response.drained_from)} the runner feels drained; from {response.slips_from:g} form gives way "
        f"and the last effort is left out. Ratings of cadence, stride, spring and return to pace begin near 3 of 5, "
        f"gain {response.improves:g} with each session taken well, and lose half the points that one costs."
    )
    yield (
        f"Chances: a bad night {response.bad_nights:g}, planned bursts skipped {response.skips:g}, no ratings in the "
        f"log {response.unlogged:g}. Otherwise every plan is kept to and logged."
    )
    yield (
        "An injury of the season aches while it is active; one of the case "
        f"{_healing(model)}. Sessions count as plyometric experience: some after {SOME_AFTER}, regular with bursts in "
        f"{REGULAR_WEEKS} of the last {REGULAR_OF} weeks."
    )


def _points(number: float) -> str:
    return f"{number:g} point{'' if number == 1 else 's'}"


def _healing(model: SeasonModel) -> str:
    weeks = model.own_injury_weeks
    return f"heals by one step in {counted(weeks, 'week')}" if weeks else "stays as it is"


def outcome_words(
    summary: Summary, weeks: int, steps: tuple[ProgressionStep, ProgressionStep] | None, base: RuleBase
) -> str:
    """Say in a sentence or two what came out of a season; ``steps`` are its first and its last."""
    if steps is None:
        return f"{counted(weeks, 'week')} without a single planned session."
    went = f"It began at {step_words(steps[0], base)}, and ended at {step_words(steps[1], base)}."
    done = f"{summary.done} of {counted(summary.planned, 'planned session')} done in full"
    return f"{counted(weeks, 'week')}, {done}. {went} {summary.top}"
