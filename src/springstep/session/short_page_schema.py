"""The schema of the file that declares what stands on the short page of a plan."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from springstep.engine.rulebase.rule_schema import FileSchema, Words

Shows = Literal["reason", "mind", "where", "how", "clock", "feel", "signals", "advice", "next", "assumed"]


class ReasonSchema(FileSchema):
    """A decision whose reason is told where the condition holds."""

    decision: str
    when: str


class LineSchema(FileSchema):
    """One line of the page: its label, what it shows, when it is given more words, and whether it gives way."""

    label: str
    shows: Shows
    topics: tuple[str, ...] = ()
    grows: Annotated[int, Field(ge=1)] | None = None
    gives_way: bool = False


class ShortPageSchema(FileSchema):
    """The short page, for a run with a session, for one without, and after a run."""

    lines: Annotated[int, Field(ge=3)]
    columns: Annotated[int, Field(ge=40)]
    reason: dict[str, tuple[ReasonSchema, ...]]
    page: dict[Literal["session", "none", "after"], tuple[LineSchema, ...]]
    signals: tuple[Words, ...]
    ask_again: Words
    answer: Words
