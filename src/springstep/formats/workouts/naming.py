"""The run that a plan comes to, in the words of a watch and in the runner's own unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from springstep.diary.card import Card, card_of
from springstep.engine.characters import visible
from springstep.engine.language.wording import listed, plain
from springstep.engine.rulebase.base import RuleBase
from springstep.formats.workouts.named_run import NamedRepeat, NamedRun, NamedStep
from springstep.session.clock import clock_time
from springstep.session.distance_unit import DistanceUnit, unit_told
from springstep.session.recommendation import Recommendation
from springstep.session.short_page import short_advice
from springstep.session.statements import beyond_claims
from springstep.session.watch_words import WatchWords, watch_words
from springstep.session.where import is_chosen, where_said
from springstep.session.workout import Workout, WorkoutRepeat, WorkoutStep, workout_of

_WALKING = "run_walk"
_EASY = "easy"
_MILE = "mi"
_STOP = "stop"
_MOST_OF_A_CUE = 254
"""How many bytes the notes of a step have room for, in the format that has least."""


def named_run(made: Recommendation, base: RuleBase, *, day: date) -> NamedRun | None:
    """Return the run of a plan made before a run, as it stands on a day; ``None`` where there is none to do.

    That is a plan to stop, to rest, or to do another run as it was planned.
    """
    workout = workout_of(made, made.session, base) if made.moment == "before" else None
    if workout is None:
        return None
    words, session = watch_words(base), made.session
    said = where_said(made, base)
    places = [short_advice(advice, base) for advice in said]
    chosen = [short_advice(advice, base) for advice in said if is_chosen(advice, base)]
    named = _Naming(made, workout, words, places, chosen)
    card = card_of(made, base)
    lines = [line.say for line in card.lines]
    filled = {"efforts": session.efforts, "effort_s": session.effort_s} if session is not None else {}
    text = [*lines, *_places(made), *_stops(card)]
    brief = [lines[0], *_starts(made), *places, *beyond_claims(made), *_signs(card)]
    return NamedRun(
        plan=workout.plan,
        day=day,
        kind=workout.kind,
        title=words.titles[workout.kind].format(**filled),
        run_kind=_run_kind(made),
        parts=tuple(named.part(part) for part in workout.parts),
        run_s=workout.run_s,
        text=tuple(map(_on_one_line, text)),
        brief=tuple(map(_on_one_line, brief)),
    )


class _Naming:
    """Names the stretches of one workout."""

    def __init__(
        self,
        made: Recommendation,
        workout: Workout,
        words: WatchWords,
        places: Sequence[str],
        chosen: Sequence[str],
    ) -> None:
        self._walks = _run_kind(made) == _WALKING
        self._words = words
        self._places = tuple(map(_on_one_line, places))
        self._chosen = tuple(map(_on_one_line, chosen))
        self._easily = words.cues["walking_breaks"] if self._walks else _about(_pace(made, workout))
        session = made.session
        bursts = session is not None and session.kind == "bursts"
        self._contact = f"; {plain(session.contact)} contact" if bursts and session is not None else ""

    def part(self, part: WorkoutStep | WorkoutRepeat) -> NamedStep | NamedRepeat:
        if isinstance(part, WorkoutRepeat):
            return NamedRepeat(times=part.times, steps=tuple(map(self._step, part.steps)))
        return self._step(part)

    def _step(self, step: WorkoutStep) -> NamedStep:
        name, cue = self._said(step)
        ahead = " ".join(self._chosen) if _until_the_place(step) else ""
        return NamedStep(step.role, name, cue, step.duration_s, step.least_s, ahead)

    def _said(self, step: WorkoutStep) -> tuple[str, str]:
        """Return the name of a step and its cue."""
        if step.drill is not None:
            drill = self._words.drills[step.drill]
            return drill.name, _beside(f"{drill.cue}{self._contact}", self._places)
        if step.role == "recovery":
            return self._words.names["walk" if self._walks else "recovery"], self._words.cues["recovery"]
        if _until_the_place(step):
            return self._words.names[step.role], _beside(self._words.cues["place"], self._chosen)
        return self._words.names[step.role], self._easily


def _until_the_place(step: WorkoutStep) -> bool:
    """Tell whether a stretch lasts until the runner has found, or made, the place for the effort after it."""
    return step.role in ("warm_up", "easy") and step.least_s is not None


def _run_kind(made: Recommendation) -> str:
    """Return the kind of run; easy, as the diary takes it, where nobody has told."""
    return next((str(fact.value) for fact in made.facts if fact.fact == "run_kind" and fact.value is not None), _EASY)


def _beside(cue: str, places: Iterable[str]) -> str:
    """Return where an effort is done, as many whole statements as a step has room for, and then its cue."""
    said: list[str] = []
    for place in places:
        if len(" ".join([*said, place, cue]).encode()) <= _MOST_OF_A_CUE:
            said.append(place)
    return " ".join([*said, cue])


def _stops(card: Card) -> Iterator[str]:
    """Yield at which signs to stop, and what to do then."""
    yield from (f"{_first_capital(answer.when)}: {answer.do}" for answer in card.answers if answer.verdict == _STOP)


def _signs(card: Card) -> Iterator[str]:
    """Yield the same in few words."""
    signs = [answer.when for answer in card.answers if answer.verdict == _STOP]
    if signs:
        yield f"Stop: {', '.join(signs)}."


def _first_capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _places(made: Recommendation) -> Iterator[str]:
    """Yield after which distances the efforts come, in the runner's unit, where the pace is known."""
    unit = _unit(made)
    starts = [segment for segment in made.session.timeline if segment.kind == "burst"] if made.session else []
    found = [segment.start_mi if unit == _MILE else segment.start_km for segment in starts]
    told = [f"{distance:.1f}" for distance in found if distance is not None]
    if told:
        yield f"Distance: the efforts begin after {listed(told, last='and')} {unit}."


def _starts(made: Recommendation) -> Iterator[str]:
    """Yield when the efforts come, on the clock of the run."""
    session = made.session
    if session is not None:
        starts = ", ".join(clock_time(each.start_s) for each in session.timeline if each.kind == "burst")
        yield f"{session.drill_name} at {starts}, then {session.rest_s} s easy or more."


def _pace(made: Recommendation, workout: Workout) -> str:
    """Return the easy pace in the runner's unit, such as ``6:45/km``; nothing where it is not told."""
    unit = _unit(made)
    pace_s = workout.pace_s_per_mi if unit == _MILE else workout.pace_s_per_km
    return f"{clock_time(pace_s)}/{unit}" if pace_s is not None else ""


def _on_one_line(text: str) -> str:
    """Return a text without ends of lines, which a coach's own words may have."""
    return visible(" ".join(text.split()))


def _about(pace: str) -> str:
    return f"About {pace}" if pace else ""


def _unit(made: Recommendation) -> DistanceUnit:
    """Return the unit in which the runner tells paces and distances; kilometres where none is told."""
    remembered = {memory.fact: memory.value for memory in made.history if not memory.overruled}
    return unit_told({**remembered, **made.case}) or "km"
