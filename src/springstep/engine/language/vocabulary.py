"""The vocabulary of a knowledge base: what a case may state, what follows from it, and what cannot be.

All of it is declared in the knowledge and read from there; the engine knows none of it by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, TypeAlias

from springstep.engine.frozen import Frozen
from springstep.engine.language.check_ins import CheckIn
from springstep.engine.language.conditions import Condition, Term, names_in
from springstep.engine.language.constraints import Constraint
from springstep.engine.language.kept import Kept
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


class Way(Frozen):
    """One way in which a definition comes to a value."""

    when: Condition
    value: Term
    note: str = ""
    """How the value was found, with the facts read in braces."""


class Definition(Frozen):
    """A fact that follows from others: the first of its ways that holds gives the value, unless the case gives one.

    A way that may or may not hold, because something is unknown, leaves the fact unknown.
    """

    info: FactInfo
    ways: tuple[Way, ...]
    places: int | None = None
    """To how many decimal places a number is rounded."""
    because: str = ""
    asked: str = ""
    """The fact to ask for where this one is not known."""
    proof: ProofView | None = None

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @property
    def name(self) -> str:
        """Return the fact's name."""
        return self.info.name

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """Return the names of the facts that it follows from, each once."""
        return tuple(dict.fromkeys(n for way in self.ways for n in (*names_in(way.when), *names_in(way.value))))


class ProofView(Frozen):
    """How proofs see a number that they cannot work out: any number for which a condition holds, and nothing more."""

    holds: Condition
    """True of every valid case."""
    prefers: tuple[Condition, ...]
    """Soft constraints on the witness that a proof finds, most important first."""
    written_as: tuple[Mapping[str, str], ...]
    """Ways to write it: by fact the words, with ``{value}`` in them, or ``standard`` for what the standard case has."""
    because: str


class Vocabulary(Frozen):
    """What cases may state at which moment, what follows from it, and what cannot be."""

    moments: Mapping[str, str]
    """The moments in order, each with its words: ``before the work``."""
    facts: Mapping[str, FactInfo]
    """What a case may state, in the order of the knowledge."""
    scopes: Mapping[str, Scope]
    definitions: tuple[Definition, ...]
    """In the order in which they are worked out."""
    constraints: tuple[Constraint, ...]
    group_words: Mapping[str, str] = field(default_factory=dict)
    """What the facts of a group are called together."""
    counted: tuple[str, ...] = ()
    """Words that may follow a plain number in an answer."""
    kept: Mapping[str, Kept] = field(default_factory=dict)
    """The facts whose answers stand for a time, in the order of the knowledge."""
    asked_where: Mapping[str, Condition] = field(default_factory=dict)
    """By fact the condition on other answers without which it is not asked for, as these tell what there is to tell."""
    check_ins: Mapping[str, CheckIn] = field(default_factory=dict)
    """Questions that may settle several facts at once, by name."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @cached_property
    def groups(self) -> Mapping[str, frozenset[str]]:
        """Return the facts of each group."""
        found: dict[str, set[str]] = {}
        for info in self.facts.values():
            if info.group:
                found.setdefault(info.group, set()).add(info.name)
        return {name: frozenset(members) for name, members in found.items()}

    @cached_property
    def list_scopes(self) -> Mapping[str, Scope]:
        """Return the scope of each list fact."""
        return {scope.list_fact: scope for scope in self.scopes.values()}

    @cached_property
    def defined(self) -> Mapping[str, Definition]:
        """Return the definitions by name."""
        return {definition.name: definition for definition in self.definitions}

    def when(self, moments: Iterable[str], *, join: Callable[[list[str]], str] = " and ".join) -> str:
        """Name some moments, saying what they share only once: ``before and after the work``."""
        words = [self.moments[moment].split() for moment in moments]
        shared = 0
        while all(shared < len(each) - 1 and each[-shared - 1] == words[0][-shared - 1] for each in words):
            shared += 1
        parts = [" ".join(each[: len(each) - shared]) for each in words]
        return " ".join([join(parts), *(words[0][len(words[0]) - shared :])])

    def asked_at(self, moment: str) -> Iterator[FactInfo]:
        """Yield the facts that may be given at a moment, the moment itself left out."""
        return (info for info in self.facts.values() if moment in info.moments and info.name != MOMENT)

    def questions_at(self, moment: str) -> Iterator[FactInfo]:
        """Yield the facts that may be asked at a moment."""
        return (
            info for info in self.asked_at(moment) if moment not in info.volunteered_at or info.name in self.asked_where
        )

    def fields_of(self, list_fact: str) -> tuple[FactInfo, ...]:
        """Return the fields of each item of a list fact; nothing for any other fact."""
        scope = self.list_scopes.get(list_fact)
        return tuple(scope.fields.values()) if scope is not None else ()

    def list_of(self, name: str, for_each: str | None) -> str:
        """Return for a field of an item the list fact, for any other name itself."""
        return self.scopes[for_each].list_fact if for_each and "." in name else name

    def sources(self, name: str) -> Iterator[str]:
        """Yield the case facts that a fact rests on, through definitions; itself where a case may state it."""
        seen: set[str] = set()

        def walk(one: str) -> Iterator[str]:
            if one in seen:
                return
            seen.add(one)
            if one in self.facts:
                yield one
            if one in self.defined:
                for other in self.defined[one].reads:
                    yield from walk(other)

        yield from walk(name)
