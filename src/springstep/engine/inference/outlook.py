"""What one rule may still do while facts are open: whether it fires, how often, and with what amounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from springstep.engine.inference.absence import Absence
from springstep.engine.inference.kept import First, Kept
from springstep.engine.inference.open_facts import Items
from springstep.engine.language.conclusions import Conclusion
from springstep.engine.language.conditions import Compare, Condition, Constant, Fact, atoms, conjuncts, names_in
from springstep.engine.language.interval_arithmetic import Reach, reach
from springstep.engine.language.numbers import exact
from springstep.engine.language.partial_evaluation import FAILS, HOLDS, UNTOLD, Prospect, prospect
from springstep.engine.language.regions import UNKNOWN, Number, Region, Regions, narrowed
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase


class Outlook(NamedTuple):
    """One rule, for one item of a list or for none: what its condition may come to, and its amounts."""

    rule: Rule
    truths: int
    amounts: tuple[Region | None, ...]
    open: frozenset[str]
    """The facts and decisions that still bear on whether it fires and how far it goes."""
    times: int = 1
    """How often it fires at most: more than once where a list is open."""

    @property
    def will(self) -> bool:
        """Tell whether it fires whatever the open facts are."""
        return self.truths == HOLDS


class Outlooks:
    """The outlooks of one rule that can still fire; one and the same for outlooks that are the same."""

    __slots__ = ("alike", "each")

    def __init__(self, each: tuple[Outlook, ...], alike: Outlooks | None = None) -> None:
        self.each = each
        self.alike: Outlooks = alike or self
        """The first ones that fire alike: what to go by where it does not matter what is open."""


class _Part(NamedTuple):
    """One comparison or amount of a rule, and the facts and decisions that it reads."""

    test: Prospect | None
    """``None`` for an amount, and for a comparison of an item of a list."""
    names: tuple[str, ...]


class Watched:
    """A rule that decides something, compiled to be looked at over regions."""

    def __init__(self, rule: Rule, base: RuleBase, absences: Iterable[Absence] = ()) -> None:
        vocabulary = base.vocabulary
        condition = base.condition(rule)
        self.rule = rule
        self.list = vocabulary.scopes[rule.for_each].list_fact if rule.for_each else ""
        """The list for whose items it fires."""
        self.decides = tuple((place, each.decides) for place, each in enumerate(rule.conclusions) if each.decides)
        """Which of its conclusions bear on which decision."""
        self._most = vocabulary.facts[self.list].most if self.list else 1
        self._test = prospect(condition)
        self._amounts = tuple(_amount(each) for each in rule.conclusions)
        self._narrows = tuple(_narrows(condition, base))
        apart = () if self.list else (each for each in absences if not self._test(each.regions) & HOLDS)
        self._known = {name for each in apart for name in each.else_known}
        """What is certainly known when it fires."""
        self._parts = [
            _Part(None if self.list else prospect(atom), self._names(names_in(atom), base)) for atom in atoms(condition)
        ]
        self._parts += [_Part(None, self._names(each.reads, base)) for each in rule.conclusions if each.reads]
        own = tuple(name for part in self._parts for name in part.names)
        self._reads = {name for each in rule.conclusions for name in each.reads}
        self.look: Kept[Outlooks] = Kept((*own, *([self.list] if self.list else [])), self._look)
        """Tells its outlooks from regions and, where it is for the items of a list, from these."""
        self._alike: First[Outlooks] = First()
        self._same: First[Outlooks] = First()

    def _names(self, names: Iterable[str], base: RuleBase) -> tuple[str, ...]:
        """Name what is read, the list fact for a field of its items."""
        return tuple(dict.fromkeys(base.vocabulary.list_of(name, self.rule.for_each) for name in names))

    def _look(self, regions: Regions, items: Items | None = None) -> Outlooks:
        each = tuple(self._outlooks(regions, items))
        firing = tuple((outlook.truths, outlook.amounts, outlook.times) for outlook in each)
        alike = self._alike.of(firing, Outlooks(each))
        return self._same.of((firing, tuple(outlook.open for outlook in each)), Outlooks(each, alike))

    def _outlooks(self, regions: Regions, items: Items | None) -> Iterator[Outlook]:
        if items is None:
            truths = self._test(regions)
            if truths & HOLDS:
                yield Outlook(self.rule, truths, self._worked_out(regions), self._open(regions))
            return
        for own, certain in items:
            here = {**regions, **dict(own)}
            truths = self._test(here)
            if truths & HOLDS:
                found, times = (truths, 1) if certain else (truths | FAILS, self._most)
                yield Outlook(self.rule, found, self._worked_out(here), self._open(regions), times)

    def _open(self, regions: Regions) -> frozenset[str]:
        return frozenset(
            name
            for part in self._parts
            if part.test is None or part.test(regions) not in (HOLDS, FAILS, UNTOLD)
            for name in part.names
            if not regions.get(name, UNKNOWN).settled
        )

    def _worked_out(self, regions: Regions) -> tuple[Region | None, ...]:
        """Work out its amounts for what its facts may be when it fires."""
        if any(self._amounts):
            known = {name: regions[name].told() for name in self._reads & self._known if not regions[name].left_none}
            regions = {**regions, **known}
            regions |= {name: narrowed(regions[name], low, high) for name, low, high in self._narrows}
        return tuple(amount(regions) if amount is not None else None for amount in self._amounts)


def _amount(conclusion: Conclusion) -> Reach | None:
    """Return the numbers that a conclusion may come to; nothing for a step or a row that is meant."""
    numbers = conclusion.assumes or conclusion.kind in ("cap", "floor")
    return reach(conclusion.term) if numbers and conclusion.term is not None else None


def _narrows(condition: Condition, base: RuleBase) -> Iterator[tuple[str, Number, Number]]:
    """Yield between what numbers lie whenever it fires, by its comparisons with constants."""
    for part in conjuncts(condition):
        match part:
            case Compare(op, Fact(name), Constant(int() | float() | Fraction() as told), ()) if not isinstance(
                told, bool
            ):
                limit = exact(told)
                whole = base.facts[name].integer
                above = floor(limit) + 1 if whole and op == ">" else limit
                below = ceil(limit) - 1 if whole and op == "<" else limit
                low = above if op in (">", ">=", "==") else float("-inf")
                high = below if op in ("<", "<=", "==") else float("inf")
                yield name, low, high


def flattened(found: Iterable[Outlooks]) -> tuple[Outlook, ...]:
    """Return all outlooks in order."""
    return tuple(outlook for each in found for outlook in each.each)
