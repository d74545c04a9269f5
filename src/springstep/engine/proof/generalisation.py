"""From one case for which something holds to all cases like it: which answers matter, and within what limits.

Answers that do not matter are dropped one by one. Those that do are widened for as long as the statement still holds
for every case with such answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from springstep.engine.inference.case import case_of, facts_of
from springstep.engine.language.conditions import All, Always, Among, Compare, Condition, Constant, Fact, Known, Not
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.numbers import plain_number
from springstep.engine.proof.case_symbols import CaseSymbols
from springstep.engine.proof.conditions import truth
from springstep.engine.proof.prover import Denied, Prover
from springstep.engine.proof.symbols import Formula, SymbolicAmount, SymbolicChoice, all_of, negation

Seen: TypeAlias = Callable[[Mapping[str, Any]], "bool | None"]
"""Runs one case and tells whether something holds there; ``None`` where that cannot be told."""
Enough: TypeAlias = Callable[[Condition], bool]
"""Tells of the first answers, widened, whether the others may be left as they are in the case."""


class Generalisation(NamedTuple):
    """All cases with certain answers, whatever else they state."""

    condition: Condition
    """On the stated facts; ``Always`` when it holds for every case."""
    lists: tuple[str, ...]
    """The list facts that must be as in the case, in addition to the condition."""
    formula: Formula
    sure: bool
    """Whether it is proved for all these cases; otherwise it is known for the one case only."""
    widest: bool
    """Whether each answer is as wide as it can be; otherwise there was enough before."""


class _AnswerRange(NamedTuple):
    name: str
    condition: Condition | None
    formula: Formula


def generalised(
    prover: Prover,
    case: Mapping[str, Any],
    holds: Formula,
    seen: Seen = lambda _: None,
    enough: Enough = lambda _: False,
) -> Generalisation:
    """Return the cases like this one for which something holds, too.

    ``seen`` spares the solver what fails for a single case. Each widening is proved all the same, so a wrong answer of
    it can only leave the cases fewer. So does ``enough``, after which no further answer is widened.
    """
    symbols = prover.cases[0]
    parts = list(_parts(symbols, case))

    def surely_needed(place: int) -> bool:
        return any(seen(other) is False for other in _others(symbols, case, parts[place].name))

    with prover.denied(holds) as denied:
        needed_parts = [parts[place] for place in denied.needed([part.formula for part in parts], surely_needed)]
        widest = True
        for place, part in enumerate(needed_parts):
            if place and enough(_condition(needed_parts[:place])):
                widest = False
                break
            others = [each.formula for each in needed_parts[:place] + needed_parts[place + 1 :]]
            needed_parts[place] = _Widening(denied, symbols, case, part.name, others, seen).widened(part)
        formulas = [part.formula for part in needed_parts]
        sure = denied.forced_by(formulas)
    lists = tuple(part.name for part in needed_parts if part.condition is None)
    return Generalisation(_condition(needed_parts), lists, all_of(formulas), sure, widest)


def _condition(parts: Iterable[_AnswerRange]) -> Condition:
    conditions = [part.condition for part in parts if part.condition is not None]
    return All(tuple(conditions)) if len(conditions) > 1 else (conditions or [Always()])[0]


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


def _others(symbols: CaseSymbols, case: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    """Yield a few cases with another answer to one fact."""
    fact = symbols.facts[name]
    if name not in symbols.lists and name not in symbols.free:
        yield {fact: answer for fact, answer in case.items() if fact != name}
    if isinstance(fact, SymbolicChoice):
        yield from ({**case, name: value} for value in list(fact.of)[:4] if value != case.get(name))


def _not_known(name: str) -> Condition:
    return Not(Known(Fact(name)))


def _is(name: str, value: Any) -> Condition:
    return Compare("==", Fact(name), Constant(value))


def _part(symbols: CaseSymbols, condition: Condition, name: str) -> _AnswerRange:
    return _AnswerRange(name, condition, truth(condition, symbols.facts).holds)


class _Widening(NamedTuple):
    """The widest answer to one fact for which the statement still holds, given the other facts."""

    denied: Denied
    symbols: CaseSymbols
    case: Mapping[str, Any]
    name: str
    others: Sequence[Formula]
    seen: Seen

    def widened(self, part: _AnswerRange) -> _AnswerRange:
        match part.condition:
            case Among(Fact(name), values):
                return _part(self.symbols, Among(Fact(name), self._values(values)), name)
            case Compare("==", Fact(name), Constant(int(value))) if name in self.symbols.base.vocabulary.facts:
                return _part(self.symbols, self._range(self.symbols.base.vocabulary.facts[name], value), name)
            case Compare("==", Fact() as fact, value):
                wider = (Known(fact), Compare(">=", fact, value), Compare("<=", fact, value))
                return _part(
                    self.symbols, next((each for each in wider if self._proved(each)), part.condition), part.name
                )
            case _:
                return part

    def _proved(self, condition: Condition) -> bool:
        return self.denied.forced_by([truth(condition, self.symbols.facts).holds, *self.others])

    def _may_hold_with(self, value: Any) -> bool:
        return self.seen({**self.case, self.name: value}) is not False

    def _values(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return all values that a choice can be widened to: those that hold together, or else each by itself."""
        fact = self.symbols.facts[self.name]
        assert isinstance(fact, SymbolicChoice)
        more = [value for value in fact.of if value not in values and self._may_hold_with(value)]
        if more and not self._proved(Among(Fact(self.name), tuple(more))):
            more = [value for value in more if len(more) > 1 and self._proved(Among(Fact(self.name), (value,)))]
        return tuple(value for value in fact.of if value in values or value in more)

    def _range(self, info: FactInfo, value: int) -> Condition:
        """Return the range of whole numbers that a number can be widened to."""
        fact = Fact(info.name)
        least, most = int(info.minimum or 0), int(info.maximum or 0)
        low = self._end(value, least, lambda end: _between(fact, end, value, least, most))
        high = self._end(value, most, lambda end: _between(fact, value, end, least, most))
        return _between(fact, low, high, least, most)

    def _end(self, value: int, far: int, between: Callable[[int], Condition]) -> int:
        """Return the end farthest from a value that still works: as far as trying goes, if that can be proved."""
        tried = _farthest(value, far, self._may_hold_with)
        return _farthest(value, tried, lambda end: self._proved(between(end)))


def _farthest(value: int, far: int, works: Callable[[int], bool]) -> int:
    """Return the number farthest from a value, as far as ``far``, that still works, by bisection."""
    if value == far or works(far):
        return far
    good, bad = value, far
    while abs(bad - good) > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if works(middle) else (good, middle)
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
