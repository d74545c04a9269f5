"""Compare the solver with the inference engine: the same case must come out the same in both.

Every case that the solver finds is run through the engine, and the formulas are worked out for exactly that case; any
difference is reported. A proof counts only while nothing differs. Both use exact numbers, so no tolerance is needed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import z3

from springstep.engine.advice.incomplete_rules import advised_if_decided
from springstep.engine.advice.plan import plan_of
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.advice.row_limits import selects_of
from springstep.engine.inference.case import FactValue, case_of, facts_of
from springstep.engine.inference.forward import Inference, infer
from springstep.engine.language.numbers import exact
from springstep.engine.proof.case_symbols import CaseSymbols
from springstep.engine.proof.model_values import ModelValues
from springstep.engine.proof.symbolic_plan import SymbolicPlan
from springstep.engine.proof.symbols import Formula, Listed, SymbolicAmount, SymbolicChoice, number
from springstep.engine.rulebase.base import RuleBase


class _Replayed(NamedTuple):
    made: RecommendationRecord
    differences: tuple[str, ...]
    model: z3.ModelRef
    """The value of every variable in the case."""


class Replay:
    """Compares the formulas of one moment with the engine, case by case."""

    def __init__(self, plan: SymbolicPlan) -> None:
        self.plan = plan
        self._observed = ModelValues(dict(_observed(plan)))
        self._replayed: dict[str, _Replayed] = {}
        """The result for each case, so that it is run only once."""

    def run(
        self, case: Mapping[str, Any], question: Formula = True
    ) -> tuple[RecommendationRecord | None, tuple[str, ...]]:
        """Run a case through the engine; return what it recommends, and where the solver differs.

        It counts as a difference if the question does not hold for this very case. Nothing is recommended where the
        rules leave a decision open.
        """
        replayed = self._run(case)
        if replayed is None:
            return None, ()
        made, differences, model = replayed
        if not _holds(question, model):
            differences += ("the case does not show what it was found for",)
        return made, differences

    def holds(self, made: RecommendationRecord, question: Formula) -> bool:
        """Tell whether a question holds for the case of a recommendation."""
        replayed = self._run(made.case)
        return replayed is not None and _holds(question, replayed.model)

    def _run(self, case: Mapping[str, Any]) -> _Replayed | None:
        found = self._replayed.get(case_text(case))
        if found is None:
            found = self._compared(case)
            if found is None:
                return None
            # A recommendation states its case in its own order and words.
            self._replayed.update({case_text(case): found, case_text(found.made.case): found})
        return found

    def _compared(self, case: Mapping[str, Any]) -> _Replayed | None:
        made = advised_if_decided(self.plan.base, case)
        if made is None:
            return None
        base = self.plan.base
        facts = facts_of(case_of(case, base), base)
        model = model_of(self.plan.encoding.symbols, facts)
        solved, engine = self._observed.of(model), dict(_concluded(base, infer(base, facts)))
        differences = tuple(
            f"{name}: the solver says {value}, the engine {engine.get(name, 0)}"
            for name, value in solved.items()
            if value != engine.get(name, 0)
        )
        return _Replayed(made, differences, model)


def case_text(case: Mapping[str, Any]) -> str:
    """Return a case as text, to be used as a key."""
    return json.dumps(case, default=str)


def _holds(question: Formula, model: z3.ModelRef) -> bool:
    return question if isinstance(question, bool) else z3.is_true(model.eval(question, model_completion=True))


def model_of(symbols: CaseSymbols, facts: Mapping[str, FactValue]) -> z3.ModelRef:
    """Return a model with the value of every variable in a case."""
    model = z3.Model()
    for name in symbols.variables:
        fact, symbol = facts.get(name), symbols.facts[name]
        if name in symbols.lists:
            listed = symbols.lists[name]
            _let(model, listed.known, fact is not None)
            scope = symbols.base.vocabulary.list_scopes[name]
            items = Counter(map(scope.values_in, fact.value if fact is not None else ()))
            for kind in listed.times:
                times = items[tuple(value for _, value in kind)]
                _let(model, listed.times[kind], times)
                _let(model, listed.there[kind], times > 0)
        elif isinstance(symbol, SymbolicAmount):
            _let(model, symbol.value, fact.value if fact is not None else 0)
            _let(model, symbol.known, fact is not None)
        elif isinstance(symbol, SymbolicChoice):
            for value, holds in symbol.of.items():
                _let(model, holds, fact is not None and fact.value == value)
    return model


def _let(model: z3.ModelRef, variable: Any, value: Any) -> None:
    if isinstance(variable, bool):
        return
    if isinstance(value, bool):
        term: Any = _TRUE if value else _FALSE
    else:
        term = z3.RealVal(str(exact(value))) if z3.is_real(variable) else number(value)
    # z3's own method asks for the type of everything first, which takes most of the time.
    context = model.ctx.ref()
    declared = z3.Z3_get_app_decl(context, variable.as_ast())
    z3.Z3_add_const_interp(context, model.model, declared, term.as_ast())


_TRUE, _FALSE = z3.BoolVal(True), z3.BoolVal(False)


def _observed(plan: SymbolicPlan) -> Iterator[tuple[str, Any]]:
    """Yield everything compared, by name: how often each rule fires, each decision and choice, and what follows."""
    encoding, base = plan.encoding, plan.base
    for rule in encoding.rules:
        counts = [
            z3.If(f.when, number(f.times), z3.IntVal(0)) if not isinstance(f.when, bool) else number(f.times)
            for f in encoding.firings[rule.id]
            if f.when is not False
        ]
        yield f"{rule.id} fires", z3.Sum(counts) if counts else z3.IntVal(0)
    for name, symbol in plan.facts.items():
        if not isinstance(symbol, Listed):
            yield from _symbol(name, symbol)
    for table in base.tables.values():
        for row in table.rows:
            yield f"{table.row} {row.id} excluded", plan.excluded[table.name][row.id]
            yield f"{table.row} {row.id} weight", plan.weights[table.name][row.id]


def _symbol(name: str, symbol: SymbolicChoice | SymbolicAmount) -> Iterator[tuple[str, Any]]:
    if isinstance(symbol, SymbolicAmount):
        yield f"{name} known", symbol.known
        if isinstance(symbol.known, bool):
            yield f"{name} amount", number(symbol.value if symbol.known else 0)
        else:
            yield f"{name} amount", z3.If(symbol.known, number(symbol.value), 0)
        return
    for value, holds in symbol.of.items():
        yield f"{name} = {value}", holds


def _concluded(base: RuleBase, inference: Inference) -> Iterator[tuple[str, Any]]:
    """Yield the same for what the engine concludes; what is left out counts as false or zero."""
    for rule, times in Counter(fired.rule.id for fired in inference.fired).items():
        yield f"{rule} fires", times
    for name, value in plan_of(base, inference).facts.items():
        if isinstance(value, (str, bool)):
            yield f"{name} = {value}", True
        elif not isinstance(value, (list, tuple)):
            yield f"{name} known", True
            yield f"{name} amount", value
    for table in base.tables.values():
        selects = selects_of(inference, table.name)
        for row in table.rows:
            meant = [select for _, select, wanted in selects if select.means(row, wanted)]
            yield f"{table.row} {row.id} excluded", any(select.kind == "exclude" for select in meant)
            yield f"{table.row} {row.id} weight", sum(select.weight for select in meant if select.kind == "prefer")
