"""What one entry of the diary holds: what was planned, what was done, and how it was."""

from __future__ import annotations

import re
from dataclasses import field
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field
from typing_extensions import TypedDict

from springstep.engine.errors import shown
from springstep.engine.record import Described, Record


def _whole(value: Any) -> Any:
    """Take 3.0 as the integer 3, as JSON Schema does; leave everything else to the strict check."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Count = Annotated[int, BeforeValidator(_whole)]
RunKind = Literal["recovery", "easy", "long", "workout", "race"]
Bursts = Literal["planned", "done", "partly", "skipped", "none"]
Felt = Literal["fresh", "normal", "drained"]
Recovery = Literal["full", "slow", "poor"]
Pain = Literal["none", "ache", "sharp"]

RUN_KINDS, BURSTS, FELT, RECOVERY, PAIN = (get_args(kind) for kind in (RunKind, Bursts, Felt, Recovery, Pain))
SESSION = ("done", "partly")
"""What ``bursts`` says when efforts were made."""

EARLIEST = date(1970, 1, 1)
STRIDES = "strides"
"""The drill that stands in for bursts."""

MOST_NOTE = 2000
UID_PATTERN = "[0-9a-f]{32}"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# What no text file should hold: control characters, half characters, byte order marks, hidden line ends.
_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def day_of(value: Any) -> Any:
    """Read a day as it is written, YYYY-MM-DD; raises ``ValueError`` for anything that is not a day.

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
    raise ValueError(f"{shown(value)} is not a day; write it as 2026-03-31")


def _one_ending(value: Any) -> Any:
    """Write every line end the same way."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def plain_text(value: str) -> str:
    """Return a note as it is; raises ``ValueError`` for one that is too long or holds what no text should."""
    if len(value) > MOST_NOTE:
        raise ValueError(f"is {len(value)} characters long; at most {MOST_NOTE} are kept")
    found = _NOT_TEXT.search(value)
    if found is not None:
        raise ValueError(f"holds the character U+{ord(found[0]):04X}, which no text should hold; remove it")
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
    felt_after: Felt | None = None
    form_held: bool | None = None
    fatigue_after: Annotated[Count, Field(ge=0, le=10)] | None = None
    cadence: Annotated[Count, Field(ge=1, le=5)] | None = None
    stride: Annotated[Count, Field(ge=1, le=5)] | None = None
    spring: Annotated[Count, Field(ge=1, le=5)] | None = None
    return_to_pace: Annotated[Count, Field(ge=1, le=5)] | None = None
    recovery: Recovery | None = None
    pain: Pain | None = None
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
    def dose_s(self) -> int:
        """Return the seconds of effort that were done."""
        return (self.efforts or 0) * (self.effort_s or 0) if self.is_session else 0
