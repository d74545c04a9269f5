"""From the facts that a case gives to those that the rules read: exact numbers, and facts derived from others."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from springstep.engine.language.conditions import names_in
from springstep.engine.language.constraints import Constraint
from springstep.engine.language.definitions import Definition
from springstep.engine.language.evaluate import Measure, Predicate, measure, predicate
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.numbers import exact, plain_number, rounded
from springstep.engine.language.plain_lists import as_list
from springstep.engine.language.quantities import quantity
from springstep.engine.language.vocabulary import Vocabulary

_BRACES = r"\{(\w+)(?::([^}]*))?\}"


class DerivedFacts(NamedTuple):
    """A fact that follows from others: its value, and in words how it was worked out."""

    value: Any
    note: str


class _Compiled(NamedTuple):
    definition: Definition
    ways: tuple[tuple[Predicate, Measure, str], ...]


@lru_cache(maxsize=16)
def _definitions(vocabulary: Vocabulary) -> tuple[_Compiled, ...]:
    return tuple(
        _Compiled(each, tuple((predicate(way.when), measure(way.value), way.note) for way in each.ways))
        for each in vocabulary.definitions
    )


@lru_cache(maxsize=16)
def _constraints(vocabulary: Vocabulary) -> tuple[tuple[Constraint, Predicate], ...]:
    return tuple((each, predicate(each.never)) for each in vocabulary.constraints)


@lru_cache(maxsize=16)
def _reading(vocabulary: Vocabulary) -> tuple[Mapping[str, tuple[int, ...]], tuple[tuple[str, ...], ...]]:
    """Return for each fact the places of the constraints that read it, and for each constraint what it reads."""
    read = tuple(names_in(constraint.never) for constraint, _ in _constraints(vocabulary))
    names = dict.fromkeys(name for each in read for name in each)
    return {name: tuple(place for place, each in enumerate(read) if name in each) for name in names}, read


def read(info: FactInfo, value: Any) -> Any:
    """Return what a fact of a case means to the rules: an exact number, a quantity in the fact's own unit."""
    if info.kind == "items":
        return as_list(info, value)
    return quantity(info, value) if info.kind == "quantity" and value is not None else exact(value)


def meaning(vocabulary: Vocabulary, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return given facts as the rules read them, without the unknown ones."""
    return {name: read(vocabulary.facts[name], value) for name, value in given.items() if value is not None}


def derive(vocabulary: Vocabulary, facts: dict[str, Any], given: Mapping[str, Any]) -> dict[str, DerivedFacts]:
    """Add to the facts of a case what follows from them, and return that; ``given`` holds the values for the notes."""
    told = ChainMap(given, facts)  # type: ignore[arg-type]  # it is only read; facts grow on the way
    return {name: DerivedFacts(value, note_words(note, told)) for name, value, note in following(vocabulary, facts)}


def values_of(vocabulary: Vocabulary, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return given facts as the rules read them, with what follows from them."""
    values = meaning(vocabulary, given)
    for _ in following(vocabulary, values):
        pass
    return values


def following(vocabulary: Vocabulary, facts: dict[str, Any]) -> Iterator[tuple[str, Any, str]]:
    """Yield what follows from facts, each with the text of its note, and add it to them before going on."""
    for definition, ways in _definitions(vocabulary):
        if facts.get(definition.name) is not None:
            continue
        for holds, value_of, note in ways:
            truth = holds(facts)
            if truth is None:
                break
            if truth:
                value = value_of(facts)
                if value is not None and definition.places is not None:
                    value = rounded(value, definition.places)
                if value is not None:
                    yield definition.name, value, note
                    facts[definition.name] = value
                break


def broken(
    vocabulary: Vocabulary, given: Mapping[str, Any], *, touching: Collection[str] | None = None
) -> Iterator[Constraint]:
    """Yield the constraints that given facts break, only the first about each topic.

    ``touching`` restricts them to those that read one of these facts: enough where the rest is known to be sound.
    """
    constraints = _constraints(vocabulary)
    if touching is not None:
        reading, read = _reading(vocabulary)
        places = sorted({place for name in touching for place in reading.get(name, ())})
        if not places:
            return
        constraints = tuple(constraints[place] for place in places)
        given = {name: given[name] for place in places for name in read[place] if name in given}
    facts = meaning(vocabulary, given)
    seen: set[str] = set()
    for constraint, holds in constraints:
        if constraint.about not in seen and holds(facts) is True:
            if constraint.about:
                seen.add(constraint.about)
            yield constraint


def broken_by(constraint: Constraint, vocabulary: Vocabulary, given: Mapping[str, Any]) -> bool:
    """Tell whether given facts break one constraint."""
    facts = meaning(vocabulary, given)
    return any(holds(facts) is True for each, holds in _constraints(vocabulary) if each is constraint)


def forbidden(vocabulary: Vocabulary, given: Mapping[str, Any]) -> frozenset[str]:
    """Return the facts that cannot be known together with those given."""
    facts = meaning(vocabulary, given)
    return frozenset(name for when, names in _forbidding(vocabulary) if when(facts) is True for name in names)


def unasked(vocabulary: Vocabulary, given: Mapping[str, Any]) -> frozenset[str]:
    """Return the facts that are asked for elsewhere, but not with these facts."""
    facts = meaning(vocabulary, given)
    return frozenset(name for name, where in _asked_where(vocabulary) if where(facts) is not True)


@lru_cache(maxsize=16)
def _asked_where(vocabulary: Vocabulary) -> tuple[tuple[str, Predicate], ...]:
    return tuple((name, predicate(where)) for name, where in vocabulary.asked_where.items())


@lru_cache(maxsize=16)
def _forbidding(vocabulary: Vocabulary) -> tuple[tuple[Predicate, tuple[str, ...]], ...]:
    return tuple((predicate(each.when), each.forbids) for each in vocabulary.constraints if each.when is not None)


def mended(vocabulary: Vocabulary, given: Mapping[str, Any], *, keep: Iterable[str] = ()) -> dict[str, Any]:
    """Return given facts with contradictions mended, as far as changing facts outside ``keep`` can."""
    fixed = set(keep)
    facts = meaning(vocabulary, given)
    gone = {name for when, names in _forbidding(vocabulary) if when(facts) is True for name in names} - fixed
    found = {name: value for name, value in given.items() if name not in gone}
    facts = {name: value for name, value in facts.items() if name not in gone}
    for constraint, holds in _constraints(vocabulary):
        if constraint.mends and holds(facts) is True:
            target = next((name for name in constraint.mends if name not in fixed), None)
            if target is not None:
                found[target] = plain_number(measure(constraint.mends[target])(facts))
                facts = meaning(vocabulary, found)
    return found


def fault_words(constraint: Constraint, vocabulary: Vocabulary, given: Mapping[str, Any]) -> str:
    """Say what is wrong with a case that breaks a constraint."""
    facts = meaning(vocabulary, given)
    numbers = {name: measure(term)(facts) for name, term in constraint.numbers.items()}
    listed = ", ".join(name for name in constraint.forbids if given.get(name) is not None)
    return note_words(constraint.says, {**given, **numbers, "told": listed})


def note_words(text: str, values: Mapping[str, Any]) -> str:
    """Fill in values for names in braces, numbers as people write them or as a format after a colon asks."""

    def word(found: re.Match[str]) -> str:
        value = values.get(found[1])
        if isinstance(value, (int, float, Fraction)) and not isinstance(value, bool):
            return format(float(value), found[2] or "g")
        return str(value)

    return re.sub(_BRACES, word, text) if "{" in text else text
