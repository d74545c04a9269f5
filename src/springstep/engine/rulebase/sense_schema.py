"""What ``sense.yaml`` may hold, before conditions are read."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from springstep.engine.rulebase.rule_schema import FileSchema, Name, Words

Phrases = tuple[Annotated[str, Field(min_length=2)], ...]


class StepWords(FileSchema):
    """What words that go with a step must not say, there and at more cautious steps, or must say one of, there."""

    decision: Name
    step: Name
    never: Phrases = ()
    one_of: Phrases = ()
    bars: bool = False


class RowSense(FileSchema):
    """What must hold of the rows of a table of which a condition holds, or that are worded so."""

    table: Name
    when: str | None = None
    words: Phrases = ()
    holds: str
    because: Words


class RowOrder(FileSchema):
    """A column that never falls, in the order of its values, from one row to the next."""

    table: Name
    by: Name


class RuleFigure(FileSchema):
    """What a rule holds at least: steps and bounds by decision, and a part of its condition."""

    step: dict[Name, Name] = Field(default_factory=dict)
    cap: dict[Name, float] = Field(default_factory=dict)
    cap_below: dict[Name, str] = Field(default_factory=dict)
    floor: dict[Name, float] = Field(default_factory=dict)
    fires: str | None = None


class Figure(FileSchema):
    """A bound that sentences state or that stands for itself, and the claims and rules that hold at least it."""

    figure: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    sentences: tuple[str, ...] = ()
    states: tuple[float, ...] = ()
    moments: tuple[Name, ...] = ()
    claims: dict[str, str] = Field(default_factory=dict)
    keeps: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    rules: dict[str, RuleFigure] = Field(default_factory=dict)


class Danger(FileSchema):
    """Answers that are a danger, and how they must be asked for and kept."""

    of: str
    values: Annotated[tuple[str, ...], Field(min_length=1)]
    heard: bool = False
    required: tuple[Name, ...] = ()
    days: int | None = None


class Relation(FileSchema):
    """What must hold of a fact that follows from others, in every case."""

    of: Name
    always: str
    moments: tuple[Name, ...] = ()
    because: Words


class QuestionSense(FileSchema):
    """Words that a question must hold, one of each line, so that it asks for the fact and not for its opposite."""

    asks: Phrases = ()
    never: Phrases = ()


class Sense(FileSchema):
    """The whole file."""

    steps: tuple[StepWords, ...] = ()
    signals: dict[str, Phrases] = Field(default_factory=dict)
    ours: Phrases = ()
    promised: Phrases = ()
    rows: tuple[RowSense, ...] = ()
    orders: tuple[RowOrder, ...] = ()
    figures: tuple[Figure, ...] = ()
    dangers: tuple[Danger, ...] = ()
    relations: tuple[Relation, ...] = ()
    questions: dict[Name, QuestionSense] = Field(default_factory=dict)
    units: dict[str, Words] = Field(default_factory=dict)
    standard: dict[Name, str] = Field(default_factory=dict)
    refused: dict[str, dict[str, Any]] = Field(default_factory=dict)
