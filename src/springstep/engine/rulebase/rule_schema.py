"""The schemas of the knowledge files, before conditions are read: strict pydantic models, one per kind of entry."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from springstep.engine.errors import nearest
from springstep.engine.language.basis import Basis

Role = Literal["instructs", "limits", "warns", "rationale", "promise", "out_of_scope"]
SELECTS = ("exclude_", "prefer_")
MOST_CHARACTERS, MOST_LINES = 1_000, 50
"""How long one text of a rule may be, and how many lines it may conclude, sentences cite or values name."""
Some = Field(max_length=MOST_LINES)
Sentences = Annotated[tuple[str, ...], Some]
Example = Annotated[dict[str, Any], Field(max_length=200)]
"""What an example changes of the standard case."""
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, Field(min_length=3, max_length=MOST_CHARACTERS)]
RuleName = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]


class FileSchema(BaseModel):
    """One entry of a knowledge file."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AdviseSchema(FileSchema):
    """Advice under one topic; ``promises`` is a condition that must hold wherever the advice is given.

    ``short`` says the same in a few words, for a page that has few lines.
    """

    topic: str
    say: Words
    short: Words | None = None
    promises: Annotated[str, Field(min_length=1)] | None = None


class SignalSchema(FileSchema):
    """A signal to stop at; ``short`` names what to do and then the sign, as in ``Water less: yellow leaves``."""

    say: Words
    short: Annotated[str, Field(pattern=r"^[A-Z][^:]+: \S.*$", max_length=MOST_CHARACTERS)] | None = None


class EffectSchema(FileSchema):
    """One line of a rule's ``then``: exactly one of the kinds of conclusion.

    ``exclude_TABLE`` and ``prefer_TABLE`` speak of the rows of a table of the knowledge, by its name.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    step: Annotated[dict[str, str], Some] | None = None
    cap: Annotated[dict[str, str | int | float], Some] | None = None
    cap_below: Annotated[dict[str, str | int | float], Some] | None = None
    floor: Annotated[dict[str, str | int | float], Some] | None = None
    add: Annotated[dict[str, Any], Some] | None = None
    advise: AdviseSchema | None = None
    stop_signal: Words | SignalSchema | None = None
    assume: Annotated[dict[str, Any], Some] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> EffectSchema:
        if len(self.model_fields_set) != 1:
            raise ValueError("one kind of conclusion a line; allowed: " + ", ".join(self.kinds()))
        for key in self.model_extra or ():
            if not key.startswith(SELECTS):
                raise ValueError(f"no conclusion is called '{key}'; {nearest(key, self.kinds())}")
        (key,) = self.model_fields_set
        said = getattr(self, key)
        each = [said, *said.values()] if isinstance(said, dict) else []
        if any(isinstance(part, (dict, list)) and len(part) > MOST_LINES for part in each):
            raise ValueError(f"{key} names very many; at most {MOST_LINES} at a time")
        if said in (None, {}):
            raise ValueError(f"{key} names nothing, so it concludes nothing; say what it concludes, or leave it out")
        return self

    @classmethod
    def kinds(cls) -> list[str]:
        """Name the kinds of conclusion."""
        return [*cls.model_fields, *(f"{verb}TABLE" for verb in SELECTS)]

    @property
    def decides(self) -> bool:
        """Say whether the line concludes on a decision."""
        return any((self.step, self.cap, self.cap_below, self.floor, self.add))

    @property
    def selects(self) -> tuple[Literal["exclude", "prefer"], str, Any] | None:
        """Return for a line on rows of a table the verb, the table and what is said of them."""
        for key, value in (self.model_extra or {}).items():
            verb, _, table = key.partition("_")
            return ("exclude" if verb == "exclude" else "prefer"), table, value
        return None


def _together(then: tuple[EffectSchema, ...]) -> tuple[EffectSchema, ...]:
    """Refuse lines that do not go together.

    Two lines that add to one sum are one, so that more or fewer points are a change of that line. An assumption is made
    before anything is decided.
    """
    if any(effect.assume for effect in then) and any(effect.decides for effect in then):
        raise ValueError("an assumption is made before anything is decided; write a rule for each")
    sums = [name for effect in then for name in effect.add or ()]
    for name in sums:
        if sums.count(name) > 1:
            raise ValueError(f"adds to {name} more than once; give all its points in one line")
    return then


Then = Annotated[tuple[EffectSchema, ...], Field(min_length=1, max_length=MOST_LINES), AfterValidator(_together)]
"""What a rule concludes."""


class RuleSchema(FileSchema):
    """One rule as written in a topic's file."""

    id: Annotated[str, Field(pattern=r"^[A-Z]{3}-[0-9]{3}$")]
    name: RuleName
    moments: Annotated[tuple[str, ...], Some] = ()
    for_each: str | None = None
    when: str
    unless: str | None = None
    overrides: Annotated[tuple[str, ...], Some] = ()
    then: Then
    because: Words
    short: Words | None = None
    basis: Basis
    guide: Sentences = ()
    fires_for: Example
    silent_for: Example

    @model_validator(mode="after")
    def _honest(self) -> RuleSchema:
        if self.basis != "convention" and not self.guide:
            raise ValueError(f"basis {self.basis} needs the sentences it rests on in 'guide'")
        if self.basis == "convention" and self.guide:
            raise ValueError("a convention is where the guide is silent; a rule that cites it is guide or inference")
        return self


class TopicSchema(FileSchema):
    """One file of rules."""

    topic: str
    title: str
    moments: Annotated[tuple[str, ...], Field(min_length=1)]
    rules: tuple[RuleSchema, ...]


class SentenceSchema(FileSchema):
    """One sentence of the guide: its number, what it says in our words, and its digest."""

    number: str
    role: Role
    gist: Words
    words: int
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    reason: str = ""

    @model_validator(mode="after")
    def _accounted_for(self) -> SentenceSchema:
        if bool(self.reason) == (self.role in ("instructs", "limits", "warns")):
            raise ValueError(
                f"a sentence that {self.role} " + ("is encoded, not excused" if self.reason else "needs a reason")
            )
        return self


class TensionSchema(FileSchema):
    """Two or more sentences in tension, and how that is resolved."""

    id: Annotated[str, Field(pattern=r"^TEN-[0-9]{3}$")]
    name: str
    sentences: Annotated[Sentences, Field(min_length=1)]
    pulls: Words
    resolved: Words
    rules: tuple[str, ...] = ()
