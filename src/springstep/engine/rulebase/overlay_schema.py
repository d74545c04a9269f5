"""The schema of an overlay file, before its rules are read.

    overlay: club-rules                # its name
    author: A. Coach                   # of every entry that names no other
    date: 2026-11-22
    add:                               # rules as in knowledge/rules, and: topic, reason, note
      - {id: OWN-010, name: ..., topic: ..., moments: [...], when: ..., then: [...], because: ...,
         fires_for: {...}, silent_for: {...}, reason: trial, note: ...}
    tighten:                           # a rule of the guide's base fires for more cases, or concludes more caution
      - {rule: ABC-020, when: ..., reason: trial, note: ..., silent_for: {...}}
    relax:                             # it fires for fewer, concludes less, or is switched off
      - {rule: ABC-060, off: true, reason: trial, note: ...}
    relaxes_claims:                    # a safety claim that plans made with this overlay may go beyond
      - {claim: ABC-010, reason: trial, note: ...}

``when``, ``unless`` and ``then`` of a changed rule are its whole new ones. ``because`` is the reason given from
then on; left out, it is the note.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from springstep.engine.language.basis import Basis
from springstep.engine.rulebase.rule_schema import Example, FileSchema, RuleName, RuleSchema, Sentences, Then, Words

ReasonCode: TypeAlias = Any
"""Why a coach departs from the guide's rules: a code of the knowledge, checked where overlays are applied."""


def _day(text: str) -> str:
    try:
        found = date.fromisoformat(text).isoformat()
    except ValueError:
        found = ""
    if found != text:
        raise ValueError(f"'{text}' is not a day; write YYYY-MM-DD")
    return text


Day = Annotated[str, AfterValidator(_day)]
Name = Annotated[RuleName, Field(description="lower-case words joined by -")]
RuleId = Annotated[str, Field(pattern=r"^[A-Z]{3}-[0-9]{3}$", description="three capitals, -, three digits")]


class AddedSchema(RuleSchema):
    """One of the coach's own rules."""

    topic: str
    basis: Basis = "convention"
    reason: ReasonCode
    note: Words
    author: Words | None = None
    date: Day | None = None


class TightenSchema(FileSchema):
    """A change that makes a rule fire for more cases, or conclude more caution."""

    rule: RuleId
    when: str | None = None
    then: Then | None = None
    because: Words | None = None
    basis: Basis | None = None
    guide: Sentences | None = None
    fires_for: Example | None = None
    silent_for: Example | None = None
    reason: ReasonCode
    note: Words
    author: Words | None = None
    date: Day | None = None

    @model_validator(mode="after")
    def _a_change(self) -> TightenSchema:
        if not self.parts():
            raise ValueError(f"{self.rule} is not changed; give at least one of {', '.join(self.changeable)}")
        return self

    @property
    def changeable(self) -> tuple[str, ...]:
        """Return the parts of a rule that an entry of this kind may change."""
        return tuple(name for name in ("when", "unless", "then", "off") if name in type(self).model_fields)

    def parts(self) -> tuple[str, ...]:
        """Return the parts of the rule that the entry changes."""
        return tuple(name for name in self.changeable if getattr(self, name) not in (None, False))


class RelaxSchema(TightenSchema):
    """A change that makes a rule fire for fewer cases, conclude less caution, or not be there at all."""

    unless: str | None = None
    off: bool = False

    @model_validator(mode="after")
    def _off_alone(self) -> RelaxSchema:
        named = [name for name in ("when", "unless", "then", "because", "basis", "guide") if getattr(self, name)]
        named += [name for name in ("fires_for", "silent_for") if getattr(self, name) is not None]
        if self.off and named:
            raise ValueError(f"{self.rule} is switched off, so {', '.join(named)} would mean nothing; leave them out")
        return self


class RelaxedClaimSchema(FileSchema):
    """A safety claim that plans made with this overlay may go beyond."""

    claim: Annotated[str, Field(min_length=3)]
    reason: ReasonCode
    note: Words
    author: Words | None = None
    date: Day | None = None


class OverlaySchema(FileSchema):
    """One overlay file."""

    overlay: Name
    author: Words
    date: Day
    add: tuple[AddedSchema, ...] = ()
    tighten: tuple[TightenSchema, ...] = ()
    relax: tuple[RelaxSchema, ...] = ()
    relaxes_claims: tuple[RelaxedClaimSchema, ...] = ()

    @model_validator(mode="after")
    def _not_empty(self) -> OverlaySchema:
        if not (self.add or self.tighten or self.relax or self.relaxes_claims):
            raise ValueError("changes nothing; give at least one of add, tighten, relax, relaxes_claims")
        return self
