"""From one case for which something holds to all cases like it: which answers matter, and within what limits.

Answers that do not matter are dropped one by one. Those that do are widened for as long as the statement still holds
for every case with such answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from springstep.engine.inference.case import case_of, facts_of
from springstep.engine.language.conditions import All, Always, Among, Compare, Condition, Constant, Fact, Known, Not
from springstep.engine.language.numbers import plain_number
from springstep.engine.language.vocabulary import FactInfo
from springstep.engine.proof.case_symbols import CaseSymbols
from springstep.engine.proof.conditions import truth
from springstep.engine.proof.prover import Prover
from springstep.engine.proof.symbols import Formula, SymbolicAmount, SymbolicChoice, all_of, negation


class Generalisation(NamedTuple):
    """All cases with certain answers, whatever else they state."""

    condition: Condition
    """On the stated facts; ``Always`` when it holds for every case."""
    lists: tuple[str, ...]
    """The list facts that must be as in the case, in addition to the condition."""
    formula: Formula
    sure: bool
    """Whether it is proved for all these cases; otherwise it is known for the one case only."""


class _AnswerRange(NamedTuple):
    name: str
    condition: Condition | None
    formula: Formula


def generalised(prover: Prover, case: Mapping[str, Any], holds: Formula) -> Generalisation:
    """Return the cases like this one for which something holds, too."""
    symbols = prover.cases[0]
    parts = list(_parts(symbols, case))
    needed = prover.needed([part.formula for part in parts], holds)
    needed_parts = [parts[place] for place in needed]
    for place, part in enumerate(needed_parts):
        others = [each.formula for each in needed_parts[:place] + needed_parts[place + 1 :]]
        needed_parts[place] = _widened(prover, symbols, part, others, holds)
    conditions = [part.condition for part in needed_parts if part.condition is not None]
    condition: Condition = All(tuple(conditions)) if len(conditions) > 1 else (conditions or [Always()])[0]
    lists = tuple(part.name for part in needed_parts if part.condition is None)
    formulas = [part.formula for part in needed_parts]
    return Generalisation(condition, lists, all_of(formulas), prover.forces(formulas, holds))


def _parts(symbols: CaseSymbols, case: Mapping[str, Any]) -> Iterator[_AnswerRange]:
    """Yield what a case states of each fact, and the values of free numbers in it."""
    follows = facts_of(case_of(case, symbols.base), symbols.base)
    for name in symbols.variables:
        fact, known = symbols.facts[name], symbols.known(name)
        if name in symbols.lists:
            times = symbols.lists[name].times
            items = [*map(symbols.base.vocabulary.list_scopes[name].values_in, case.get(name) or ())]
            counts = {kind: items.count(tuple(value for _, value in kind)) for kind in times}
            same = all_of(times[kind] == count for kind, count in counts.items())
            yield _AnswerRange(name, None, all_of((known if name in case else negation(known), same)))
        elif name in symbols.free:
            value = follows[name].value if name in follows else None
            yield _part(symbols, _not_known(name) if value is None else _is(name, plain_number(value)), name)
        elif name not in case:
            yield _part(symbols, _not_known(name), name)
        elif isinstance(fact, SymbolicAmount):
            yield _part(symbols, _is(name, case[name]), name)
        else:
            yield _part(symbols, Among(Fact(name), (case[name],)), name)


def _not_known(name: str) -> Condition:
    return Not(Known(Fact(name)))


def _is(name: str, value: Any) -> Condition:
    return Compare("==", Fact(name), Constant(value))


def _part(symbols: CaseSymbols, condition: Condition, name: str) -> _AnswerRange:
    return _AnswerRange(name, condition, truth(condition, symbols.facts).holds)


def _widened(
    prover: Prover, symbols: CaseSymbols, part: _AnswerRange, others: list[Formula], holds: Formula
) -> _AnswerRange:
    """Return the widest answer to one fact for which the statement still holds, given the other facts."""
    asked = symbols.base.vocabulary.facts

    def still(condition: Condition) -> bool:
        return prover.forces([truth(condition, symbols.facts).holds, *others], holds)

    match part.condition:
        case Among(Fact(name), values):
            fact = symbols.facts[name]
            assert isinstance(fact, SymbolicChoice)
            for value in fact.of:
                if value not in values and still(Among(Fact(name), (value,))):
                    values = (*values, value)
            return _part(symbols, Among(Fact(name), tuple(v for v in fact.of if v in values)), name)
        case Compare("==", Fact(name), Constant(int(value))) if name in asked:
            return _part(symbols, _number_range(asked[name], value, still), name)
        case Compare("==", Fact() as fact, value):
            wider = (Known(fact), Compare(">=", fact, value), Compare("<=", fact, value))
            return _part(symbols, next((each for each in wider if still(each)), part.condition), part.name)
        case _:
            return part


def _number_range(info: FactInfo, value: int, still: Any) -> Condition:
    """Return the range of whole numbers that a number can be widened to."""
    fact = Fact(info.name)
    least, most = int(info.minimum or 0), int(info.maximum or 0)
    low = _end(value, least, lambda end: still(_between(fact, end, value, least, most)))
    high = _end(value, most, lambda end: still(_between(fact, value, end, least, most)))
    return _between(fact, low, high, least, most)


def _end(value: int, far: int, still: Any) -> int:
    """Return the end farthest from a value that still works, by bisection."""
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
