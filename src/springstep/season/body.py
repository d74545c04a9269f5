"""The runner in the model: how tired, how many seconds of bursts cost nothing, and what a run does to both.

Chance is drawn for each day by its name, so that a day's luck is the same whatever was decided earlier.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from springstep.diary.entry import Bursts, Recovery
from springstep.engine.frozen import Frozen
from springstep.season.model import Response, SeasonModel
from springstep.session.sets import Session

HEAVY_FROM, FLOODING_FROM = 5, 8
"""Points of tiredness from which the legs are called heavy, and flooding."""
_MOST_GAIN = 1.5
_STRIDES_COST = 0.5
_FELT = 0.5
"""Points of tiredness that a runner notices."""


class Body(Frozen):
    """The state of the runner on one day."""

    tolerance_s: float
    """Seconds of bursts in one run that cost nothing."""
    carried: float = 0.0
    """Points of tiredness left from earlier runs."""
    left: float = 0.0
    """Points of it left from the last bursts."""
    runs_since: int | None = None
    """Runs since the last bursts, to tell how soon the runner recovered; none before the first."""
    recovery: Recovery = "full"
    """How the runner recovered from them, as far as it shows yet."""
    gained: float = 0.0
    """What the ratings have gained."""


class Morning(Frozen):
    """How the runner is before a run."""

    fatigue: int
    legs: str
    bad_night: bool


class Outcome(Frozen):
    """What became of planned bursts, and how it was, in the words of the diary's entries."""

    bursts: Bursts
    efforts: int
    cost: float
    log: dict[str, Any]


class Luck:
    """The chances of one day."""

    def __init__(self, model: SeasonModel, day: int) -> None:
        self._name = f"{model.seed}/{day}"

    def happens(self, what: str, chance: float) -> bool:
        """Tell whether something happens that has this chance."""
        return random.Random(f"{self._name}/{what}").random() < chance

    def swing(self, what: str, by: float) -> float:
        """Return by how much something differs today."""
        return random.Random(f"{self._name}/{what}").gauss(0, by)


def fresh(response: Response) -> Body:
    """Return the runner at the start of the season."""
    return Body(tolerance_s=response.tolerance_s)


def after_a_night(body: Body, response: Response) -> Body:
    """Return the runner a day later."""
    rested = response.recovers
    return replace(body, carried=max(0.0, body.carried - rested), left=max(0.0, body.left - rested))


def after_a_week_without(body: Body, response: Response) -> Body:
    """Return the runner after a week without bursts: some of the tolerance is gone."""
    return replace(body, tolerance_s=max(response.tolerance_s, body.tolerance_s - response.forgets_s))


def morning_of(body: Body, response: Response, luck: Luck) -> Morning:
    """Return how the runner is before a run."""
    fatigue = _within(response.usual_fatigue + body.carried + luck.swing("morning", response.swing), 0, 10)
    legs = "flooding" if fatigue >= FLOODING_FROM else "heavy" if fatigue >= HEAVY_FROM else "fresh"
    return Morning(fatigue=fatigue, legs=legs, bad_night=luck.happens("night", response.bad_nights))


def at_the_next_run(body: Body) -> Body:
    """Return the runner with what this run shows of the recovery from the last bursts.

    Full when the first run finds nothing left, slow when a later one does, poor while it is left even then.
    """
    if body.runs_since is None:
        return body
    first = body.runs_since == 0
    recovery: Recovery = body.recovery
    if body.left >= _FELT:
        recovery = "slow" if first else "poor"
    elif first:
        recovery = "full"
    return replace(body, runs_since=body.runs_since + 1, recovery=recovery)


def outcome_of(body: Body, response: Response, morning: Morning, session: Session, luck: Luck) -> Outcome:
    """Return what the runner makes of planned bursts, or of strides in their place."""
    if luck.happens("skip", response.skips):
        return Outcome(bursts="skipped", efforts=0, cost=0.0, log={})
    weight = _STRIDES_COST if session.kind == "strides" else 1.0
    cost = max(0.0, weight * session.total_s - body.tolerance_s) / 10 * response.cost_per_10_s
    slipped = cost >= response.slips_from
    efforts = session.efforts - 1 if slipped else session.efforts
    easy = cost == 0 and morning.fatigue <= response.usual_fatigue
    felt = "drained" if cost >= response.drained_from else "fresh" if easy else "normal"
    log: dict[str, Any] = {"form_held": not slipped, "felt_after": felt}
    if not luck.happens("log", response.unlogged):
        log |= {"fatigue_after": _within(morning.fatigue + cost, 0, 10)} | _ratings(body, response, cost, luck)
    return Outcome(bursts="partly" if slipped else "done", efforts=efforts, cost=cost, log=log)


def _ratings(body: Body, response: Response, cost: float, luck: Luck) -> dict[str, int]:
    names = ("cadence", "stride", "spring", "return_to_pace")
    mean = 3 + body.gained - cost / 2
    return {name: _within(mean + luck.swing(name, response.swing / 2), 1, 5) for name in names}


def after_efforts(body: Body, response: Response, session: Session, outcome: Outcome) -> Body:
    """Return the runner after bursts or strides: tired by what they cost; bursts taken well adapt."""
    well = session.kind == "bursts" and outcome.cost < response.drained_from
    return replace(
        body,
        carried=body.carried + outcome.cost,
        left=outcome.cost,
        runs_since=0,
        recovery="full",
        tolerance_s=body.tolerance_s + (response.adapts_s if well else 0.0),
        gained=min(_MOST_GAIN, body.gained + (response.improves if well else 0.0)),
    )


def after_run(body: Body, response: Response, kind: str) -> Body:
    """Return the runner after a run, whatever bursts were in it."""
    costs = {"long": response.long_costs, "workout": response.workout_costs, "race": response.race_costs}
    return replace(body, carried=body.carried + costs.get(kind, 0.0))


def _within(value: float, least: int, most: int) -> int:
    return max(least, min(most, round(value)))
