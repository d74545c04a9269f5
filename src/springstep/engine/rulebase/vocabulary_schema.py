"""The schemas of the files that declare the vocabulary: facts, derived facts, constraints, tables."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator

from springstep.engine.language.list_words import ItemWords, ListWords
from springstep.engine.rulebase.rule_schema import FileSchema, Name, Words
from springstep.engine.rulebase.spoken_schema import BandsSchema, Saying, Sayings, SinceSchema, SpokenSchema

Number = int | float | str


class FieldSchema(SpokenSchema):
    """One field of the items of a list."""

    field: Name
    question: Words
    help: str = ""
    values: Annotated[tuple[str, ...], Field(min_length=1)]
    untold: str = ""
    outweighs: str = ""
    settles: tuple[str, ...] = ()


class ItemWordsSchema(FileSchema):
    """How items with such a field are worded."""

    model_config = ConfigDict(extra="allow")

    one: Words
    many: str = ""


class ListWordsSchema(FileSchema):
    """How a list is worded in a sentence."""

    none: Words
    some: Words
    one: Words
    many: str = ""
    but: tuple[ItemWordsSchema, ...] = ()

    def words(self) -> ListWords:
        """Return it as the vocabulary holds it."""
        usual = ItemWords({}, self.one, self.many)
        others = (ItemWords(dict(each.model_extra or {}), each.one, each.many) for each in self.but)
        return ListWords(self.none, self.some, (*others, usual))


class KeptSchema(FileSchema):
    """How long an answer stands once it was told."""

    days: Annotated[int, Field(ge=1)] | None = None
    but: dict[str, Annotated[int, Field(ge=1)]] = Field(default_factory=dict)
    usual: bool = False
    weeks_since: bool = False
    of: Name | None = None
    until: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _bounded(self) -> KeptSchema:
        if self.days is None and not self.usual and self.of is None:
            raise ValueError("an answer that is kept says for how many days, or of which other one it is a part")
        return self


class FactSchema(SpokenSchema):
    """One fact that a case may state."""

    fact: Name
    kind: Literal["number", "word", "flag", "items", "quantity", "row"]
    label: Words
    goes_on: Literal["is", "are", ":"] = "is"
    question: Words
    help: str = ""
    values: tuple[str, ...] = ()
    unit: str = ""
    minimum: int | float | None = None
    maximum: int | float | None = None
    integer: bool = False
    tried: tuple[int | float | str, ...] = ()
    moments: Annotated[tuple[Name, ...], Field(min_length=1)]
    required: tuple[Name, ...] = ()
    settles: tuple[str, ...] = ()
    change: Literal["now", "in_time", "never"]
    group: Name | None = None
    remembered: bool = False
    kept: KeptSchema | None = None
    volunteered: bool = False
    volunteered_at: tuple[Name, ...] = ()
    asked_where: str | None = None
    answers: Name | None = None
    recalls: Name | None = None
    recalled: str = ""
    serves: str = ""
    table: Name | None = None
    each: Name | None = None
    item_words: str = ""
    words: ListWordsSchema | None = None
    most: int = 0
    fields: tuple[FieldSchema, ...] = ()
    form: Literal["amount", "clock"] = "amount"
    units: dict[str, Number] = Field(default_factory=dict)
    examples: tuple[str, ...] = ()
    bands: BandsSchema | None = None
    likely: tuple[int | float, int | float] | None = None
    unit_words: dict[str, Sayings] = Field(default_factory=dict)
    speeds: dict[str, Sayings] = Field(default_factory=dict)
    since: SinceSchema | None = None
    to_day: bool = False
    beside_lengths: tuple[Saying, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> FactSchema:
        needed = {
            "number": ("minimum", "maximum"),
            "word": ("values",),
            "flag": (),
            "items": ("each", "item_words", "words", "most", "fields"),
            "quantity": ("units", "unit", "examples"),
            "row": ("table",),
        }[self.kind]
        missing = [name for name in needed if getattr(self, name) in (None, "", 0, (), {}) and name != "minimum"]
        if missing:
            raise ValueError(f"a fact of kind {self.kind} needs {' and '.join(missing)}")
        if (self.recalls is None) == bool(self.recalled):
            raise ValueError("a fact that recalls another says in 'recalled' how it is then asked for")
        if self.asked_where is not None and self.required:
            raise ValueError("asked_where goes with a fact that is not required")
        return self


class FactsSchema(FileSchema):
    """The file of facts."""

    moments: Annotated[dict[Name, Words], Field(min_length=1)]
    counted: tuple[str, ...] = ()
    groups: dict[Name, Words] = Field(default_factory=dict)
    facts: Annotated[tuple[FactSchema, ...], Field(min_length=1)]


class CaseSchema(FileSchema):
    """One way in which a derived fact comes to a value."""

    when: str
    value: bool | Number
    note: str = ""


class LastRowSchema(FileSchema):
    """The place of the last row of a table for which a condition holds."""

    table: Name
    where: str


class OfRowSchema(FileSchema):
    """The value in a column of the row that a fact names."""

    fact: Name
    column: Name


class ProofSchema(FileSchema):
    """How proofs see a number that they cannot work out."""

    holds: str
    prefers: tuple[str, ...] = ()
    written_as: Annotated[tuple[dict[Name, str], ...], Field(min_length=1)]
    because: Words


class DerivedSchema(FileSchema):
    """One derived fact."""

    fact: Name
    kind: Literal["number", "word", "flag"] | None = None
    label: str = ""
    unit: str = ""
    values: tuple[str, ...] = ()
    minimum: int | float | None = None
    maximum: int | float | None = None
    integer: bool = False
    cases: tuple[CaseSchema, ...] = ()
    last_row: LastRowSchema | None = None
    of_row: OfRowSchema | None = None
    when: str | None = None
    moments: tuple[Name, ...] = ()
    otherwise: Annotated[int | None, Field(alias="else")] = None
    note: str = ""
    places: int | None = None
    asked: Name | None = None
    proof: ProofSchema | None = None
    because: Words

    @model_validator(mode="after")
    def _one_way(self) -> DerivedSchema:
        if sum((bool(self.cases), self.last_row is not None, self.of_row is not None)) != 1:
            raise ValueError("a derived fact has exactly one of: cases, last_row, of_row")
        if self.otherwise is not None and self.last_row is None:
            raise ValueError("else names the row for which no condition holds; it goes with last_row alone")
        return self


class ConstraintSchema(FileSchema):
    """One thing that no case can be."""

    constraint: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    about: str = ""
    never: str | None = None
    when: str | None = None
    forbids: Name | None = None
    at: str = ""
    numbers: dict[Name, str] = Field(default_factory=dict)
    says: Words
    allowed: str = ""
    mends: dict[Name, str] = Field(default_factory=dict)
    because: Words

    @model_validator(mode="after")
    def _one_kind(self) -> ConstraintSchema:
        if (self.never is None) == (self.when is None) or (self.when is None) != (self.forbids is None):
            raise ValueError("a constraint says either never, or when and forbids")
        return self


class ColumnSchema(FileSchema):
    """What one column of a table holds."""

    kind: Literal["key", "word", "number", "text", "sentences"]
    label: str = ""
    unit: str = ""
    values: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None


class RisesSchema(FileSchema):
    """What must hold of each row and the one before it."""

    always: str
    says: Words


class TableSchema(FileSchema):
    """One table: what its columns hold."""

    table: Name
    row: Name
    title: str = ""
    intro: str = ""
    key: str = ""
    columns: Annotated[dict[Name, ColumnSchema], Field(min_length=1)]
    rises: RisesSchema | None = None
    words: str = ""
