"""What one rule may still do while facts are open: whether it fires, how often, and with what amounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from springstep.engine.inference.absence import Absence
from springstep.engine.inference.memo import Interned, Memo
from springstep.engine.language.abstract_values import UNKNOWN, AbstractValue, AbstractValues, Number, narrowed
from springstep.engine.language.conclusions import Conclusion
from springstep.engine.language.conditions import Compare, Condition, Constant, Fact, atoms, conjuncts, names_in
from springstep.engine.language.interval_arithmetic import PartialTerm, partial_term
from springstep.engine.language.numbers import exact
from springstep.engine.language.partial_evaluation import FAILS, HOLDS, UNDEFINED, PartialCondition, partial_condition
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase


class PartialFiring(NamedTuple):
    """One rule, for one item of a list or for none: the possible truths of its condition, and its amounts."""

    rule: Rule
    truths: int
    amounts: tuple[AbstractValue | None, ...]
    open: frozenset[str]
    """The open facts and decisions that still affect whether it fires and with what amounts."""
    times: int = 1
    """The most times that it can fire: more than once where a list is open."""

    @property
    def will(self) -> bool:
        """Tell whether it fires whatever the open facts turn out to be."""
        return self.truths == HOLDS


class PartialFirings:
    """The partial firings of one rule; equal ones are the same object."""

    __slots__ = ("alike", "each")

    def __init__(self, each: tuple[PartialFiring, ...], alike: PartialFirings | None = None) -> None:
        self.each = each
        self.alike: PartialFirings = alike or self
        """The first ones with the same truths, amounts and times: enough where the open facts do not matter."""


class _Operand(NamedTuple):
    """One comparison or amount of a rule, and the facts and decisions that it reads."""

    test: PartialCondition | None
    """``None`` for an amount, and for a comparison of an item of a list."""
    names: tuple[str, ...]


class PartialRule:
    """A rule that decides something, compiled for abstract values."""

    def __init__(self, rule: Rule, base: RuleBase, absences: Iterable[Absence] = ()) -> None:
        vocabulary = base.vocabulary
        condition = base.condition(rule)
        self.rule = rule
        self.list = vocabulary.scopes[rule.for_each].list_fact if rule.for_each else ""
        """The list for whose items it fires."""
        self.decides = tuple((place, each.decides) for place, each in enumerate(rule.conclusions) if each.decides)
        """The place of each conclusion that decides something, and its decision."""
        self._most = vocabulary.facts[self.list].most if self.list else 1
        self._test = partial_condition(condition)
        self._amounts = tuple(_amount(each) for each in rule.conclusions)
        self._narrows = tuple(_narrows(condition, base))
        apart = () if self.list else (each for each in absences if not self._test(each.abstract_values) & HOLDS)
        self._known = {name for each in apart for name in each.else_known}
        """The facts that are certainly known when it fires."""
        self._parts = [
            _Operand(None if self.list else partial_condition(atom), self._names(names_in(atom), base))
            for atom in atoms(condition)
        ]
        self._parts += [_Operand(None, self._names(each.reads, base)) for each in rule.conclusions if each.reads]
        own = tuple(name for part in self._parts for name in part.names)
        self._reads = {name for each in rule.conclusions for name in each.reads}
        self.evaluate: Memo[PartialFirings] = Memo((*own, *([self.list] if self.list else [])), self._evaluate)
        """Returns its partial firings for abstract values."""
        self._alike: Interned[PartialFirings] = Interned()
        self._same: Interned[PartialFirings] = Interned()

    def _names(self, names: Iterable[str], base: RuleBase) -> tuple[str, ...]:
        """Return the names that are read, with the list fact in place of a field of its items."""
        return tuple(dict.fromkeys(base.vocabulary.list_of(name, self.rule.for_each) for name in names))

    def _evaluate(self, abstract_values: AbstractValues) -> PartialFirings:
        each = tuple(self._partial_firings(abstract_values))
        firing = tuple((partial_firing.truths, partial_firing.amounts, partial_firing.times) for partial_firing in each)
        alike = self._alike.of(firing, PartialFirings(each))
        return self._same.of(
            (firing, tuple(partial_firing.open for partial_firing in each)), PartialFirings(each, alike)
        )

    def _partial_firings(self, abstract_values: AbstractValues) -> Iterator[PartialFiring]:
        if not self.list:
            truths = self._test(abstract_values)
            if truths & HOLDS:
                yield PartialFiring(self.rule, truths, self._worked_out(abstract_values), self._open(abstract_values))
            return
        for own, certain in abstract_values.get(self.list, UNKNOWN).items:
            here = {**abstract_values, **dict(own)}
            truths = self._test(here)
            if truths & HOLDS:
                found, times = (truths, 1) if certain else (truths | FAILS, self._most)
                yield PartialFiring(self.rule, found, self._worked_out(here), self._open(abstract_values), times)

    def _open(self, abstract_values: AbstractValues) -> frozenset[str]:
        return frozenset(
            name
            for part in self._parts
            if part.test is None or part.test(abstract_values) not in (HOLDS, FAILS, UNDEFINED)
            for name in part.names
            if not abstract_values.get(name, UNKNOWN).settled
        )

    def _worked_out(self, abstract_values: AbstractValues) -> tuple[AbstractValue | None, ...]:
        """Work out its amounts over the values that its facts may have when it fires."""
        if any(self._amounts):
            known = {
                name: abstract_values[name].known()
                for name in self._reads & self._known
                if not abstract_values[name].is_empty
            }
            abstract_values = {**abstract_values, **known}
            abstract_values |= {name: narrowed(abstract_values[name], low, high) for name, low, high in self._narrows}
        return tuple(amount(abstract_values) if amount is not None else None for amount in self._amounts)


def _amount(conclusion: Conclusion) -> PartialTerm | None:
    """Return the numbers that a conclusion may have; ``None`` for a step or the selection of rows."""
    numbers = conclusion.assumes or conclusion.kind in ("cap", "floor")
    return partial_term(conclusion.term) if numbers and conclusion.term is not None else None


def _narrows(condition: Condition, base: RuleBase) -> Iterator[tuple[str, Number, Number]]:
    """Yield the bounds of numbers whenever it fires, by its comparisons with constants."""
    for part in conjuncts(condition):
        match part:
            case Compare(op, Fact(name), Constant(int() | float() | Fraction() as constant), ()) if not isinstance(
                constant, bool
            ):
                limit = exact(constant)
                whole = base.facts[name].integer
                above = floor(limit) + 1 if whole and op == ">" else limit
                below = ceil(limit) - 1 if whole and op == "<" else limit
                low = above if op in (">", ">=", "==") else float("-inf")
                high = below if op in ("<", "<=", "==") else float("inf")
                yield name, low, high


def flattened(found: Iterable[PartialFirings]) -> tuple[PartialFiring, ...]:
    """Return all partial firings in order."""
    return tuple(partial_firing for each in found for partial_firing in each.each)
