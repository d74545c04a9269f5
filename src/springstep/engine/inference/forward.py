"""Forward inference: run the rules over one case, layer by layer, by one of three engines with the same results.

``experta`` finds what fires by generated code and lets experta order and fire it; ``function`` runs the generated code
alone, where experta is not installed or the rules run thousands of times; ``stock`` is unmodified experta, the
reference for both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal, Protocol, TypeAlias

from springstep.engine.compiled.program import Decided, RunTrace, program_of
from springstep.engine.frozen import Frozen
from springstep.engine.inference.case import FactValue
from springstep.engine.inference.conflict_resolution import Concluded, Resolution
from springstep.engine.inference.experta_runtime import available
from springstep.engine.inference.firings import Fired, exact_facts
from springstep.engine.inference.run_details import RunDetails
from springstep.engine.language.conclusions import Conclusion
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase

Engine: TypeAlias = Literal["experta", "function", "stock"]


class RunRecord(Protocol):
    """The record of a run: its facts, its firings in order, its decisions with what carried them."""

    @property
    def given(self) -> Mapping[str, FactValue]:
        """Return the facts of the case alone, every number exact."""

    @property
    def facts(self) -> Mapping[str, FactValue]:
        """Return the facts of the case, and those assumed for the rest."""

    @property
    def fired(self) -> tuple[Fired, ...]:
        """Return every firing in order."""

    @property
    def resolved(self) -> Mapping[str, Resolution]:
        """Return every decision of the moment."""

    @property
    def values(self) -> Mapping[str, Any]:
        """Return the value of each fact, given or assumed."""

    def selected(self, table: str) -> tuple[Concluded, ...]:
        """Return what was concluded on the rows of a table, in order."""


class Inference(Frozen):
    """The outcome of a run. The decisions are there at once; all else is worked out when it is first read."""

    base: RuleBase
    engine: Engine
    """Which engine ran."""
    decided: Mapping[str, Decided]
    """The value of each decision, ``None`` where nothing is decided, and whether that bound is strict."""
    lost: tuple[tuple[Rule, Conclusion], ...]
    """Conclusions that could not be worked out because a fact is missing."""
    record: RunRecord

    @property
    def fired(self) -> tuple[Fired, ...]:
        """Return every firing in order."""
        return self.record.fired

    @property
    def resolved(self) -> Mapping[str, Resolution]:
        """Return every decision of the moment with the conclusions that carried it."""
        return self.record.resolved

    @property
    def given(self) -> Mapping[str, FactValue]:
        """Return the facts of the case alone, every number exact."""
        return self.record.given

    @property
    def facts(self) -> Mapping[str, FactValue]:
        """Return the facts of the case and those assumed, every number exact."""
        return self.record.facts

    @property
    def values(self) -> Mapping[str, Any]:
        """Return the value of each fact, given or assumed."""
        return self.record.values

    def selected(self, table: str) -> tuple[Concluded, ...]:
        """Return what was concluded on the rows of a table, in order."""
        return self.record.selected(table)


def infer(base: RuleBase, facts: Mapping[str, FactValue], *, engine: Engine = "experta") -> Inference:
    """Run the rules over the facts of one case; safe to call from several threads.

    Where experta cannot be imported ``experta`` falls back to ``function``, and ``stock`` raises ``ImportError``.
    """
    moment = facts[MOMENT].value
    if engine == "stock":
        return _by_stock(base, moment, facts)
    values = {name: fact.value for name, fact in facts.items()}
    run = _by_experta() if engine == "experta" else None
    if run is None:
        return infer_from_values(base, values, lambda: facts)
    return _inference(base, "experta", lambda: facts, run(base, moment, values))


def infer_from_values(
    base: RuleBase, values: Mapping[str, Any], facts: Callable[[], Mapping[str, FactValue]]
) -> Inference:
    """Run the generated function over values alone; ``facts`` returns where each comes from, if that is needed."""
    return _inference(base, "function", facts, program_of(base, values[MOMENT]).run(values))


def _inference(
    base: RuleBase, engine: Engine, facts: Callable[[], Mapping[str, FactValue]], trace: RunTrace
) -> Inference:
    program = program_of(base, trace.facts[MOMENT])
    lost = tuple((program.rules[place], program.rules[place].conclusions[number]) for place, _, number in trace.lost)
    return Inference(base, engine, trace.decisions, lost, RunDetails(base, program, facts, trace))


def _by_stock(base: RuleBase, moment: str, facts: Mapping[str, FactValue]) -> Inference:
    from springstep.engine.inference.stock import run_stock  # which imports experta

    record = run_stock(base, moment, exact_facts(facts))
    decided = {name: (resolution.value, resolution.strict) for name, resolution in record.resolved.items()}
    lost = tuple((fired.rule, entry.conclusion) for fired in record.fired for entry in fired.concluded if entry.lost)
    return Inference(base, "stock", decided, lost, record)


@cache
def _by_experta() -> Callable[[RuleBase, str, Mapping[str, Any]], RunTrace] | None:
    """Return what runs the rules by experta; ``None`` where it is not installed."""
    if not available():
        return None
    from springstep.engine.inference.matched import run_matched  # which imports experta

    return run_matched
