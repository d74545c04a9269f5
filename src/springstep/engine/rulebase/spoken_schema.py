"""The schema of what the knowledge declares of plain answers to a fact."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from springstep.engine.rulebase.rule_schema import FileSchema, Name, Words

Saying = Annotated[str, Field(min_length=1, max_length=60)]
Sayings = Annotated[tuple[Saying, ...], Field(min_length=1)]


class UnsureSchema(FileSchema):
    """Words that may mean several values, the mildest first."""

    may_mean: Annotated[tuple[str, ...], Field(min_length=2)]
    words: Sayings


class AsksSchema(FileSchema):
    """Words that leave something open, and the question that is asked back."""

    question: Words
    words: Sayings


class SpokenSchema(FileSchema):
    """How people answer a fact, or a field of a list, besides its values."""

    said: dict[str, Sayings] = Field(default_factory=dict)
    said_as: str | None = None
    unsure: tuple[UnsureSchema, ...] = ()
    asks: tuple[AsksSchema, ...] = ()
    meanings: dict[str, Words] = Field(default_factory=dict)
    gravest: Literal["", "first", "last"] = ""
    heard: tuple[str, ...] = ()
    passed_over: tuple[Saying, ...] = ()


class BandsSchema(FileSchema):
    """A word that may be told as a number: each value up to which number it goes."""

    unit: Literal["s", "min", "h", "days", "weeks"]
    below: Annotated[dict[str, int | float], Field(min_length=1)]


class SinceSchema(FileSchema):
    """The number that times told with the items of a list give, for items with this value of this field."""

    field: Name
    value: str
    fact: Name
