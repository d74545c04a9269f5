"""Hold the solver and the inference engine together: the same case must come out the same in both.

Every case that the solver finds is run through experta, and the formulas are worked out for exactly that case; what
differs is told. A proof counts only as long as nothing differs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import z3

from springstep.engine.advice.recommend import build
from springstep.engine.advice.recommendation import Recommendation
from springstep.engine.advice.session import dose_words, fits
from springstep.engine.inference.case import FactValue, case_of, facts_of
from springstep.engine.language.rules import Select
from springstep.engine.proof.athlete import Athlete
from springstep.engine.proof.plan import Plan
from springstep.engine.proof.symbols import Amount, Choice, Formula, number

_CLOSE = 5e-5
"""The engine rounds amounts to six places, and what is worked out of a rounded one is a little farther off."""


class Replay:
    """Compares the formulas of one moment with the engine, case by case."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._names: list[str] = []
        terms: list[Any] = []
        for name, term in _observed(plan):
            self._names.append(name)
            terms.append(z3.BoolVal(term) if isinstance(term, bool) else number(term))
        sorts = [term.sort() for term in terms]
        self._all = z3.Function("observed", *sorts, z3.BoolSort())(*terms)

    def run(self, case: Mapping[str, Any], question: Formula = True) -> tuple[Recommendation, tuple[str, ...]]:
        """Run a case through the engine; return what it recommends, and in what the solver differs.

        That the question does not hold for this very case is a difference, too.
        """
        valid = case_of(case, self.plan.base)
        made = build(self.plan.base, valid, look_ahead=False)
        pairs = pins(self.plan.encoding.athlete, facts_of(valid, self.plan.base))
        seen = z3.simplify(z3.substitute(self._all, *pairs))
        solved = {name: _plain(seen.arg(place)) for place, name in enumerate(self._names)}
        engine = dict(_engine(self.plan, made))
        found = [
            f"{name}: the solver says {solved[name]}, the engine {engine.get(name, 0)}"
            for name in self._names
            if not _same(solved[name], engine.get(name, 0))
        ]
        if not self.holds(made, question):
            found.append("the case does not show what it was found for")
        return made, tuple(found)

    def holds(self, made: Recommendation, question: Formula) -> bool:
        """Work out a question for the case of a recommendation."""
        if isinstance(question, bool):
            return question
        facts = facts_of(case_of(made.case, self.plan.base), self.plan.base)
        return bool(z3.is_true(z3.simplify(z3.substitute(question, *pins(self.plan.encoding.athlete, facts)))))


def pins(athlete: Athlete, facts: Mapping[str, FactValue]) -> list[tuple[Any, Any]]:
    """Return for every variable of an athlete what it is in a case, for substitution."""
    found: list[tuple[Any, Any]] = []
    for name, listed in athlete.lists.items():
        told = facts.get(name)
        _pin(found, listed.told, z3.BoolVal(told is not None))
        items = Counter(tuple(item.values()) for item in (told.value if told is not None else ()))
        for kind in listed.times:
            times = items[tuple(value for _, value in kind)]
            _pin(found, listed.times[kind], z3.IntVal(times))
            _pin(found, listed.there[kind], z3.BoolVal(times > 0))
    for name in (*athlete.asked, *(("distance_mi",) if "distance_mi" in athlete.told else ())):
        symbol = athlete.told[name]
        fact = facts.get(name)
        if isinstance(symbol, Amount):
            value = number(fact.value if fact is not None else 0)
            real = z3.is_real(number(symbol.value))
            _pin(found, symbol.value, z3.simplify(z3.ToReal(value)) if real and z3.is_int(value) else value)
            _pin(found, symbol.known, z3.BoolVal(fact is not None))
        elif name not in athlete.lists:
            for value, holds in symbol.of.items():
                _pin(found, holds, z3.BoolVal(fact is not None and fact.value == value))
    return found


def _pin(found: list[tuple[Any, Any]], variable: Any, value: Any) -> None:
    if not isinstance(variable, bool):
        found.append((variable, value))


def _observed(plan: Plan) -> Iterator[tuple[str, Any]]:
    """Yield everything compared, by name: how often each rule fires, every decision, the set, the drill."""
    encoding = plan.encoding
    for rule in encoding.rules:
        counts = [
            z3.If(f.when, number(f.times), z3.IntVal(0)) if not isinstance(f.when, bool) else number(f.times)
            for f in encoding.firings[rule.id]
            if f.when is not False
        ]
        yield f"{rule.id} fires", z3.Sum(counts) if counts else z3.IntVal(0)
    for name in encoding.schemes:
        symbol = encoding.facts[name]
        if isinstance(symbol, Choice):
            for step, holds in symbol.of.items():
                yield f"{name} = {step}", holds
        else:
            yield f"{name} decided", symbol.known
            yield (
                f"{name} amount",
                z3.If(symbol.known, number(symbol.value), 0)
                if not isinstance(symbol.known, bool)
                else number(symbol.value if symbol.known else 0),
            )
    for level, holds in plan.levels.items():
        yield f"rung {level}", holds
    for drill in plan.base.drills:
        yield f"{drill.id} excluded", plan.excluded[drill.id]
        yield f"{drill.id} weight", plan.weights[drill.id]
        if encoding.moment != "after":
            yield f"{drill.id} chosen", plan.facts["drill"].of[drill.id]  # type: ignore[union-attr]
    yield "session", plan.session


def _engine(plan: Plan, made: Recommendation) -> Iterator[tuple[str, Any]]:
    """Yield the same of the engine's recommendation; what is left out is nothing."""
    base, schemes = plan.base, plan.encoding.schemes
    fired = Counter(firing.rule for firing in made.trace.firings)
    for rule, times in fired.items():
        yield f"{rule} fires", times
    for decision in made.decisions:
        if decision.name in schemes and schemes[decision.name].kind == "scale":
            yield f"{decision.name} = {decision.value}", True
        elif decision.name in schemes:
            yield f"{decision.name} decided", True
            yield f"{decision.name} amount", decision.value
    for choice in made.trace.choices:
        if choice.decision == "dose":
            rungs = [dose_words(rung) for rung in base.ladder]
            yield f"rung {1 + rungs.index(choice.chosen) if choice.chosen in rungs else 0}", True
    for drill in base.drills:
        meant = [
            (conclusion, times)
            for rule, times in fired.items()
            for conclusion in base.by_id[rule].conclusions
            if isinstance(conclusion, Select) and fits(drill, conclusion, made.case.get(conclusion.id_from))
        ]
        yield f"{drill.id} excluded", any(conclusion.kind == "exclude" for conclusion, _ in meant)
        yield f"{drill.id} weight", sum(c.weight * times for c, times in meant if c.kind == "prefer")
    switched = [choice.chosen for choice in made.trace.choices if choice.decision == "drill"]
    for drill_id in [made.session.drill] if made.session is not None else switched if made.moment == "during" else []:
        yield f"{drill_id} chosen", True
    if made.moment == "after":
        yield "session", made.next_step is not None
    else:
        yield "session", made.session is not None


def _plain(value: Any) -> Any:
    if z3.is_bool(value):
        return z3.is_true(value)
    if z3.is_int_value(value):
        return value.as_long()
    return Fraction(value.numerator_as_long(), value.denominator_as_long())


def _same(first: Any, second: Any) -> bool:
    return first == second or abs(float(first) - float(second)) <= _CLOSE
