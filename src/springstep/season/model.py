"""The model of a season: the calendar, and how the runner responds. Every number is our own convention.

A model file holds these fields; the defaults are an average runner with five runs a week.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from springstep.diary.entry import Count

Site = Literal[
    "ankle", "knee", "achilles", "calf", "shin", "foot", "hamstring", "hip", "lower_back", "bone_stress", "other"
]
RunDay = Literal["off", "recovery", "easy", "long", "workout"]
PhaseName = Literal["early", "build", "competition", "transition", "no_season"]
_HEALING = ("active", "returning", "resolved")
EASY_DAYS = ("recovery", "easy")
MOST_WEEKS = 104


class ModelPart(BaseModel):
    """One part of the model; a field that it does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


def _number(what: str, *, least: float = 0, most: float) -> Any:
    return Field(description=what, ge=least, le=most)


class Response(ModelPart):
    """How the runner responds, in points of tiredness (0 fresh, 10 exhausted), seconds and chances."""

    usual_fatigue: float = _number("points of tiredness on a morning that nothing weighs on", most=10)
    swing: float = _number("points by which a morning differs by chance (standard deviation)", most=5)
    recovers: float = _number("points of tiredness that a day takes away", least=0.1, most=10)
    long_costs: float = _number("points that a long run leaves behind", most=10)
    workout_costs: float = _number("points that a workout leaves behind", most=10)
    race_costs: float = _number("points that a race leaves behind", most=10)
    tolerance_s: float = _number("seconds of bursts in one run that cost nothing at the start", most=200)
    adapts_s: float = _number("seconds that this tolerance gains with each session taken well", most=50)
    forgets_s: float = _number("seconds that it loses in a week without bursts, down to where it began", most=50)
    cost_per_10_s: float = _number("points that every ten seconds above it cost; strides cost half", most=10)
    drained_from: float = _number("points that a session costs from which the runner feels drained", most=10)
    slips_from: float = _number("points from which form gives way and the last effort is left out", most=10)
    improves: float = _number("how much ratings from 1 to 5 gain with each session taken well, up to 1.5", most=1)
    bad_nights: float = _number("chance of a bad night before a run, 0 to 1", most=1)
    skips: float = _number("chance that planned bursts are skipped, 0 to 1", most=1)
    unlogged: float = _number("chance that a session's log has no ratings, 0 to 1", most=1)


_AVERAGE = Response(
    usual_fatigue=1.0,
    swing=0.6,
    recovers=1.5,
    long_costs=2.0,
    workout_costs=2.0,
    race_costs=6.0,
    tolerance_s=34.0,
    adapts_s=1.8,
    forgets_s=2.0,
    cost_per_10_s=1.0,
    drained_from=2.0,
    slips_from=3.0,
    improves=0.04,
    bad_nights=0.03,
    skips=0.0,
    unlogged=0.0,
)
_WELL = {"swing": 0.4, "recovers": 2.0, "tolerance_s": 45.0, "adapts_s": 3.5, "cost_per_10_s": 0.6, "improves": 0.07}
_TIRES = {"recovers": 1.0, "long_costs": 3.0, "workout_costs": 3.0, "tolerance_s": 22.0, "adapts_s": 0.6}
_TIRES |= {"cost_per_10_s": 2.0, "improves": 0.02}
_ERRATIC = {"swing": 1.6, "bad_nights": 0.15, "skips": 0.1, "unlogged": 0.15}

RESPONSES: Mapping[str, Response] = {
    "well": _AVERAGE.model_copy(update=_WELL),
    "average": _AVERAGE,
    "tires-easily": _AVERAGE.model_copy(update=_TIRES),
    "erratic": _AVERAGE.model_copy(update=_ERRATIC),
}
"""The presets by name."""


class Phase(ModelPart):
    """Some weeks of one season phase."""

    phase: PhaseName
    weeks: Annotated[Count, Field(description="how many weeks it lasts", ge=1, le=MOST_WEEKS)]


class Pause(ModelPart):
    """Some weeks without any run."""

    week: Annotated[Count, Field(description="the first week without a run", ge=1, le=MOST_WEEKS)]
    weeks: Annotated[Count, Field(description="how many weeks it lasts", ge=1, le=MOST_WEEKS)] = 1


class Hurt(ModelPart):
    """An injury: active at first, with an ache; then returning; resolved for the rest of the season."""

    week: Annotated[Count, Field(description="the week in which it begins", ge=1, le=MOST_WEEKS)]
    site: Annotated[Site, Field(description="where, as in a case")] = "calf"
    active_weeks: Annotated[Count, Field(description="weeks until running is normal again", ge=1, le=52)] = 2
    returning_weeks: Annotated[Count, Field(description="weeks from then until it is healed", ge=0, le=52)] = 4


class SeasonModel(ModelPart):
    """A whole season: how long, which runs, what happens, and how the runner responds."""

    weeks: Annotated[Count, Field(description="how many weeks to follow the runner", ge=1, le=MOST_WEEKS)] = 26
    seed: Annotated[Count, Field(description="seed of the chance events", ge=0, le=999_999)] = 0
    week: Annotated[
        tuple[RunDay, ...],
        Field(
            description="the seven days from Monday: off, recovery, easy, long, workout",
            strict=False,
            min_length=7,
            max_length=7,
        ),
    ] = ("easy", "workout", "off", "easy", "off", "easy", "long")
    phases: Annotated[
        tuple[Phase, ...],
        Field(description="season phases in turn; the last continues; none: as in the case", strict=False),
    ] = ()
    races: Annotated[
        tuple[Annotated[Count, Field(ge=1, le=MOST_WEEKS)], ...],
        Field(description="weeks with a race on the Sunday", strict=False),
    ] = ()
    pauses: Annotated[tuple[Pause, ...], Field(description="weeks without any run", strict=False)] = ()
    injuries: Annotated[tuple[Hurt, ...], Field(description="what hurts, and from when", strict=False)] = ()
    own_injury_weeks: Annotated[
        Count,
        Field(description="weeks until an injury of the case heals by one step; 0: never", ge=0, le=MOST_WEEKS),
    ] = 4
    response: Annotated[
        Response, Field(description="how the runner responds; a name is one of: well, average, tires-easily, erratic")
    ] = _AVERAGE

    def phase_in(self, week: int) -> str | None:
        """Return the season phase of a week, from 1; none when the case gives it."""
        if week in self.races:
            return "race_week"
        end = 0
        for phase in self.phases:
            end += phase.weeks
            if week <= end:
                return phase.phase
        return self.phases[-1].phase if self.phases else None

    def paused_in(self, week: int) -> bool:
        """Tell whether a week is without any run."""
        return any(pause.week <= week < pause.week + pause.weeks for pause in self.pauses)

    def hurt_in(self, week: int) -> Iterator[tuple[str, str]]:
        """Yield the site and status of each injury begun by a week."""
        for hurt in self.injuries:
            if week < hurt.week:
                continue
            active = week < hurt.week + hurt.active_weeks
            returning = week < hurt.week + hurt.active_weeks + hurt.returning_weeks
            yield hurt.site, "active" if active else "returning" if returning else "resolved"

    def healed_by(self, week: int) -> Iterator[int]:
        """Yield for each injury begun and healed by a week how many weeks ago it healed."""
        for hurt in self.injuries:
            since = week - (hurt.week + hurt.active_weeks + hurt.returning_weeks)
            if since >= 0:
                yield since

    def own_by(self, week: int, status: str) -> str:
        """Return how far an injury of the case has healed by a week."""
        steps = (week - 1) // self.own_injury_weeks if self.own_injury_weeks else 0
        return _HEALING[min(len(_HEALING) - 1, _HEALING.index(status) + steps)]

    def own_healed_by(self, week: int, status: str) -> int | None:
        """Return how many weeks ago an injury of the case healed in the season; none if not, or before it."""
        steps = len(_HEALING) - 1 - _HEALING.index(status)
        since = week - 1 - steps * self.own_injury_weeks
        return since if steps and self.own_injury_weeks and since >= 0 else None

    def run_on(self, week: int, weekday: int) -> str:
        """Return the kind of run of a day, its weekday counted from Monday, 0; ``off`` for none."""
        if self.paused_in(week):
            return "off"
        return "race" if weekday == 6 and week in self.races else self.week[weekday]


_TRAINING_DAYS = {1: (2,), 2: (2, 6), 3: (1, 3, 6), 4: (1, 3, 5, 6), 5: (0, 1, 3, 5, 6), 6: (0, 1, 2, 3, 5, 6)}
_HARD_DAYS = (6, 1, 3, 5, 2, 0, 4)
"""The days that are made hard, in this order: the long run on Sunday, then workouts well apart."""


def week_of(runs: int, easy: int) -> tuple[RunDay, ...]:
    """Spread runs over a week, some of them easy and the others a long run and workouts.

    >>> week_of(5, 3)
    ('easy', 'workout', 'off', 'easy', 'off', 'easy', 'long')
    """
    days = _TRAINING_DAYS.get(runs, tuple(range(7)))
    hard = [day for day in _HARD_DAYS if day in days][: runs - easy]
    kinds: dict[int, RunDay] = {day: "long" if day == hard[0] else "workout" for day in hard}
    return tuple(kinds.get(day, "easy") if day in days else "off" for day in range(7))
