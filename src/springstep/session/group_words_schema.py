"""The schema of the file that declares the order of a group, and the columns of its table."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from springstep.engine.rulebase.rule_schema import FileSchema, Words


class PlaceSchema(FileSchema):
    """One place in the order."""

    when: str
    words: Words


class GroupWordsSchema(FileSchema):
    """The order of a group, how many words say why, and the columns that are no facts."""

    order: Annotated[tuple[PlaceSchema, ...], Field(min_length=1)]
    ask: Words
    most_words: Annotated[int, Field(ge=1)]
    why: dict[str, Words]
    heard: dict[str, Words]
    columns: dict[Literal["name", "diary", "overlay"], tuple[Words, ...]]
    passed_over: tuple[Words, ...]
