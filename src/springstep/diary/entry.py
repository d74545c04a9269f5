"""What one entry of the diary holds: what was planned, what was done, and how it was."""

from __future__ import annotations

import re
from dataclasses import field
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field
from typing_extensions import TypedDict

from springstep.engine.characters import why_unfit
from springstep.engine.errors import RefusedError, shown
from springstep.engine.record import Described, Record


def _whole(value: Any) -> Any:
    """Take 3.0 as the integer 3, as JSON Schema does; leave everything else to the strict check."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Count = Annotated[int, BeforeValidator(_whole)]
RunKind = Literal["recovery", "easy", "run_walk", "long", "workout", "race"]
Bursts = Literal["planned", "done", "partly", "skipped", "none"]
Felt = Literal["fresh", "normal", "drained"]
Recovery = Literal["full", "slow", "poor"]
Pain = Literal["none", "ache", "sharp"]
Site = Literal["ankle", "knee", "achilles", "calf", "shin", "foot", "hamstring", "hip", "lower_back", "other"]
Legs = Literal["fresh", "heavy", "flooding"]
Pelvis = Literal["steady", "unsteady"]
WeightShift = Literal["even", "uneven"]
Landings = Literal["soft", "hard"]
Cue = Literal[
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

RUN_KINDS, BURSTS, FELT, RECOVERY, PAIN = (get_args(kind) for kind in (RunKind, Bursts, Felt, Recovery, Pain))
SITES, LEGS, CUES = (get_args(kind) for kind in (Site, Legs, Cue))
SIGNS: dict[str, tuple[str, str]] = {
    "pelvis": get_args(Pelvis),
    "weight_shift": get_args(WeightShift),
    "landings": get_args(Landings),
}
"""The three signs by which form is seen, each as it should be and as it should not."""
FLAGS = ("form_held", "warning_gone")
SESSION = ("done", "partly")
"""What ``bursts`` says when efforts were made."""

EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)
"""The first and the last day of which a diary speaks."""
DAYS_AHEAD = 2
"""How many days an entry may be ahead of the computer's clock, for a traveller across the date line."""
STRIDES = "strides"
"""The drill that stands in for bursts."""

MOST_NOTE = 2000
UID_PATTERN = "[0-9a-f]{32}"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def day_of(value: Any) -> Any:
    """Read a day as it is written, YYYY-MM-DD; raises ``RefusedError`` for anything that is not a day.

    >>> day_of("2026-03-31")
    datetime.date(2026, 3, 31)
    """
    if type(value) is date:
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise RefusedError("not_a_date", f"{shown(value)} is not a day; write it as 2026-03-31")


def recent_day_of(value: Any) -> date:
    """Read a day on which a diary may be kept; raises ``RefusedError`` for one that is too far off or no day."""
    day: date = day_of(value)
    if day < EARLIEST:
        raise RefusedError("out_of_range", f"{day} is too long ago; at the earliest {EARLIEST}")
    if day > LATEST:
        raise RefusedError("out_of_range", f"{day} is too far ahead; at the latest {LATEST}")
    return day


def later(day: date, days: int) -> date:
    """Return the day so many days later, or earlier for fewer than none, as far as the calendar goes.

    >>> later(date(2026, 12, 30), 3), later(date.max, 1) == date.max
    (datetime.date(2027, 1, 2), True)
    """
    return date.fromordinal(max(1, min(date.max.toordinal(), day.toordinal() + days)))


def _one_ending(value: Any) -> Any:
    """Write every line end the same way."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def plain_text(value: str) -> str:
    """Return a note as it is; raises ``RefusedError`` for one that is too long or holds what no text should."""
    if len(value) > MOST_NOTE:
        raise RefusedError("too_large", f"is {len(value)} characters long; at most {MOST_NOTE} are kept")
    why = why_unfit(value)
    if why:
        raise RefusedError("malformed", f"{why}; remove it")
    return value


class RecordedFact(TypedDict):
    """A fact taken from the diary, and a note on where it was found."""

    value: Any
    note: str


class PlannedSession(Record):
    """What was recommended before a run, with what it was based on."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid", "strict": True}

    kind: Literal["bursts", "strides", "none"]
    verdict: str
    headline: str
    drill: str | None = None
    efforts: Annotated[Count, Field(ge=1, le=30)] | None = None
    effort_s: Annotated[Count, Field(ge=1, le=120)] | None = None
    rest_s: Annotated[Count, Field(ge=0, le=3600)] | None = None
    contact: Annotated[str | None, Described("How hard the contact with the ground may be.")] = None
    frequency: Annotated[Count | None, Described("Every n-th easy run.")] = None
    step_efforts: Annotated[Count | None, Described("The step of the progression it belongs to.")] = None
    step_effort_s: Count | None = None
    case: Annotated[dict[str, Any], Described("The answers given by hand, as plain JSON values.")] = field(
        default_factory=dict
    )
    history: Annotated[dict[str, RecordedFact], Described("The facts taken from the diary.")] = field(
        default_factory=dict
    )
    rules: Annotated[tuple[str, ...], Described("The rules that fired.")] = ()
    rules_digest: Annotated[str, Described("SHA-256 of the rule base that decided.")] = ""
    overlays: Annotated[
        tuple[str, ...], Described("The coach's overlays it was made with: `name of author, date`.")
    ] = ()


class Entry(Record):
    """One run of the diary."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid", "strict": True, "allow_inf_nan": False}

    uid: Annotated[str, Field(pattern=f"^{UID_PATTERN}$")]
    day: Annotated[date, BeforeValidator(day_of)]
    run_kind: RunKind
    bursts: Annotated[
        Bursts,
        Described(
            "planned: a plan without its log yet; done: every effort planned or meant; partly: some of "
            "them; skipped: planned, not done; none: a run without bursts."
        ),
    ]
    duration_min: Annotated[float, Field(ge=1, le=600)] | None = None
    plan: PlannedSession | None = None
    drill: str | None = None
    efforts: Annotated[Count, Field(ge=0, le=30)] | None = None
    effort_s: Annotated[Count, Field(ge=0, le=120)] | None = None
    felt_during: Legs | None = None
    felt_after: Felt | None = None
    cues: Annotated[tuple[Cue, ...] | None, Field(min_length=1), Described("What came up in the run.")] = None
    form_held: bool | None = None
    pelvis: Pelvis | None = None
    weight_shift: WeightShift | None = None
    landings: Landings | None = None
    fatigue_after: Annotated[Count, Field(ge=0, le=10)] | None = None
    cadence: Annotated[Count, Field(ge=1, le=5)] | None = None
    stride: Annotated[Count, Field(ge=1, le=5)] | None = None
    spring: Annotated[Count, Field(ge=1, le=5)] | None = None
    return_to_pace: Annotated[Count, Field(ge=1, le=5)] | None = None
    recovery: Recovery | None = None
    pain: Pain | None = None
    pain_site: Site | None = None
    injury: Annotated[Site | None, Described("Where the runner was injured on this run.")] = None
    warning_gone: Annotated[bool | None, Described("Whether what earlier entries warned of is gone.")] = None
    note: Annotated[str, BeforeValidator(_one_ending), AfterValidator(plain_text)] = ""

    @property
    def short(self) -> str:
        """Return the start of the uid, by which people refer to it."""
        return self.uid[:8]

    @property
    def has_efforts(self) -> bool:
        """Tell whether efforts were made, bursts or the strides in their place."""
        return self.bursts in SESSION

    @property
    def is_session(self) -> bool:
        """Tell whether bursts were done; strides in their place do not count."""
        planned_strides = self.plan is not None and self.plan.kind == "strides" and self.drill is None
        return self.has_efforts and self.drill != STRIDES and not planned_strides

    @property
    def is_strides(self) -> bool:
        """Tell whether the efforts were strides in place of bursts."""
        return self.has_efforts and not self.is_session

    @property
    def kept_form(self) -> bool | None:
        """Return whether form held: what was said, else what pelvis, weight and landings show; ``None`` for unknown."""
        if self.form_held is not None:
            return self.form_held
        seen = [getattr(self, sign) for sign in SIGNS]
        right = [told == good for told, (good, _) in zip(seen, SIGNS.values(), strict=True) if told is not None]
        return False if not all(right) else True if len(right) == len(SIGNS) else None

    @property
    def dose_s(self) -> int:
        """Return the seconds of effort that were done."""
        return (self.efforts or 0) * (self.effort_s or 0) if self.is_session else 0
