"""The small tables of the knowledge: decisions and how each is joined, drills, the rungs of the dose ladder.

Plain frozen dataclasses, so that a rule base that is already checked can be taken up without pydantic's help; the
loader checks files against these same definitions.
"""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Literal

from pydantic import Field

from springstep.engine.language.rules import Basis
from springstep.engine.record import Record
from springstep.knowledge.facts import Moment


class DecisionScheme(Record):
    """One decision: a scale of steps, or a number with a cap or a floor."""

    name: str
    title: str
    kind: Literal["scale", "cap", "floor"]
    settles: Literal["assess", "limit", "decide"]
    moments: tuple[Moment, ...]
    steps: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    says: str = ""
    names: dict[str, str] = field(default_factory=dict)
    """Words for single amounts, where a number alone would say little."""


class Drill(Record):
    """One drill with the attributes that rules choose by."""

    id: str
    name: str
    role: Literal["burst", "stand_in"]
    landing: Literal["none", "both", "alternating", "single_leg"]
    impact: Literal["low", "moderate", "high"]
    direction: Literal["in_place", "forward", "diagonal", "vertical", "drop"]
    purpose: Literal["cadence", "stability", "stiffness", "extension", "relaxation"]
    difficulty: Literal["basic", "intermediate", "advanced"]
    emphasis: Literal["rhythm", "spring", "power"]
    calf_load: Literal["low", "moderate", "high"]
    likeness: Literal["running", "other"]
    drive: Literal["controlled", "maximal"]
    guide: tuple[str, ...]
    how: str
    feel: str


class Rung(Record):
    """One rung of the dose ladder."""

    efforts: Annotated[int, Field(ge=3, le=6)]
    effort_s: Annotated[int, Field(ge=8, le=15)]


class Derivation(Record):
    """How a diary gives one fact of earlier sessions."""

    fact: str
    how: str
    because: str
    basis: Basis
    guide: tuple[str, ...] = ()
    numbers: dict[str, float] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """Return how it is worked out, with its numbers."""
        return self.how.format(**{name: f"{number:g}" for name, number in self.numbers.items()})


ATTRIBUTES = (
    "role",
    "landing",
    "impact",
    "direction",
    "purpose",
    "difficulty",
    "emphasis",
    "calf_load",
    "likeness",
    "drive",
)
"""The drill attributes that rules may exclude and prefer by."""
