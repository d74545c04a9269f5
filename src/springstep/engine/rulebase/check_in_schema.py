"""The schema of the file of check-ins: questions that may settle several facts at once."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from springstep.engine.rulebase.rule_schema import FileSchema, Name, Words

Phrase = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[ '-][a-z0-9]+)*$")]


class ThereSchema(FileSchema):
    """Places at which a word means more, and the facts that it then leaves open besides."""

    at: Annotated[tuple[Phrase, ...], Field(min_length=1)]
    opens: Annotated[tuple[Name, ...], Field(min_length=1)]


class CheckInWordSchema(FileSchema):
    """What may be named: how it is said, and what it gives or leaves open."""

    said: Annotated[tuple[Phrase, ...], Field(min_length=1)]
    gives: dict[Name, Any] = Field(default_factory=dict)
    opens: tuple[Name, ...] = ()
    shown: bool = True
    denied: Literal["", "open"] = ""
    there: ThereSchema | None = None

    @model_validator(mode="after")
    def _says_something(self) -> CheckInWordSchema:
        if not self.gives and not self.opens:
            raise ValueError("a word gives answers, or opens facts")
        return self


class CheckInSchema(FileSchema):
    """One check-in."""

    check_in: Name
    label: Words
    moments: Annotated[tuple[Name, ...], Field(min_length=1)]
    question: Words
    help: Words
    facts: Annotated[tuple[Name, ...], Field(min_length=2)]
    also: tuple[Name, ...] = ()
    such_as: Annotated[tuple[Words, ...], Field(min_length=2)]
    otherwise: dict[Name, Any] = Field(default_factory=dict)
    stands_for: dict[Name, tuple[Any, ...]] = Field(default_factory=dict)
    words: tuple[CheckInWordSchema, ...] = ()
    reads: tuple[Name, ...] = ()
    nothing: tuple[Phrase, ...] = ()
    usual: tuple[Phrase, ...] = ()
    places: tuple[Phrase, ...] = ()
    passed_over: tuple[Phrase, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> CheckInSchema:
        if not self.words and not self.reads:
            raise ValueError("a check-in has words, or facts whose answers it reads")
        if bool(self.otherwise) != bool(self.nothing):
            raise ValueError("otherwise says what 'nothing' means: a check-in has both or neither")
        if self.otherwise and (self.usual or self.reads):
            raise ValueError("a check-in takes what is not named as it declares, or as last time, not both")
        return self
