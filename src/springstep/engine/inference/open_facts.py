"""What is known of each fact while some are open: what was told, what follows from it, and what is assumed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

from springstep.engine.inference.derived_facts import read
from springstep.engine.inference.memo import Memo
from springstep.engine.language.abstract_values import UNKNOWN, AbstractValue, AbstractValues, any_of, exactly
from springstep.engine.language.conclusions import Conclusion
from springstep.engine.language.conditions import names_in
from springstep.engine.language.interval_arithmetic import PartialTerm, partial_term
from springstep.engine.language.numbers import rounded
from springstep.engine.language.partial_evaluation import FAILS, HOLDS, UNDEFINED, PartialCondition, partial_condition
from springstep.engine.language.rules import Rule
from springstep.engine.language.vocabulary import MOMENT, Definition, FactInfo, Scope
from springstep.engine.rulebase.base import RuleBase

Answers: TypeAlias = Mapping[str, Any]
"""What was answered, by fact; ``None`` where the answer was that it is not known. Other facts are open; one with
an ``AbstractValue`` for an answer may be any value in it. A decision on a scale may have one too: a case of a proof."""

Items: TypeAlias = "tuple[tuple[tuple[tuple[str, AbstractValue], ...], bool], ...]"
"""The items of a list: the regions of each one's fields, and whether it is certainly there."""


class AssumedValue(NamedTuple):
    """What a fact may be once assumptions stand in for it, and the items that they take for a list."""

    abstract_value: AbstractValue
    items: Items


class FactsKnown(NamedTuple):
    """What is known of the facts of one moment."""

    answers: Answers
    told: Mapping[str, AbstractValue]
    """Facts as they were told, or open."""
    items: Mapping[str, Items | None]
    """The items of each list, ``None`` where it is not known."""
    following: Mapping[str, AbstractValue]
    """Facts with what follows from them."""
    abstract_values: Mapping[str, AbstractValue]
    """Facts with what follows from them and what is assumed."""
    listed: Mapping[str, Items]
    """The items of each list with what is assumed."""
    moved: frozenset[str]
    """The facts that are known otherwise than before the last answers."""


class OpenFacts:
    """The facts of one moment; holds no state between calls but what it came to before."""

    def __init__(self, base: RuleBase, moment: str) -> None:
        vocabulary = base.vocabulary
        self.open: Mapping[str, AbstractValue] = {
            info.name: _open_value(info, moment, base) for info in vocabulary.asked_at(moment)
        }
        self._facts = vocabulary.facts
        self._scopes = {name: scope for name, scope in vocabulary.list_scopes.items() if name in self.open}
        self._forbidding = tuple(
            (Memo(names_in(each.when), partial_condition(each.when)), tuple(n for n in each.forbids if n in self.open))
            for each in vocabulary.constraints
            if each.when is not None
        )
        self._definitions: list[tuple[str, bool, Memo[AbstractValue]]] = []
        there = {MOMENT, *self.open}
        for each in vocabulary.definitions:
            if each.name in self.open or not there.isdisjoint(each.reads):
                there.add(each.name)
                self._definitions.append((each.name, each.name in self.open, Memo(each.reads, _reaching(each))))
        assuming: dict[str, list[tuple[Rule, Conclusion]]] = {}
        for rule in base.rules:
            for conclusion in rule.conclusions:
                if moment in rule.moments and conclusion.assumes:
                    assuming.setdefault(conclusion.assumes, []).append((rule, conclusion))
        taking = {fact: _taking(fact, told, base) for fact, told in assuming.items()}
        self._taking = {
            name: tuple((fact, each) for fact, each in taking.items() if name in each.reads)
            for name in dict.fromkeys(name for each in taking.values() for name in each.reads)
        }
        """By fact, the assumptions that read it."""
        items: dict[str, Items | None] = {name: (_any_item(scope),) for name, scope in self._scopes.items()}
        self.nothing = FactsKnown({}, {MOMENT: exactly(moment), **self.open}, items, {}, {}, {}, frozenset())
        """Where nothing is told; what follows is still to be worked out."""

    def whole(self, name: str) -> bool:
        """Tell whether a fact is a whole number."""
        return self._facts[name].integer

    def after(self, known: FactsKnown, more: Answers) -> FactsKnown:
        """Return what is known once more is answered."""
        answers = {**known.answers, **more}
        told = {**known.told, **{name: self._told(name, value) for name, value in more.items() if name in self.open}}
        items = {**known.items, **{name: self._items(name, more[name]) for name in self._scopes if name in more}}
        following = self._following(told, answers)
        moved = {name for name, abstract_value in following.items() if abstract_value is not known.following.get(name)}
        moved.update(name for name in more if name in self._scopes)
        abstract_values = {**known.abstract_values, **{name: following[name] for name in moved}}
        listed = {**known.listed, **{name: items[name] or () for name in moved if name in items}}
        for fact, taking in {each for name in moved if name in self._taking for each in self._taking[name]}:
            moved.add(fact)
            abstract_values[fact] = following[fact]
            if following[fact].may_be_unknown:
                taken = taking(following)
                abstract_values[fact] = taken.abstract_value
                if fact in items and items[fact] is None:
                    listed[fact] = taken.items
        return FactsKnown(answers, told, items, following, abstract_values, listed, frozenset(moved))

    def _following(self, told: Mapping[str, AbstractValue], answers: Answers) -> dict[str, AbstractValue]:
        """Add what follows from the facts, and what cannot be known beside them."""
        found = dict(told)
        for holds, names in self._forbidding:
            if holds(found) == HOLDS:
                found.update(dict.fromkeys(names, UNKNOWN))
        for name, may_be_told, worked_out in self._definitions:
            if may_be_told and answers.get(name) is not None:
                continue
            abstract_value = worked_out(found)
            if not may_be_told or not (
                abstract_value.is_empty or abstract_value.may_be_unknown
            ):  # only where that is sure
                found[name] = abstract_value
        return found

    def _told(self, name: str, value: Any) -> AbstractValue:
        if value is None:
            return UNKNOWN
        if isinstance(value, AbstractValue):
            return value
        return exactly(True if name in self._scopes else read(self._facts[name], value))

    def _items(self, name: str, told: Any) -> Items | None:
        if isinstance(told, AbstractValue):
            return (_any_item(self._scopes[name]),)
        return None if told is None else _certain(self._scopes[name], told)


def _certain(scope: Scope, items: Iterable[Mapping[str, Any]]) -> Items:
    return tuple(
        (tuple((name, exactly(value)) for name, value in scope.element_facts(item).items()), True) for item in items
    )


def _any_item(scope: Scope) -> tuple[tuple[tuple[str, AbstractValue], ...], bool]:
    return tuple((name, any_of(info, may_be_unknown=False)) for name, info in scope.fields.items()), False


def _open_value(info: FactInfo, moment: str, base: RuleBase) -> AbstractValue:
    if info.volunteered:
        return UNKNOWN
    may_be_unknown = moment not in info.required_at
    if info.kind == "items":
        return AbstractValue(frozenset(("none", "some")), may_be_unknown=may_be_unknown)
    if info.kind == "row":
        return AbstractValue(frozenset(base.tables[info.table].by_id), may_be_unknown=True)
    return any_of(info, may_be_unknown=may_be_unknown)


def _reaching(definition: Definition) -> PartialTerm:
    ways = tuple((partial_condition(way.when), partial_term(way.value)) for way in definition.ways)
    return lambda abstract_values: reached(definition, ways, abstract_values)


def reached(
    definition: Definition, ways: Iterable[tuple[PartialCondition, PartialTerm]], abstract_values: AbstractValues
) -> AbstractValue:
    """Return what a definition may come to: of the ways that may hold, up to the first that surely does."""
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


def _taking(fact: str, told: Iterable[tuple[Rule, Conclusion]], base: RuleBase) -> Memo[AssumedValue]:
    """Return what assumptions make of a fact that is or may stay unknown."""
    scope = base.vocabulary.list_scopes.get(fact)
    ways = [
        (
            partial_condition(base.condition(rule)),
            partial_term(each.term) if each.term is not None else None,
            _certain(scope, each.elements or ()) if scope is not None else (),
        )
        for rule, each in told
    ]

    def taking(abstract_values: AbstractValues) -> AssumedValue:
        abstract_value = abstract_values[fact]
        items: Items = ()
        unknown = {**abstract_values, fact: UNKNOWN}
        for holds, amount, listed in ways:
            truths = holds(unknown)
            if truths & HOLDS:
                joined = abstract_value.joined(amount(abstract_values) if amount is not None else exactly(True))
                abstract_value = joined.known() if truths == HOLDS else joined
                items = items or listed
        return AssumedValue(abstract_value, items)

    reads = (name for rule, each in told for name in (*names_in(base.condition(rule)), *each.reads))
    return Memo((fact, *reads), taking)
