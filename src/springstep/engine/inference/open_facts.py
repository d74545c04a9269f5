"""What is known of each fact while some are open: what was told, what follows from it, and what is assumed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

from springstep.engine.inference.deriving import read
from springstep.engine.inference.kept import Kept
from springstep.engine.language.conclusions import Conclusion
from springstep.engine.language.conditions import names_in
from springstep.engine.language.interval_arithmetic import Reach, reach
from springstep.engine.language.numbers import rounded
from springstep.engine.language.partial_evaluation import FAILS, HOLDS, UNTOLD, Prospect, prospect
from springstep.engine.language.regions import UNKNOWN, Region, Regions, any_of, exactly
from springstep.engine.language.rules import Rule
from springstep.engine.language.vocabulary import MOMENT, Definition, FactInfo, Scope
from springstep.engine.rulebase.base import RuleBase

Answers: TypeAlias = Mapping[str, Any]
"""What was answered, by fact; ``None`` where the answer was that it is not known. Other facts are open, and one with
a ``Region`` for an answer is open within that region. A decision on a scale may have one too: a case of a proof."""

Items: TypeAlias = "tuple[tuple[tuple[tuple[str, Region], ...], bool], ...]"
"""The items of a list: the regions of each one's fields, and whether it is certainly there."""


class Taken(NamedTuple):
    """What a fact may be once assumptions stand in for it, and the items that they take for a list."""

    region: Region
    items: Items


class Known(NamedTuple):
    """What is known of the facts of one moment."""

    answers: Answers
    told: Mapping[str, Region]
    """Facts as they were told, or open."""
    items: Mapping[str, Items | None]
    """The items of each list, ``None`` where it is not known."""
    following: Mapping[str, Region]
    """Facts with what follows from them."""
    regions: Mapping[str, Region]
    """Facts with what follows from them and what is assumed."""
    listed: Mapping[str, Items]
    """The items of each list with what is assumed."""
    moved: frozenset[str]
    """The facts that are known otherwise than before the last answers."""


class OpenFacts:
    """The facts of one moment; holds no state between calls but what it came to before."""

    def __init__(self, base: RuleBase, moment: str) -> None:
        vocabulary = base.vocabulary
        self.open: Mapping[str, Region] = {
            info.name: _open_region(info, moment, base) for info in vocabulary.asked_at(moment)
        }
        self._facts = vocabulary.facts
        self._scopes = {name: scope for name, scope in vocabulary.list_scopes.items() if name in self.open}
        self._forbidding = tuple(
            (Kept(names_in(each.when), prospect(each.when)), tuple(n for n in each.forbids if n in self.open))
            for each in vocabulary.constraints
            if each.when is not None
        )
        self._definitions: list[tuple[str, bool, Kept[Region]]] = []
        there = {MOMENT, *self.open}
        for each in vocabulary.definitions:
            if each.name in self.open or not there.isdisjoint(each.reads):
                there.add(each.name)
                self._definitions.append((each.name, each.name in self.open, Kept(each.reads, _reaching(each))))
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
        self.nothing = Known({}, {MOMENT: exactly(moment), **self.open}, items, {}, {}, {}, frozenset())
        """Where nothing is told; what follows is still to be worked out."""

    def whole(self, name: str) -> bool:
        """Tell whether a fact is a whole number."""
        return self._facts[name].integer

    def after(self, known: Known, more: Answers) -> Known:
        """Return what is known once more is answered."""
        answers = {**known.answers, **more}
        told = {**known.told, **{name: self._told(name, value) for name, value in more.items() if name in self.open}}
        items = {**known.items, **{name: self._items(name, more[name]) for name in self._scopes if name in more}}
        following = self._following(told, answers)
        moved = {name for name, region in following.items() if region is not known.following.get(name)}
        moved.update(name for name in more if name in self._scopes)
        regions = {**known.regions, **{name: following[name] for name in moved}}
        listed = {**known.listed, **{name: items[name] or () for name in moved if name in items}}
        for fact, taking in {each for name in moved if name in self._taking for each in self._taking[name]}:
            moved.add(fact)
            regions[fact] = following[fact]
            if following[fact].untold:
                taken = taking(following)
                regions[fact] = taken.region
                if fact in items and items[fact] is None:
                    listed[fact] = taken.items
        return Known(answers, told, items, following, regions, listed, frozenset(moved))

    def _following(self, told: Mapping[str, Region], answers: Answers) -> dict[str, Region]:
        """Add what follows from the facts, and what cannot be known beside them."""
        found = dict(told)
        for holds, names in self._forbidding:
            if holds(found) == HOLDS:
                found.update(dict.fromkeys(names, UNKNOWN))
        for name, may_be_told, worked_out in self._definitions:
            if may_be_told and answers.get(name) is not None:
                continue
            region = worked_out(found)
            if not may_be_told or not (region.left_none or region.untold):  # only where that is sure
                found[name] = region
        return found

    def _told(self, name: str, value: Any) -> Region:
        if value is None:
            return UNKNOWN
        if isinstance(value, Region):
            return value
        return exactly(True if name in self._scopes else read(self._facts[name], value))

    def _items(self, name: str, told: Any) -> Items | None:
        if isinstance(told, Region):
            return (_any_item(self._scopes[name]),)
        return None if told is None else _certain(self._scopes[name], told)


def _certain(scope: Scope, told: Iterable[Mapping[str, Any]]) -> Items:
    return tuple((tuple((name, exactly(value)) for name, value in scope.told(item).items()), True) for item in told)


def _any_item(scope: Scope) -> tuple[tuple[tuple[str, Region], ...], bool]:
    return tuple((name, any_of(info, untold=False)) for name, info in scope.fields.items()), False


def _open_region(info: FactInfo, moment: str, base: RuleBase) -> Region:
    if info.volunteered:
        return UNKNOWN
    untold = moment not in info.required_at
    if info.kind == "items":
        return Region(frozenset(("none", "some")), untold=untold)
    if info.kind == "row":
        return Region(frozenset(base.tables[info.table].by_id), untold=True)
    return any_of(info, untold=untold)


def _reaching(definition: Definition) -> Reach:
    ways = tuple((prospect(way.when), reach(way.value)) for way in definition.ways)
    return lambda regions: reached(definition, ways, regions)


def reached(definition: Definition, ways: Iterable[tuple[Prospect, Reach]], regions: Regions) -> Region:
    """Return what a definition may come to: of the ways that may hold, up to the first that surely does."""
    found: Region | None = None
    for holds, value_of in ways:
        truths = holds(regions)
        if truths & UNTOLD:
            found = UNKNOWN if found is None else found._replace(untold=True)
        if truths & HOLDS:
            value = _at_places(value_of(regions), definition.places)
            found = value if found is None else found.joined(value)
        if not truths & FAILS:
            return found if found is not None else UNKNOWN
    return UNKNOWN if found is None else found._replace(untold=True)


def _at_places(region: Region, places: int | None) -> Region:
    if places is None or region.words is not None:
        return region
    low, high = (end if isinstance(end, float) else rounded(end, places) for end in (region.low, region.high))
    return region._replace(low=low, high=high)


def _taking(fact: str, told: Iterable[tuple[Rule, Conclusion]], base: RuleBase) -> Kept[Taken]:
    """Return what assumptions make of a fact that is or may stay unknown."""
    scope = base.vocabulary.list_scopes.get(fact)
    ways = [
        (
            prospect(base.condition(rule)),
            reach(each.term) if each.term is not None else None,
            _certain(scope, each.elements or ()) if scope is not None else (),
        )
        for rule, each in told
    ]

    def taking(regions: Regions) -> Taken:
        region = regions[fact]
        items: Items = ()
        unknown = {**regions, fact: UNKNOWN}
        for holds, amount, listed in ways:
            truths = holds(unknown)
            if truths & HOLDS:
                joined = region.joined(amount(regions) if amount is not None else exactly(True))
                region = joined.told() if truths == HOLDS else joined
                items = items or listed
        return Taken(region, items)

    reads = (name for rule, each in told for name in (*names_in(base.condition(rule)), *each.reads))
    return Kept((fact, *reads), taking)
