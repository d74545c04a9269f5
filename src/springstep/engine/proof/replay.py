"""Hold the solver and the inference engine together: the same case must come out the same in both.

Every case that the solver finds is run through experta, and the formulas are worked out for exactly that case; what
differs is told. A proof counts only as long as nothing differs.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import z3

from springstep.engine.advice.recommendation import Recommendation
from springstep.engine.advice.session import dose_words, fits
from springstep.engine.advice.tentative import advised_if_decided
from springstep.engine.inference.case import FactValue, case_of, facts_of
from springstep.engine.language.rules import Select
from springstep.engine.proof.athlete import Athlete
from springstep.engine.proof.plan import Plan
from springstep.engine.proof.reading import Reading
from springstep.engine.proof.symbols import Amount, Choice, Formula, exact, number

_CLOSE = 5e-5
"""The engine rounds amounts to six places, and what is worked out of a rounded one is a little farther off."""


class _Replayed(NamedTuple):
    made: Recommendation
    differences: tuple[str, ...]
    model: z3.ModelRef
    """What every variable of the athlete is in the case."""


class Replay:
    """Compares the formulas of one moment with the engine, case by case."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._observed = Reading(dict(_observed(plan)))
        self._replayed: dict[str, _Replayed] = {}
        """What came of each case, which is run only once."""

    def run(self, case: Mapping[str, Any], question: Formula = True) -> tuple[Recommendation | None, tuple[str, ...]]:
        """Run a case through the engine; return what it recommends, and in what the solver differs.

        That the question does not hold for this very case is a difference, too. Nothing is recommended where the rules
        leave a decision open.
        """
        replayed = self._run(case)
        if replayed is None:
            return None, ()
        made, differences, model = replayed
        if not _holds(question, model):
            differences += ("the case does not show what it was found for",)
        return made, differences

    def holds(self, made: Recommendation, question: Formula) -> bool:
        """Work out a question for the case of a recommendation."""
        replayed = self._run(made.case)
        return replayed is not None and _holds(question, replayed.model)

    def _run(self, case: Mapping[str, Any]) -> _Replayed | None:
        found = self._replayed.get(case_text(case))
        if found is None:
            found = self._compared(case)
            if found is None:
                return None
            # A recommendation tells its case in its own order and words.
            self._replayed.update({case_text(case): found, case_text(found.made.case): found})
        return found

    def _compared(self, case: Mapping[str, Any]) -> _Replayed | None:
        made = advised_if_decided(self.plan.base, case)
        if made is None:
            return None
        valid = case_of(case, self.plan.base)
        model = model_of(self.plan.encoding.athlete, facts_of(valid, self.plan.base))
        solved, engine = self._observed.of(model), dict(_engine(self.plan, made))
        differences = tuple(
            f"{name}: the solver says {value}, the engine {engine.get(name, 0)}"
            for name, value in solved.items()
            if not _same(value, engine.get(name, 0))
        )
        return _Replayed(made, differences, model)


def case_text(case: Mapping[str, Any]) -> str:
    """Return a case as text, to tell it from others."""
    return json.dumps(case, default=str)


def _holds(question: Formula, model: z3.ModelRef) -> bool:
    return question if isinstance(question, bool) else z3.is_true(model.eval(question, model_completion=True))


def model_of(athlete: Athlete, facts: Mapping[str, FactValue]) -> z3.ModelRef:
    """Return what every variable of an athlete is in a case."""
    model = z3.Model()
    for name, listed in athlete.lists.items():
        told = facts.get(name)
        _let(model, listed.told, told is not None)
        items = Counter(tuple(item.values()) for item in (told.value if told is not None else ()))
        for kind in listed.times:
            times = items[tuple(value for _, value in kind)]
            _let(model, listed.times[kind], times)
            _let(model, listed.there[kind], times > 0)
    for name in (*athlete.asked, *(("distance_mi",) if "distance_mi" in athlete.told else ())):
        symbol = athlete.told[name]
        fact = facts.get(name)
        if isinstance(symbol, Amount):
            _let(model, symbol.value, fact.value if fact is not None else 0)
            _let(model, symbol.known, fact is not None)
        elif name not in athlete.lists:
            for value, holds in symbol.of.items():
                _let(model, holds, fact is not None and fact.value == value)
    return model


def _let(model: z3.ModelRef, variable: Any, value: bool | float) -> None:
    if isinstance(variable, bool):
        return
    if isinstance(value, bool):
        term: Any = _TRUE if value else _FALSE
    else:
        term = z3.RealVal(exact(value)) if z3.is_real(variable) else number(value)
    # z3's own method asks for the type of everything first, which takes most of the time.
    context = model.ctx.ref()
    declared = z3.Z3_get_app_decl(context, variable.as_ast())
    z3.Z3_add_const_interp(context, model.model, declared, term.as_ast())


_TRUE, _FALSE = z3.BoolVal(True), z3.BoolVal(False)


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


def _same(first: Any, second: Any) -> bool:
    return first == second or abs(float(first) - float(second)) <= _CLOSE
