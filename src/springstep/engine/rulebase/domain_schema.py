"""The schema of the file that says what the knowledge is about, and what every answer says of itself."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from springstep.engine.language.declarations import Compared, Domain
from springstep.engine.rulebase.rule_schema import FileSchema, Name, Words


class GuideSchema(FileSchema):
    """The guide as a bibliography names it."""

    title: Words
    author: Words | None = None
    published: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    address: Annotated[str, Field(pattern=r"^https://[!-~]+$")]


class AboutSchema(FileSchema):
    """What every answer says of itself."""

    guide: GuideSchema
    disclaimer: Words
    not_considered: dict[Words, tuple[Name, ...]] = Field(default_factory=dict)


class DomainSchema(FileSchema):
    """What the knowledge is about."""

    subject: Words
    subjects: Words
    topics: tuple[Name, ...] = ()
    advice: tuple[Name, ...] = ()
    reasons: dict[Name, Words] = Field(default_factory=dict)
    standing: tuple[Name, ...] = ()
    outcome: Words = "Outcome"
    daring: dict[Name, Any] = Field(default_factory=dict)
    draft: dict[Literal["when", "then", "fires_for", "silent_for"], Words] = Field(default_factory=dict)
    intro: dict[Name, Words] = Field(default_factory=dict)
    titles: dict[Name, Words] = Field(default_factory=dict)
    not_proved: tuple[Words, ...] = ()
    compared: tuple[Name | dict[Name, dict[Literal["larger", "left"], Name]], ...] = ()
    told_apart: dict[Name, tuple[Name, ...]] = Field(default_factory=dict)
    weighty: tuple[str, ...] = ()
    about: AboutSchema | None = None

    def domain(self) -> Domain:
        """Return it as the rule base holds it."""
        compared: list[Compared] = []
        for each in self.compared:
            if isinstance(each, str):
                compared.append(Compared(each, "decision", each))
            else:
                compared += [Compared(name, kind, of) for name, measure in each.items() for kind, of in measure.items()]
        about = self.about.model_dump() if self.about is not None else {}
        return Domain(**{**self.model_dump(), "compared": tuple(compared), "about": about})
