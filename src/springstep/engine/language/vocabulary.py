"""The vocabulary of a knowledge base: what a case may state, what follows from it, and what cannot be.

All of it is declared in the knowledge and read from there; the engine knows none of it by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from functools import cached_property

from springstep.engine.frozen import Frozen
from springstep.engine.language.check_ins import CheckIn
from springstep.engine.language.conditions import Condition
from springstep.engine.language.constraints import Constraint
from springstep.engine.language.definitions import Definition
from springstep.engine.language.fact_info import MOMENT, FactInfo, Scope
from springstep.engine.language.kept import Kept


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
