"""The schemas of the files that declare choices and verdicts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from springstep.engine.rulebase.rule_schema import FileSchema, Name, Words


class RequirementSchema(FileSchema):
    """What must surely hold for anything to be chosen."""

    when: str
    by: Name


class OtherSchema(FileSchema):
    """Why a row is not in a pool."""

    when: str
    say: Words


class PoolSchema(FileSchema):
    """Rows that are candidates."""

    when: str
    among: str
    by: str = ""
    others: tuple[OtherSchema, ...] = ()


class WithinSchema(FileSchema):
    """An amount of a row that a cap must allow."""

    cap: Name
    amount: str
    refused: Words


class FitsSchema(FileSchema):
    """What a row needs, and what room there is."""

    moments: Annotated[tuple[Name, ...], Field(min_length=1)]
    needs: str
    room: str
    by: tuple[Name, ...]
    refused: Words


class ChoiceSchema(FileSchema):
    """One choice."""

    name: Name
    title: Words
    moments: Annotated[tuple[Name, ...], Field(min_length=1)]
    table: Name
    take: Literal["first", "last", "preferred"]
    how: Words
    value: Words
    shown: str = ""
    requires: dict[Name, tuple[RequirementSchema, ...]] = Field(default_factory=dict)
    pools: dict[Name, tuple[PoolSchema, ...]] = Field(default_factory=dict)
    within: tuple[WithinSchema, ...] = ()
    fits: tuple[FitsSchema, ...] = ()
    texts: dict[Name, str] = Field(default_factory=dict)
    otherwise: str = ""
    best_by: tuple[Name, ...] = ()
    because: Words


class OpenSchema(FileSchema):
    """What a headline says when decisions rest on unknown facts."""

    of: Annotated[tuple[Name, ...], Field(min_length=1)]
    also: Annotated[tuple[Name, ...], Field(alias="and")] = ()
    instead: str = ""
    add: str = ""


class VerdictSchema(FileSchema):
    """One verdict."""

    verdict: Name
    when: str
    say: Words
    open: OpenSchema | None = None
    bears: tuple[Name, ...] = ()
    standing: str = ""
    code: Name | None = None
    urgency: Literal["info", "warning", "critical"] = "info"
    suggest: dict[Name, Words] = Field(default_factory=dict)
