"""Which other values of a fact are worth trying, the nearest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from springstep.engine.language.conditions import Compare, Constant, Fact, comparisons
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized


class Nearby:
    """Other values of the facts of one case; ``assumed`` holds the values assumed for unknown facts."""

    def __init__(self, base: RuleBase, now: Mapping[str, Any], assumed: Mapping[str, Any]) -> None:
        self._base = base
        self._facts = base.vocabulary.facts
        self._now = now
        self._assumed = assumed
        self._found: dict[str, tuple[Any, ...]] = {}

    def values(self, name: str) -> Iterable[Any]:
        """Return the other values of a fact that are worth trying, nearest first."""
        info = self._facts[name]
        if info.kind == "items":
            return self._lists(name, self._now.get(name))  # there may be many, so they are not cached
        if name not in self._found:
            self._found[name] = tuple(self._values(info))
        return self._found[name]

    def _values(self, info: FactInfo) -> Iterator[Any]:
        name = info.name
        now = self._now.get(name)
        match info.kind:
            case "word":
                taken = now if now is not None else self._assumed.get(name)
                place = info.values.index(taken) if taken in info.values else 0
                others = [value for value in info.values if value != now]
                yield from sorted(others, key=lambda value: abs(info.values.index(value) - place))
            case "flag":
                yield from (value for value in (True, False) if value != now)
            case "number":
                yield from self._numbers(info, now)
            case "quantity":
                yield from _quantities(info, now)
            case "row":
                yield from (row for row in self._base.tables[info.table].by_id if row != now)

    def _lists(self, list_fact: str, now: list[Any] | None) -> Iterator[list[Any]]:
        """Yield the list without one item, an empty one, and the list with an item added in place of those alike."""
        if now:
            yield from ([part for part in now if part != gone] for gone in now)
        if now or now is None:
            yield []
        if now is None:
            return
        scope = self._base.vocabulary.list_scopes[list_fact]
        for values in product(*(info.values for info in scope.fields.values())):
            item = scope.item(values)
            if item not in now:
                yield [*(part for part in now if scope.values_in(part)[0] != values[0]), item]

    def _numbers(self, info: FactInfo, now: float | None) -> Iterator[float]:
        """Yield the numbers at which some rule's condition turns, and small steps around the present value."""
        limits = limits_of(self._base).get(info.name, ())
        turns = {limit + step for limit in limits for step in (-1, 0, 1)}
        low, high = info.minimum or 0, info.maximum if info.maximum is not None else max(turns, default=100) + 1
        if info.integer and high - low <= 12:
            turns |= {low + step for step in range(int(high - low) + 1)}
        elif now is not None:
            turns |= {now + sign * step for sign in (1, -1) for step in (1, 2, 3, 5, 10, 15, 20, 30, 60)}
        else:
            turns |= {30, 45, 60, *(range(13) if info.integer else ())}
        allowed = {int(value) if float(value).is_integer() else value for value in turns if low <= value <= high}
        yield from sorted(allowed - {now}, key=lambda value: (abs(value - now) if now is not None else value, value))


@memoized
def limits_of(base: RuleBase) -> Mapping[str, frozenset[float]]:
    """Return the fixed numbers that rules compare each fact with, worked out once for a rule base."""
    facts = base.vocabulary.facts
    limits: dict[str, set[float]] = {}
    for rule in base.rules:
        for atom in comparisons(base.condition(rule)):
            match atom:
                case Compare(_, Fact(name), Constant(value)) if name in facts and facts[name].kind == "number":
                    limits.setdefault(name, set()).add(float(value))
    return {name: frozenset(numbers) for name, numbers in limits.items()}


def _quantities(info: FactInfo, now: str | None) -> Iterator[str]:
    """Yield other amounts in the same unit, nearest first; none for a clock time."""
    if info.form == "amount" and now is not None:
        unit = next(each for each in sorted(info.units, key=len, reverse=True) if now.endswith(each))
        amount = float(now[: -len(unit)])
        yield from (f"{amount + more:g} {unit}" for more in (1, -1, 2, -2, 3, 5, 10) if amount + more > 0)
