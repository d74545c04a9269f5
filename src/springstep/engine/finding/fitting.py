"""What a rule makes of a partial case: whether it fires, and which of what was told speaks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from springstep.engine.inference.partial_firings import PartialFiring, PartialRule
from springstep.engine.inference.partial_inference import PartialEngine, partial_engine
from springstep.engine.language.abstract_values import UNKNOWN, AbstractValue, AbstractValues
from springstep.engine.language.conditions import AnyItem, Atom, atoms, comparisons, names_in
from springstep.engine.language.partial_evaluation import HOLDS, PartialCondition, partial_condition
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized


class Fit(NamedTuple):
    """How a rule fits a partial case."""

    can: bool
    """Whether it may fire."""
    surely: bool
    """Whether it fires whatever else is answered."""
    helped: frozenset[str]
    """The facts, and fields of an item, of which a comparison of the rule certainly holds."""
    open: frozenset[str]
    """The facts that still decide whether it fires."""


class _Atom(NamedTuple):
    test: PartialCondition
    facts: frozenset[str]
    """The facts that it reads, at once or by way of what follows from them."""
    names: frozenset[str]
    """These, with the fields of items in place of their lists."""


class FittingRule:
    """A rule of one moment, made ready to be tried on partial cases."""

    def __init__(self, rule: Rule, base: RuleBase) -> None:
        self.rule = rule
        self._base = base
        self._partial = PartialRule(rule, base)

    @cached_property
    def _atoms(self) -> tuple[_Atom, ...]:
        condition = self._base.condition(self.rule)
        return tuple(self._atom(atom) for atom in atoms(condition))

    def _atom(self, atom: Atom) -> _Atom:
        inner = [name for each in comparisons(atom) for name in names_in(each)] if isinstance(atom, AnyItem) else []
        fields = {name for name in (*names_in(atom), *inner) if name.partition(".")[0] in self._base.vocabulary.scopes}
        facts = frozenset(self._facts(names_in(atom)))
        lists = {scope.list_fact for scope in self._base.vocabulary.scopes.values()} if fields else set()
        return _Atom(partial_condition(atom), facts, (facts - lists) | fields)

    @cached_property
    def reads(self) -> frozenset[str]:
        """Return the facts that it reads, at once or by way of what follows from them; no decision leads further."""
        return frozenset(fact for atom in self._atoms for fact in atom.facts)

    def fit(self, values: AbstractValues, told: Mapping[str, AbstractValue]) -> Fit:
        """Return how it fits what facts and decisions may be, where some facts were told."""
        firings = self._partial.evaluate(values).each
        read = self.reads & told.keys()
        holding = [atom for atom in self._atoms if atom.facts & read and self._holds(atom, values)]
        return Fit(
            can=bool(firings),
            surely=any(firing.will for firing in firings),
            helped=frozenset(name for atom in holding for name in atom.names),
            open=frozenset(self._open(firings)) - told.keys(),
        )

    def _holds(self, atom: _Atom, values: AbstractValues) -> bool:
        if not self._partial.list:
            return atom.test(values) == HOLDS
        items = values.get(self._partial.list, UNKNOWN).items
        return any(atom.test({**values, **dict(own)}) == HOLDS for own, _ in items)

    def _open(self, firings: Iterable[PartialFiring]) -> Iterator[str]:
        for firing in firings:
            yield from (name for name in firing.open if name in self._base.vocabulary.facts)

    def _facts(self, names: Iterable[str]) -> Iterator[str]:
        vocabulary = self._base.vocabulary
        for name in names:
            if name not in self._base.decisions:
                yield from vocabulary.sources(vocabulary.list_of(name, self.rule.for_each))


class Fitting:
    """The rules of one moment, to be tried on partial cases."""

    def __init__(self, base: RuleBase, moment: str) -> None:
        self._engine: PartialEngine = partial_engine(base, moment)
        self._blank = self._engine.infer({})
        self.rules = tuple(FittingRule(rule, base) for rule in base.rules if moment in rule.moments)

    def fits(self, told: Mapping[str, AbstractValue]) -> Iterator[tuple[Rule, Fit]]:
        """Yield each rule that reads what was told, and how it fits; what is not asked at the moment tells nothing."""
        here = {fact: value for fact, value in told.items() if fact in self._engine.open}
        if not here:
            return
        values = self._engine.after(self._blank, here).abstract_values
        for each in self.rules:
            if each.reads & here.keys():
                yield each.rule, each.fit(values, here)


@memoized
def fitting(base: RuleBase, moment: str) -> Fitting:
    """Return the rules of one moment, made ready once."""
    return Fitting(base, moment)
