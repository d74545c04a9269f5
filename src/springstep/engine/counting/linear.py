"""Linear expressions over numbers of a case, with exact fractions."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import NamedTuple


class TiedError(Exception):
    """Numbers are multiplied with each other, or one is divided by another, so that nothing linear comes of it."""

    def __init__(self, names: frozenset[str]) -> None:
        super().__init__(", ".join(sorted(names)))
        self.names = names


class Linear(NamedTuple):
    """A sum of numbers of a case, each times a factor, and a constant."""

    factors: frozenset[tuple[str, Fraction]]
    rest: Fraction

    @property
    def names(self) -> frozenset[str]:
        """Return the names of the numbers."""
        return frozenset(name for name, _ in self.factors)

    def plus(self, other: Linear) -> Linear:
        """Return the sum."""
        if not other.factors:
            return Linear(self.factors, self.rest + other.rest)
        total: defaultdict[str, Fraction] = defaultdict(Fraction)
        for name, factor in (*self.factors, *other.factors):
            total[name] += factor
        return Linear(frozenset((n, f) for n, f in total.items() if f), self.rest + other.rest)

    def minus(self, other: Linear) -> Linear:
        """Return the difference."""
        return self.plus(other.scaled(Fraction(-1)))

    def times(self, other: Linear) -> Linear:
        """Return the product; raises ``TiedError`` where neither is a constant."""
        if self.factors and other.factors:
            raise TiedError(self.names | other.names)
        return self.scaled(other.rest) if self.factors else other.scaled(self.rest)

    def over(self, other: Linear) -> Linear:
        """Return the quotient, by zero zero, which no condition reads; raises ``TiedError`` for a divisor that varies.

        A formula that divides says that the divisor is not zero.
        """
        if other.factors:
            raise TiedError(self.names | other.names)
        return self.scaled(1 / other.rest) if other.rest else constant(0)

    def by_first(self) -> Linear:
        """Return it so that the first of its numbers, by name, has the factor 1."""
        return self.scaled(1 / min(self.factors)[1])

    def scaled(self, factor: Fraction) -> Linear:
        """Return it times a constant."""
        if not factor:
            return constant(0)
        return Linear(frozenset((name, own * factor) for name, own in self.factors), self.rest * factor)


def constant(value: Fraction | int) -> Linear:
    """Return a constant."""
    return Linear(frozenset(), Fraction(value))


def variable(name: str) -> Linear:
    """Return a number of the case."""
    return Linear(frozenset({(name, Fraction(1))}), Fraction(0))
