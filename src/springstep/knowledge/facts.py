"""The vocabulary of facts: everything a case may tell, typed, with the question that asks for it.

A case is one runner at one moment (before, during or after a run). Every field is a fact that rules may test.
Nothing has a default except the moment: a fact that is not told is *unknown*, and rules of the topic
``assumptions`` say what is then taken. Numbers are strict: ``false`` and ``"7"`` are not numbers.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Moment = Literal["before", "during", "after"]
Trend = Literal["better", "same", "worse"]
BEFORE, DURING, AFTER = "before", "during", "after"

DISTANCE_PATTERN = r"^\d{1,3}(\.\d{1,3})? ?(km|mi)$"
PACE_PATTERN = r"^\d{1,2}:[0-5]\d ?/ ?(km|mi)$"


def _whole(value: Any) -> Any:
    """Take 3.0 as the integer 3, as JSON Schema does; leave everything else to the strict check."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Count = Annotated[int, BeforeValidator(_whole)]


def fact(
    question: str,
    help: str,
    *,
    label: str,
    moments: tuple[str, ...],
    change: Literal["now", "in_time", "never"],
    unit: str = "",
    required: tuple[str, ...] = (),
    history: bool = False,
    **limits: Any,
) -> Any:
    """Declare an optional fact: its question, help text and short label, and what the engine must know of it.

    ``moments`` says when it is asked, ``required`` at which of them it may not be left out, ``change`` whether a
    runner can change it today, only in time, or never, and ``history`` that it tells of earlier sessions with bursts.
    """
    extra: dict[str, Any] = {
        "label": label,
        "moments": list(moments),
        "change": change,
        "unit": unit,
        "required_at": list(required),
        "history": history,
    }
    return Field(default=None, title=question, description=help, json_schema_extra=extra, **limits)


class Item(BaseModel):
    """One element of a list fact."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Injury(Item):
    """One injury of the runner: where, and how far it has healed."""

    site: Literal["ankle", "knee", "achilles", "calf", "shin", "foot", "hamstring", "hip", "lower_back", "other"] = (
        Field(title="Where is or was the injury?")
    )
    status: Literal["active", "returning", "resolved"] = Field(
        title="How far along is it?",
        description="active: still hurts or is being treated; returning: running again, not yet back to normal; "
        "resolved: healed, normal training since.",
    )


class Stiffness(Item):
    """One place that feels stiff today."""

    site: Literal["hips", "lower_back", "calves", "achilles", "hamstrings", "knees", "other"] = Field(
        title="Where do you feel stiff?"
    )
    severity: Literal["mild", "marked"] = Field(
        title="How stiff?",
        description="mild: you notice it; marked: it changes how you move.",
    )


_EVER = (BEFORE, AFTER)


class Case(BaseModel):
    """One runner at one moment: the facts that are known.

    Raises pydantic's ``ValidationError`` on unknown names, wrong types, values out of range, a missing fact that the
    moment requires, or facts that contradict each other. ``null`` and ``unknown`` mean the same as leaving a fact out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, title="Case", allow_inf_nan=False)

    moment: Moment = Field(
        default="before",
        title="Is this before, during or after a run?",
        description="before: plan today's run; during: something came up, what now; after: log it, what is next.",
        json_schema_extra={
            "label": "the moment",
            "moments": ["before", "during", "after"],
            "change": "never",
            "unit": "",
            "required_at": [],
            "history": False,
        },
    )

    # The runner
    pain: Literal["none", "ache", "sharp"] | None = fact(
        "Does anything hurt when you walk, hop gently or jog?",
        "ache: dull, does not change how you move; sharp: stabbing, swelling, or you limp.",
        label="pain",
        moments=_EVER,
        required=_EVER,
        change="in_time",
    )
    injuries: Annotated[tuple[Injury, ...], Field(strict=False, max_length=20)] | None = fact(
        "Which injuries have you, or had you in the last two years?",
        "A list; empty when there are none. Each has a site and a status.",
        label="injuries",
        moments=_EVER,
        required=_EVER,
        change="never",
    )
    goal: Literal["endurance", "economy", "speed", "fitness"] | None = fact(
        "What do you run for?",
        "endurance: long races; economy: less effort at the same pace; speed: finish or short races; fitness: health.",
        label="goal",
        moments=_EVER,
        change="now",
    )
    experience: Literal["none", "some", "regular"] | None = fact(
        "Have you done plyometric drills (hops, bounds) before?",
        "none: never or hardly; some: now and then; regular: most weeks of the last months. Runs with bursts count.",
        label="plyometric experience",
        moments=_EVER,
        change="never",
    )
    has_coach: bool | None = fact(
        "Do you have a coach or trainer who follows your training?",
        "true or false.",
        label="coach",
        moments=_EVER,
        change="now",
    )
    season_phase: Literal["early", "build", "competition", "race_week", "transition", "no_season"] | None = fact(
        "Which part of the season are you in?",
        "early: base weeks; build: towards races; competition: racing weeks; race_week: a race within 7 days; "
        "transition: the easy weeks after the season; no_season: you do not train for races.",
        label="season phase",
        moments=_EVER,
        change="in_time",
    )

    # Today's run
    run_kind: Literal["recovery", "easy", "long", "workout", "race"] | None = fact(
        "What kind of run is it?",
        "recovery, easy: relaxed, you could talk all the way; long: the week's longest; workout: intervals, tempo.",
        label="kind of run",
        moments=(BEFORE,),
        change="now",
    )
    duration_min: float | None = fact(
        "How long will the run be, in minutes?",
        "The whole run, warm-up included.",
        label="length of the run",
        moments=(BEFORE,),
        change="now",
        unit="min",
        ge=1,
        le=600,
    )
    distance: str | None = fact(
        "How far will you run?",
        "A number and a unit: 10 km or 6 mi. With a pace it stands in for the minutes.",
        label="distance",
        moments=(BEFORE,),
        change="now",
        pattern=DISTANCE_PATTERN,
    )
    pace: str | None = fact(
        "At what easy pace?",
        "Minutes and seconds for a kilometre or a mile: 6:00/km or 9:40/mi.",
        label="easy pace",
        moments=(BEFORE,),
        change="now",
        pattern=PACE_PATTERN,
    )
    surface: Literal["grass", "dirt_path", "track", "treadmill", "asphalt", "concrete", "sand", "slippery"] | None = (
        fact(
            "What will you run on, where the bursts would be?",
            "slippery: ice, wet leaves, deep mud. sand: loose sand.",
            label="surface",
            moments=(BEFORE,),
            change="now",
        )
    )
    terrain: Literal["flat", "rolling", "hilly", "technical"] | None = fact(
        "How does the ground lie?",
        "technical: roots, rocks, steps. Answer for the stretch where the bursts would be.",
        label="terrain",
        moments=(BEFORE,),
        change="now",
    )
    shoes: Literal["solid", "minimal", "worn", "barefoot"] | None = fact(
        "What is on your feet?",
        "solid: cushioned, stable running shoes in good shape; worn: past their best.",
        label="shoes",
        moments=(BEFORE,),
        change="now",
    )

    # How the runner is today
    fatigue: Count | None = fact(
        "How tired are you today, from 0 to 10?",
        "0: fully fresh; 5: clearly tired; 10: exhausted.",
        label="fatigue",
        moments=(BEFORE,),
        change="in_time",
        unit="of 10",
        ge=0,
        le=10,
    )
    legs: Literal["fresh", "heavy", "flooding"] | None = fact(
        "How do your legs feel?",
        "heavy: dull but they work; flooding: they fill with fatigue as soon as you push.",
        label="legs",
        moments=(BEFORE,),
        change="in_time",
    )
    stiffness: Annotated[tuple[Stiffness, ...], Field(strict=False, max_length=20)] | None = fact(
        "Where do you feel stiff today?",
        "A list; empty when nowhere. Each has a site and a severity.",
        label="stiffness",
        moments=(BEFORE,),
        change="in_time",
    )
    sleep: Literal["enough", "short", "poor"] | None = fact(
        "How did you sleep?",
        "enough: as you need; short: an hour or two less; poor: much less, or broken.",
        label="sleep",
        moments=(BEFORE,),
        change="in_time",
    )
    fuel: Literal["fed", "light", "empty"] | None = fact(
        "How well have you eaten?",
        "fed: a meal or snack in the last hours; light: a little; empty: nothing.",
        label="fuel",
        moments=(BEFORE,),
        change="now",
    )
    mindset: Literal["calm", "overthinking", "competitive"] | None = fact(
        "In what mood do you start?",
        "overthinking: the technique keeps turning in your head; competitive: you want to push or to race someone.",
        label="mindset",
        moments=(BEFORE,),
        change="now",
    )

    # Earlier sessions with bursts
    sessions_done: Count | None = fact(
        "How many runs with bursts have you done so far?",
        "0 when today's would be the first.",
        label="sessions with bursts so far",
        moments=_EVER,
        change="in_time",
        ge=0,
        le=2000,
    )
    easy_runs_since_bursts: Count | None = fact(
        "How many easy runs have you done since your last bursts?",
        "Without today's.",
        label="easy runs since the last bursts",
        moments=(BEFORE,),
        change="in_time",
        history=True,
        ge=0,
        le=1000,
    )
    every_nth_easy_run: Count | None = fact(
        "How often do you do bursts now: 1 in every easy run, 2 in every second, 3 in every third or more rarely?",
        "1, 2 or 3: bursts come in every so manieth easy run.",
        label="present frequency (every n-th easy run)",
        moments=_EVER,
        change="never",
        history=True,
        ge=1,
        le=3,
    )
    step_efforts: Count | None = fact(
        "How many efforts do you do on a good day now?",
        "The dose that you do on a good day; days cut short for fatigue, weather or a race do not count.",
        label="efforts of the present step",
        moments=_EVER,
        change="never",
        history=True,
        ge=0,
        le=30,
    )
    step_effort_s: Count | None = fact(
        "How long is each effort on a good day now, in seconds?",
        "The usual one, when they differ.",
        label="seconds an effort of the present step",
        moments=_EVER,
        change="never",
        unit="s",
        history=True,
        ge=0,
        le=120,
    )
    last_completed: Literal["all", "partly", "none"] | None = fact(
        "In the last session, did you do all the efforts that were planned?",
        "partly: you ended early; none: you skipped them.",
        label="planned efforts done",
        moments=_EVER,
        change="in_time",
        history=True,
    )
    response_logged: bool | None = fact(
        "Did you log how that session felt and what it did to cadence, effort and stride?",
        "true or false.",
        label="response logged",
        moments=_EVER,
        change="in_time",
        history=True,
    )
    form_held: bool | None = fact(
        "In the last session, did your form hold to the last effort?",
        "Pelvis steady, weight even on both legs, soft landings. true or false.",
        label="form held",
        moments=_EVER,
        change="in_time",
        history=True,
    )
    felt_after: Literal["fresh", "normal", "drained"] | None = fact(
        "How did you feel in the minutes after your last bursts?",
        "drained: more tired than an easy run leaves you.",
        label="feeling after the efforts",
        moments=_EVER,
        change="in_time",
        history=True,
    )
    recovery_between_sessions: Literal["full", "slow", "poor"] | None = fact(
        "How do you recover between sessions?",
        "full: by the next run nothing is left; slow: a day longer; poor: still tired or sore at the next session.",
        label="recovery between sessions",
        moments=_EVER,
        change="in_time",
        history=True,
    )
    weeks_at_step: Count | None = fact(
        "For how many weeks have you kept this dose and frequency?",
        "Whole weeks. Start again at 0 when dose or frequency changes.",
        label="weeks at this step",
        moments=_EVER,
        change="in_time",
        unit="weeks",
        history=True,
        ge=0,
        le=500,
    )
    sessions_at_step: Count | None = fact(
        "How many sessions have you done at this dose and frequency?",
        "After a run: with the one just done. Start again at 0 when dose or frequency changes.",
        label="sessions at this step",
        moments=_EVER,
        change="in_time",
        history=True,
        ge=0,
        le=2000,
    )
    weeks_since_last_session: Count | None = fact(
        "How many weeks ago was your last session with bursts?",
        "0 when it was within the last seven days.",
        label="weeks since the last session",
        moments=(BEFORE,),
        change="never",
        unit="weeks",
        history=True,
        ge=0,
        le=500,
    )
    fatigue_trend: Trend | None = fact(
        "Is it getting better or worse over the weeks: how tired the sessions leave you?",
        "better: less tired; worse: more tired.",
        label="trend of fatigue",
        moments=_EVER,
        change="in_time",
        history=True,
    )
    cadence_trend: Trend | None = fact(
        "Is it getting better or worse over the weeks: how steady your cadence is?",
        "Steps a minute at easy pace. better: steadier.",
        label="trend of cadence stability",
        moments=_EVER,
        change="in_time",
        history=True,
    )
    stride_trend: Trend | None = fact(
        "Is it getting better or worse over the weeks: how even your stride length is?",
        "better: more even.",
        label="trend of stride-length consistency",
        moments=_EVER,
        change="in_time",
        history=True,
    )
    spring_trend: Trend | None = fact(
        "Is it getting better or worse over the weeks: how springy your push-offs are?",
        "better: more spring.",
        label="trend of spring at push-off",
        moments=_EVER,
        change="in_time",
        history=True,
    )
    return_to_pace_trend: Trend | None = fact(
        "Is it getting better or worse over the weeks: how soon you are back at steady pace after a burst?",
        "better: sooner.",
        label="trend of return to steady pace",
        moments=_EVER,
        change="in_time",
        history=True,
    )
    last_drill: str | None = fact(
        "Which drill did you do last time?",
        "A drill's id, as `springstep rules drills` lists them.",
        label="last drill",
        moments=(BEFORE,),
        change="in_time",
        history=True,
    )

    # What the runner means to do
    intended_drill: str | None = fact(
        "Which drill do you mean to do today?",
        "A drill's id; leave it out when you have none in mind.",
        label="intended drill",
        moments=(BEFORE,),
        change="now",
    )
    intended_efforts: Count | None = fact(
        "How many efforts do you mean to do?",
        "Leave it out when you have no number in mind.",
        label="intended efforts",
        moments=(BEFORE,),
        change="now",
        ge=0,
        le=100,
    )
    intended_effort_s: Count | None = fact(
        "How long do you mean each to be, in seconds?",
        "Leave it out when you have no length in mind.",
        label="intended seconds an effort",
        moments=(BEFORE,),
        change="now",
        unit="s",
        ge=0,
        le=600,
    )

    # During a run
    cue: (
        Literal[
            "all_well",
            "hip_stiffness",
            "lower_back_stiffness",
            "other_stiffness",
            "flooding_legs",
            "building_fatigue",
            "sharp_fatigue",
            "form_slipping",
            "hard_landing",
            "unsteady_pelvis",
            "uneven_weight",
            "breath_not_back",
            "heart_rate_high",
            "pushing_too_hard",
            "overthinking",
            "tense_upper_body",
            "ache",
            "sharp_pain",
            "dizzy",
            "chest_pain",
        ]
        | None
    ) = fact(
        "What do you notice?",
        "The one thing that stands out most.",
        label="cue",
        moments=(DURING,),
        required=(DURING,),
        change="never",
    )
    cue_repeated: bool | None = fact(
        "Has it come back after you already eased off once today?",
        "true or false.",
        label="cue came back",
        moments=(DURING,),
        change="never",
    )
    bursts_done: Count | None = fact(
        "After how many bursts?",
        "Bursts done so far in this run.",
        label="bursts done",
        moments=(DURING,),
        required=(DURING,),
        change="never",
        ge=0,
        le=30,
    )
    current_drill: str | None = fact(
        "Which drill are you doing?",
        "A drill's id.",
        label="present drill",
        moments=(DURING,),
        change="now",
    )

    @model_validator(mode="before")
    @classmethod
    def _leave_out_unknown(cls, data: Any) -> Any:
        """Treat ``null`` and ``unknown`` as not told."""
        if not isinstance(data, dict):
            return data
        return {name: value for name, value in data.items() if value is not None and value != "unknown"}

    @model_validator(mode="after")
    def _hold_together(self) -> Case:
        """Refuse a case whose facts contradict each other."""
        if self.sessions_done == 0:
            told = [name for name in history_facts() if getattr(self, name) is not None]
            if told:
                raise ValueError(
                    "sessions_done is 0, so nothing can be told of earlier sessions: leave out " + ", ".join(told)
                )
        if None not in (self.sessions_at_step, self.sessions_done) and self.sessions_at_step > self.sessions_done:  # type: ignore[operator]
            raise ValueError("sessions_at_step is more than sessions_done, all sessions so far")
        return self

    def known(self) -> dict[str, Any]:
        """Return the facts that are told, in the vocabulary's order, as plain values."""
        return self.model_dump(exclude_none=True)


def history_facts() -> list[str]:
    """Return the names of the facts that tell of earlier sessions with bursts."""
    return [name for name, field in Case.model_fields.items() if _extra(field.json_schema_extra)["history"]]


def _extra(extra: Any) -> dict[str, Any]:
    """Return a field's own metadata."""
    return dict(extra)
