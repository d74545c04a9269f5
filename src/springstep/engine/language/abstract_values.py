"""What an open fact may still be: every value that is left for it, and whether it may stay unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from springstep.engine.language.fact_info import FactInfo, Item, Scope
from springstep.engine.language.numbers import exact

Number: TypeAlias = "int | Fraction | float"
"""An exact number, or a float that is infinite."""
Items: TypeAlias = "tuple[tuple[tuple[tuple[str, AbstractValue], ...], bool], ...]"
"""Items of a list: for each the abstract values of its fields, and whether it is certainly in the list."""


class AbstractValue(NamedTuple):
    """The values that a fact may still have: words (flags, rows), or the numbers from ``low`` to ``high``.

    Of a list the words only say whether any value is left; what is in it is said by its items.
    """

    words: frozenset[Any] | None
    """The words; ``None`` for a number."""
    low: Number = 0
    high: Number = -1
    may_be_unknown: bool = False
    """Whether it may also stay unknown."""
    items: Items = ()
    """Of a list: the items that it has or may have, once or several times."""

    @property
    def settled(self) -> bool:
        """Say whether exactly one answer is left."""
        if self.words is not None:
            return len(self.words) + self.may_be_unknown == 1
        return self.low > self.high if self.may_be_unknown else self.low == self.high

    @property
    def left(self) -> Number:
        """Count the answers that are left; a range of numbers counts as many."""
        count = len(self.words) if self.words is not None else _numbers(self.low, self.high)
        return count + self.may_be_unknown

    @property
    def is_empty(self) -> bool:
        """Tell whether no value is left: it is unknown and stays so."""
        return not self.words if self.words is not None else self.low > self.high

    def joined(self, other: AbstractValue) -> AbstractValue:
        """Return the abstract value that holds the values of both."""
        may_be_unknown = self.may_be_unknown or other.may_be_unknown
        if self.is_empty or other.is_empty:
            return (other if self.is_empty else self)._replace(may_be_unknown=may_be_unknown)
        if self.words is not None and other.words is not None:
            items = self.items if self.items == other.items else _perhaps(*self.items, *other.items)
            return AbstractValue(self.words | other.words, may_be_unknown=may_be_unknown, items=items)
        return AbstractValue(None, min(self.low, other.low), max(self.high, other.high), may_be_unknown)

    def known(self) -> AbstractValue:
        """Return the abstract value without the chance that the fact stays unknown."""
        return self._replace(may_be_unknown=False)


UNKNOWN = AbstractValue(frozenset(), may_be_unknown=True)
"""A fact that is unknown and will stay so."""

AbstractValues: TypeAlias = Mapping[str, AbstractValue]


def exactly(value: Any) -> AbstractValue:
    """Return the abstract value of one value."""
    number = exact(value)
    if isinstance(number, (int, Fraction)) and not isinstance(number, bool):
        return AbstractValue(None, number, number)
    return AbstractValue(frozenset((value,)))


def exactly_items(scope: Scope, items: Iterable[Item]) -> AbstractValue:
    """Return the abstract value of a list whose items are known."""
    found = (tuple((name, exactly(value)) for name, value in scope.element_facts(item).items()) for item in items)
    return AbstractValue(frozenset((True,)), items=tuple((fields, True) for fields in found))


def any_items(scope: Scope, *, may_be_unknown: bool) -> AbstractValue:
    """Return the abstract value of every list: it may have items of any kind, or none."""
    fields = tuple((name, any_of(info, may_be_unknown=False)) for name, info in scope.fields.items())
    return AbstractValue(frozenset(("none", "some")), may_be_unknown=may_be_unknown, items=((fields, False),))


def any_of(info: FactInfo, *, may_be_unknown: bool) -> AbstractValue:
    """Return the abstract value of every answer that a fact allows."""
    if info.kind in ("number", "quantity"):
        low, high = exact(info.minimum or 0), info.maximum
        return AbstractValue(None, low, exact(high) if high is not None else float("inf"), may_be_unknown)
    words = (True, False) if info.kind == "flag" else info.values
    return AbstractValue(frozenset(words), may_be_unknown=may_be_unknown)


def narrowed(abstract_value: AbstractValue, low: Number, high: Number) -> AbstractValue:
    """Return what is left of a number that is known and lies between two others."""
    if abstract_value.words is not None:
        return abstract_value
    low, high = max(low, abstract_value.low), min(high, abstract_value.high)
    return AbstractValue(None, low, high) if low <= high else abstract_value


def _perhaps(*items: tuple[tuple[tuple[str, AbstractValue], ...], bool]) -> Items:
    return tuple(dict.fromkeys((fields, False) for fields, _ in items))


def _numbers(low: Number, high: Number) -> Number:
    return 0 if low > high else 1 if low == high else 2 + high - low
