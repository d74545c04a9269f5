"""A fact of the vocabulary, and the items of one that is a list: what the engine needs to know of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, TypeAlias

from springstep.engine.frozen import Frozen
from springstep.engine.language.list_words import ListWords
from springstep.engine.language.spoken.data import Spoken
from springstep.engine.language.spoken.phrases import Words

Kind: TypeAlias = Literal["number", "word", "flag", "items", "quantity", "row", "text", "scale", "group"]
Form: TypeAlias = Literal["amount", "clock"]

MOMENT = "moment"
"""The fact that says at which moment a case is; every vocabulary has it."""


def is_unknown(value: Any) -> bool:
    """Tell whether a value means the same as leaving the fact out."""
    return value is None or (isinstance(value, str) and value == "unknown")


class FactInfo(Frozen):
    """Everything the engine needs to know of one fact, derived fact, decision or field."""

    name: str
    kind: Kind
    label: str
    question: str = ""
    help: str = ""
    unit: str = ""
    values: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    integer: bool = False
    tried: tuple[Any, ...] = ()
    """Answers worth trying besides those that conditions tell apart."""
    moments: tuple[str, ...] = ()
    required_at: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()
    """Of a word: the values that decide by themselves, so that whoever gives one may leave out what is required."""
    change: Literal["now", "in_time", "never"] = "never"
    group: str = ""
    """Facts of one group can be spoken of together: ``history is known``."""
    remembered: bool = False
    """Whether a record of earlier cases can give it."""
    volunteered_at: tuple[str, ...] = ()
    """The moments at which it is not asked for, but may be given."""
    serves: str = ""
    """What an answer serves besides rules, in a sentence."""
    answers: str = ""
    """For a volunteered fact: the question that it may answer."""
    recalls: str = ""
    """The remembered fact that its question is about; it is asked only where that one is known."""
    recalled: str = ""
    """The question with what is recalled: ``{value}``, and the ``{note}`` on where it was found."""
    table: str = ""
    """For a fact that names a row: the table."""
    most: int = 0
    """For a list: how many items it may have."""
    item_words: tuple[str, ...] = ()
    """For a list of plain words, as its items have only one field: the words."""
    form: Form = "amount"
    """For a quantity: ``10 kg``, or a clock as in ``6:00/kg``."""
    examples: tuple[str, ...] = ()
    """For a quantity: how it may be written."""
    units: Mapping[str, Fraction] = field(default_factory=dict)
    """For a quantity: how much of ``unit`` each unit that it may be given in is."""
    goes_on: Literal["is", "are", ":"] = "is"
    """How its label goes on to its value in a sentence."""
    words: ListWords | None = None
    """For a list: how it is worded in a sentence."""
    scope: Scope | None = None
    """For a list: its items, as conditions read one of them."""
    derived_from: tuple[str, ...] = ()
    """For a fact that follows from others: their names."""
    spoken: Spoken = field(default_factory=Spoken)
    """How people answer it besides its values."""

    @cached_property
    def phrases(self) -> Words:
        """Return the phrases that mean one of its values; of a list of plain words, one of these."""
        return Words(self.item_words or self.values, self.spoken)

    @property
    def explained(self) -> str:
        """Return its help with what each value means."""
        meanings = "; ".join(f"{value}: {words}" for value, words in self.spoken.meanings.items())
        return f"{self.help} {meanings}.".strip() if meanings else self.help

    @property
    def volunteered(self) -> bool:
        """Tell whether it is never asked for, but may be given."""
        return bool(self.volunteered_at) and self.volunteered_at == self.moments

    def settled_by(self, value: Any) -> bool:
        """Tell whether a valid value decides by itself, whatever else is told; of a list, whether an item does."""
        if self.scope is None:
            return value in self.settles
        told = [self.scope.element_facts(item) for item in value]
        return any(each[name] in field.settles for each in told for name, field in self.scope.fields.items())

    def allowed(self) -> str:
        """Say in words which values are allowed."""
        match self.kind:
            case "word" | "scale":
                return "allowed: " + ", ".join(self.values)
            case "flag":
                return "allowed: true, false"
            case "number":
                number = "a whole number" if self.integer else "a number"
                least = f" from {self.minimum:g}" if self.minimum is not None else ""
                most = f" to {self.maximum:g}" if self.maximum is not None else ""
                return f"allowed: {number}{least}{most}"
            case "row":
                return f"allowed: the id of a {self.table.removesuffix('s')}"
            case "items":
                if self.item_words:
                    return "allowed: one or more of " + ", ".join(self.item_words)
                return "allowed: a list of items, each with " + " and ".join(self.values)
            case "quantity" | "text":
                return f"allowed: {self.help}"
            case "group":
                return "allowed: known, unknown"


Item: TypeAlias = "str | Mapping[str, Any]"
"""One item of a list: its fields by name; a plain word where items have only one field."""


class Scope(Frozen):
    """The items of a list, one by one: rules with ``for_each`` fire for each, conditions with ``any`` ask for some."""

    name: str
    """What conditions call one: ``item`` in ``item.colour``."""
    list_fact: str
    """The fact that holds the list: ``items``."""
    words: str
    """What people call one: ``item``."""
    fields: Mapping[str, FactInfo]
    """The fields of one item, under names such as ``item.colour``."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @property
    def plain(self) -> bool:
        """Tell whether an item is a plain word."""
        return len(self.fields) == 1

    def values_in(self, item: Item) -> tuple[Any, ...]:
        """Return the fields of an item, in order."""
        return (item,) if isinstance(item, str) else tuple(item[name.split(".")[1]] for name in self.fields)

    def fields_in(self, item: Item) -> dict[str, Any]:
        """Return the fields of an item by name."""
        return {name.split(".")[1]: value for name, value in self.element_facts(item).items()}

    def item(self, values: Sequence[Any]) -> Item:
        """Return the item with these fields, given in order."""
        if self.plain:
            return str(values[0])
        return {name.split(".")[1]: value for name, value in zip(self.fields, values, strict=True)}

    def element_facts(self, item: Item) -> dict[str, Any]:
        """Return the fields of an item by the names that conditions use."""
        return dict(zip(self.fields, self.values_in(item), strict=True))
