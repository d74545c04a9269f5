"""The region around one athlete in which something holds for everybody: which of the answers matter, and how far.

From a case for which something holds, the answers that do not matter are let go one by one, and those that do are
widened as long as it still holds for everyone who answers so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from springstep.engine.inference.case import case_of, facts_of
from springstep.engine.language.conditions import All, Always, Among, Compare, Condition, Constant, Fact, Known, Not
from springstep.engine.language.vocabulary import FactInfo, case_facts
from springstep.engine.proof.athlete import Athlete
from springstep.engine.proof.conditions import truth
from springstep.engine.proof.prover import Prover
from springstep.engine.proof.symbols import Amount, Choice, Formula, all_of, negation


class Region(NamedTuple):
    """Everyone for whom some answers are so, whatever else they answer."""

    condition: Condition
    """Over what is told; ``Always`` when it holds for everybody."""
    lists: tuple[str, ...]
    """The list facts that must be as in the case, beside the condition."""
    formula: Formula
    sure: bool
    """Whether it is proved for everyone in it; else it is known of the case alone."""


class _Part(NamedTuple):
    name: str
    condition: Condition | None
    formula: Formula


def region_of(prover: Prover, case: Mapping[str, Any], holds: Formula) -> Region:
    """Return a region around a case in which something holds for everyone."""
    athlete = prover.athletes[0]
    parts = list(_parts(athlete, case))
    needed = prover.needed([part.formula for part in parts], holds)
    kept = [parts[place] for place in needed]
    for place, part in enumerate(kept):
        others = [each.formula for each in kept[:place] + kept[place + 1 :]]
        kept[place] = _widened(prover, athlete, part, others, holds)
    conditions = [part.condition for part in kept if part.condition is not None]
    condition: Condition = All(tuple(conditions)) if len(conditions) > 1 else (conditions or [Always()])[0]
    lists = tuple(part.name for part in kept if part.condition is None)
    formulas = [part.formula for part in kept]
    return Region(condition, lists, all_of(formulas), prover.forces(formulas, holds))


def _parts(athlete: Athlete, case: Mapping[str, Any]) -> Iterator[_Part]:
    """Yield what a case says of each fact; of the run its length and distance."""
    names = (*athlete.asked, *(("distance_mi",) if "distance_mi" in athlete.told else ()))
    for name in names:
        told = athlete.told[name]
        if name in athlete.lists:
            listed = athlete.lists[name]
            items = [tuple(item.values()) for item in case.get(name) or ()]
            counts = {kind: items.count(tuple(value for _, value in kind)) for kind in listed.times}
            same = all_of(listed.times[kind] == count for kind, count in counts.items())
            known = told.known if name in case else negation(told.known)
            yield _Part(name, None, all_of((known, same)))
        elif name == "distance_mi":
            miles = facts_of(case_of(case, athlete.base), athlete.base).get(name)
            told_so: Condition = Not(Known(Fact(name)))
            yield _part(athlete, told_so if miles is None else Compare("==", Fact(name), Constant(miles.value)), name)
        elif name not in case:
            yield _part(athlete, Not(Known(Fact(name))), name)
        elif isinstance(told, Amount):
            yield _part(athlete, Compare("==", Fact(name), Constant(case[name])), name)
        else:
            yield _part(athlete, Among(Fact(name), (case[name],)), name)


def _part(athlete: Athlete, condition: Condition, name: str) -> _Part:
    return _Part(name, condition, truth(condition, athlete.told).holds)


def _widened(prover: Prover, athlete: Athlete, part: _Part, others: list[Formula], holds: Formula) -> _Part:
    """Return the widest answer to one fact that still does, with what the other facts say."""

    def still(condition: Condition) -> bool:
        return prover.forces([truth(condition, athlete.told).holds, *others], holds)

    match part.condition:
        case Among(Fact(name), values):
            told = athlete.told[name]
            assert isinstance(told, Choice)
            for value in told.of:
                if value not in values and still(Among(Fact(name), (value,))):
                    values = (*values, value)
            return _part(athlete, Among(Fact(name), tuple(v for v in told.of if v in values)), name)
        case Compare("==", Fact(name), Constant(int(value))) if name in case_facts():
            return _part(athlete, _stretch(case_facts()[name], value, still), name)
        case Compare("==", Fact() as fact, value):
            wider = (Known(fact), Compare(">=", fact, value), Compare("<=", fact, value))
            return _part(athlete, next((each for each in wider if still(each)), part.condition), part.name)
        case _:
            return part


def _stretch(info: FactInfo, value: int, still: Any) -> Condition:
    """Return between which whole numbers a number can be."""
    fact = Fact(info.name)
    least, most = int(info.minimum or 0), int(info.maximum or 0)
    low = _end(value, least, lambda end: still(_between(fact, end, value, least, most)))
    high = _end(value, most, lambda end: still(_between(fact, value, end, least, most)))
    return _between(fact, low, high, least, most)


def _end(value: int, far: int, still: Any) -> int:
    """Return the end farthest from a value that still does, by halving."""
    if still(far):
        return far
    good, bad = value, far
    while abs(bad - good) > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if still(middle) else (good, middle)
    return good


def _between(fact: Fact, low: int, high: int, least: int, most: int) -> Condition:
    if low == high:
        return Compare("==", fact, Constant(low))
    parts: list[Condition] = []
    if low > least:
        parts.append(Compare(">=", fact, Constant(low)))
    if high < most:
        parts.append(Compare("<=", fact, Constant(high)))
    return All(tuple(parts)) if len(parts) > 1 else parts[0] if parts else Known(fact)
