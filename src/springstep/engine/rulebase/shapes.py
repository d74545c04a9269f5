"""The shapes of the knowledge files, before their conditions are read: strict pydantic models, one a kind of entry."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from springstep.engine.language.rules import Basis
from springstep.knowledge.facts import Moment

Role = Literal["instructs", "limits", "warns", "rationale", "promise", "out_of_scope"]
Topic = Literal[
    "injury",
    "watch",
    "season",
    "next_step",
    "placement",
    "coach",
    "judge",
    "surface",
    "shoes",
    "drills",
    "technique",
    "mindset",
    "sleep",
    "fuel",
    "goal",
    "log",
    "cue",
    "intent",
]
Sentences = tuple[str, ...]
Words = Annotated[str, Field(min_length=3)]


class Shape(BaseModel):
    """One entry of a knowledge file."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AdviseShape(Shape):
    """Advice to the runner under one topic."""

    topic: Topic
    say: Words


class EffectShape(Shape):
    """One line of a rule's ``then``: exactly one of the kinds of conclusion."""

    step: dict[str, str] | None = None
    cap: dict[str, str | int | float] | None = None
    cap_below: dict[str, str | int | float] | None = None
    floor: dict[str, str | int | float] | None = None
    exclude_drills: dict[str, str | list[str]] | None = None
    prefer_drills: dict[str, str | list[str] | int] | None = None
    advise: AdviseShape | None = None
    stop_signal: Words | None = None
    assume: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> EffectShape:
        if len(self.model_fields_set) != 1:
            raise ValueError("one kind of conclusion a line; allowed: " + ", ".join(type(self).model_fields))
        return self


class RuleShape(Shape):
    """One rule as it stands in a topic's file."""

    id: Annotated[str, Field(pattern=r"^[A-Z]{3}-\d{3}$")]
    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    moments: tuple[Moment, ...] = ()
    for_each: Literal["injury", "stiffness"] | None = None
    when: str
    unless: str | None = None
    overrides: tuple[str, ...] = ()
    then: Annotated[tuple[EffectShape, ...], Field(min_length=1)]
    because: Words
    basis: Basis
    guide: Sentences = ()
    fires_for: dict[str, Any]
    silent_for: dict[str, Any]

    @model_validator(mode="after")
    def _honest(self) -> RuleShape:
        if self.basis != "convention" and not self.guide:
            raise ValueError(f"basis {self.basis} needs the sentences it rests on in 'guide'")
        if self.basis == "convention" and self.guide:
            raise ValueError("a convention is where the guide is silent; a rule that cites it is guide or inference")
        return self


class TopicShape(Shape):
    """One file of rules."""

    topic: str
    title: str
    moments: Annotated[tuple[Moment, ...], Field(min_length=1)]
    rules: tuple[RuleShape, ...]


class SentenceShape(Shape):
    """One sentence of the guide: its number, what it says in our words, and its digest."""

    number: str
    role: Role
    gist: Words
    words: int
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    reason: str = ""

    @model_validator(mode="after")
    def _accounted_for(self) -> SentenceShape:
        if bool(self.reason) == (self.role in ("instructs", "limits", "warns")):
            raise ValueError(
                f"a sentence that {self.role} " + ("is encoded, not excused" if self.reason else "needs a reason")
            )
        return self


class TensionShape(Shape):
    """Two or more sentences that pull apart, and how it is resolved."""

    id: Annotated[str, Field(pattern=r"^TEN-\d{3}$")]
    name: str
    sentences: Annotated[Sentences, Field(min_length=1)]
    pulls: Words
    resolved: Words
    rules: tuple[str, ...] = ()
