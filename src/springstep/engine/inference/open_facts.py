"""What is known of each fact while some are open: what was answered, what follows, and what is assumed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

from springstep.engine.inference.derived_facts import read
from springstep.engine.inference.memo import Memo
from springstep.engine.language.abstract_values import (
    UNKNOWN,
    AbstractValue,
    AbstractValues,
    any_items,
    any_of,
    exactly,
    exactly_items,
)
from springstep.engine.language.conclusions import Conclusion
from springstep.engine.language.conditions import names_in
from springstep.engine.language.definitions import Definition
from springstep.engine.language.fact_info import MOMENT, FactInfo
from springstep.engine.language.interval_arithmetic import PartialTerm, partial_term
from springstep.engine.language.numbers import rounded
from springstep.engine.language.partial_evaluation import FAILS, HOLDS, UNDEFINED, PartialCondition, partial_condition
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase

Answers: TypeAlias = Mapping[str, Any]
"""The answers by fact, ``None`` for a fact answered as unknown; all other facts are open. A fact answered by an
``AbstractValue`` may be any value in it; so may a decision on a scale, as one case of a proof."""


class FactsKnown(NamedTuple):
    """What is known of the facts of one moment."""

    answers: Answers
    given: Mapping[str, AbstractValue]
    """Facts as they were answered, or open."""
    following: Mapping[str, AbstractValue]
    """Facts with what follows from them."""
    abstract_values: Mapping[str, AbstractValue]
    """Facts with what follows from them and what is assumed."""
    moved: frozenset[str]
    """The facts that the last answers changed."""


class OpenFacts:
    """The facts of one moment; holds no state between calls but memos."""

    def __init__(self, base: RuleBase, moment: str) -> None:
        vocabulary = base.vocabulary
        self.open: Mapping[str, AbstractValue] = {
            info.name: _open_value(info, moment, base) for info in vocabulary.asked_at(moment)
        }
        self._facts = vocabulary.facts
        self._forbidding = tuple(
            (Memo(names_in(each.when), partial_condition(each.when)), tuple(n for n in each.forbids if n in self.open))
            for each in vocabulary.constraints
            if each.when is not None
        )
        self._asked_where = tuple(
            (name, Memo(names_in(where), partial_condition(where)))
            for name, where in vocabulary.asked_where.items()
            if name in self.open
        )
        self._definitions: list[tuple[str, bool, Memo[AbstractValue]]] = []
        there = {MOMENT, *self.open}
        for each in vocabulary.definitions:
            if each.name in self.open or not there.isdisjoint(each.reads):
                there.add(each.name)
                self._definitions.append(
                    (each.name, each.name in self.open, Memo(each.reads, _partial_definition(each)))
                )
        assuming: dict[str, list[tuple[Rule, Conclusion]]] = {}
        for rule in base.rules:
            for conclusion in rule.conclusions:
                if moment in rule.moments and conclusion.assumes:
                    assuming.setdefault(conclusion.assumes, []).append((rule, conclusion))
        assumptions = {fact: _assumptions(fact, concluding, base) for fact, concluding in assuming.items()}
        self._assumptions = {
            name: tuple((fact, each) for fact, each in assumptions.items() if name in each.reads)
            for name in dict.fromkeys(name for each in assumptions.values() for name in each.reads)
        }
        """By fact, the assumptions that read it."""
        self.nothing = FactsKnown({}, {MOMENT: exactly(moment), **self.open}, {}, {}, frozenset())
        """The state without any answer; what follows is still to be worked out."""

    def is_whole(self, name: str) -> bool:
        """Tell whether a fact is a whole number."""
        return self._facts[name].integer

    def after(self, known: FactsKnown, more: Answers) -> FactsKnown:
        """Return what is known after more answers."""
        answers = {**known.answers, **more}
        given = {
            **known.given,
            **{name: self._given_value(name, value) for name, value in more.items() if name in self.open},
        }
        following = self._following(given, answers)
        moved = {name for name, abstract_value in following.items() if abstract_value is not known.following.get(name)}
        abstract_values = {**known.abstract_values, **{name: following[name] for name in moved}}
        for fact, assumptions in {
            each for name in moved if name in self._assumptions for each in self._assumptions[name]
        }:
            moved.add(fact)
            abstract_values[fact] = following[fact]
            if following[fact].may_be_unknown:
                abstract_values[fact] = assumptions(following)
        return FactsKnown(answers, given, following, abstract_values, frozenset(moved))

    def _following(self, given: Mapping[str, AbstractValue], answers: Answers) -> dict[str, AbstractValue]:
        """Add what follows from the facts, and make unknown what cannot be known with them or is not asked for."""
        found = dict(given)
        for name, asked in self._asked_where:
            if name not in answers and not asked(found) & HOLDS:
                found[name] = UNKNOWN
        for holds, names in self._forbidding:
            if holds(found) == HOLDS:
                found.update(dict.fromkeys(names, UNKNOWN))
        for name, may_be_given, worked_out in self._definitions:
            if may_be_given and answers.get(name) is not None:
                continue
            abstract_value = worked_out(found)
            if not may_be_given or not (
                abstract_value.is_empty or abstract_value.may_be_unknown
            ):  # only where that is certain
                found[name] = abstract_value
        return found

    def _given_value(self, name: str, value: Any) -> AbstractValue:
        if value is None:
            return UNKNOWN
        if isinstance(value, AbstractValue):
            return value
        info = self._facts[name]
        given = read(info, value)
        return exactly_items(info.scope, given) if info.scope is not None else exactly(given)


def _open_value(info: FactInfo, moment: str, base: RuleBase) -> AbstractValue:
    if moment in info.volunteered_at and info.name not in base.vocabulary.asked_where:
        return UNKNOWN
    may_be_unknown = moment not in info.required_at
    if info.scope is not None:
        return any_items(info.scope, may_be_unknown=may_be_unknown)
    if info.kind == "row":
        return AbstractValue(frozenset(base.tables[info.table].by_id), may_be_unknown=True)
    return any_of(info, may_be_unknown=may_be_unknown)


def _partial_definition(definition: Definition) -> PartialTerm:
    ways = tuple((partial_condition(way.when), partial_term(way.value)) for way in definition.ways)
    return lambda abstract_values: reached(definition, ways, abstract_values)


def reached(
    definition: Definition, ways: Iterable[tuple[PartialCondition, PartialTerm]], abstract_values: AbstractValues
) -> AbstractValue:
    """Return the possible values of a definition: of the ways that may hold, up to the first that certainly does."""
    found: AbstractValue | None = None
    for holds, value_of in ways:
        truths = holds(abstract_values)
        if truths & UNDEFINED:
            found = UNKNOWN if found is None else found._replace(may_be_unknown=True)
        if truths & HOLDS:
            value = _at_places(value_of(abstract_values), definition.places)
            found = value if found is None else found.joined(value)
        if not truths & FAILS:
            return found if found is not None else UNKNOWN
    return UNKNOWN if found is None else found._replace(may_be_unknown=True)


def _at_places(abstract_value: AbstractValue, places: int | None) -> AbstractValue:
    if places is None or abstract_value.words is not None:
        return abstract_value
    low, high = (
        end if isinstance(end, float) else rounded(end, places) for end in (abstract_value.low, abstract_value.high)
    )
    return abstract_value._replace(low=low, high=high)


def _assumptions(fact: str, concluding: Iterable[tuple[Rule, Conclusion]], base: RuleBase) -> Memo[AbstractValue]:
    """Return the function that applies assumptions to a fact that is or may stay unknown."""
    scope = base.vocabulary.list_scopes.get(fact)
    ways = [
        (
            partial_condition(base.condition(rule)),
            partial_term(each.term) if each.term is not None else None,
            exactly_items(scope, each.elements or ()) if scope is not None else UNKNOWN,
        )
        for rule, each in concluding
    ]

    def assumptions(abstract_values: AbstractValues) -> AbstractValue:
        abstract_value = abstract_values[fact]
        unknown = {**abstract_values, fact: UNKNOWN}
        for holds, amount, listed in ways:
            truths = holds(unknown)
            if truths & HOLDS:
                joined = abstract_value.joined(amount(abstract_values) if amount is not None else listed)
                abstract_value = joined.known() if truths == HOLDS else joined
        return abstract_value

    reads = (name for rule, each in concluding for name in (*names_in(base.condition(rule)), *each.reads))
    return Memo((fact, *reads), assumptions)
