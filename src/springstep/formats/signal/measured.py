"""What a recording says of a run, as values: whether the bursts were done, and how the easy running was."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from springstep.engine.record import Described, Record

Told: TypeAlias = Literal["steps", "signal"]


class Effort(Record):
    """One effort that was found, in seconds from the start of the recording."""

    start_s: float
    end_s: float
    confidence: Annotated[float, Described("0 to 1: 0.6 for a step of the watch or a rise of cadence, 0.9 for both.")]


DoubtKind: TypeAlias = Literal[
    "standing", "no_rise", "more", "longer", "warm_up", "rests", "apart", "run", "ended", "named", "fast"
]


class Doubt(Record):
    """Something for which a recording is not taken at its word: what was found, and what was planned."""

    kind: Annotated[
        DoubtKind,
        Described(
            "standing, no_rise: efforts in which the runner stood, or whose cadence did not rise; more: efforts made; "
            "longer, warm_up, rests, apart, run: seconds of an effort, before the first one, of a recovery, from one "
            "start to the next, of the whole run; ended: efforts before the workout was ended; named: steps that are "
            "called otherwise; fast: seconds for a kilometre of a run far faster than easy."
        ),
    ]
    found: float
    planned: float


class Derived(Record):
    """A value worked out from a recording, with how much it rests on."""

    value: float
    unit: str
    from_s: Annotated[float, Described("Where what it was worked out from begins, in seconds from the start.")]
    to_s: float
    parts: Annotated[int, Described("How many windows of a minute, or efforts, it was worked out from.")]
    samples: Annotated[int, Described("How many samples these hold.")]
    confidence: Annotated[float, Described("0 to 1: how many parts there were, and how much of the run was recorded.")]


class Measured(Record):
    """What a recording says; ``None`` wherever it says too little."""

    bursts: Annotated[
        Literal["done", "partly", "none"] | None,
        Described("Whether the planned efforts were made; null where the recording cannot tell."),
    ]
    by: Annotated[Told | None, Described("What told it: the steps of the watch, or the cadence, be it of one alone.")]
    efforts_found: tuple[Effort, ...]
    efforts_planned: int | None
    doubts: Annotated[tuple[Doubt, ...], Described("Why the runner is asked, whatever is said of the efforts.")]
    cadence_spm: Derived | None
    cadence_steadiness: Annotated[Derived | None, Described("How far cadence varies in a minute; less is steadier.")]
    stride_evenness: Annotated[Derived | None, Described("How far step length varies in a minute; less is more even.")]
    contact_ms: Derived | None
    heart_back_s: Annotated[Derived | None, Described("From an effort's end until the heart rate was back.")]
    heart_came_back: Annotated[bool | None, Described("Whether it came back after every effort, before the next one.")]
    return_to_pace_s: Annotated[Derived | None, Described("From an effort's end until the easy speed was held again.")]
    easy_pace_s_per_km: Derived | None
