"""The schema of the file that declares in which words an answer may speak of a plan."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from springstep.engine.rulebase.rule_schema import FileSchema

Phrase = Annotated[str, Field(min_length=2, max_length=60)]


class AmountSchema(FileSchema):
    """Near which words a length of time is that of a decision or fact; ``weak`` ones count where no other is near."""

    near: tuple[Phrase, ...]
    weak: tuple[Phrase, ...] = ()


class OftenSchema(FileSchema):
    """What is counted when it is said how often, and what sort of it."""

    run: tuple[Phrase, ...]
    easy: tuple[Phrase, ...]


class SayingSchema(FileSchema):
    """Words that fit some values of decisions."""

    words: tuple[Phrase, ...]
    holds: dict[str, tuple[str, ...]]


class ProseWordsSchema(FileSchema):
    """The words of answers, by what they speak of."""

    session: tuple[Phrase, ...]
    efforts: tuple[Phrase, ...]
    amounts: dict[str, AmountSchema]
    often: OftenSchema
    outlook: tuple[Phrase, ...]
    sayings: tuple[SayingSchema, ...]
    rows: dict[str, dict[str, tuple[Phrase, ...]]]
    alike: tuple[tuple[Phrase, ...], ...]
    states: tuple[Phrase, ...]
    body: tuple[Phrase, ...]
    training: tuple[Phrase, ...]
