"""What is told in plain words as partial cases: one for each way to read what may mean several things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, product
from typing import Any, NamedTuple

from springstep.engine.finding.meanings import Meant, Said
from springstep.engine.language.abstract_values import AbstractValue, any_of, exactly
from springstep.engine.language.fact_info import Scope
from springstep.engine.rulebase.base import RuleBase

_MOST_READINGS = 12


class Reading(NamedTuple):
    """One way to read what was told: what each phrase means in it, and the answers that this gives."""

    meanings: tuple[tuple[Said, Meant], ...]
    answers: Mapping[str, AbstractValue]


def readings(said: Sequence[Said], base: RuleBase) -> tuple[Reading, ...]:
    """Return the ways to read some phrases: of one that may speak of several lists, that which others speak of, too."""
    lists = base.vocabulary.list_scopes
    about: Counter[str] = Counter()
    for each in said:
        about.update({fact for meaning in each.meanings if (fact := fact_of(meaning, base)) in lists})
    chosen = [_most_spoken_of(each, about, base) for each in said]
    ways = islice(product(*chosen), _MOST_READINGS)
    return tuple(Reading(tuple(zip(said, way, strict=True)), answers_of(way, base)) for way in ways)


def fact_of(meaning: Meant, base: RuleBase) -> str:
    """Return the fact that a meaning speaks of: of a field the list."""
    scope = base.vocabulary.scopes.get(meaning.name.split(".")[0])
    return scope.list_fact if scope is not None and "." in meaning.name else meaning.name


def _most_spoken_of(said: Said, about: Counter[str], base: RuleBase) -> tuple[Meant, ...]:
    most = max(about[fact_of(meaning, base)] for meaning in said.meanings)
    if most < 2:
        return said.meanings
    return tuple(meaning for meaning in said.meanings if about[fact_of(meaning, base)] == most)


def answers_of(meanings: Iterable[Meant], base: RuleBase) -> dict[str, AbstractValue]:
    """Return the answers that some meanings give, each list with the items that are told of it."""
    by_fact: dict[str, list[Meant]] = {}
    for meaning in meanings:
        if meaning.values:
            by_fact.setdefault(fact_of(meaning, base), []).append(meaning)
    scopes = base.vocabulary.list_scopes
    return {
        fact: _items(scopes[fact], told) if fact in scopes else _any_of(value for each in told for value in each.values)
        for fact, told in by_fact.items()
    }


def _any_of(values: Iterable[Any]) -> AbstractValue:
    first, *others = map(exactly, values)
    for other in others:
        first = first.joined(other)
    return first


def _items(scope: Scope, told: Sequence[Meant]) -> AbstractValue:
    """Return a list with the items that are told: each begins with its first field, what else is told is of all."""
    first = next(iter(scope.fields))
    by_name: dict[str, list[Any]] = {}
    for each in told:
        by_name.setdefault(each.name, []).extend(each.values if each.name != first else ())
    rest = {name: any_of(info, may_be_unknown=False) for name, info in scope.fields.items()}
    rest |= {name: _any_of(values) for name, values in by_name.items() if values}
    begun = [{**rest, first: _any_of(each.values)} for each in told if each.name == first] or [rest]
    return AbstractValue(frozenset((True,)), items=tuple((tuple(item.items()), True) for item in begun))
